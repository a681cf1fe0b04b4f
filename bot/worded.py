"""An answer being worded anew: sentences that passed, numbered as they come, and our own where something is missing."""

from collections.abc import Callable

from bot.schema import Answer, AnswerTable, Citation, Computation, Segment, Status
from bot.trust.grounds import plain
from retriever.figures import find_values
from retriever.values import values_agree

Tell = Callable[[Segment, list[Citation]], None]
"""Is given each sentence as it passes, with the citations that are new in it."""


class Worded:
    """Collects segments over `answer` and tells of each; citations are numbered in the order of first use."""

    def __init__(self, answer: Answer, tell: Tell | None) -> None:
        self._given, self._tell = answer, tell
        self._cited = {citation.n: citation for citation in answer.citations}
        self._numbers: dict[int, int] = {}
        self.segments: list[Segment] = []

    def add(self, segment: Segment) -> None:
        """Append a segment that cites by the given answer's numbers."""
        fresh = [n for n in dict.fromkeys(segment.citations) if n not in self._numbers]
        for n in fresh:
            self._numbers[n] = len(self._numbers) + 1
        text = segment.text.strip()
        added = Segment(
            text=f" {text}" if self.segments else text,
            citations=[self._numbers[n] for n in segment.citations],
            support=segment.support,
        )
        self.segments.append(added)
        if self._tell is not None:
            self._tell(added, [self._renumbered(n) for n in fresh])

    def complete(self) -> int:
        """Add our own sentences that say what the answer must say and nothing so far does; how many."""
        added = 0
        for segment in self._given.segments:
            if self._is_needed(segment):
                self.add(segment)
                added += 1
        return added

    def fall_back(self) -> None:
        """Add all of our own sentences."""
        for segment in self._given.segments:
            self.add(segment)

    def answer(self, outcome: str, *, elapsed_ms: float) -> Answer:
        """The whole answer with what was collected."""
        given = self._given
        timings = given.timings.model_copy(
            update={
                "answer_ms": round(given.timings.answer_ms + elapsed_ms, 2),
                "total_ms": round(given.timings.total_ms + elapsed_ms, 2),
            }
        )
        if [segment.text for segment in self.segments] == [segment.text for segment in given.segments]:
            return given.model_copy(update={"timings": timings})
        reasons = [*given.confidence.reasons]
        if outcome != "fallback":
            reasons.append("worded by a language model, each sentence checked against what it cites")
        return given.model_copy(
            update={
                "answer": "".join(segment.text for segment in self.segments),
                "segments": self.segments,
                "citations": [self._renumbered(n) for n in self._numbers],
                "computation": self._computation(given.computation),
                "tables": [self._table(table) for table in given.tables],
                "confidence": given.confidence.model_copy(update={"reasons": reasons}),
                "timings": timings,
            }
        )

    def _is_needed(self, segment: Segment) -> bool:
        """Whether the segment says a value of the answer, the sum or what is missing, and nothing said so far does."""
        said = " ".join(other.text for other in self.segments)
        if plain(segment.text) in plain(said):
            return False
        if not segment.citations and self._given.status is Status.PARTIAL:
            return True  # "The sources give no splits": the model is not asked to word that
        missing = [value for value in self._given.values if _says(segment.text, value) and not _says(said, value)]
        works = self._given.computation.every if self._given.computation is not None else []
        shown = [work for work in works if set(work.inputs) <= set(segment.citations)]
        return bool(missing) or any(n not in self._numbers for work in shown for n in work.inputs)

    def _renumbered(self, n: int) -> Citation:
        return self._cited[n].model_copy(update={"n": self._numbers[n]})

    def _computation(self, computation: Computation | None) -> Computation | None:
        if computation is None:
            return None
        inputs = sorted(self._numbers[n] for n in computation.inputs)
        also = [found for one in computation.also if (found := self._computation(one)) is not None]
        return computation.model_copy(update={"inputs": inputs, "also": also})

    def _table(self, table: AnswerTable) -> AnswerTable:
        rows = [
            [cell.model_copy(update={"citation": self._numbers.get(cell.citation or 0)}) for cell in row]
            for row in table.rows
        ]
        return table.model_copy(update={"rows": rows})


def _says(text: str, value: str) -> bool:
    """Whether the text holds the value: its words, or equal figures."""
    if plain(value) in plain(text):
        return True
    wanted = [figure.value for figure in find_values(value)]
    held = [figure.value for figure in find_values(text)]
    return bool(wanted) and all(any(values_agree(one, other) for other in held) for one in wanted)
