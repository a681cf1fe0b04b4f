"""Questions in other people's shapes: SQuAD files and BEIR folders."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError

from evals.cases import Case, Expect, InvalidSetError, load_cases
from retriever.text import sentence_bounds


class _SquadAnswer(BaseModel):
    text: str
    answer_start: int


class _SquadQuestion(BaseModel):
    id: str
    question: str
    answers: list[_SquadAnswer] = []
    is_impossible: bool = False


class _SquadParagraph(BaseModel):
    context: str
    qas: list[_SquadQuestion]


class _SquadArticle(BaseModel):
    title: str
    paragraphs: list[_SquadParagraph]


class _Squad(BaseModel):
    data: list[_SquadArticle]


class _BeirQuery(BaseModel):
    id: str
    text: str


def read_any(path: Path, documents: Mapping[str, str] | None = None) -> list[Case]:
    """Questions of a file or folder, told by its name: `.json` is SQuAD's, a folder BEIR's, all else JSON lines."""
    if path.is_dir():
        return read_beir(path)
    return read_squad(path) if path.suffix == ".json" else load_cases(path, documents)


def read_squad(path: Path) -> list[Case]:
    """Questions of a SQuAD 1.1 or 2.0 file; the evidence is the sentence that an answer stands in.

    The document's id is the article's title. Raises `InvalidSetError`.
    """
    cases: list[Case] = []
    for article in _squad_articles(path):
        for paragraph in article.paragraphs:
            cases += [_squad_case(article.title, paragraph.context, question) for question in paragraph.qas]
    return cases


def squad_texts(path: Path) -> dict[str, str]:
    """The articles of a SQuAD file by title, paragraphs parted by a blank line: what to ingest for its questions."""
    articles = {article.title: [p.context for p in article.paragraphs] for article in _squad_articles(path)}
    return {title: "\n\n".join([title, *contexts]) + "\n" for title, contexts in articles.items()}


def read_beir(folder: Path, split: str = "test") -> list[Case]:
    """Queries of a BEIR folder with their relevant documents, to measure retrieval. Raises `InvalidSetError`."""
    relevant = _beir_relevant(folder / "qrels" / f"{split}.tsv")
    queries = {query.id: query.text for query in _beir_queries(folder / "queries.jsonl")}
    missing = sorted(set(relevant) - set(queries))
    if missing:
        listed = ", ".join(missing)
        raise InvalidSetError(f"{folder}: qrels/{split}.tsv names queries that queries.jsonl lacks: {listed}")
    return [
        Case(id=name, question=queries[name], answers=(), type="beir", expect=Expect.ANSWER, gold_docs=tuple(documents))
        for name, documents in relevant.items()
    ]


def _squad_articles(path: Path) -> list[_SquadArticle]:
    try:
        return _Squad.model_validate_json(path.read_bytes()).data
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise InvalidSetError(f"{path} is not a SQuAD file: {where}: {first['msg']}") from error


def _squad_case(title: str, context: str, question: _SquadQuestion) -> Case:
    impossible = question.is_impossible or not question.answers
    sentences = list(dict.fromkeys(_sentence_at(context, answer) for answer in question.answers))
    evidence = [{"doc": title, "quote": sentence} for sentence in sentences]
    return Case.model_validate(
        {
            "id": question.id,
            "question": question.question.strip(),
            "answers": [] if impossible else list(dict.fromkeys(answer.text for answer in question.answers)),
            "type": "squad-unanswerable" if impossible else "squad",
            "expect": Expect.ABSTAIN if impossible else Expect.ANSWER,
            "evidence": [] if impossible else evidence,
        }
    )


def _sentence_at(context: str, answer: _SquadAnswer) -> str:
    at = answer.answer_start
    inside = (context[start:end] for start, end in sentence_bounds(context) if start <= at < end)
    sentence = next(inside, answer.text)
    return sentence if answer.text in sentence else answer.text  # an answer may run over a full stop


def _beir_queries(path: Path) -> Iterator[_BeirQuery]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            fields = json.loads(line)
            yield _BeirQuery(id=fields["_id"], text=fields["text"])
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidSetError(f"{path} line {number} is not a query with _id and text: {line[:60]!r}") from error


def _beir_relevant(path: Path) -> Mapping[str, list[str]]:
    """Relevant documents by query, in the file's order; rows with score 0 say "judged and not relevant"."""
    relevant: dict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t"), start=2):
            try:
                if int(row["score"]) > 0:
                    relevant[row["query-id"]].append(row["corpus-id"])
            except (KeyError, ValueError, TypeError) as error:
                expected = "expected the columns query-id, corpus-id, score"
                raise InvalidSetError(f"{path} line {number}: {dict(row)!r}; {expected}") from error
    return relevant
