"""Asks every question of a set, in parallel, and keeps what came back with its score.

Same questions, same library, same version: the same bytes, whatever the number of workers. Timings are kept apart.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from rich.console import Console
from rich.progress import track

from bot.schema import Answer, AskRequest
from evals.cases import Case, set_digest
from evals.measures_figures import unbound_figures
from evals.normalise import normalise
from evals.results import CitedSpan, QuestionResult, RunResult, run_digest, summarise, summarise_types
from evals.score import request_for, score
from evals.verdict import Outcome, Verdict, judge_answer, people_named

Ask = Callable[[AskRequest], Answer]

_log = logging.getLogger(__name__)
_TOP_K = 10  # recall@10 and nDCG@10 need ten passages


@dataclass(frozen=True, slots=True)
class Run:
    """What `run_set` gives: the result that is compared and saved, and the timings that are only looked at."""

    result: RunResult
    timings_ms: dict[str, float]
    """Wall time by question id, in the set's order."""


@dataclass(frozen=True, slots=True)
class _Reply:
    answer: Answer | None
    error: str | None
    milliseconds: float


def run_set(
    cases: Sequence[Case],
    ask: Ask,
    *,
    name: str = "set",
    texts: Mapping[str, str] | None = None,
    workers: int = 2,
    timeout_s: float = 30.0,
    standalone: bool = False,
    progress: bool = False,
) -> Run:
    """Answers and scores of all `cases`, in their order.

    A question whose `ask` raises, or takes longer than `timeout_s`, scores 0 and stays in every mean. `texts` are the
    documents by id (see evals.texts). With `standalone` follow-ups are also asked in their resolved wording, so that
    `standalone_right` less `right` is what rewriting costs. `progress` draws a bar on the terminal.
    """
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="eval") as pool:
        replies = list(_shown(pool.map(lambda case: _reply_to(request_for(case, top_k=_TOP_K), ask, timeout_s), cases),
                              len(cases), progress))  # fmt: skip
        resolved = [case for case in cases if standalone and case.standalone]
        second = list(pool.map(lambda c: _reply_to(request_for(c, question=c.standalone, top_k=_TOP_K), ask, timeout_s),
                               resolved))  # fmt: skip
    people = people_named(cases)
    known = {} if texts is None else texts  # not `or`: texts that are fetched when needed are empty now
    scored = [_score(case, reply, known, people) for case, reply in zip(cases, replies, strict=True)]
    alone = {c.id: _score(c, reply, known, people) for c, reply in zip(resolved, second, strict=True)}
    questions = _with_pairs(cases, [_with_standalone(question, alone.get(question.id)) for question in scored])
    timings = {case.id: round(reply.milliseconds, 3) for case, reply in zip(cases, replies, strict=True)}
    return Run(_as_result(name, cases, questions, _library_version(replies)), timings)


def package_version() -> str:
    """Version of the installed package; "0" in a checkout that isn't installed."""
    try:
        return version("pressbox")
    except PackageNotFoundError:
        return "0"


def _shown(replies: Iterator[_Reply], total: int, progress: bool) -> Iterable[_Reply]:
    if not progress:
        return replies
    return track(replies, description="Asking", total=total, console=Console(stderr=True))


def _reply_to(request: AskRequest, ask: Ask, timeout_s: float) -> _Reply:
    """The answer, or why there is none. A thread can't be stopped: one that is too late is left to finish unheard."""
    outcome: list[Answer | Exception] = []

    def work() -> None:
        try:
            outcome.append(ask(request))
        except Exception as error:
            outcome.append(error)

    started = time.perf_counter()
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(timeout_s)
    elapsed = 1000 * (time.perf_counter() - started)
    if not outcome:
        return _Reply(None, f"no answer within {timeout_s:g} s", elapsed)
    if isinstance(outcome[0], Exception):
        _log.warning("a question of %d characters failed", len(request.question), exc_info=outcome[0])
        return _Reply(None, f"{type(outcome[0]).__name__}: {outcome[0]}", elapsed)
    return _Reply(outcome[0], None, elapsed)


def _score(case: Case, reply: _Reply, texts: Mapping[str, str], people: Iterable[str]) -> QuestionResult:
    answer = reply.answer
    if answer is None:
        verdict = Verdict(Outcome.FAILED, (reply.error or "no answer",))
    else:
        verdict = judge_answer(case, answer.answer, short_answer=answer.short_answer, people=people)
    gold = {
        "id": case.id,
        "type": case.type,
        "expect": case.expect,
        "question": case.question,
        "conversation": [turn.content for turn in case.conversation],
        "gold": case.answers,
        "required": case.required,
        "evidence": case.evidence,
    }
    judged = {"outcome": verdict.outcome, "reasons": verdict.reasons, "measures": score(case, answer, verdict, texts)}
    return QuestionResult.model_validate({**gold, "error": reply.error, **_said(case, answer), **judged})


def _said(case: Case, answer: Answer | None) -> dict[str, object]:
    """What is kept of an answer: nothing that differs between two equal runs (ids, clock, timings)."""
    if answer is None:
        return {}
    asked = [case.question, *(turn.content for turn in case.conversation)]
    premise = answer.premise
    return {
        "status": answer.status.value,
        "short_answer": answer.short_answer,
        "values": answer.values,
        "answer": answer.answer,
        "citations": [
            CitedSpan(n=c.n, document_id=c.document_id, start=c.start, end=c.end, quote=c.quote, url=c.url,
                      row=c.table.values if c.table else None)
            for c in answer.citations
        ],
        "premise": (premise.correction or premise.verdict) if premise else None,
        "confidence": round(answer.confidence.score, 6),
        "plan": answer.computation.plan if answer.computation else None,
        "unbound_figures": unbound_figures(answer, asked=asked),
    }  # fmt: skip


def _with_standalone(question: QuestionResult, alone: QuestionResult | None) -> QuestionResult:
    right = None if alone is None else alone.measures["right"]
    return question.model_copy(update={"measures": {**question.measures, "standalone_right": right}})


def _with_pairs(cases: Sequence[Case], questions: list[QuestionResult]) -> list[QuestionResult]:
    """Adds `pair_agrees`: both questions of a metamorphic pair got the same answer."""
    by_id = {question.id: question for question in questions}
    paired = {case.id: by_id[case.pair] for case in cases if case.pair in by_id}
    agreement = {q.id: float(_same_answer(q, paired[q.id])) if q.id in paired else None for q in questions}
    return [q.model_copy(update={"measures": {**q.measures, "pair_agrees": agreement[q.id]}}) for q in questions]


def _same_answer(one: QuestionResult, other: QuestionResult) -> bool:
    if one.answer is None or other.answer is None or one.status != other.status:
        return False
    return sorted(map(normalise, one.values)) == sorted(map(normalise, other.values))


def _library_version(replies: Sequence[_Reply]) -> str | None:
    return next((reply.answer.corpus.version for reply in replies if reply.answer), None)


def _as_result(
    name: str, cases: Sequence[Case], questions: list[QuestionResult], library_version: str | None
) -> RunResult:
    digest = set_digest(cases)
    return RunResult(
        name=name,
        set_digest=digest,
        library_version=library_version,
        package_version=package_version(),
        digest=run_digest(digest, library_version, package_version()),
        summary=summarise(questions),
        by_type=summarise_types(questions),
        questions=tuple(questions),
    )
