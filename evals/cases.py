"""Questions with their gold: the JSON-lines schema of an evaluation set, and its checks on load."""

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.schema import MAX_QUESTION_CHARS, Turn


class Expect(StrEnum):
    """What a right reaction to the question is."""

    ANSWER = "answer"
    ABSTAIN = "abstain"
    CORRECT_PREMISE = "correct-premise"
    BOTH_VALUES = "both-values"


class GoldEvidence(BaseModel):
    """Words that carry the answer. One citation of each group is needed; members of a group are interchangeable."""

    model_config = ConfigDict(extra="allow", frozen=True)
    doc: str = Field(min_length=1)
    quote: str = Field(min_length=1)
    group: int = 0
    column: str | None = None
    """Label of the column that holds the value, where the quote is a table row; None: any cell of the row."""
    value: str | None = None
    """What stands in that cell, as printed."""


class Case(BaseModel):
    """One question and everything that decides whether an answer to it is right."""

    model_config = ConfigDict(extra="allow", frozen=True)
    id: str = Field(min_length=1)
    question: str = Field(min_length=1, max_length=MAX_QUESTION_CHARS, pattern=r"\S")
    answers: tuple[str, ...]
    type: str = Field(min_length=1)
    expect: Expect
    evidence: tuple[GoldEvidence, ...] = ()
    must_include: tuple[str, ...] = ()
    """Each must be stated; inside one string `a|b` are alternatives."""
    must_not_include: tuple[str, ...] = ()
    conversation: tuple[Turn, ...] = ()
    documents: tuple[str, ...] | None = None
    """The question is restricted to these document ids; None: the whole library."""
    answer_is_list: bool = False
    """All of `answers` are members of one list; otherwise they are alternatives."""
    must_include_all: bool = False
    """All of `answers` must be stated, though they are not one list."""
    gold_docs: tuple[str, ...] | None = None
    """Documents that hold the answer, where no quotes are known."""
    under: str | None = None
    """The plain type of a follow-up question."""
    standalone: str | None = None
    """A follow-up question with its references resolved."""
    as_of: str | None = None
    """ISO date or time: evidence published later is not to be used."""
    pair: str | None = None
    """Id of the question that must get the same answer (a metamorphic pair)."""

    @property
    def plain_type(self) -> str:
        """Type by which the answer is judged: a follow-up is judged as what it follows up with."""
        return self.under or self.type

    @property
    def groups(self) -> dict[int, tuple[GoldEvidence, ...]]:
        """Evidence by group, in order of the group's number."""
        numbers = sorted({evidence.group for evidence in self.evidence})
        return {number: tuple(e for e in self.evidence if e.group == number) for number in numbers}

    @property
    def required(self) -> tuple[tuple[str, ...], ...]:
        """What an answer has to state: every inner tuple holds alternatives; empty where the set gives no answer."""
        if self.must_include or self.expect is Expect.ABSTAIN:
            return tuple(tuple(needed.split("|")) for needed in self.must_include)
        if self.answer_is_list or self.must_include_all or self.expect is Expect.BOTH_VALUES:
            return tuple((answer,) for answer in self.answers)
        return (self.answers,) if self.answers else ()


class InvalidSetError(ValueError):
    """An evaluation set with problems; the message has one line for each."""


_SUFFIXES = frozenset(".txt .md .markdown .csv .tsv .html .htm .json .xml .pdf .wiki".split())
_NOT_IN_IDS = re.compile(r"[\s#?/\\]+")


@lru_cache(maxsize=50_000)
def possible_ids(doc: str) -> frozenset[str]:
    """Document ids that a name in the gold may stand for.

    "heats/final.csv" is "final", or where that name is taken "final-csv" or "heats-final-csv"; an id is itself.
    """
    path = PurePosixPath(doc)
    if path.suffix.lower() not in _SUFFIXES:
        return frozenset({doc, _NOT_IN_IDS.sub("-", doc)})
    long = f"{path.stem}-{path.suffix[1:]}"
    folders = path.parent.parts
    above = ["-".join([*folders[len(folders) - n :], long]) for n in range(len(folders) + 1)]
    return frozenset(_NOT_IN_IDS.sub("-", name) for name in [path.stem, *above])


def load_cases(path: Path, documents: Mapping[str, str] | None = None) -> list[Case]:
    """All questions of a JSON-lines file, in its order.

    With `documents` (text by document id) every evidence quote must stand in the document it names.
    Raises `InvalidSetError` naming every problem at once.
    """
    problems: list[str] = []
    numbered: list[tuple[int, Case]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if line.strip():
            case, wrong = _read_line(line)
            problems += [f"{path.name} line {number}{problem}" for problem in wrong]
            numbered += [(number, case)] if case else []
    cases = [case for _, case in numbered]
    repeated = _repeated_ids(cases)
    for number, case in numbered:
        wrong = [*_contradictions(case), *repeated.get(case.id, []), *_misplaced_quotes(case, documents)]
        problems += [f"{path.name} line {number} ({case.id}): {problem}" for problem in wrong]
    if problems:
        raise InvalidSetError("\n".join([f"{path} has {len(problems)} problem(s):", *problems]))
    if not cases:
        raise InvalidSetError(f"{path} holds no questions; expected one JSON object per line")
    return cases


def set_digest(cases: Iterable[Case]) -> str:
    """SHA-256 over the questions and their gold, hex; the same for the same questions in the same order."""
    lines = (json.dumps(case.model_dump(mode="json"), sort_keys=True, ensure_ascii=False) for case in cases)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def read_texts(folder: Path) -> dict[str, str]:
    """Text by path below the folder of all its plain-text files, for checking quotes.

    Rows of CSV files are given as a library shows them too: "| 1 | Ada Berg | 3:27.65 |".
    """
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".txt", ".md", ".csv"})
    return {path.relative_to(folder).as_posix(): _text_of(path) for path in files}


def _text_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix.lower() != ".csv":
        return text
    rows = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    return "\n".join([text, *(f"| {' | '.join(row)} |" for row in rows)])


def _read_line(line: str) -> tuple[Case | None, list[str]]:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        return None, [f": not JSON ({error.msg} at column {error.colno}): {line[:60]!r}"]
    if not isinstance(fields, dict):
        return None, [f": {line[:60]!r} is not an object with the fields of a question"]
    name = f" ({fields['id']})" if "id" in fields else ""
    misspelt = [f"{name}: {problem}" for problem in _misspelt_fields(fields)]
    try:
        return Case.model_validate(fields), misspelt
    except ValidationError as error:
        return None, [f"{name}: {_as_problem(dict(part))}" for part in error.errors()] + misspelt


def _as_problem(part: Mapping[str, object]) -> str:
    where = part["loc"]
    field = ".".join(map(str, where)) if isinstance(where, tuple) else str(where)
    if part["type"] == "missing":
        return f"field {field!r} is missing"
    return f"{field} is {part['input']!r}: {part['msg']}"


def _misspelt_fields(fields: Mapping[str, object]) -> list[str]:
    """Extra fields are welcome (notes, style, …), but one that is nearly a known name is a slip of the pen."""
    known = list(Case.model_fields)
    near = {name: get_close_matches(name, known, 1, cutoff=0.85) for name in fields if name not in known}
    return [f"unknown field {name!r}; did you mean {match[0]!r}?" for name, match in near.items() if match]


def _repeated_ids(cases: list[Case]) -> dict[str, list[str]]:
    counts = Counter(case.id for case in cases)
    return {name: [f"id {name!r} is used {n} times; ids must be unique"] for name, n in counts.items() if n > 1}


def _contradictions(case: Case) -> list[str]:
    problems = []
    if case.expect is Expect.ABSTAIN and case.answers:
        problems.append(f"expect is 'abstain' but answers is {list(case.answers)!r}; expected []")
    if case.expect is not Expect.ABSTAIN and not case.required and not case.gold_docs and not case.evidence:
        problems.append("answers, must_include, evidence and gold_docs are all empty; nothing could be judged")
    return problems


def _misplaced_quotes(case: Case, documents: Mapping[str, str] | None) -> list[str]:
    if documents is None:
        return []
    problems = []
    for evidence in case.evidence:
        named = [text for name, text in documents.items() if possible_ids(name) & possible_ids(evidence.doc)]
        if not named:
            problems.append(f"evidence document {evidence.doc!r} is not among the {len(documents)} documents")
        elif not any(evidence.quote in text for text in named):
            problems.append(f"evidence quote {evidence.quote!r} does not stand in {evidence.doc!r}")
    return problems
