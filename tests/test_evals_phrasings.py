"""Phrasings of one fact agree where all of them got the same values."""

from evals.cases import Expect
from evals.phrasings import phrasings_agree
from evals.results import QuestionResult
from evals.verdict import Outcome


def _told(name: str, *values: str) -> QuestionResult:
    return QuestionResult(
        id=name, type="lookup", expect=Expect.ANSWER, question="Who?", gold=(), required=(), values=values,
        outcome=Outcome.RIGHT, measures={"right": 1.0},
    )  # fmt: skip


def test_a_fact_agrees_only_where_every_phrasing_got_the_same_values() -> None:
    same = [_told("final/7.0", "Noah Lyles"), _told("final/7.1", "noah lyles")]
    other = [_told("final/8.0", "9.79"), _told("final/8.1")]

    assert phrasings_agree([*same, *other, _told("final/9.0", "1st")]) == (0.5, 2)
    assert phrasings_agree(same) == (1.0, 1)
    assert phrasings_agree([]) == (0.0, 0)
