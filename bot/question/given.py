"""Questions about the answer just given: why, who said that, which article it is from."""

import re

from bot.question.focus import Exchange, Known, names_said
from bot.question.lexicon import YES_NO
from bot.question.question import Question
from retriever.text import stem

_IN_MARKS = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_SHORT_ANSWER = 3  # words: fewer repeat nothing that somebody said
_WH_LEAD = re.compile(
    r"^(?:who(?P<subject> )|(?:what|which|when|where|why|how|whom|whose)\b.*?"
    r"\b(?=(?:did|do|does|was|were|is|are|had|has|have)\b))",
    re.I,
)
# Words of questions about the article that an answer rests on.
WRITING = frozenset(stem(w) for w in "write wrote written author journalist reporter".split())
SOURCE_WORDS = WRITING | frozenset(
    stem(w)
    for w in (
        "article report reported source story piece paper newspaper blog page publish published publication print "
        "printed appear come read find found information link"
    ).split()
)
_OF_IT = re.compile(r"\b(?:it|that|this|they|you)\b", re.I)


def asks_for_source(question: Question) -> bool:
    """Whether the question is about the article that an answer rests on, and nothing else."""
    pairs = zip(question.stems, question.weights, strict=True)
    said = {s for s, weight in pairs if weight > 0 or s in SOURCE_WORDS}
    means_answer = bool(_OF_IT.search(question.text)) or question.said("which", "what", "where", "source")
    return bool(said) and said <= SOURCE_WORDS and means_answer


def asked_of(last: Exchange, asks: str, known: Known) -> str:
    """ "Why?" of the last question: "Why did Lind stop?"; of a "who" question with the name that was the answer."""
    question = last.question.rstrip(" ?.!")
    lead = _WH_LEAD.match(question)
    if lead is None:
        opens = question.split(" ")[0].lower() in YES_NO
        return f"{asks} {question[:1].lower()}{question[1:]}?" if opens else f"{asks} ({question})?"
    rest = question[lead.end() :]
    if lead["subject"] is None:
        return f"{asks} {rest}?"
    name = next(iter(names_said(known.read(last.answer), known)), None)
    is_be = rest.split(" ")[0].lower() in YES_NO
    if name is None:
        return f"{asks} ({question})?"
    verb, _, behind = rest.partition(" ")
    return f"{asks} {verb} {name} {behind}?" if is_be else f"{asks} was it that {name} {rest}?"


def whose_words(last: Exchange) -> str:
    """Who said what was last answered: in marks where it was quoted."""
    quoted = max(_IN_MARKS.findall(last.answer), key=len, default=None)
    told = last.answer.strip().rstrip(" .")
    if quoted is not None:
        return f"Who said “{quoted}”?"
    if len(told.split()) > _SHORT_ANSWER:
        return f"Who said that {told}?"
    return f"Who said so ({proposition(last.question)}, {told})?"


def proposition(question: str) -> str:
    """What a question says besides asking: "Lind not start" of "Why did Lind not start?"."""
    rest = question.rstrip(" ?.!")
    lead = _WH_LEAD.match(rest)
    rest = rest[lead.end() :] if lead else rest
    first, _, behind = rest.partition(" ")
    return behind if first.lower() in YES_NO else rest
