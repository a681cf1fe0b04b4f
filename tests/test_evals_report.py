"""The report shows what the run holds, runs nothing it was given, and needs nothing from elsewhere."""

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

from bot.schema import Answer
from evals.calibration import (
    CoveragePoint,
    ReliabilityBin,
    area_under_risk,
    calibration_error,
    reliability,
    risk_coverage,
)
from evals.report import as_html
from evals.report_text import as_junit, as_markdown
from evals.results import RunResult
from evals.run import run_set
from tests.evals_doubles import TEXTS, ask_from, cite, make_answer, make_case

HOSTILE = "</script><script>alert('x')</script><img src=http://example.com/x onerror=alert(1)>\x07"


def answer_with(confidence: float, *, right: bool) -> Answer:
    mark = "3:27.65" if right else "3:30.00"
    return make_answer(f"It was {mark}.", short=mark, confidence=confidence, citations=[cite("in 3:27.65")])


def run_of(*outcomes: tuple[float, bool], extra: dict[str, Answer] | None = None) -> RunResult:
    cases = [make_case(id=f"q{n}", question=f"Question {n}?", type="ab"[n % 2]) for n in range(len(outcomes))]
    answers = {f"Question {n}?": answer_with(c, right=right) for n, (c, right) in enumerate(outcomes)}
    hostile = [make_case(id=f"h{n}", question=question, type="evil<b>") for n, question in enumerate(extra or {})]
    return run_set([*cases, *hostile], ask_from({**answers, **(extra or {})}), name="sample", texts=TEXTS).result


def test_the_risk_coverage_curve_adds_the_less_sure_answers_step_by_step() -> None:
    run = run_of((0.9, True), (0.5, False), (0.5, True), (0.1, False))

    assert risk_coverage(run.questions) == [
        CoveragePoint(0.25, 0.0, 0.9), CoveragePoint(0.75, 1 / 3, 0.5), CoveragePoint(1.0, 0.5, 0.1),
    ]  # fmt: skip
    # 0.25 × 0 + 0.5 × 1/3 + 0.25 × 1/2
    assert area_under_risk(risk_coverage(run.questions)) == pytest.approx(0.5 / 3 + 0.125)


def test_an_abstention_takes_no_risk_and_lowers_coverage() -> None:
    silent = {"Unknown?": make_answer("The coverage doesn't say.")}

    assert risk_coverage(run_of((0.9, True), extra=silent).questions) == [CoveragePoint(0.5, 0.0, 0.9)]
    assert area_under_risk([]) == 0


def test_reliability_compares_stated_with_actual_success() -> None:
    bins = reliability(run_of((0.95, True), (1.0, False), (0.22, False), (0.28, True)).questions)

    assert bins == [ReliabilityBin(0.25, 0.5, 2), ReliabilityBin(0.975, 0.5, 2)]
    assert calibration_error(bins) == pytest.approx((0.25 + 0.475) / 2)
    assert calibration_error([]) == 0


class _Tags(HTMLParser):
    """Tag names and attributes of a page, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_asks_nothing_of_the_network_and_runs_nothing_it_was_given() -> None:
    hostile = {HOSTILE: make_answer(HOSTILE, short=HOSTILE, citations=[cite(HOSTILE)])}
    page = as_html(run_of((0.9, False), extra=hostile), {})
    parser = _Tags()
    parser.feed(page)

    names = [name for name, _ in parser.tags]
    assert names.count("script") == 1
    assert "img" not in names
    assert not [attrs for _, attrs in parser.tags if {"src", "href", "onerror"} & set(attrs)]
    assert not re.search(r"url\(|@import", page)


def test_the_page_tells_why_each_failed_question_failed() -> None:
    page = as_html(run_of((0.9, True), (0.9, False)), {"q0": 10.0, "q1": 30.0})

    assert "<strong>50.0%</strong>" in page
    assert "answer and citations right: 1 of 2 questions (95 % interval 9.5% to 90.5%)" in page
    assert page.count("<article") == 1
    assert '<dd class="reason">missing: 3:27.65</dd>' in page
    assert "<dd>30 / 30 ms</dd>" in page  # nearest rank: of two, the second


def test_a_right_answer_without_evidence_fails_for_its_citations() -> None:
    evidence = [{"doc": "final.txt", "quote": "Bo Dahl was second."}]
    run = run_set([make_case(evidence=evidence)], lambda _request: answer_with(0.9, right=True), texts=TEXTS).result

    assert "the citations hold 0% of the evidence needed" in as_html(run, {})
    assert "right, but not cited" in as_html(run, {})


def test_a_run_without_failures_answers_or_timings_still_makes_a_page() -> None:
    nothing_failed = as_html(run_of((1.0, True)), {})
    nothing_answered = as_html(run_set([make_case()], ask_from({})).result, {})

    assert "0 of 1 questions failed" in nothing_failed
    assert "No question was answered." in nothing_answered
    assert "Timings were not kept" in nothing_answered


def test_markdown_lists_types_and_failures_and_escapes_markup() -> None:
    shown = as_markdown(run_of((0.9, True), (0.9, False), extra={"a|b <i>*c*": answer_with(0.1, right=False)}), {})

    assert shown.startswith("# sample: 33.3% right\n")
    assert "| a | 1 | 1.000 | 1.000 |" in shown
    assert "- `q1` Question 1? — missing: 3:27.65" in shown
    assert r"- `h0` a\|b \<i\>\*c\* — missing" in shown


def test_junit_counts_wrong_answers_as_failures_and_missing_ones_as_errors() -> None:
    def ask(_request: object) -> Answer:
        raise RuntimeError("gone \x07")

    wrong = ElementTree.fromstring(as_junit(run_of((0.9, True), (0.9, False)), {"q0": 1500.0}))
    missing = ElementTree.fromstring(as_junit(run_set([make_case()], ask).result, {}))

    assert (wrong.get("tests"), wrong.get("failures"), wrong.get("errors")) == ("2", "1", "0")
    assert [case.get("time") for case in wrong] == ["1.500", "0.000"]
    assert wrong[1][0].get("message") == "missing: 3:27.65"
    assert (missing.get("failures"), missing.get("errors")) == ("0", "1")
    assert missing[0][0].get("message") == "RuntimeError: gone "


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    outcomes = [((n % 10) / 10, n % 3 != 0) for n in range(30)]
    hostile = {HOSTILE: make_answer(HOSTILE, short=HOSTILE, citations=[cite(HOSTILE)])}
    run = run_of(*outcomes, extra=hostile)
    path = tmp_path / "report.html"
    path.write_text(as_html(run, {f"q{n}": 10.0 + n for n in range(30)}), encoding="utf-8")
    return path


@pytest.mark.browser
def test_in_a_browser_the_filters_leave_only_what_fits(report_file: Path, browser: Browser) -> None:
    page = browser.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(report_file.as_uri())

    everything = page.locator("article:visible").count()
    page.get_by_label("type").select_option("b")
    only_b = [text.split(" · ")[1] for text in page.locator("article:visible h3 .tag").all_inner_texts()]
    page.get_by_label("words").fill("question 9?")
    one = page.locator("article:visible h3").all_inner_texts()
    counted = page.locator("#shown").inner_text()
    page.close()

    assert everything == 11
    assert set(only_b) == {"b"}
    assert [text.split(" ")[:2] for text in one] == [["Question", "9?"]]
    assert counted == "1 of 11 shown"
    assert asked == [report_file.as_uri()]
    assert said == []
