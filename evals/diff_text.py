"""A comparison of two runs for a terminal, and as JSON values."""

import math
from dataclasses import asdict

from evals.diff import Comparison, Flip, ScoreDifference, SliceDifference
from evals.results import QuestionResult


def as_text(found: Comparison) -> str:
    """The comparison for a terminal, flips with both answers at the end."""
    needed = "none" if math.isinf(found.needed) else f"{math.ceil(found.needed)}"
    lines = [
        f"{found.before.name} → {found.after.name}: {found.verdict}",
        f"right {found.share_before:.3f} → {found.share_after:.3f} "
        f"({found.share_after - found.share_before:+.3f}, 95 % {found.interval.low:+.3f} … {found.interval.high:+.3f}) "
        f"over {found.questions} questions",
        f"gained {found.test.better}, lost {found.test.worse}; McNemar exact p {found.test.p_different:.4f} two-sided, "
        f"{found.test.p_worse:.4f} for worse",
        f"smallest difference {found.questions} questions would show: {found.detectable:.3f}; "
        f"questions needed for the one seen: {needed}",
        *([f"not paired: {', '.join(found.unpaired)}"] if found.unpaired else []),
        "",
        f"{'type':24} {'n':>5} {'gained':>7} {'lost':>5} {'diff':>7} {'p Holm':>7}",
        *(_slice_line(part) for part in found.slices),
        "",
        f"{'measure':24} {'n':>5} {'before':>7} {'after':>7} {'95 % of difference':>20} {'p Holm':>7}",
        *(_score_line(part) for part in found.scores),
    ]
    return "\n".join([*lines, *(line for flip in found.flips for line in _flip_lines(flip))])


def as_values(found: Comparison) -> dict[str, object]:
    """The comparison as JSON values; `needed` is null where there is no difference."""
    return {
        "verdict": found.verdict,
        "questions": found.questions,
        "unpaired": list(found.unpaired),
        "before": found.share_before,
        "after": found.share_after,
        "interval": asdict(found.interval),
        "mcnemar": asdict(found.test),
        "detectable": found.detectable,
        "needed": None if math.isinf(found.needed) else math.ceil(found.needed),
        "types": [asdict(part) for part in found.slices],
        "measures": [asdict(part) for part in found.scores],
        "flips": [
            {"id": flip.before.id, "lost": flip.lost, "before": flip.before.answer, "after": flip.after.answer}
            for flip in found.flips
        ],
    }


def _slice_line(part: SliceDifference) -> str:
    counts = f"{part.test.better:7d} {part.test.worse:5d}"
    return f"{part.type:24} {part.questions:5d} {counts} {part.difference:+7.3f} {part.p_holm:7.4f}"


def _score_line(part: ScoreDifference) -> str:
    span = f"{part.interval.low:+.3f} … {part.interval.high:+.3f}"
    return f"{part.measure:24} {part.questions:5d} {part.before:7.3f} {part.after:7.3f} {span:>20} {part.p_holm:7.4f}"


def _flip_lines(flip: Flip) -> list[str]:
    return [
        "",
        f"{'LOST' if flip.lost else 'GAINED'} {flip.before.id} [{flip.before.type}] {flip.before.question}",
        f"  gold:   {' | '.join(flip.before.gold) or '(none: unanswerable)'}",
        f"  before: {_said(flip.before)}",
        f"  after:  {_said(flip.after)}",
    ]


def _said(question: QuestionResult) -> str:
    reasons = "; ".join(question.reasons) or ("" if question.right else "citations do not hold the evidence")
    return f"{question.answer or question.error}" + (f"  [{reasons}]" if reasons else "")
