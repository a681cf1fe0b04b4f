"""The question with a name in place of the words that describe who or what bears it."""

from bot.question.lexicon import YES_NO
from bot.question.question import Question

_ARTICLES = frozenset({"the", "a", "an"})
_OPENS = frozenset("who what which where when how why whose whom".split()) | YES_NO
_FILLERS_BETWEEN = 3  # words of no weight that may stand inside a description


def with_name(question: Question, described: frozenset[int], name: str) -> str | None:
    """The question with the weightiest run of described tokens replaced; None where none is left to replace.

    "Where was the gold medallist of the final born?" about Kizyma is "Where was Kizyma born?".
    """
    runs = _runs(question, described)
    if not runs:
        return None
    first, last = max(runs, key=lambda run: (_weight(question, described, run), -run[0]))
    words = question.words
    while first > 0 and words[first - 1].text in _ARTICLES:
        first -= 1
    if first == 0 and words[0].text in _OPENS:
        first = 1
    return None if first > last else question.text[: words[first].start] + name + question.text[words[last].end :]


def _runs(question: Question, described: frozenset[int]) -> list[tuple[int, int]]:
    """First and last tokens of described words with only a few of no weight between them."""
    runs: list[tuple[int, int]] = []
    for token in sorted(described):
        between = range(runs[-1][1] + 1, token) if runs else range(0)
        joins = bool(runs) and len(between) < _FILLERS_BETWEEN and all(question.weights[i] == 0 for i in between)
        if joins:
            runs[-1] = (runs[-1][0], token)
        else:
            runs.append((token, token))
    return runs


def _weight(question: Question, described: frozenset[int], run: tuple[int, int]) -> float:
    return sum(question.weights[i] for i in range(run[0], run[1] + 1) if i in described)
