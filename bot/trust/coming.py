"""What is yet to come: a question about the next race or next year is not answered by what a report tells as past."""

import re
from collections.abc import Sequence

from bot.prose.reader import Sentence
from bot.question.question import Question
from bot.question.tables import year_words

_ASKED = re.compile(r"\bnext\b", re.I)
# What tells of the time ahead; reports tell fixtures in the present, too.
_TOLD = re.compile(
    r"\b(?:next|will|won['’]t|would|shall|tomorrow|coming|upcoming|following|to be|due|scheduled|planned|plans?|hopes?|"
    r"aims?|expects?|expected|going to|set to|back (?:in|on|at)|return\w*|plays?|faces?|meets?|hosts?|visits?|"
    r"travels?|awaits?|continues?|is (?:in|on|at)|are (?:in|on|at)|has been (?:given|awarded)|bid)\b|['’]ll\b",
    re.I,
)

_PAST = re.compile(r"\b(?:was|were|had|did|won|beat|lost|led|took|came|ran|made|held|set|\w{2,}ed)\b", re.I)


def yet_to_come(question: Question, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that may tell of what comes next, where the question asks for that; else all."""
    ahead = question.now is not None and question.now.step > 0
    if not ahead and not _ASKED.search(question.text):
        return list(sentences)
    return [s for s in sentences if not _is_past(s)]


def _is_past(sentence: Sentence) -> bool:
    """Whether the sentence tells what was and nothing of what will be."""
    later = sentence.year and any(year > sentence.year for year in year_words(sentence.text))
    return bool(_PAST.search(sentence.text)) and not later and not _TOLD.search(sentence.text)
