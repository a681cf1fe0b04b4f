"""Measures against values worked out by hand, and against ir-measures."""

import random

import ir_measures
import pytest
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

from bot.schema import Computation, Segment, Support
from evals.measures_citations import Level, judge_cells, judge_citations, level_of
from evals.measures_figures import unbound_figures
from evals.measures_quotes import quoted_passages
from evals.measures_retrieval import evidence_ranking, ndcg_at, recall_at, reciprocal_rank
from evals.measures_text import exact_match, token_f1
from evals.measures_values import compare_sets, same_value, value_equal
from tests.evals_doubles import FINAL, TEXTS, cite, make_answer, make_case, row_of

WINNER_ROW = "| 1 | Ada Berg | 3:27.65 |"
SECOND_ROW = "| 2 | Bo Dahl | 3:27.79 |"


def gold(*evidence: tuple[str, int], **fields: object) -> list[dict[str, object]]:
    return [{"doc": "final.txt", "quote": quote, "group": group, **fields} for quote, group in evidence]


def test_exact_match_ignores_case_articles_and_spelling_of_times() -> None:
    assert exact_match("The Three minutes 27.65 seconds", ["3:27.65"]) == 1
    assert exact_match("3:27.65!", ["3:27.66", "3:27.65"]) == 1
    assert exact_match("Berg in 3:27.65", ["3:27.65"]) == 0
    assert exact_match(None, ["3:27.65"]) == 0


def test_token_f1_is_the_harmonic_mean_of_token_precision_and_recall() -> None:
    # 2 of 3 tokens said are right, 2 of 2 gold tokens are said: 2 * (2/3 * 1) / (2/3 + 1) = 0.8
    assert token_f1("Ada Berg, Norway", ["Ada Berg"]) == pytest.approx(0.8)
    assert token_f1("Ada Berg, Norway", ["Bo Dahl", "Norway Ada Berg"]) == 1
    assert token_f1("", ["Ada Berg"]) == 0


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("3:27.65", "207.65 s"), ("3 min 27.65 s", "3:27.65"), ("fourteen hundredths of a second", "0.14"),
     ("0.14 s", ".14"), ("1,500", "1500"), ("four", "4"), ("5.0", "5"), ("1:00:05", "60:05"), ("Nordås", "Nordaas"),
     ("3–2", "3-2"), ("1.5 km", "1500 m"), ("6 August 2024", "Aug. 6, 2024"), ("12.5 percent", "12.5%"),
     ("DNF", "dnf")],
)  # fmt: skip
def test_the_same_value_in_other_words_is_equal(said: str, wanted: str) -> None:
    assert same_value(said, wanted)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("3:27.7", "3:27.65"), ("3:28", "3:27.65"), ("0.1 s", "0.14 s"), ("8.95 m", "8.95 s"), ("4th", "4.0"),
     ("Berg", "5"), ("54-second", "54.9"), ("3–2", "4–3"), ("6 August 2024", "6 August 2023"), ("£5", "$5"),
     ("-5", "5")],
)  # fmt: skip
def test_a_rounded_value_or_another_unit_is_not_equal(said: str, wanted: str) -> None:
    assert not same_value(said, wanted)


def test_an_abstention_has_no_value() -> None:
    assert value_equal(None, ["3:27.65"]) == 0


def test_a_list_answer_is_compared_as_a_set() -> None:
    score = compare_sets(["Dahl", "Berg", "Berg", "Lund"], ["Berg", "Dahl", "Moe", "Ek"])

    # 2 of the 3 different members said are right, 2 of 4 gold members are said.
    assert (score.precision, score.recall, score.equal) == (pytest.approx(2 / 3), 0.5, 0)
    assert score.f1 == pytest.approx(4 / 7)
    assert compare_sets(["Dahl", "Berg"], ["Berg", "Dahl"]).equal == 1
    assert compare_sets([], ["Berg"]).f1 == 0


def test_retrieval_measures_equal_those_of_ir_measures() -> None:
    draw = random.Random(7)
    names = [f"d{n}" for n in range(30)]
    for _ in range(200):
        gains = {name: draw.choice([0, 1, 1, 2, 3]) for name in draw.sample(names, draw.randint(1, 8))}
        gains[draw.choice(names)] = 1
        ranking = draw.sample(names, draw.randint(1, 25))
        qrels = [Qrel("q", name, gain) for name, gain in gains.items()]
        run = [ScoredDoc("q", name, float(-rank)) for rank, name in enumerate(ranking)]
        wanted = ir_measures.calc_aggregate([R @ 1, R @ 5, R @ 10, RR, nDCG @ 10, nDCG @ 3], qrels, run)

        assert recall_at(ranking, gains, 1) == pytest.approx(wanted[R @ 1], abs=1e-9)
        assert recall_at(ranking, gains, 5) == pytest.approx(wanted[R @ 5], abs=1e-9)
        assert recall_at(ranking, gains, 10) == pytest.approx(wanted[R @ 10], abs=1e-9)
        assert reciprocal_rank(ranking, gains) == pytest.approx(wanted[RR], abs=1e-9)
        assert ndcg_at(ranking, gains, 10) == pytest.approx(wanted[nDCG @ 10], abs=1e-9)
        assert ndcg_at(ranking, gains, 3) == pytest.approx(wanted[nDCG @ 3], abs=1e-9)


def test_nothing_retrieved_scores_nothing() -> None:
    assert (recall_at([], {"a": 1}, 5), reciprocal_rank([], {"a": 1}), ndcg_at([], {"a": 1}, 5)) == (0, 0, 0)


def test_an_evidence_group_counts_where_it_is_first_held() -> None:
    hits = [frozenset[int](), frozenset({1}), frozenset({1}), frozenset({0, 2})]

    assert evidence_ranking(hits) == ["other 0", "group 1", "other 2", "group 0", "group 2"]


@pytest.mark.parametrize(
    ("quote", "level"),
    [
        ("Ada Berg won the final in 3:27.65, a record.", Level.EXACT),
        ("in 3:27.65", Level.EXACT),
        ("a record.", Level.EXACT),  # the same paragraph, touching the evidence
        ("Bo Dahl was second.", Level.DOCUMENT),
        ("record.\n\nBo Dahl was second.", Level.DOCUMENT),  # leaves the paragraph and holds less than half
        ("final in 3:27.65, a record.\n\nBo Dahl", Level.EXACT),  # holds more than half
        (SECOND_ROW, Level.DOCUMENT),
        ("Cy Eng was third.", Level.DOCUMENT),
    ],
)
def test_how_near_a_citation_comes_to_prose(quote: str, level: Level) -> None:
    evidence = make_case(evidence=gold(("won the final in 3:27.65, a record", 0))).evidence[0]

    assert level_of(evidence, cite(quote), TEXTS) is level


@pytest.mark.parametrize(
    ("quote", "level"), [(WINNER_ROW, Level.EXACT), ("Ada Berg | 3:27.65", Level.EXACT), (SECOND_ROW, Level.TABLE)]
)
def test_how_near_a_citation_comes_to_a_row(quote: str, level: Level) -> None:
    evidence = make_case(evidence=gold((WINNER_ROW, 0))).evidence[0]

    assert level_of(evidence, cite(quote), TEXTS) is level
    assert level_of(evidence, cite(quote, document_id="heat"), TEXTS) is Level.ELSEWHERE


def test_citing_a_whole_article_is_citing_nothing_but_a_whole_table_may_be_cited() -> None:
    rows = "\n".join(f"| {n} | Runner {n} | 3:{n}.00 |" for n in range(10, 60))
    text = f"{'Prose. ' * 200}\n\n{rows}\n"
    evidence = make_case(evidence=gold(("| 20 | Runner 20 | 3:20.00 |", 0))).evidence[0]

    assert level_of(evidence, cite(text, text=text), {"final": text}) is Level.DOCUMENT
    assert level_of(evidence, cite(rows, text=text), {"final": text}) is Level.EXACT


def test_without_texts_the_quotes_themselves_are_compared() -> None:
    evidence = make_case(evidence=gold((WINNER_ROW, 0))).evidence[0]

    assert level_of(evidence, cite(WINNER_ROW + "\n" + SECOND_ROW), {}) is Level.EXACT
    assert level_of(evidence, cite("Berg"), {}) is Level.DOCUMENT


def test_every_evidence_group_needs_a_citation_and_every_citation_a_reason() -> None:
    case = make_case(evidence=gold((WINNER_ROW, 0), ("Ada Berg won the final", 0), (SECOND_ROW, 1)))
    score = judge_citations(case, [cite(WINNER_ROW), cite("Bo Dahl was second.", n=2)], TEXTS)

    assert (score.recall, score.precision, score.invalid) == (0.5, 0.5, ())
    assert judge_citations(case, [cite(WINNER_ROW), cite(SECOND_ROW, n=2)], TEXTS).recall == 1


def test_a_neighbouring_row_is_not_enough_but_not_beside_the_point_either() -> None:
    score = judge_citations(make_case(evidence=gold((WINNER_ROW, 0))), [cite(SECOND_ROW)], TEXTS)

    assert (score.recall, score.precision) == (0, 1)


def test_any_row_of_the_table_will_do_for_a_count_but_not_for_a_look_up() -> None:
    count, lookup = (make_case(type=name, evidence=gold((WINNER_ROW, 0))) for name in ("count", "lookup-table"))

    assert judge_citations(count, [cite(SECOND_ROW)], TEXTS).recall == 1
    assert judge_citations(lookup, [cite(SECOND_ROW)], TEXTS).recall == 0


def test_a_quote_that_does_not_stand_in_its_document_is_invalid() -> None:
    score = judge_citations(make_case(evidence=gold((WINNER_ROW, 0))), [cite("| 1 | Ada Berg | 3:27.66 |", n=4)], TEXTS)

    assert (score.recall, score.invalid) == (0, (4,))


def test_nothing_cited_is_neither_precise_nor_complete() -> None:
    score = judge_citations(make_case(evidence=gold((WINNER_ROW, 0))), [], TEXTS)

    assert (score.recall, score.precision) == (0, 0)


def test_at_cell_level_the_row_must_be_right_and_hold_the_value() -> None:
    case = make_case(evidence=gold((WINNER_ROW, 0), column="Time", value="3:27.65"))
    right = cite(WINNER_ROW, row=row_of(Rank="1", Athlete="Ada Berg", Time="3:27.65"))
    wrong_cell = cite(WINNER_ROW, row=row_of(Rank="3:27.65", Athlete="Ada Berg", Time="3:27.79"))
    prose = cite("Ada Berg won the final in 3:27.65")

    scores = [judge_cells(case, [citation], TEXTS) for citation in (right, wrong_cell, prose)]

    assert [(s.recall, s.precision) for s in scores if s] == [(1, 1), (0, 0), (0, 0)]
    assert judge_cells(make_case(evidence=gold(("a record", 0))), [right], TEXTS) is None


def test_a_figure_that_no_citation_holds_is_unbound() -> None:
    answer = make_answer(
        "Berg came 1st in 3:27.65, 0.14 s ahead after 54.9, on lap 4.",
        short="3:27.65",
        citations=[cite(WINNER_ROW, row=row_of(Rank="1", Athlete="Ada Berg", Time="3:27.65"))],
    )

    assert unbound_figures(answer) == ["0.14", "54.9", "4"]
    assert unbound_figures(answer, asked=["What happened on lap four after 54.9?"]) == ["0.14"]


def test_a_computed_figure_is_bound_to_the_computation_of_its_own_segment_only() -> None:
    segments = [
        Segment(text="0.14 s ahead.", citations=[1], support=Support.COMPUTED),
        Segment(text=" Again 0.14.", citations=[1], support=Support.STATED),
    ]
    answer = make_answer("0.14 s ahead. Again 0.14.", short="0.14", citations=[cite(WINNER_ROW)]).model_copy(
        update={"segments": segments, "computation": Computation(plan="difference", inputs=[1], result="0.14 s")}
    )

    assert unbound_figures(answer) == ["0.14"]


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("He said “it is “her” race” and “that’s it”.", ["it is “her” race", "that’s it"]),
        ('She said "no" and "maybe".', ["maybe"]),
        ("“An open one, and “another”", []),
        ("None.", []),
    ],
)
def test_the_outer_one_of_nested_quotations_is_the_passage(text: str, passages: list[str]) -> None:
    assert quoted_passages(text) == passages


def test_words_like_one_and_first_are_no_figures() -> None:
    assert unbound_figures(make_answer("One of the favourites was first.", short="x", citations=[cite("Berg")])) == []


def test_the_hand_made_article_holds_the_rows_that_these_tests_cite() -> None:
    assert WINNER_ROW in FINAL
    assert SECOND_ROW in FINAL
