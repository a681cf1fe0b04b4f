"""Words that a question puts into somebody's mouth and that somebody else said."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.draft import Draft
from bot.prose.speech import Utterance
from bot.prose.spoken import what_was_said
from bot.question.question import Question
from bot.schema import Premise
from retriever.text import STOPWORDS, terms

_SAID = re.compile(
    r"\b(?:said|says|say|saying|admitted|admit|joked|joke|claimed|claim|insisted|complained|laughed|explained)"
    r"(?:,? that\b|,|:)?\s+(?P<words>[^?]+)",
    re.I,
)
_ASKED_OF = re.compile(r"^(?:about|of|on|after|before|when|to|in|at|following|during)\b", re.I)  # "say about the pitch"
_MIN_WORDS = 3  # telling words that are put into the mouth
_SAME, _ALIKE = 0.6, 0.35  # share of them that words hold which are meant; from which somebody may have said them, too

Said = Callable[[str], Sequence[Utterance]]


def words_of_another(question: Question, said: Said) -> Draft | None:
    """Who said it, where the question names somebody else; None where the words may be his, or are told of nobody.

    `said` gives what was said in the documents found for a query.
    """
    match = _SAID.search(question.text)
    if match is None or question.is_yes_no or _ASKED_OF.match(match["words"]):
        return None
    wanted = {s for s in terms(match["words"]) if s not in STOPWORDS}
    speaker = _last_name(question, match.start())
    if len(wanted) < _MIN_WORDS or not speaker:
        return None
    told = [(words, len(wanted & set(terms(words.text))) / len(wanted)) for words in said(match["words"])]
    if any(share >= _ALIKE and (not w.speaker or speaker & set(terms(w.speaker))) for w, share in told):
        return None
    best = max(told, key=lambda each: each[1], default=None)
    if best is None or best[1] < _SAME:
        return None
    draft = what_was_said(question, best[0])
    statement = replace(draft.statements[0], text=f"No: {draft.statements[0].text}")
    premise = Premise(claim=question.text, verdict="contradicted", correction=statement.text, citations=[])
    return replace(draft, statements=(statement,), premise=premise, premise_evidence=statement.evidence)


def _last_name(question: Question, until: int) -> frozenset[str]:
    """Stems of the name last said before that place, but for what opens the question."""
    run: list[int] = []
    for index in range(len(question.words) - 1, 0, -1):
        word = question.words[index]
        if word.start >= until:
            continue
        if question.text[word.start].isupper() and word.text not in STOPWORDS:
            run.append(index)
        elif run:
            break
    return frozenset(s for i in run for s in terms(question.text[question.words[i].start : question.words[i].end]))

