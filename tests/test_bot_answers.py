"""What every answer promises, held over all answers to whole question sets."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from bot.answer import Bot
from bot.schema import Answer, AskFilters, AskRequest, Citation, Status, Support, Turn
from bot.service.sse import answer_events
from bot.trust.ledger import unbound_figures
from bot.trust.verify import check_answer
from ingest.pipeline import ingest_paths

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("PRESSBOX_SHARED") or ROOT.parent / "shared")
SEEDS, SEED_QUESTIONS = SHARED / "seeds", SHARED / "evalsets" / "seeds" / "dev.jsonl"
SAMPLE_QUESTIONS = ROOT / "evals" / "sets" / "sample.jsonl"

pytestmark = pytest.mark.model


def joined_segments_are_the_answer(answer: Answer) -> Iterator[str]:
    joined = "".join(segment.text for segment in answer.segments)
    if joined != answer.answer:
        yield f"segments join to {joined!r}, the answer is {answer.answer!r}"
    if not answer.answer.strip():
        yield "the answer is blank"


def citations_are_numbered_in_the_order_of_first_use(answer: Answer) -> Iterator[str]:
    used = list(dict.fromkeys(n for segment in answer.segments for n in segment.citations))
    numbers = [citation.n for citation in answer.citations]
    if used != numbers or numbers != list(range(1, len(numbers) + 1)):
        yield f"citations {numbers} are used in the order {used}"
    spans = [(citation.document_id, citation.start, citation.end) for citation in answer.citations]
    if len(set(spans)) != len(spans):
        yield f"one span has two numbers: {spans}"


def numbers_elsewhere_are_cited(answer: Answer) -> Iterator[str]:
    known = {citation.n for citation in answer.citations}
    cells = {cell.citation for table in answer.tables for row in table.rows for cell in row} - {None}
    others = {
        "premise": set(answer.premise.citations) if answer.premise else set(),
        "computation": set(answer.computation.inputs) if answer.computation else set(),
        "conflicts": {n for conflict in answer.conflicts for value in conflict.values for n in value.citations},
        "tables": cells,
    }
    for where, numbers in others.items():
        if not numbers <= known:
            yield f"{where} names citations {sorted(map(str, numbers - known))} that there are not"


def supported_segments_cite(answer: Answer) -> Iterator[str]:
    for segment in answer.segments:
        if segment.support is not Support.NONE and not segment.citations:
            yield f"{segment.support} without a citation: {segment.text!r}"


def a_computation_cites_every_operand(answer: Answer) -> Iterator[str]:
    computed = {n for segment in answer.segments if segment.support is Support.COMPUTED for n in segment.citations}
    if not computed:  # of the best row of many what its cells say is stated
        computed = {citation.n for citation in answer.citations}
    if answer.computation is not None and not set(answer.computation.inputs) <= computed:
        yield f"computation over {answer.computation.inputs}, computed segments cite {sorted(computed)}"


def figures_are_bound(answer: Answer) -> Iterator[str]:
    yield from (f"unbound figure {figure!r} in {answer.answer!r}" for figure in unbound_figures(answer))


def an_abstention_says_one_thing_only(answer: Answer) -> Iterator[str]:
    if (answer.status is Status.ABSTAINED) != (answer.abstention is not None):
        yield f"status {answer.status} with abstention {answer.abstention}"
    if answer.abstention is not None:
        said = (answer.answer, answer.short_answer, answer.values, answer.citations, answer.tables, answer.computation)
        if said != (answer.abstention.message, None, [], [], [], None):
            yield f"abstained, yet says {said}"
    elif not (answer.short_answer and answer.values):
        yield f"{answer.status} without a value: {answer.short_answer!r} {answer.values}"


def the_stream_tells_the_same(answer: Answer) -> Iterator[str]:
    """`done` is the JSON body, and what came before it joins to the same text with the same citations."""
    events = list(answer_events(answer))
    if events[-1] != {**json.loads(answer.model_dump_json()), "type": "done"}:
        yield "the done event is not the answer"
    if "".join(str(event["text"]) for event in events if event["type"] == "delta") != answer.answer:
        yield "the deltas do not join to the answer"
    told = [event["citation"] for event in events if event["type"] == "citation"]
    if told != [citation.model_dump(mode="json") for citation in answer.citations]:
        yield "the citations of the stream are not those of the answer"


PROMISES: tuple[Callable[[Answer], Iterator[str]], ...] = (
    joined_segments_are_the_answer,
    citations_are_numbered_in_the_order_of_first_use,
    numbers_elsewhere_are_cited,
    supported_segments_cite,
    a_computation_cites_every_operand,
    figures_are_bound,
    an_abstention_says_one_thing_only,
    the_stream_tells_the_same,
)


def misplaced(answer: Answer, texts: Mapping[str, str]) -> Iterator[str]:
    """Citations, closest ones included, that don't stand where they say in the document's text."""
    for citation in _all_citations(answer):
        found = texts[citation.document_id][citation.start : citation.end]
        if found != citation.quote:
            yield f"{citation.document_id} {citation.start}–{citation.end} holds {found!r}, quoted {citation.quote!r}"


def guessed(answer: Answer, known: Mapping[str, tuple[str | None, str | None, str | None]]) -> Iterator[str]:
    """Citations with another address, publisher or date than the document was given."""
    for citation in _all_citations(answer):
        said = (citation.url, citation.publisher, citation.published_at)
        if said != known[citation.document_id]:
            yield f"{citation.document_id} is said to be {said}, known is {known[citation.document_id]}"


def _all_citations(answer: Answer) -> list[Citation]:
    return answer.citations + (answer.abstention.closest if answer.abstention else [])


@pytest.fixture(scope="module")
def bot(sample_library: Path) -> Bot:
    return Bot.open(sample_library)


def breaches(questions: Path, bot: Bot, sources: Path) -> list[str]:
    """Every broken promise over all answers of a set, as "question id: what is wrong"."""
    documents = {d.document_id: bot.library.document(d.document_id) for d in bot.library.documents()}
    # The text of a .txt or .md file is the file itself; of other formats what was extracted.
    plain = (path for path in sources.iterdir() if path.suffix in (".txt", ".md"))
    files = {path.stem: path.read_text(encoding="utf-8") for path in plain}
    texts = {name: files.get(name, document.text) for name, document in documents.items()}
    known = {name: (d.url, d.publisher, d.published_at) for name, d in documents.items()}
    found = []
    for line in questions.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        answer = bot.ask(
            AskRequest(
                question=case["question"],
                history=[Turn(**turn) for turn in case.get("conversation") or ()],
                filters=AskFilters(document_ids=case.get("documents")),
            )
        )
        assert Answer.model_validate_json(answer.model_dump_json()) == answer
        wrong = [problem for promise in PROMISES for problem in promise(answer)]
        wrong += [*misplaced(answer, texts), *guessed(answer, known)]
        wrong += [problem.detail for problem in check_answer(answer, bot.library).problems]
        found += [f"{case['id']}: {problem}" for problem in wrong]
    return found


def test_every_answer_over_the_sample_keeps_every_promise(bot: Bot) -> None:
    found = breaches(SAMPLE_QUESTIONS, bot, ROOT / "corpus")

    assert found == []


@pytest.mark.skipif(not SEED_QUESTIONS.exists(), reason="the shared question sets are not beside the project")
def test_every_answer_over_the_seed_articles_keeps_every_promise(tmp_path: Path) -> None:
    report = ingest_paths([SEEDS], tmp_path / "library")
    assert report.refused == ()

    found = breaches(SEED_QUESTIONS, Bot.open(tmp_path / "library"), SEEDS)

    assert found == []


@pytest.mark.parametrize("name", ["six_sports", "twelve_sports"])
def test_every_answer_over_other_sports_keeps_every_promise(tmp_path: Path, name: str) -> None:
    folder = ROOT / "evals" / name
    report = ingest_paths([folder / "coverage"], tmp_path / "library")
    assert report.refused == ()

    found = breaches(folder / "questions.jsonl", Bot.open(tmp_path / "library"), folder / "coverage")

    assert found == []


@pytest.mark.parametrize(
    "question",
    [
        "?!", "x" * 2000, "你好，谁赢了？", "Who won " * 200, "1500 1500 1500", "'; DROP TABLE documents; --",
        "<script>alert(1)</script> who won?", "\u202ewho won?\u0000", "🏃‍♀️🥇", "who won\n\n\nthe final", "3:27.65",
        "How many", "the the the", "Did did did?", "second second second second", "-" * 500, "under 3:30", "%s %d {0}",
    ],
)  # fmt: skip
def test_no_question_is_too_odd_to_be_answered_or_declined(bot: Bot, question: str) -> None:
    answer = bot.ask(AskRequest(question=question))

    assert [problem for promise in PROMISES for problem in promise(answer)] == []


def test_two_bots_over_one_library_answer_alike(sample_library: Path) -> None:
    request = AskRequest(question="Who won the men's 1500 m final in Paris, and by how much?")
    varying = {"id", "conversation_id", "created_at", "timings"}

    first, second = (Bot.open(sample_library).ask(request).model_dump(exclude=varying) for _ in range(2))

    assert first == second


def test_evidence_published_after_as_of_is_not_used(bot: Bot) -> None:
    question = "Who won the men's 1500 m final in Paris?"

    before = bot.ask(AskRequest(question=question, as_of="2024-08-01"))
    after = bot.ask(AskRequest(question=question, as_of="2024-08-31"))

    assert "Cole Hocker" not in before.values
    assert all((c.published_at or "")[:10] <= "2024-08-01" for c in _all_citations(before))
    assert "Cole Hocker" in after.values
