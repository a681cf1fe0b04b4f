"""The same run as Markdown for a comment, and as JUnit XML for a build server."""

from collections.abc import Mapping
from xml.etree import ElementTree

from evals.report import failures, why_failed
from evals.results import Mean, RunResult, percentile
from evals.statistics import share_interval

_COLUMNS = ("right", "answer_right", "citations_right", "exact", "f1", "recall@5", "mrr")
_MAX_LISTED = 50  # a comment with hundreds of failures is read by nobody; the HTML page lists all
# Control characters may not stand in XML, not even escaped (XML 1.0, section 2.2).
_NOT_XML = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF])


def as_markdown(run: RunResult, timings_ms: Mapping[str, float]) -> str:
    """Headline, a table by type and the failed questions."""
    right = sum(question.right for question in run.questions)
    span = share_interval(right, len(run.questions))
    lines = [
        f"# {run.name}: {right / len(run.questions):.1%} right",
        "",
        f"{right} of {len(run.questions)} questions with answer and citations right (95 % interval "
        f"{span.low:.1%} to {span.high:.1%}). Library {run.library_version}, version {run.package_version}, "
        f"run {run.digest[:16]}.{_latency(timings_ms)}",
        "",
        "| type | questions | " + " | ".join(_COLUMNS) + " |",
        "|---|" + "---:|" * (len(_COLUMNS) + 1),
        *(_row(name, means) for name, means in [*run.by_type.items(), ("all", run.summary)]),
    ]
    failed = failures(run)
    listed = [f"- `{_inline(q.id)}` {_inline(q.question)} — {_inline(why_failed(q))}" for q in failed[:_MAX_LISTED]]
    rest = [f"- … and {len(failed) - _MAX_LISTED} more"] if len(failed) > _MAX_LISTED else []
    return "\n".join([*lines, "", f"## {len(failed)} failed", "", *listed, *rest]) + "\n"


def as_junit(run: RunResult, timings_ms: Mapping[str, float]) -> str:
    """One test case a question: wrong is a failure, no answer an error."""
    errors = sum(question.error is not None for question in run.questions)
    counts = {"tests": len(run.questions), "failures": len(failures(run)) - errors, "errors": errors}
    suite = ElementTree.Element("testsuite", {"name": run.name, **{key: str(n) for key, n in counts.items()}})
    for question in run.questions:
        case = ElementTree.SubElement(suite, "testcase", classname=f"{run.name}.{question.type}")
        case.set("name", _xml_text(f"{question.id} {question.question}"))
        case.set("time", f"{timings_ms.get(question.id, 0) / 1000:.3f}")
        if question.error is not None:
            ElementTree.SubElement(case, "error", message=_xml_text(question.error))
        elif not question.right:
            told = ElementTree.SubElement(case, "failure", message=_xml_text(why_failed(question)))
            told.text = _xml_text(f"gold: {' | '.join(question.gold)}\nanswer: {question.answer}")
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def _latency(timings_ms: Mapping[str, float]) -> str:
    if not timings_ms:
        return ""
    times = list(timings_ms.values())
    return f" Latency p50 {percentile(times, 0.5):.0f} ms, p95 {percentile(times, 0.95):.0f} ms."


def _row(name: str, means: Mapping[str, Mean]) -> str:
    shown = " | ".join(f"{means[column].mean:.3f}" if column in means else "" for column in _COLUMNS)
    return f"| {_inline(name)} | {means['right'].n} | {shown} |"


def _inline(text: str) -> str:
    """One line in which nothing is markup."""
    flat = " ".join(text.split())
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#" else char for char in flat)


def _xml_text(text: str) -> str:
    return text.translate(_NOT_XML)
