"""The development sets that lie beside the project, each as a folder of documents and a list of questions.

Sets with a recipe in the `prepare.py` beside them are made by it, the rest here.
"""

import csv
import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.cases import Case, Expect, load_cases

PREPARED = ("wtq-sports", "fetaqa-sports", "hybridqa-sports", "squad-sports", "paris2024-results", "rotowire",
            "bbc-athletics")  # fmt: skip


@dataclass(frozen=True, slots=True)
class DevSet:
    """One set, ready to be ingested and asked."""

    name: str
    documents: Path
    """Folder of files to ingest."""
    cases: list[Case]


class DevSetError(RuntimeError):
    """A set that can't be prepared; the message names it and the reason."""


def names() -> list[str]:
    """Every set there is, in the order of the table."""
    return ["seeds", *PREPARED, *_ADAPTERS]


def prepare(name: str, shared: Path, build: Path) -> DevSet:
    """The set, made in `build/NAME` unless it is there already. Raises `DevSetError`."""
    if name not in names():
        raise DevSetError(f"{name!r} is no development set; expected one of {', '.join(names())}")
    source = shared / "evalsets" / name
    if not source.is_dir():
        raise DevSetError(f"{source} does not exist; expected the folder that holds evalsets/ and seeds/")
    if name == "seeds":
        return DevSet(name, shared / "seeds", load_cases(source / "dev.jsonl"))
    target = build / name
    questions = target / "questions.jsonl"
    if not questions.exists():
        _make(name, source, target)
    return DevSet(name, target / "docs", load_cases(questions))


def sample(cases: list[Case], size: int | None) -> list[Case]:
    """At most `size` questions, chosen by the hash of their id: the same every time, spread over the set."""
    if size is None or size >= len(cases):
        return cases
    by_hash = sorted(cases, key=lambda case: hashlib.sha256(case.id.encode()).hexdigest())
    chosen = {case.id for case in by_hash[:size]}
    return [case for case in cases if case.id in chosen]


def ingest(devset: DevSet, library: Path) -> None:
    """Brings the library up to date with the set's documents, in a process of its own: evals imports no parser."""
    command = [sys.executable, "-m", "ingest", str(devset.documents), "--library", str(library)]
    _run(command, f"{devset.name}: ingest failed")


def _make(name: str, source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    if name in _ADAPTERS:
        cases, documents = _ADAPTERS[name](source)
        _write(target, cases, documents)
    else:
        script = source.parent / "prepare.py"
        _run([sys.executable, str(script), str(source), str(target)], f"{name}: prepare.py failed")
        questions = target / "questions.jsonl"
        _write_lines(questions, [_without_hints(case) for case in _rows(questions)])


def _run(command: list[str], failure: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise DevSetError(f"{failure} ({done.returncode}): {done.stderr.strip()[-500:]}")


def _write(target: Path, cases: list[dict[str, object]], documents: Mapping[str, str]) -> None:
    (target / "docs").mkdir(exist_ok=True)
    for name, text in documents.items():
        file = name if name.endswith(".csv") else f"{name}.txt"
        (target / "docs" / file).write_text(text, encoding="utf-8")
    _write_lines(target / "questions.jsonl", cases)


def _without_hints(case: dict[str, object]) -> dict[str, object]:
    """A question to be declined without the words that its set allows beside it ("did not play")."""
    return {**case, "answers": []} if case.get("expect") == "abstain" else case


def _write_lines(path: Path, cases: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases), encoding="utf-8")


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _selqa(source: Path) -> tuple[list[dict[str, object]], dict[str, str]]:
    """Which sentence of an encyclopedia section answers: citations and retrieval are measured, not the wording."""
    texts: dict[str, str] = {}
    for section in _rows(source / "sections.jsonl"):
        sentences = section["sentences"]
        prose = " ".join(sentences) if isinstance(sentences, list) else ""
        texts[_file_name(section["section_id"])] = f"{section['article']}: {section['section']}\n\n{prose}\n"
    cases: list[dict[str, object]] = []
    for row in _rows(source / "devset.jsonl"):
        document, quotes = _file_name(row["section_id"]), row["gold_sentence_texts"]
        printed = [quote.strip() for quote in quotes] if isinstance(quotes, list) else []
        evidence = [{"doc": document, "quote": quote} for quote in printed if quote in texts[document]]
        if evidence:
            common = {"id": row["qid"], "question": row["question"], "type": "sentence", "expect": Expect.ANSWER}
            cases.append({**common, "answers": [], "evidence": evidence})
    return cases, texts


def _rgb(source: Path) -> tuple[list[dict[str, object]], dict[str, str]]:
    """True and falsified passages side by side: the answer has to show both values."""
    cases: list[dict[str, object]] = []
    texts: dict[str, str] = {}
    for row in _rows(source / "devset.jsonl"):
        name = _file_name(row["qid"])
        for kind in ("right", "altered"):
            passages = row[f"passages_{kind}"]
            texts[f"{name}-{kind}"] = "\n\n".join(passages if isinstance(passages, list) else []) + "\n"
        answers = row["answers"] if isinstance(row["answers"], list) else []
        needed = ["|".join(answers), str(row["planted_answer"])]
        common = {"id": row["qid"], "question": row["question"], "type": "conflict", "expect": Expect.BOTH_VALUES}
        cases.append({**common, "answers": [answers[0], row["planted_answer"]], "must_include": needed,
                      "gold_docs": [f"{name}-right", f"{name}-altered"]})  # fmt: skip
    return cases, texts


def _tabfact(source: Path) -> tuple[list[dict[str, object]], dict[str, str]]:
    """Statements over one given table, asked as yes or no."""
    texts: dict[str, str] = {}
    for table in _rows(source / "tables.jsonl"):
        text, lines = io.StringIO(f"# {table['title']}\n"), [table["header"], table["rows"]]
        text.seek(0, io.SEEK_END)
        header, rows = (line if isinstance(line, list) else [] for line in lines)
        csv.writer(text).writerows([header, *rows])
        texts[f"{_file_name(table['table_id'])}.csv"] = text.getvalue()
    cases: list[dict[str, object]] = []
    for row in _rows(source / "devset.jsonl"):
        document = _file_name(row["table_id"])
        common = {"id": row["claim_id"], "question": f"Is it true that {row['claim']}?", "expect": Expect.ANSWER}
        kind, answer = ("true", "Yes") if row["supported"] else ("false", "No")
        cases.append({**common, "type": kind, "answers": [answer], "documents": [document], "gold_docs": [document]})
    return cases, texts


def _file_name(identifier: object) -> str:
    return "".join(char if char.isalnum() else "-" for char in str(identifier)).strip("-").lower()


_ADAPTERS: dict[str, Callable[[Path], tuple[list[dict[str, object]], dict[str, str]]]] = {
    "selqa-sports": _selqa,
    "rgb-counterfactual-sports": _rgb,
    "tabfact-sports": _tabfact,
}
