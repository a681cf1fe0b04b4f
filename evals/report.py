"""A run as one self-contained HTML page: how good, where, how sure, and every question that failed with its reason."""

from collections.abc import Mapping, Sequence
from html import escape

from evals.calibration import area_under_risk, calibration_error, reliability, risk_coverage
from evals.charts import coverage_chart, latency_chart, reliability_chart
from evals.report_assets import SCRIPT, STYLE
from evals.results import Mean, QuestionResult, RunResult, percentile
from evals.score import LOWER_IS_BETTER
from evals.statistics import share_interval
from evals.verdict import Outcome

_CARDS = (
    ("answer_right", "answer right"), ("citations_right", "citations right"), ("exact", "exact match"),
    ("recall@5", "evidence in the first 5"), ("abstained_rightly", "abstained rightly"),
    ("over_abstained", "over-abstained"), ("premise_detected", "false premise detected"),
    ("premise_restored", "… and put right"), ("both_values", "both sides of a conflict"),
)  # fmt: skip


def as_html(run: RunResult, timings_ms: Mapping[str, float]) -> str:
    """The page; `timings_ms` may be empty. Everything that came from a set or an answer is escaped."""
    failed = failures(run)
    body = "\n".join(
        [
            _headline(run, timings_ms),
            "<h2>By type of question</h2>",
            _bars(run),
            _charts(run, timings_ms),
            _measures(run),
            f"<h2>{len(failed)} of {len(run.questions)} questions failed</h2>",
            _filters(failed),
            *(_failure(question) for question in failed),
        ]
    )
    title = escape(f"{run.name}: {run.summary['right'].mean:.1%} right")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head>\n<body><main>\n{body}\n</main><script>{SCRIPT}</script></body></html>\n"
    )


def failures(run: RunResult) -> list[QuestionResult]:
    """The questions that are not right, in the set's order."""
    return [question for question in run.questions if not question.right]


def why_failed(question: QuestionResult) -> str:
    """Every reason against the answer and its citations in one line."""
    reasons = list(question.reasons)
    if question.measures.get("citations_right") == 0.0 and question.answer is not None:
        recall = question.measures.get("citation_recall") or 0.0
        reasons.append(f"the citations hold {recall:.0%} of the evidence needed")
    if question.measures.get("invalid_citations"):
        reasons.append("a cited quote does not stand in its document")
    return "; ".join(reasons)


def _headline(run: RunResult, timings_ms: Mapping[str, float]) -> str:
    right = sum(question.right for question in run.questions)
    interval = share_interval(right, len(run.questions))
    cards = [(label, _shown(name, run.summary[name])) for name, label in _CARDS if name in run.summary]
    loose = sum(len(question.unbound_figures) for question in run.questions)
    cards.append(("figures without a source", str(loose)))
    if timings_ms:
        times = timings_ms.values()
        cards.append(("latency p50 / p95", f"{percentile(times, 0.5):.0f} / {percentile(times, 0.95):.0f} ms"))
    items = "".join(f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>" for label, value in cards)
    library = escape(run.library_version or "unknown")
    counted = f"{right} of {len(run.questions)} questions"
    return (
        f"<h1>{escape(run.name)}</h1>"
        f'<p class="facts">Pressbox {escape(run.package_version)} · library {library} · '
        f"run {escape(run.digest[:16])} · set {escape(run.set_digest[:16])}</p>"
        f'<p class="headline"><strong>{right / len(run.questions):.1%}</strong>'
        f"<span>answer and citations right: {counted} "
        f"(95 % interval {interval.low:.1%} to {interval.high:.1%})</span></p>"
        f'<dl class="cards">{items}</dl>'
    )


def _shown(name: str, mean: Mean) -> str:
    return f"{mean.mean:.2f}" if name == "unbound_figures" else f"{mean.mean:.1%}"


def _bars(run: RunResult) -> str:
    rows = "".join(_bar_row(name, [q for q in run.questions if q.type == name]) for name in run.by_type)
    return (
        '<table><thead><tr><th>type</th><th class="num">questions</th><th>right, with its 95 % interval</th>'
        f'<th class="num">right</th><th class="num interval">interval</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _bar_row(name: str, questions: Sequence[QuestionResult]) -> str:
    right, total = sum(q.right for q in questions), len(questions)
    span = share_interval(right, total)
    whisker = f"inset-inline-start:{span.low:.2%};width:{span.high - span.low:.2%}"
    return (
        f'<tr><th scope="row">{escape(name)}</th><td class="num">{total}</td>'
        f'<td class="track"><span><i style="width:{right / total:.2%}"></i><b style="{whisker}"></b></span></td>'
        f'<td class="num">{right / total:.0%}</td><td class="num interval">{span.low:.0%}–{span.high:.0%}</td></tr>'
    )


def _charts(run: RunResult, timings_ms: Mapping[str, float]) -> str:
    curve, bins = risk_coverage(run.questions), reliability(run.questions)
    figures = (
        ("Risk and coverage", f"answering only the surest questions; area {area_under_risk(curve):.3f}, 0 is perfect",
         coverage_chart(curve)),
        ("Reliability of the confidence", f"calibration error {calibration_error(bins):.3f}", reliability_chart(bins)),
        ("Latency", f"{len(timings_ms)} questions timed", latency_chart(list(timings_ms.values()))),
    )  # fmt: skip
    parts = (f"<figure><figcaption>{t}<small>{escape(note)}</small></figcaption>{c}</figure>" for t, note, c in figures)
    return f'<h2>Confidence and speed</h2><div class="charts">{"".join(parts)}</div>'


def _measures(run: RunResult) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}{" ↓" if name in LOWER_IS_BETTER else ""}</th>'
        f'<td class="num">{mean.mean:.3f}</td><td class="num">{mean.n}</td></tr>'
        for name, mean in run.summary.items()
    )
    head = '<th>measure (↓ lower is better)</th><th class="num">mean</th><th class="num">questions</th>'
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<details><summary>All measures</summary><div class="scroll">{table}</div></details>'


def _filters(failed: Sequence[QuestionResult]) -> str:
    types = "".join(f"<option>{escape(name)}</option>" for name in sorted({q.type for q in failed}))
    outcomes = [name.value for name in Outcome if any(q.outcome is name for q in failed)]
    options = "".join(f'<option value="{escape(v)}">{escape(_outcome_label(v))}</option>' for v in outcomes)
    return (
        f'<form><label>type <select name="type"><option value="">all types</option>{types}</select></label>'
        f'<label>outcome <select name="outcome"><option value="">all</option>{options}</select></label>'
        '<label class="grow">words <input type="search" name="words" placeholder="question, answer or reason"></label>'
        '<output class="hint" id="shown"></output></form>'
    )


def _outcome_label(outcome: str) -> str:
    return "right, but not cited" if outcome == Outcome.RIGHT else outcome


def _failure(question: QuestionResult) -> str:
    half = ' class="half"' if question.outcome in {Outcome.RIGHT, Outcome.PARTIAL} else ""
    turns = "".join(f'<p class="hint">{escape(turn)}</p>' for turn in question.conversation)
    rows = [
        ("answer", f"<dd>{escape(question.answer or question.error or '')}</dd>"),
        ("gold", f'<dd class="gold">{escape(_gold(question))}</dd>'),
        ("reason", f'<dd class="reason">{escape(why_failed(question))}</dd>'),
        ("cited", f"<dd>{_quotes([(f'{c.n} {c.document_id}', c.quote) for c in question.citations])}</dd>"),
        ("evidence", f"<dd>{_quotes([(f'{e.doc}, group {e.group}', e.quote) for e in question.evidence])}</dd>"),
        ("plan", f"<dd>{escape(question.plan)}</dd>" if question.plan else ""),
        ("no source", f"<dd>{escape(', '.join(question.unbound_figures))}</dd>" if question.unbound_figures else ""),
    ]
    details = "".join(f"<dt>{name}</dt>{value}" for name, value in rows if value)
    confidence = "" if question.confidence is None else f" · confidence {question.confidence:.2f}"
    tag = escape(f"{question.id} · {question.type} · {_outcome_label(question.outcome)}{confidence}")
    return (
        f'<article{half} data-type="{escape(question.type)}" data-outcome="{escape(question.outcome)}">{turns}'
        f'<h3>{escape(question.question)} <span class="tag">{tag}</span></h3><dl>{details}</dl></article>'
    )


def _gold(question: QuestionResult) -> str:
    answers = " | ".join(question.gold) or "(nothing: the coverage doesn't say)"
    needed = "; ".join("|".join(group) for group in question.required)
    return f"{answers}\nneeded: {needed}" if needed else answers


def _quotes(quotes: Sequence[tuple[str, str]]) -> str:
    parts = [f'<span class="tag">{escape(where)}</span><blockquote>{escape(q)}</blockquote>' for where, q in quotes]
    return "".join(parts) or '<span class="tag">nothing</span>'
