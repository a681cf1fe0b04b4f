"""Every figure is bound to an equal value in what its sentence cites, or it is reported."""

import pytest
from newsroom import make_bot

from bot.schema import Answer, AskRequest, Citation, CitedRow, Segment, Support
from bot.trust.ledger import unbound_figures, unbound_in_segment


def citation(quote: str, number: int = 1, **more: object) -> Citation:
    fields: dict[str, object] = {
        "n": number, "kind": "passage", "document_id": "report", "passage_id": "report#p0", "title": "Report",
        "url": None, "publisher": None, "published_at": None, "quote": quote, "prefix": "", "suffix": "", "start": 0,
        "end": len(quote), "deep_link": None,
    }  # fmt: skip
    return Citation.model_validate({**fields, **more})


def row(**values: str) -> Citation:
    cited = CitedRow(table_id="t", caption="Final", row=0, row_label=None, columns=list(values), values=values)
    quote = "| " + " | ".join(values.values()) + " |"
    return citation(quote, kind="table", table=cited.model_dump(), section=["Final"])


def unbound(text: str, *cited: Citation, support: Support = Support.STATED, computed: str = "") -> list[str]:
    segment = Segment(text=text, citations=[one.n for one in cited], support=support)
    return unbound_in_segment(segment, cited, computed)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("Lind won in 1:57.10.", "Lind took it in 1:57.10"),
        ("Lind won in 1:57.10.", "Lind's time was 1 minute 57.10 seconds"),
        ("A lap of 54 seconds.", "a 54-second lap"),
        ("A crowd of 69,000.", "69000 people"),
        ("She was 3rd.", "third was Cleo Marsh"),
        ("She scored twice in 12 minutes.", "inside twelve minutes she had two"),
        ("It was 3-2.", "a 3–2 win"),
        ("On 6 August 2024.", "August 6, 2024"),
    ],
)
def test_an_equal_value_in_another_notation_binds(said: str, source: str) -> None:
    assert unbound(said, citation(source)) == []


@pytest.mark.parametrize(
    ("said", "source", "figures"),
    [
        ("Lind won in 1:57.11.", "Lind took it in 1:57.10", ["1:57.11"]),
        ("Lind won in 1:57.10.", "Lind took it", ["1:57.10"]),
        ("She was 2nd.", "third was Cleo Marsh", ["2nd"]),
        ("It was 3-2.", "a 2–1 win", ["3-2"]),
        ("She jumped 6.93 m in 2031.", "a jump of 6.93 m", ["2031"]),
        ("A crowd of 69,000 saw 4 goals.", "a crowd of 70,000 saw four goals", ["69,000"]),
    ],
)
def test_a_figure_that_no_citation_holds_is_reported(said: str, source: str, figures: list[str]) -> None:
    assert unbound(said, citation(source)) == figures


def test_a_sentence_without_citations_binds_no_figure() -> None:
    assert unbound("Lind won in 1:57.10.") == ["1:57.10"]


def test_a_sentence_without_figures_needs_none() -> None:
    assert unbound("Lind won.") == []


def test_the_cells_of_a_cited_row_bind_each_by_itself() -> None:
    final = row(Rank="2", Athlete="Bea Okoro", Time="1:57.24")

    assert unbound("Okoro was 2nd in 1:57.24.", final) == []
    assert unbound("Okoro was 3rd in 1:57.24.", final) == ["3rd"]


@pytest.mark.parametrize(
    ("said", "source", "figures"),
    [
        ("It was 7.", "in 1:57.24", ["7"]),
        ("She had 24.", "in 1:57.24", ["24"]),
        ("A crowd of 69.", "a crowd of 69,000", ["69"]),
        ("It was 3-2.", "it was 13-2", ["3-2"]),
        ("It took 57.24 seconds.", "in 1:57.24", ["57.24 seconds"]),
    ],
)
def test_a_part_of_a_figure_is_not_the_figure(said: str, source: str, figures: list[str]) -> None:
    assert unbound(said, citation(source)) == figures


def test_headings_and_dates_of_a_citation_bind_too() -> None:
    cited = citation("Lind won.", section=["Heat 2"], published_at="2031-07-03")

    assert unbound("In heat 2 Lind won.", cited) == []


def test_a_computed_result_binds_in_a_computed_sentence_only() -> None:
    operands = citation("1:57.10 and 1:57.24")

    assert unbound("The gap was 0.14 s.", operands, support=Support.COMPUTED, computed="0.14 s") == []
    assert unbound("The gap was 0.15 s.", operands, support=Support.COMPUTED, computed="0.14 s") == ["0.15 s"]
    assert unbound("The gap was 0.14 s.", operands, support=Support.STATED, computed="0.14 s") == ["0.14 s"]


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    bot = make_bot(tmp_path_factory.mktemp("newsroom"))
    return bot.ask(AskRequest(question="How many women ran under 1:58 in the final?"))


def test_a_whole_answer_is_judged_segment_by_segment(answer: Answer) -> None:
    assert answer.computation is not None
    assert (answer.computation.inputs, answer.computation.result) == ([1, 2, 3], "2")
    assert unbound_figures(answer) == []

    first = answer.segments[0].model_copy(update={"text": answer.segments[0].text.replace("1:58", "1:45")})
    assert unbound_figures(answer.model_copy(update={"segments": [first]})) == ["1:45"]
