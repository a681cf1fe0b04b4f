"""The command line: results on stdout, words on stderr, 0 for success, 1 for failure, 2 for wrong usage."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from doubles import HashEncoder
from newsroom import make_bot
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.schema import Answer, AskRequest, Status
from bot.settings import settings_table

COMMANDS = ("ingest", "ask", "chat", "search", "results", "serve", "verify", "eval")
QUESTION = "Who won the men's 1500 metres in Paris?"


def run(*arguments: object, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=typed)


@pytest.fixture(autouse=True)
def _no_library_by_accident(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PRESSBOX_LIBRARY", raising=False)
    monkeypatch.chdir(tmp_path)


def test_help_names_every_command_and_every_setting() -> None:
    done = run("--help")

    assert done.exit_code == 0
    for name in (*COMMANDS, *(setting for setting, _, _ in settings_table())):
        assert name in done.stdout


@pytest.mark.parametrize(
    "command",
    [*((name,) for name in COMMANDS), *(("eval", name) for name in ("run", "diff", "gate", "report", "make"))],
)
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    done = run(*command, "--help")

    assert done.exit_code == 0
    assert "Usage:" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("nosuch",), "nosuch"),
        (("ask",), "question"),
        (("ask", "Who won?", "--loud"), "--loud"),
        (("ask", ""), "question: String should have at least 1 character"),
        (("ask", " \t"), "question"),
        (("ask", "x" * 2001), "question: String should have at most 2000 characters"),
        (("ask", "Who won?", "--as-of", "yesterday"), "as_of: Should be an ISO date or time like 2024-08-06"),
        (("search", "Lind", "--top-k", "0"), "top-k"),
        (("results", "--limit", "none"), "limit"),
        (("results", "--json", "--csv"), "--json and --csv"),
        (("serve", "--port", "99999"), "port"),
        (("verify", "nowhere.json"), "nowhere.json"),
        (("ingest",), "PATH"),
    ],
)
def test_wrong_usage_exits_2_and_names_what_is_wrong(arguments: Sequence[str], named: str) -> None:
    done = run(*arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert named in " ".join(done.stderr.split())
    assert "pydantic" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [("ask", "Who won?"), ("chat",), ("search", "Lind"), ("results",), ("serve", "--port", "0")]
)
def test_a_missing_library_names_the_command_that_makes_it(arguments: Sequence[str]) -> None:
    done = run(*arguments, "--library", "nowhere")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        f"pressbox {arguments[0]}: nowhere: there is no library here. "
        "Make one: pressbox ingest PATH --library nowhere\n"
    )


def test_a_setting_that_cannot_be_is_told_by_serve_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESSBOX_LOG_LEVEL", "LOUD")

    done = run("serve", "--library", "nowhere")

    assert done.exit_code == 1
    assert "log_level" in done.stderr


def saved(folder: Path) -> tuple[Path, Path, Answer]:
    """A library, an answer over it saved as a file, and the answer."""
    answer = make_bot(folder).ask(AskRequest(question="Who won the women's 800 metres?"))
    assert answer.status is Status.ANSWERED
    path = folder / "answer.json"
    path.write_text(answer.model_dump_json(), encoding="utf-8")
    return folder / "library", path, answer


def test_verify_passes_an_answer_as_it_was_given(tmp_path: Path) -> None:
    library, path, _ = saved(tmp_path)

    done = run("verify", path, "--library", library)

    assert (done.exit_code, done.stdout) == (0, "verified: every citation and figure holds\n")


def test_verify_fails_an_answer_with_a_changed_digit(tmp_path: Path) -> None:
    library, path, answer = saved(tmp_path)
    changed = path.read_text(encoding="utf-8").replace(answer.answer, answer.answer.replace("1:57.10", "1:57.19"))
    path.write_text(changed, encoding="utf-8")

    done = run("verify", path, "--library", library)

    assert done.exit_code == 1
    assert done.stdout == "figure '1:57.19' is not in what its sentence cites\n"


def test_verify_fails_an_answer_with_a_shifted_citation(tmp_path: Path) -> None:
    library, path, answer = saved(tmp_path)
    first = answer.citations[0]
    first.start, first.end = first.start + 1, first.end + 1
    path.write_text(answer.model_dump_json(), encoding="utf-8")

    done = run("verify", path, "--library", library)

    assert done.exit_code == 1
    assert f"citation [1], document 'harbour-800': at {first.start}–{first.end} stands" in done.stdout


def test_verify_tells_a_file_that_holds_no_answer(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text('{"type": "answer"}', encoding="utf-8")

    done = run("verify", "notes.json")

    assert done.exit_code == 1
    assert done.stderr == (
        "pressbox verify: notes.json is not a saved answer (id: Field required). "
        'Save one: pressbox ask "QUESTION" --json > ANSWER.json\n'
    )


def test_ingest_refuses_by_name_and_reason_and_reads_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coverage = tmp_path / "coverage"
    coverage.mkdir()
    (coverage / "empty.txt").write_text("", encoding="utf-8")
    (coverage / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    (coverage / "report.txt").write_text("Ada Lind won the hammer with 71.20 metres.\n", encoding="utf-8")
    monkeypatch.setattr("ingest.pipeline.load_encoder", HashEncoder)

    done = run("ingest", coverage, "--library", tmp_path / "library", "--json")

    report = json.loads(done.stdout)
    assert (done.exit_code, report["added"]) == (0, ["report"])
    assert sorted(Path(refused["source"]).name for refused in report["refused"]) == ["empty.txt", "photo.txt"]
    assert all(f"refused {coverage / name}: " in done.stderr for name in ("empty.txt", "photo.txt"))


def test_ingest_of_nothing_readable_fails(tmp_path: Path) -> None:
    done = run("ingest", tmp_path / "nowhere", "--library", tmp_path / "library")

    assert done.exit_code == 1
    assert f"refused {tmp_path / 'nowhere'}: there is no such file or folder" in done.stderr


@pytest.mark.model
def test_ask_json_prints_one_answer_and_nothing_else(sample_library: Path) -> None:
    done = run("ask", QUESTION, "--library", sample_library, "--json")

    answer = Answer.model_validate_json(done.stdout)
    assert (done.exit_code, done.stderr) == (0, "")
    assert (answer.question, answer.status) == (QUESTION, Status.ANSWERED)
    assert "Cole Hocker" in answer.values


@pytest.mark.model
def test_ask_prints_the_answer_with_numbered_sources(sample_library: Path) -> None:
    done = run("ask", QUESTION, "--library", sample_library)

    first, *rest = done.stdout.splitlines()
    assert done.exit_code == 0
    assert "Cole Hocker" in first
    assert "[1]" in first
    assert rest[0].startswith("  [1] ")


@pytest.mark.model
def test_not_finding_an_answer_is_a_success(sample_library: Path) -> None:
    done = run("ask", "Who won the curling final in Turin?", "--library", sample_library, "--json")

    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["status"], answer["short_answer"]) == (0, "abstained", None)


@pytest.mark.model
def test_a_saved_answer_of_the_sample_is_verified(sample_library: Path, tmp_path: Path) -> None:
    (tmp_path / "answer.json").write_text(run("ask", QUESTION, "--library", sample_library, "--json").stdout, "utf-8")

    assert run("verify", "answer.json", "--library", sample_library).exit_code == 0


@pytest.mark.model
def test_chat_understands_a_follow_up_and_ends_at_an_empty_line(sample_library: Path) -> None:
    typed = "Who won the men's 1500 m final in Paris?\nWhat time did he run in his semi-final?\n\n"

    done = run("chat", "--library", sample_library, typed=typed)

    assert done.exit_code == 0
    assert "3:27.65" in done.stdout
    assert "3:32.54" in done.stdout


@pytest.mark.model
def test_chat_goes_on_after_a_question_it_refuses(sample_library: Path) -> None:
    done = run("chat", "--library", sample_library, typed="x" * 2001 + f"\n{QUESTION}\n\n")

    assert done.exit_code == 0
    assert "at most 2000 characters" in done.stderr
    assert "Cole Hocker" in done.stdout


@pytest.mark.model
def test_search_explains_where_it_is_asked_to(sample_library: Path) -> None:
    asked = ("search", "Hocker 3:27.65", "--library", sample_library, "--top-k", "1")

    (found,) = json.loads(run(*asked, "--explain", "--json").stdout)
    assert found["score"] == pytest.approx(sum(reason["adds"] for reason in found["reasons"].values()), abs=0.01)
    assert " adds " in run(*asked, "--explain").stdout
    assert " adds " not in run(*asked).stdout
    assert "reasons" not in json.loads(run(*asked, "--json").stdout)[0]


@pytest.mark.model
def test_search_shows_places_ranks_and_words(sample_library: Path) -> None:
    done = run("search", "Hocker 3:27.65", "--library", sample_library, "--top-k", "3", "--json")

    found = json.loads(done.stdout)
    assert (done.exit_code, len(found)) == (0, 3)
    assert all("Hocker" in hit["quote"] for hit in found)
    assert set(found[0]["ranks"]) <= {"dense", "lexical"}
    assert [hit["score"] for hit in found] == sorted((hit["score"] for hit in found), reverse=True)


@pytest.mark.model
def test_results_are_rows_as_json_or_csv(sample_library: Path) -> None:
    narrowed = ("results", "--name", "Hocker", "--round", "heats", "--library", sample_library)

    as_json = json.loads(run(*narrowed, "--json").stdout)
    as_csv = list(csv.DictReader(io.StringIO(run(*narrowed, "--csv").stdout)))

    assert [(row["heat"], row["Time"]) for row in as_json] == [("Heat 2", "3:35.27")]
    assert [(row["heat"], row["Time"]) for row in as_csv] == [("Heat 2", "3:35.27")]

