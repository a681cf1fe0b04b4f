"""Whether what an answer puts in quotation marks was printed so: the source's words, typos included."""

import re
from collections.abc import Iterable

from bot.schema import Answer
from evals.normalise import normalise

_STRAIGHT = str.maketrans("“”‘’", "\"\"\'\'")
_MIN_CHARS = 3  # a quoted letter or digit proves nothing


def quotes_verbatim(answer: Answer, *, asked: Iterable[str] = ()) -> float | None:
    """Share of the quoted passages that stand verbatim in a cited quote, kinds of quotation marks aside.

    None where nothing is quoted. Words of the question may be quoted back without a source.
    """
    question = normalise(" ".join(asked))
    passages = [p for p in quoted_passages(answer.answer) if normalise(p) not in question]
    sources = [citation.quote.translate(_STRAIGHT) for citation in answer.citations]
    held = sum(any(passage.translate(_STRAIGHT) in source for source in sources) for passage in passages)
    return held / len(passages) if passages else None


def quoted_passages(text: str) -> list[str]:
    """What stands between quotation marks, in order; of nested quotes the outer one."""
    if "“" not in text:
        return [passage.strip() for passage in re.findall(r'"([^"]*)"', text) if len(passage) >= _MIN_CHARS]
    passages: list[str] = []
    depth, start = 0, 0
    for at, char in enumerate(text):
        if char == "“":
            start = at + 1 if depth == 0 else start
            depth += 1
        elif char == "”" and depth > 0:
            depth -= 1
            passages += [text[start:at].strip()] if depth == 0 and at - start >= _MIN_CHARS else []
    return passages
