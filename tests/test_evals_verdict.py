"""The verdict follows the rubric, and agrees with its reference implementation."""

import importlib.util
import json
import os
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import pytest

from evals.cases import Case
from evals.verdict import Outcome, abstains, judge_answer, people_named
from tests.evals_doubles import make_case

SHARED = Path(os.environ.get("PRESSBOX_SHARED", Path(__file__).parent.parent.parent / "shared"))
SEEDS = SHARED / "evalsets" / "seeds"


def test_an_answer_that_states_everything_is_right() -> None:
    case = make_case(must_include=["4th|fourth", "3:36.44"], must_not_include=["3:32.49"])

    verdict = judge_answer(case, "He was fourth in 3 minutes 36.44 seconds.")

    assert (verdict.outcome, verdict.reasons) == (Outcome.RIGHT, ())


def test_every_reason_against_an_answer_is_given() -> None:
    case = make_case(must_include=["4th", "3:36.44"], must_not_include=["3:32.49"])

    verdict = judge_answer(case, "He ran 3:32.49.")

    assert verdict.outcome is Outcome.WRONG
    assert verdict.reasons == ("missing: 4th", "missing: 3:36.44", "says: 3:32.49")


@pytest.mark.parametrize("text", ["3:27.7", "3:27", "27.65", "3:28"])
def test_a_rounded_or_shortened_time_is_wrong(text: str) -> None:
    assert judge_answer(make_case(), text).outcome is Outcome.WRONG


def test_an_answer_that_dumps_a_passage_is_wrong_whatever_it_holds() -> None:
    assert judge_answer(make_case(), "3:27.65 " + "x" * 500).reasons == ("508 characters where 500 are enough",)
    assert judge_answer(make_case(type="quote"), "3:27.65 " + "x" * 500).right


def test_reading_out_a_table_does_not_answer_a_look_up() -> None:
    assert judge_answer(make_case(), "3:27.65 " + "a " * 85).reasons == ("86 words for a look-up",)
    assert judge_answer(make_case(type="count"), "3:27.65 " + "a " * 85).right


def test_one_of_two_conflicting_values_is_partial() -> None:
    case = make_case(expect="both-values", type="conflict", must_include=["54.9", "54.8"], answers=["54.9", "54.8"])

    assert judge_answer(case, "54.9 says one report, 54.8 the other.").outcome is Outcome.RIGHT
    assert judge_answer(case, "It was 54.9.").outcome is Outcome.PARTIAL
    assert judge_answer(case, "It was 55.").outcome is Outcome.WRONG
    assert judge_answer(case, "It was 54.9. " + "x" * 900).outcome is Outcome.WRONG


def test_not_answering_what_could_be_answered_is_told_from_answering_wrongly() -> None:
    assert judge_answer(make_case(), "The coverage does not say.").outcome is Outcome.OVER_ABSTAINED
    assert judge_answer(make_case(), "She ran 3:30.00.").outcome is Outcome.WRONG


def test_an_unanswerable_question_wants_a_statement_and_no_leak() -> None:
    case = make_case(answers=[], expect="abstain", type="unanswerable", must_not_include=["sunny|warm"])

    assert judge_answer(case, "I couldn't find that in the coverage.").outcome is Outcome.RIGHT
    assert judge_answer(case, "Sorry.").outcome is Outcome.LEAKED
    assert judge_answer(case, "The reports do not say, but it was warm.").outcome is Outcome.LEAKED


@pytest.mark.parametrize(
    "text",
    ["The articles do not give his coach.", "No source mentions it.", "I can't answer that from this coverage.",
     "Nothing in the library says so.", "There is no information on the weather.", "It isn't reported."],
)  # fmt: skip
def test_a_statement_that_the_sources_are_silent_is_an_abstention(text: str) -> None:
    assert abstains(text)


@pytest.mark.parametrize("text", ["", "Sorry.", "He did not win.", "Berg won. Nobody expected it."])
def test_a_plain_denial_or_silence_is_no_abstention(text: str) -> None:
    assert not abstains(text)


def test_the_first_person_named_outside_quotation_marks_must_be_the_speaker() -> None:
    case = make_case(type="who-said", answers=["Bo Dahl"], must_include=["Dahl"], question="Who said that?")
    people = people_named([case, make_case(id="q2", type="who-said", answers=["Ada Berg"])])

    assert people == {"dahl", "berg"}
    assert judge_answer(case, "“Berg was faster,” said Dahl.", people=people).right
    assert judge_answer(case, "Berg said it, then Dahl.", people=people).reasons == ("names berg first",)


def test_yes_must_not_answer_a_question_whose_answer_is_no() -> None:
    case = make_case(type="yesno", answers=["No, she was second"], must_include=["second"])

    assert judge_answer(case, "No, she came second.").right
    assert judge_answer(case, "She came second.").right
    assert judge_answer(case, "Yes, second.").reasons == ("says yes, not no",)


def test_the_short_answer_counts_where_a_set_gives_only_answers() -> None:
    assert judge_answer(make_case(answers=["7"]), "That makes it the record.", short_answer="seven").right
    assert not judge_answer(make_case(must_include=["7"]), "That makes it the record.", short_answer="seven").right


def _reference_judge() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_judge", SEEDS / "judge.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.norm = lru_cache(maxsize=None)(module.norm)  # type: ignore[attr-defined]
    return module


def _variants(answer: str) -> list[str]:
    """Ways of saying the same, a truncated and a falsified one: what a bot might answer."""
    return [
        answer,
        f"It was {answer}.",
        answer.upper(),
        f"**{answer}** [1]",
        f"The coverage doesn't say, but {answer}.",
        f"Yes. {answer}",
        f"No, {answer}",
        answer[: len(answer) // 2],
        answer.translate(str.maketrans("3456789", "4567893")),
        answer.replace(".", ","),
    ]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared development sets are not beside the project")
def test_verdicts_agree_with_the_reference_judge_on_right_and_on_wrong_answers() -> None:
    reference = _reference_judge()
    questions = [json.loads(line) for line in (SEEDS / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    cases = [Case.model_validate(question) for question in questions]
    people = people_named(cases)
    golds = [[*([q["gold"]] if "gold" in q else []), *q["answers"], "The articles do not say."] for q in questions]
    disagreements: dict[bool, list[str]] = {True: [], False: []}
    judged = {True: 0, False: 0}
    for number, (case, question) in enumerate(zip(cases, questions, strict=True)):
        own = [variant for gold in golds[number] for variant in _variants(gold)]
        others = [gold for shift in range(1, 120, 3) for gold in golds[(number + shift) % len(golds)]]
        for text in own + others:
            right = reference.judge_answer(question, text)[0]
            judged[right] += 1
            if judge_answer(case, text, people=people).right != right:
                disagreements[right].append(f"{case.id}: {text}")

    assert judged[True] > 900
    assert judged[False] > 9000
    assert len(disagreements[True]) <= 0.02 * judged[True], disagreements[True]
    assert len(disagreements[False]) <= 0.02 * judged[False], disagreements[False]
