"""Runs as tables of plain text, as wide as they need to be: they are read in terminals and pasted into notes."""

from collections.abc import Mapping, Sequence

from evals.results import Mean, RunResult, percentile

_COLUMNS = {"right": "right", "answer_right": "answer", "citations_right": "cited", "exact": "exact", "f1": "f1",
            "recall@5": "recall@5", "mrr": "mrr"}  # fmt: skip
_BELOW = (
    ("citation_recall", "citation_precision", "cell_recall", "cell_precision", "unbound_figures", "quotes_verbatim"),
    ("abstained_rightly", "over_abstained", "premise_detected", "premise_restored", "premise_false_alarm"),
    ("both_values", "value_equal", "set_f1", "ndcg@10", "standalone_right", "pair_agrees", "document_cited"),
)


def run_text(result: RunResult, timings_ms: Mapping[str, float]) -> str:
    """A table by type, the other measures, and the latency."""
    summary = result.summary
    rows = [_row(name, means) for name, means in [*result.by_type.items(), ("all", summary)]]
    below = ["  ".join(f"{n} {summary[n].mean:.3f}" for n in names if n in summary) for names in _BELOW]
    return "\n".join([result.name, *_table("type", rows), *(line for line in below if line), _latency(timings_ms)])


def runs_text(runs: Sequence[tuple[RunResult, Mapping[str, float]]]) -> str:
    """One row for each run, with its median latency."""
    rows = [[*_row(result.name, result.summary), _median(timings)] for result, timings in runs]
    return "\n".join(_table("set", rows, more=("p50 ms",)))


def _row(name: str, means: Mapping[str, Mean]) -> list[str]:
    cells = [f"{means[measure].mean:.3f}" if measure in means else "" for measure in _COLUMNS]
    return [name, str(means["right"].n), *cells]


def _table(first: str, rows: Sequence[Sequence[str]], *, more: Sequence[str] = ()) -> list[str]:
    lines = [[first, "n", *_COLUMNS.values(), *more], *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return [
        "  ".join([line[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True))])
        for line in lines
    ]


def _latency(timings_ms: Mapping[str, float]) -> str:
    times = timings_ms.values()
    return f"latency p50 {percentile(times, 0.5):.1f} ms  p95 {percentile(times, 0.95):.1f} ms"


def _median(timings_ms: Mapping[str, float]) -> str:
    return f"{percentile(timings_ms.values(), 0.5):.1f}"
