"""Every measure of one answer. None: the question has no gold for it. A question without an answer scores 0 in all."""

from collections.abc import Iterable, Mapping

from bot.schema import Answer, AskRequest, Status
from evals.cases import Case, Expect
from evals.measures_citations import Level, judge_cells, judge_citations, level_of
from evals.measures_figures import unbound_figures
from evals.measures_quotes import quotes_verbatim
from evals.measures_retrieval import evidence_ranking, ndcg_at, recall_at, reciprocal_rank
from evals.measures_text import exact_match, token_f1
from evals.measures_values import compare_sets, value_equal
from evals.normalise import states
from evals.verdict import POINTS, Outcome, Verdict

Measures = dict[str, float | None]

_ENOUGH_PRECISION = 0.5  # below it more is cited beside the point than to it
_RECALL_CUTS = (1, 5, 10)
_NDCG_CUT = 10
# Lower is better; everything else is a share of success.
LOWER_IS_BETTER = frozenset(
    {"unbound_figures", "over_abstained", "premise_false_alarm", "over_citing", "invalid_citations", "no_answer"}
)


def score(case: Case, answer: Answer | None, verdict: Verdict, texts: Mapping[str, str]) -> Measures:
    """All measures of one answer. The gold decides which apply; only what is counted in an answer needs one."""
    parts = (
        _score_answer(case, answer, verdict),
        _score_citations(case, answer, texts),
        _score_conduct(case, answer, verdict),
        _score_retrieval(case, answer, texts),
    )
    measures = {name: value for part in parts for name, value in part.items()}
    cited = measures["citations_right"]
    measures["right"] = float(verdict.right and cited in {None, 1.0})
    return {name: None if value is None else round(value, 6) for name, value in sorted(measures.items())}


def _score_answer(case: Case, answer: Answer | None, verdict: Verdict) -> Measures:
    measures: Measures = {"answer_right": float(verdict.right), "points": POINTS[verdict.outcome]}
    names = ("exact", "f1", "value_equal", "set_equal", "set_f1")
    if not case.answers:
        return measures | dict.fromkeys(names)
    if case.answer_is_list or case.must_include_all:
        members = compare_sets(answer.values if answer else [], case.answers)
        joined = " ".join(answer.values) if answer else None
        overlap = token_f1(joined, [" ".join(case.answers)])
        values = (members.equal, overlap, members.equal, members.equal, members.f1)
        return measures | dict(zip(names, values, strict=True))
    said = _short_forms(answer)
    best = [max((m(text, case.answers) for text in said), default=0.0) for m in (exact_match, token_f1, value_equal)]
    return measures | dict(zip(names, (*best, None, None), strict=True))


def _short_forms(answer: Answer | None) -> list[str]:
    if answer is None or answer.short_answer is None:
        return []
    return [answer.short_answer, ", ".join(answer.values)] if answer.values else [answer.short_answer]


def _score_citations(case: Case, answer: Answer | None, texts: Mapping[str, str]) -> Measures:
    names = ("citation_recall", "citation_precision", "cell_recall", "cell_precision", "citations_right", "over_citing")
    measures: Measures = dict.fromkeys(names)
    if case.gold_docs:
        cited_documents = {citation.document_id for citation in answer.citations} if answer else set()
        measures["document_cited"] = float(bool(cited_documents & set(case.gold_docs)))
    if not case.evidence or case.expect is Expect.ABSTAIN:
        return measures
    citations = answer.citations if answer else []
    spans = judge_citations(case, citations, texts)
    cells = judge_cells(case, citations, texts)
    measures["citation_recall"], measures["citation_precision"] = spans.recall, spans.precision
    measures["cell_recall"] = cells.recall if cells else None
    measures["cell_precision"] = cells.precision if cells else None
    measures["invalid_citations"] = float(len(spans.invalid))
    measures["citations_right"] = float(spans.recall == 1 and not spans.invalid)
    measures["over_citing"] = float(bool(citations) and spans.precision < _ENOUGH_PRECISION)
    return measures


def _score_conduct(case: Case, answer: Answer | None, verdict: Verdict) -> Measures:
    """Abstention, false premises and conflicts, and whether everything said is bound."""
    abstained = answer is not None and answer.status is Status.ABSTAINED
    over_abstained = abstained or verdict.outcome is Outcome.OVER_ABSTAINED
    unanswerable = case.expect is Expect.ABSTAIN
    measures: Measures = {
        "abstained_rightly": float(abstained) if unanswerable else None,
        "over_abstained": None if unanswerable else float(over_abstained),
        "unbound_figures": None,
        "quotes_verbatim": None,
        "no_answer": float(answer is None),
    }
    if answer is not None:
        asked = [case.question, *(turn.content for turn in case.conversation)]
        measures["unbound_figures"] = float(len(unbound_figures(answer, asked=asked)))
        measures["quotes_verbatim"] = quotes_verbatim(answer, asked=asked)
    return measures | _score_premise(case, answer, verdict) | _score_conflict(case, answer)


def _score_premise(case: Case, answer: Answer | None, verdict: Verdict) -> Measures:
    """Detection and restoration apart (a system may see that something is wrong and still not know what is right)."""
    noticed = answer is not None and answer.premise is not None
    if case.expect is not Expect.CORRECT_PREMISE:
        return {"premise_detected": None, "premise_restored": None, "premise_false_alarm": float(noticed)}
    restored = float(verdict.right)
    detected = float(noticed or verdict.right)
    return {"premise_detected": detected, "premise_restored": restored, "premise_false_alarm": None}


def _score_conflict(case: Case, answer: Answer | None) -> Measures:
    if case.expect is not Expect.BOTH_VALUES:
        return {"both_values": None}
    text = answer.answer if answer else ""
    given = [any(states(text, phrase, misspelt_names=True) for phrase in group) for group in case.required]
    return {"both_values": sum(given) / len(given) if given else 0.0}


def _score_retrieval(case: Case, answer: Answer | None, texts: Mapping[str, str]) -> Measures:
    names = [*(f"recall@{k}" for k in _RECALL_CUTS), "mrr", f"ndcg@{_NDCG_CUT}"]
    found = answer.passages or [] if answer else []
    if case.evidence and case.expect is not Expect.ABSTAIN:
        held = [frozenset(e.group for e in case.evidence if level_of(e, p, texts) is Level.EXACT) for p in found]
        ranking, gains = evidence_ranking(held), {f"group {number}": 1 for number in case.groups}
    elif case.gold_docs:
        ranking, gains = _unique(p.document_id for p in found), dict.fromkeys(case.gold_docs, 1)
    else:
        return dict.fromkeys(names)
    recalls = [recall_at(ranking, gains, k) for k in _RECALL_CUTS]
    values = [*recalls, reciprocal_rank(ranking, gains), ndcg_at(ranking, gains, _NDCG_CUT)]
    return dict(zip(names, values, strict=True))


def _unique(documents: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(documents))


def request_for(case: Case, *, question: str | None = None, top_k: int) -> AskRequest:
    """What is sent for a case; with `question` that wording alone, without the conversation."""
    history = [] if question else list(case.conversation)
    documents = list(case.documents) if case.documents is not None else None
    return AskRequest.model_validate(
        {
            "question": question or case.question,
            "history": history,
            "filters": {"document_ids": documents},
            "as_of": case.as_of,
            "top_k": top_k,
            "include": ["passages"],
        }
    )
