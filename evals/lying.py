"""True sentences about a library, and lies made of them: does the check that guards a language model tell them?

    python -m evals.lying --library DIR

True ones are rows told in other words, and sentences of the reports, whole or shortened. Each
lie is a true one with one thing changed: a digit, an athlete, a medal, a place, a year, a nation, a denial, a
comparison, the event, or the citation.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.cite import Citations, Evidence, RowSpan, Span
from bot.phrases import ordinal
from bot.question.tables import Line, TableHead, TableView
from bot.schema import Answer, Confidence, CorpusInfo, Segment, Status, Support, Timings
from bot.trust.grounding import Grounding
from bot.trust.grounds import grounds_of
from evals.lies import lies_about
from retriever.library import open_library
from retriever.store import Store
from retriever.text import sentence_bounds
from retriever.values import ValueType

MEDALS = {1: "gold", 2: "silver", 3: "bronze"}
MOST_ROWS = 6  # of one table: the next rows are of the same make
SHORTEST_WORDS = 6


@dataclass(frozen=True)
class Said:
    """A sentence about an answer, what it cites, and what was changed in it; None where it is true."""

    answer: Answer
    text: str
    numbers: tuple[int, ...]
    change: str | None = None


def sentences_about(store: Store) -> Iterator[Said]:
    """True sentences and the lies made of them, in a fixed order."""
    for true in (*_told_rows(store), *_told_reports(store)):
        yield true
        chance = random.Random(true.text)  # the same lies every time
        for change, text, numbers in lies_about(true.answer, true.text, true.numbers, chance):
            if text != true.text or numbers != true.numbers:
                yield Said(true.answer, text, numbers, change)


def verdicts(sentences: Iterable[Said]) -> Iterator[tuple[Said, bool]]:
    """Each sentence, and whether the check lets it through."""
    answer, grounding = None, None
    for said in sentences:
        if grounding is None or said.answer is not answer:
            answer, grounding = said.answer, Grounding(said.answer, grounds_of(said.answer))
        yield said, grounding.judge(said.text, said.numbers).fault is None


def answer_over(store: Store, text: str, evidence: Sequence[Evidence]) -> Answer:
    """An answer of one sentence that cites the evidence."""
    citations = Citations(store)
    numbers = citations.cite(evidence)
    return Answer(
        id="", conversation_id="", created_at="", question="", standalone_question="", status=Status.ANSWERED,
        short_answer=text, values=[], answer=text,
        segments=[Segment(text=text, citations=numbers, support=Support.STATED)],
        citations=citations.cited, tables=[], computation=None, premise=None, conflicts=[],
        confidence=Confidence(level="high", score=1.0, reasons=[]), abstention=None, follow_ups=[],
        corpus=CorpusInfo(version="", documents=0, passages=0),
        timings=Timings(retrieve_ms=0, answer_ms=0, total_ms=0),
    )  # fmt: skip


def _told_rows(store: Store) -> Iterator[Said]:
    for summary in store.table_summaries():
        view = TableView(TableHead(summary, frozenset()), store.table(summary.table_id))
        lines = [line for line in view.lines() if line.view.label is not None][:MOST_ROWS]
        if view.rank is None:
            continue
        for line, after in zip(lines, [*lines[1:], None], strict=True):
            yield from _told_row(store, line)
            if after is not None and line.place and after.place and line.place < after.place:
                yield from _told_pair(store, line, after)


def _told_row(store: Store, line: Line) -> Iterator[Said]:
    where, name = line.view.head.called(), line.name
    nation = line.value(line.view.nation).text if line.view.nation not in (None, line.view.label) else ""
    told: list[str] = []
    if line.place is not None and line.mark is not None:
        mark = ("in " if line.mark.type is ValueType.TIME else "with ") + line.mark.text
        told += [
            f"{name} was {ordinal(line.place)} {mark} ({where}).",
            f"{name} finished {ordinal(line.place)} in the {where}.",
            f"In the {where}, {name} was {ordinal(line.place)}, {mark}.",
            f"The athlete in {ordinal(line.place)} place was {name}, {mark}.",
        ]
        told += [f"{name} of {nation} was {ordinal(line.place)} {mark}."] if nation else []
        told += [f"{name} ({nation}) recorded {line.mark.text}."] if nation else []
        told += [f"{name} took {MEDALS[line.place]} {mark}."] if line.place in MEDALS else []
        told += [f"{name} won the {where} {mark}."] if line.place == 1 else []
    elif any(cell.value.text == "DNF" for cell in line.row.cells):
        told += [f"{name} did not finish.", f"{name} did not finish the {where}."]
    for text in told:
        yield Said(answer_over(store, f"{name}.", [RowSpan(line)]), text, (1,))


def _told_pair(store: Store, better: Line, worse: Line) -> Iterator[Said]:
    answer = answer_over(store, f"{better.name}.", [RowSpan(better), RowSpan(worse)])
    one, other = better.name, worse.name
    told = [f"{one} finished ahead of {other}.", f"{other} finished behind {one}.", f"{one} beat {other}.",
            f"{one} was {ordinal(better.place or 0)} and {other} {ordinal(worse.place or 0)}."]  # fmt: skip
    if better.mark is not None and worse.mark is not None:
        told += [f"{one} ({better.mark.text}) beat {other} ({worse.mark.text}).",
                 f"{one} recorded {better.mark.text}, while {other} recorded {worse.mark.text}."]  # fmt: skip
    for text in told:
        yield Said(answer, text, (1, 2))


def _told_reports(store: Store) -> Iterator[Said]:
    for document in store.documents():
        for passage in store.passages_of(document.document_id):
            for start, end in sentence_bounds(passage.text):
                text = passage.text[start:end]
                if len(text.split()) < SHORTEST_WORDS or text[-1:] not in ".!?":
                    continue
                span = Span(passage, passage.start + start, passage.start + end)
                whole = Span(passage, passage.start, passage.end)
                yield Said(answer_over(store, text, [span]), text, (1,))
                shorter = _shortened(text)
                if shorter:
                    yield Said(answer_over(store, "", [whole]), shorter, (1,))


def _shortened(text: str) -> str | None:
    """The sentence without what follows its last comma, where the rest still stands by itself."""
    kept, comma, dropped = text.rpartition(", ")
    if not comma or any(mark in text for mark in "“”\"") or len(kept.split()) < SHORTEST_WORDS:
        return None
    return None if {"if", "unless", "but", "although"} & set(dropped.split()[:2]) else f"{kept}."


def main() -> None:
    """Print, for each kind of change, how many of the sentences were let through."""
    parser = argparse.ArgumentParser(description="How well the check of a language model's sentences tells lies.")
    parser.add_argument("--library", type=Path, default=Path("library"))
    parser.add_argument("--each", type=int, default=1, help="Look at each so-manieth sentence only.")
    parser.add_argument("--show", type=int, default=0, help="How many wrong verdicts of each kind to print.")
    options = parser.parse_args()
    through: dict[str, list[bool]] = defaultdict(list)
    shown: dict[str, int] = defaultdict(int)
    for said, ok in verdicts(islice(sentences_about(open_library(options.library).store), 0, None, options.each)):
        kind = said.change or "true"
        through[kind].append(ok)
        if ok is not (kind == "true") and shown[kind] < options.show:
            shown[kind] += 1
            quotes = " / ".join(citation.quote for citation in said.answer.citations)
            print(f"{kind}: {said.text} {list(said.numbers)} <- {quotes[:300]}")
    for kind, passed in sorted(through.items()):
        print(f"{kind:12} {len(passed):6} said, {sum(passed):6} let through, {sum(passed) / len(passed):.4f}")
    lies = [ok for kind, passed in through.items() if kind != "true" for ok in passed]
    print(f"lies stopped {1 - sum(lies) / len(lies):.4f}, true ones dropped {1 - _share(through['true']):.4f}")


def _share(verdicts: Sequence[bool]) -> float:
    return sum(verdicts) / len(verdicts)


if __name__ == "__main__":
    main()
