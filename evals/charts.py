"""The report's three diagrams as SVG, from numbers to markup; colours and sizes come from the page's style sheet."""

import math
from collections.abc import Sequence
from html import escape

from evals.calibration import CoveragePoint, ReliabilityBin

_WIDTH, _HEIGHT = 360, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 12, 40  # room for axis labels
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_HISTOGRAM_BARS = 24
_MIN_DOT, _MAX_DOT = 3.0, 9.0  # radius of the smallest and the largest bin


def coverage_chart(points: Sequence[CoveragePoint]) -> str:
    """Risk (share wrong) over coverage (share answered), a step for every level of confidence."""
    if not points:
        return _nothing("No question was answered.")
    path = f"M {_x(0):.1f} {_y(points[0].risk):.1f} " + " ".join(
        f"L {_x(p.coverage):.1f} {_y(p.risk):.1f}" for p in points
    )
    last = points[-1]
    dots = "".join(
        f'<circle class="dot" cx="{_x(p.coverage):.1f}" cy="{_y(p.risk):.1f}" r="3">'
        f"<title>confidence ≥ {p.confidence:.2f}: {p.coverage:.0%} answered, {p.risk:.1%} wrong</title></circle>"
        for p in _thinned(points)
    )
    label = f"Risk–coverage curve: at {last.coverage:.0%} coverage {last.risk:.1%} of the answers are wrong"
    return _svg(label, _axes("answered", "wrong") + f'<path class="line" d="{path}"/>' + dots)


def reliability_chart(bins: Sequence[ReliabilityBin]) -> str:
    """Share right over stated confidence; on the diagonal the score means what it says. Larger dots, more answers."""
    if not bins:
        return _nothing("No answer carried a confidence.")
    most = max(part.answers for part in bins)
    diagonal = f'<path class="ideal" d="M {_x(0)} {_y(0)} L {_x(1)} {_y(1)}"/>'
    dots = "".join(
        f'<circle class="dot" cx="{_x(p.confidence):.1f}" cy="{_y(p.right):.1f}" r="{_radius(p.answers, most):.1f}">'
        f"<title>confidence {p.confidence:.2f}: {p.right:.0%} right of {p.answers}</title></circle>"
        for p in bins
    )
    return _svg("Reliability: share right over stated confidence", _axes("confidence", "right") + diagonal + dots)


def latency_chart(milliseconds: Sequence[float]) -> str:
    """How many answers took how long, up to the 99th percentile; the rest stands in the last bar."""
    if not milliseconds:
        return _nothing("Timings were not kept with this run.")
    ordered = sorted(milliseconds)
    longest = max(ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))], 1e-9)
    counts = [0] * _HISTOGRAM_BARS
    for value in ordered:
        counts[min(_HISTOGRAM_BARS - 1, int(value / longest * _HISTOGRAM_BARS))] += 1
    bars = "".join(_bar(i, count, max(counts), longest) for i, count in enumerate(counts) if count)
    ticks = "".join(_tick_text(_x(t), _HEIGHT - _BOTTOM + 14, f"{t * longest:.3g}", "middle") for t in (0, 0.5, 1))
    frame = _frame() + ticks + _axis_names("ms to the answer", f"questions (most: {max(counts)})")
    return _svg(f"Latency histogram up to {longest:.0f} ms", frame + bars)


def _bar(index: int, count: int, most: int, longest: float) -> str:
    left, width = _x(index / _HISTOGRAM_BARS), (_x(1) - _x(0)) / _HISTOGRAM_BARS
    top = _y(count / most)
    span = f"{index * longest / _HISTOGRAM_BARS:.1f}–{(index + 1) * longest / _HISTOGRAM_BARS:.1f} ms"
    return (
        f'<rect class="bar" x="{left + 0.5:.1f}" y="{top:.1f}" width="{width - 1:.1f}" height="{_y(0) - top:.1f}">'
        f"<title>{span}: {count}</title></rect>"
    )


def _thinned(points: Sequence[CoveragePoint], most: int = 40) -> list[CoveragePoint]:
    """At most so many points, the last always among them: a dot for each of thousands would be a smear."""
    step = max(1, -(-len(points) // most))
    return [*points[:-1:step], points[-1]]


def _radius(answers: int, most: int) -> float:
    """Area by number of answers."""
    return max(_MIN_DOT, _MAX_DOT * math.sqrt(answers / most))


def _x(share: float) -> float:
    return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 2)


def _y(share: float) -> float:
    return round(_HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM), 2)


def _frame() -> str:
    return f'<path class="axis" d="M {_x(0)} {_y(1)} L {_x(0)} {_y(0)} L {_x(1)} {_y(0)}"/>'


def _axes(across: str, upwards: str) -> str:
    grid = "".join(f'<path class="grid" d="M {_x(0)} {_y(t)} L {_x(1)} {_y(t)}"/>' for t in _TICKS[1:])
    below = "".join(_tick_text(_x(t), _HEIGHT - _BOTTOM + 14, f"{t:.0%}", "middle") for t in _TICKS)
    beside = "".join(_tick_text(_x(0) - 5, _y(t) + 4, f"{t:.0%}", "end") for t in _TICKS)
    return grid + _frame() + below + beside + _axis_names(across, upwards)


def _axis_names(across: str, upwards: str) -> str:
    turned = f'transform="translate(11 {_y(0.5)}) rotate(-90)" text-anchor="middle"'
    beside = f'<text class="name" {turned}>{escape(upwards)}</text>'
    return _tick_text(_x(0.5), _HEIGHT - 8, across, "middle", "name") + beside


def _tick_text(x: float, y: float, text: str, anchor: str, kind: str = "tick") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(label: str, content: str) -> str:
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(label)}">{content}</svg>'


def _nothing(reason: str) -> str:
    return f'<p class="nothing">{escape(reason)}</p>'
