"""The last answers given: many readers of one page ask the same question, and a library in force never changes."""

import threading
from collections import OrderedDict
from typing import NamedTuple

from bot.question.focus import Exchange
from bot.schema import Answer
from retriever.types import Filters

KEPT_ANSWERS = 64  # with their tables some hundred kilobytes each at most


class Asked(NamedTuple):
    """All that an answer over one library depends on."""

    question: str
    standalone: str
    filters: Filters
    top_k: int
    include: tuple[str, ...]
    after: tuple[Exchange, ...] = ()
    """The exchange before it, whose source it may ask for."""


class KeptAnswers:
    """Answers by what was asked; the one asked for longest ago makes room. Safe to call from several threads."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Asked, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, asked: Asked) -> Answer | None:
        """The answer given to that before, to be copied, never changed; None where it is not kept."""
        with self._lock:
            answer = self._answers.get(asked)
            if answer is not None:
                self._answers.move_to_end(asked)
            return answer

    def keep(self, asked: Asked, answer: Answer) -> None:
        """Keep an answer for whoever asks the same next."""
        with self._lock:
            self._answers[asked] = answer
            self._answers.move_to_end(asked)
            if len(self._answers) > KEPT_ANSWERS:
                self._answers.popitem(last=False)
