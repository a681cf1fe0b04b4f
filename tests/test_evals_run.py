"""A run keeps every question, scores what is missing as 0, and writes the same bytes each time."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.schema import Answer, AskRequest, Premise
from evals.ask_url import asker_of
from evals.command import app
from evals.results import InvalidRunError, load_run, load_timings, save_run
from evals.run import Run, run_set
from evals.texts import FetchedTexts, texts_of_service
from tests.evals_doubles import FINAL, TEXTS, ask_from, cite, make_answer, make_case, row_of

WINNER_ROW = "| 1 | Ada Berg | 3:27.65 |"
GOLD = [{"doc": "final.txt", "quote": WINNER_ROW, "group": 0}]
RIGHT = make_answer(
    "Ada Berg won in 3:27.65.",
    short="3:27.65",
    citations=[cite(WINNER_ROW, row=row_of(Rank="1", Athlete="Ada Berg", Time="3:27.65"))],
    passages=[cite("Bo Dahl was second."), cite(WINNER_ROW, n=2)],
)
CASES = [
    make_case(evidence=GOLD),
    make_case(id="q2", question="Who was second?", answers=["Bo Dahl"], type="list", evidence=GOLD),
    make_case(id="q3", question="What was the weather?", answers=[], expect="abstain", type="unanswerable"),
]
ANSWERS = {CASES[0].question: RIGHT}


def measures_of(run: Run, question_id: str = "q1") -> dict[str, float | None]:
    return next(question.measures for question in run.result.questions if question.id == question_id)


def test_a_right_answer_with_its_citation_is_right_in_every_measure() -> None:
    measures = measures_of(run_set(CASES[:1], ask_from(ANSWERS), texts=TEXTS))

    for name in ("right", "answer_right", "citations_right", "exact", "f1", "value_equal", "citation_recall",
                 "citation_precision", "cell_recall", "cell_precision", "points"):  # fmt: skip
        assert measures[name] == 1, name
    assert (measures["recall@1"], measures["recall@5"], measures["mrr"]) == (0, 1, 0.5)
    assert measures["ndcg@10"] == pytest.approx(0.63093)  # found at rank 2: 1 / log2(3)
    assert (measures["unbound_figures"], measures["over_abstained"], measures["premise_false_alarm"]) == (0, 0, 0)
    assert (measures["abstained_rightly"], measures["premise_detected"], measures["both_values"]) == (None, None, None)


def test_a_right_answer_without_its_citation_is_not_right() -> None:
    bare = make_answer("Ada Berg won in 3:27.65.", short="3:27.65")
    measures = measures_of(run_set(CASES[:1], ask_from({CASES[0].question: bare}), texts=TEXTS))

    assert (measures["answer_right"], measures["citations_right"], measures["right"]) == (1, 0, 0)
    assert measures["unbound_figures"] == 1


def test_texts_that_are_fetched_when_needed_are_used() -> None:
    count = CASES[0].model_copy(update={"type": "count"})
    other_row = RIGHT.model_copy(update={"citations": [cite("| 2 | Bo Dahl | 3:27.79 |")]})
    run = run_set([count], lambda _request: other_row, texts=FetchedTexts(TEXTS.get))

    assert measures_of(run)["citation_recall"] == 1  # another row of the table, which only the text shows


def test_a_crash_or_a_time_out_scores_0_and_stays_in_every_mean() -> None:
    late = threading.Event()

    def ask(request: AskRequest) -> Answer:
        if request.question == CASES[1].question:
            raise RuntimeError("index is gone")
        if request.question == CASES[2].question:
            late.wait(5)
        return RIGHT

    run = run_set(CASES, ask, texts=TEXTS, timeout_s=0.2)
    late.set()

    assert [q.error for q in run.result.questions] == [None, "RuntimeError: index is gone", "no answer within 0.2 s"]
    assert run.result.summary["right"].model_dump() == {"mean": 0.333333, "n": 3}
    assert run.result.summary["citation_recall"].model_dump() == {"mean": 0.5, "n": 2}
    assert run.result.summary["recall@5"].model_dump() == {"mean": 0.5, "n": 2}
    assert run.result.summary["abstained_rightly"].model_dump() == {"mean": 0, "n": 1}
    assert run.result.summary["no_answer"].mean == pytest.approx(2 / 3, abs=1e-6)


def test_the_result_is_byte_identical_whatever_the_workers_the_clock_and_the_speed() -> None:
    def slow(request: AskRequest) -> Answer:
        time.sleep(0.01 if request.question == CASES[0].question else 0)
        return make_answer("It was Bo Dahl.", short="Bo Dahl", clock="2027-02-02T02:02:02Z")

    def fast(_request: AskRequest) -> Answer:
        return make_answer("It was Bo Dahl.", short="Bo Dahl")

    assert run_set(CASES, slow, workers=3).result.as_json() == run_set(CASES, fast, workers=1).result.as_json()


def test_the_digest_names_set_library_and_version() -> None:
    one = run_set(CASES, ask_from(ANSWERS)).result
    other_set = run_set(CASES[:2], ask_from(ANSWERS)).result
    moved = RIGHT.model_copy(update={"corpus": RIGHT.corpus.model_copy(update={"version": "v2"})})
    other_library = run_set(CASES, lambda _request: moved).result

    assert one.library_version == "v1"
    assert one.digest == run_set(CASES, ask_from({})).result.digest
    assert len({one.digest, other_set.digest, other_library.digest}) == 3


def test_conversation_documents_and_date_are_sent_with_the_question() -> None:
    sent: list[AskRequest] = []

    def ask(request: AskRequest) -> Answer:
        sent.append(request)
        return RIGHT

    turns = [{"role": "user", "content": "Who won?"}, {"role": "assistant", "content": "Ada Berg."}]
    restricted = make_case(conversation=turns, documents=["final"], as_of="2024-08-06")
    case = restricted.model_copy(update={"standalone": "Berg's time in the final?"})
    run_set([case], ask, standalone=True, workers=1)

    assert [turn.content for turn in sent[0].history] == ["Who won?", "Ada Berg."]
    assert (sent[0].filters.document_ids, sent[0].as_of, sent[0].include) == (["final"], "2024-08-06", ["passages"])
    assert (sent[1].question, sent[1].history) == ("Berg's time in the final?", [])


def test_the_cost_of_rewriting_a_follow_up_is_measured_by_asking_its_resolved_form() -> None:
    case = make_case(question="And his time?", standalone="Berg's time?", type="followup")
    run = run_set([case], ask_from({"Berg's time?": RIGHT}), standalone=True)

    assert (measures_of(run)["right"], measures_of(run)["standalone_right"]) == (0, 1)


def test_detecting_a_false_premise_and_restoring_the_truth_are_scored_apart() -> None:
    case = make_case(expect="correct-premise", type="false-premise", answers=["Dahl was second"], must_include=["2nd"])
    noticed = Premise(claim="Dahl won", verdict="contradicted", correction=None, citations=[])
    denied = make_answer("Dahl did not win.", short="No", premise=noticed)
    corrected = make_answer("No: Dahl was second.", short="No", premise=noticed)
    fell_for = make_answer("Because he was faster.", short="faster")

    runs = [run_set([case], ask_from({case.question: answer})) for answer in (denied, corrected, fell_for)]

    assert [(measures_of(r)["premise_detected"], measures_of(r)["premise_restored"]) for r in runs] == [
        (1, 0), (1, 1), (0, 0),
    ]  # fmt: skip


def test_a_question_whose_premise_holds_must_raise_no_alarm() -> None:
    doubt = Premise(claim="x", verdict="unsupported", correction=None, citations=[])
    alarm = RIGHT.model_copy(update={"premise": doubt})

    assert measures_of(run_set(CASES[:1], ask_from({CASES[0].question: alarm})))["premise_false_alarm"] == 1


def test_both_sides_of_a_conflict_are_counted() -> None:
    case = make_case(expect="both-values", type="conflict", answers=["54.9", "54.8"])
    half = make_answer("It was 54.9.", short="54.9")

    assert measures_of(run_set([case], ask_from({case.question: half})))["both_values"] == 0.5


def test_a_metamorphic_pair_agrees_when_both_questions_get_the_same_values() -> None:
    twin = make_case(id="q1b", question="Berg's winning time?", pair="q1")
    agreeing = run_set([CASES[0], twin], ask_from({**ANSWERS, twin.question: RIGHT}))
    differing = run_set([CASES[0], twin], ask_from(ANSWERS))

    assert measures_of(agreeing, "q1b")["pair_agrees"] == 1
    assert measures_of(differing, "q1b")["pair_agrees"] == 0
    assert measures_of(differing)["pair_agrees"] is None


def test_an_abstention_does_not_agree_with_an_answer_without_values() -> None:
    twin = make_case(id="q1b", question="Berg's winning time?", pair="q1")
    empty = make_answer("She won.", values=[])
    run = run_set([CASES[0], twin], ask_from({CASES[0].question: empty}))

    assert measures_of(run, "q1b")["pair_agrees"] == 0


def test_a_document_is_fetched_once() -> None:
    fetched: list[str] = []

    def fetch(document_id: str) -> str | None:
        fetched.append(document_id)
        return TEXTS.get(document_id)

    texts = FetchedTexts(fetch)

    assert ("final" in texts, texts["final"], texts.get("none"), texts.get("none")) == (True, FINAL, None, None)
    assert (fetched, list(texts), len(texts)) == (["final", "none"], ["final"], 1)


def test_where_only_documents_are_gold_retrieval_is_measured_by_document() -> None:
    case = make_case(gold_docs=["final", "report"])
    found = [cite("x", document_id=name) for name in ("heat", "final", "final")]
    answer = RIGHT.model_copy(update={"passages": found})
    measures = measures_of(run_set([case], ask_from({case.question: answer})))

    assert (measures["recall@1"], measures["recall@5"], measures["mrr"], measures["document_cited"]) == (0, 0.5, 0.5, 1)
    assert measures["citations_right"] is None


def test_words_in_quotation_marks_must_stand_in_a_cited_quote() -> None:
    answer = make_answer("“Ada Berg won” and “she flew”.", short="x", citations=[cite("Ada Berg won the final")])
    silent = make_answer("The coverage does not mention “Berg”.")

    shares = [measures_of(run_set(CASES[:1], lambda _request, a=a: a))["quotes_verbatim"] for a in (answer, silent)]

    assert shares == [0.5, None]  # the question's own words need no source


def test_a_saved_run_reads_back_as_it_was(tmp_path: Path) -> None:
    run = run_set(CASES, ask_from(ANSWERS), texts=TEXTS)
    path = save_run(tmp_path / "out", run.result, run.timings_ms)

    assert load_run(tmp_path / "out") == load_run(path) == run.result
    assert list(load_timings(path)) == ["q1", "q2", "q3"]
    assert b"timings" not in path.read_bytes()


def test_a_file_that_is_no_run_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text("{}", encoding="utf-8")

    with pytest.raises(InvalidRunError, match=r"results.json is not a saved run: name: Field required"):
        load_run(tmp_path)
    with pytest.raises(InvalidRunError, match=r"nowhere.* does not exist"):
        load_run(tmp_path / "nowhere" / "results.json")


class _Service(BaseHTTPRequestHandler):
    """POST /ask and GET /documents/final of a service, answering the first question of the set only."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if asked["question"] == "shapeless":
            return self._reply(200, b"{}")
        known = ANSWERS.get(asked["question"])
        body = known.model_dump_json().encode() if known else b'{"title": "index is gone"}'
        return self._reply(200 if known else 500, body)

    def do_GET(self) -> None:
        found = self.path == "/documents/final"
        self._reply(200 if found else 404, json.dumps({"text": FINAL}).encode() if found else b"{}")

    def _reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Keeps the test's output clean."""


@pytest.fixture
def service_url() -> object:
    with HTTPServer(("127.0.0.1", 0), _Service) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/ask"
        server.shutdown()


def test_a_service_is_measured_like_a_library(service_url: str) -> None:
    run = run_set(CASES, asker_of(service_url), texts=texts_of_service(service_url), workers=1)

    assert measures_of(run)["right"] == 1
    assert run.result.questions[1].error == f'OSError: {service_url} answered 500: {{"title": "index is gone"}}'
    assert run.result.summary["right"].n == 3


def test_what_is_no_address_is_refused_before_anything_is_asked() -> None:
    with pytest.raises(ValueError, match="--url 'localhost:8000' is not an address"):
        asker_of("localhost:8000")


def test_a_reply_of_another_shape_counts_as_no_answer(service_url: str) -> None:
    run = run_set([make_case(question="shapeless")], asker_of(service_url))

    assert run.result.questions[0].error == f"ValueError: {service_url} answered in another shape: id: Field required"


def test_run_answers_a_set_over_http_and_writes_the_result(service_url: str, tmp_path: Path) -> None:
    lines = [json.dumps(case.model_dump(mode="json", exclude_none=True)) for case in CASES]
    (tmp_path / "sample.jsonl").write_text("\n".join(lines), encoding="utf-8")
    arguments = ["run", str(tmp_path / "sample.jsonl"), "--url", service_url, "--out", str(tmp_path / "out"), "--json"]

    done = CliRunner().invoke(app, arguments)

    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["summary"]["right"] == {"mean": 0.333333, "n": 3}
    assert load_run(tmp_path / "out").name == "sample"


def test_run_fails_where_nothing_answers_at_all(tmp_path: Path) -> None:
    (tmp_path / "sample.jsonl").write_text(CASES[0].model_dump_json(), encoding="utf-8")

    done = CliRunner().invoke(app, ["run", str(tmp_path / "sample.jsonl"), "--url", "http://127.0.0.1:9/ask"])

    assert done.exit_code == 1
    assert "none of the 1 questions was answered; the first: URLError" in done.stderr


def test_dev_prepares_measures_and_prints_one_table(service_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "shared" / "evalsets" / "seeds"
    folder.mkdir(parents=True)
    (folder / "dev.jsonl").write_text(CASES[0].model_dump_json(), encoding="utf-8")
    arguments = ["dev", str(tmp_path / "shared"), "--set", "seeds", "--build", str(tmp_path / "build"), "--url"]

    done = CliRunner().invoke(app, [*arguments, f"seeds={service_url}"])
    misspelt = CliRunner().invoke(app, [*arguments, service_url])

    assert [line.split()[:3] for line in done.stdout.splitlines()] == [["set", "n", "right"], ["seeds", "1", "1.000"]]
    assert load_run(tmp_path / "build" / "runs" / "seeds").name == "seeds"
    assert (misspelt.exit_code, "expected SET=URL" in misspelt.stderr) == (2, True)


def test_run_names_what_is_wrong_with_a_set_and_fails(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"id": "q1"}', encoding="utf-8")

    broken = CliRunner().invoke(app, ["run", str(tmp_path / "bad.jsonl"), "--url", "http://127.0.0.1:9/ask"])
    missing = CliRunner().invoke(app, ["run", str(tmp_path / "none.jsonl")])

    assert broken.exit_code == 1
    assert "(q1): field 'question' is missing" in broken.stderr
    assert missing.exit_code == 2
    assert "none.jsonl does not exist" in missing.stderr


def test_run_without_a_library_names_the_command_that_makes_one(tmp_path: Path) -> None:
    (tmp_path / "sample.jsonl").write_text(json.dumps(CASES[0].model_dump(mode="json")), encoding="utf-8")

    done = CliRunner().invoke(app, ["run", str(tmp_path / "sample.jsonl"), "--library", str(tmp_path / "library")])

    assert done.exit_code == 1
    assert "pressbox ingest" in done.stderr
