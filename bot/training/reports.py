"""Reports of our own with questions on them, which the reader is tuned to once it has learnt to read.

`bot/training/reports/*.txt`: a line `== ` with an article's title, its paragraphs, one to a line, and behind each the
questions on it: `? question | answer`, `y question | words that say so`, `n question | words that deny it`, and `0
question` where the paragraph doesn't tell. The answer is words of the paragraph; the first place counts. Yes and no are
told apart for whoever reads the files: the reader learns only where it stands (`bot/weights/README.md`).
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.training.material import Item, accepted, unanswerable
from retriever.text import sentence_bounds

REPORTS = Path(__file__).parent / "reports"
_ANSWERED, _UNANSWERED = frozenset("?yn"), "0"
_SAME_PARAGRAPH = 3  # code points at most between two of its sentences


class WrongReportError(ValueError):
    """A line of the reports that is no question on its paragraph."""


def read_reports(folder: Path = REPORTS) -> list[Item]:
    """Every question on the reports, in the order of the files. Raises WrongReportError naming the line."""
    return [item for path in sorted(folder.glob("*.txt")) for item in _items(path)]


def _items(path: Path) -> Iterator[Item]:
    title = paragraph = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        kind, text = line[:1], line[2:]
        if line.startswith("== "):
            title = line[3:]
        elif line[1:2] != " " or kind not in _ANSWERED | {_UNANSWERED}:
            paragraph = line or paragraph
        elif kind == _UNANSWERED:
            yield Item(text, paragraph, title)
        else:
            question, _, answer = text.partition(" | ")
            at = paragraph.find(answer)
            if not answer or at < 0:
                raise WrongReportError(
                    f"{path.name}, line {number}: {answer!r} does not stand in the paragraph; "
                    "expected '? question | words of the paragraph above'."
                )
            yield Item(question, paragraph, title, ((at, at + len(answer)),))


def with_unanswered(items: Sequence[Item], rng: random.Random) -> list[Item]:
    """Each item twice; the answerable also beside another paragraph of the article, and beside the rest of their own.

    Where a report answers, and not only whether, is what there is to learn: all its paragraphs are about the question.
    """
    paragraphs: dict[str, list[str]] = {}
    for item in items:
        if item.text not in paragraphs.setdefault(item.article, []):
            paragraphs[item.article].append(item.text)
    found: list[Item] = []
    for item in items:
        found += [item, item]
        if not item.answers:
            continue
        others = [text for text in paragraphs[item.article] if text != item.text]
        rest = _rest(item, rng)
        found += [unanswerable(item, rng.choice(others))] if others else []
        found += [unanswerable(item, rest)] if rest else []
    return found


def _rest(item: Item, rng: random.Random) -> str | None:
    """A sentence or two of the item's paragraph that don't hold the answer; None where there are none."""
    start, end = item.answers[0]
    bounds = [b for b in sentence_bounds(item.text) if not (b[0] < end and start < b[1])]
    if not bounds:
        return None
    at = rng.randrange(len(bounds))
    follows = at + 1 < len(bounds) and bounds[at + 1][0] - bounds[at][1] < _SAME_PARAGRAPH
    text = item.text[bounds[at][0] : bounds[at + 1][1] if follows else bounds[at][1]]
    return None if accepted(item)[0].lower() in text.lower() else text
