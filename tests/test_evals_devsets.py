"""Other people's sets become cases of ours; a development set becomes a folder to ingest and its questions."""

import json
from pathlib import Path

import pytest

from evals.case_readers import read_any, read_beir, read_squad, squad_texts
from evals.cases import Expect, InvalidSetError
from evals.devsets import DevSetError, names, prepare, sample
from tests.evals_doubles import make_case

CONTEXT = "The club was founded in 1901. It won the cup. It won in 1911 and in 1921."


def write_squad(folder: Path) -> Path:
    answers = [{"text": "1901", "answer_start": CONTEXT.index("1901")}, {"text": "in 1901", "answer_start": 21}]
    questions = [
        {"id": "a", "question": " When was it founded?", "answers": answers},
        {"id": "b", "question": "Who founded it?", "answers": [], "is_impossible": True},
        {"id": "c", "question": "What and when?", "answers": [{"text": "cup. It won in 1911", "answer_start": 41}]},
    ]
    path = folder / "dev.json"
    article = {"title": "Club", "paragraphs": [{"context": CONTEXT, "qas": questions}]}
    path.write_text(json.dumps({"version": "2.0", "data": [article]}), encoding="utf-8")
    return path


def test_a_squad_answer_has_its_sentence_as_evidence(tmp_path: Path) -> None:
    founded, founder, won = read_squad(write_squad(tmp_path))

    assert (founded.question, founded.answers) == ("When was it founded?", ("1901", "in 1901"))
    assert [(e.doc, e.quote) for e in founded.evidence] == [("Club", "The club was founded in 1901.")]
    assert (founder.expect, founder.answers, founder.evidence) == (Expect.ABSTAIN, (), ())
    assert won.evidence[0].quote == "cup. It won in 1911"  # over a full stop: the answer itself
    assert founded.evidence[0].quote in squad_texts(tmp_path / "dev.json")["Club"]


def test_what_is_no_squad_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "dev.json").write_text('{"data": [{"title": "Club"}]}', encoding="utf-8")

    with pytest.raises(InvalidSetError, match=r"dev\.json is not a SQuAD file: data\.0\.paragraphs: Field required"):
        read_squad(tmp_path / "dev.json")


def write_beir(folder: Path, qrels: str) -> Path:
    (folder / "qrels").mkdir()
    (folder / "queries.jsonl").write_text('{"_id": "q1", "text": "cup winners"}\n{"_id": "q2", "text": "x"}\n', "utf-8")
    (folder / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{qrels}", "utf-8")
    return folder


def test_a_beir_query_has_its_relevant_documents_as_gold(tmp_path: Path) -> None:
    cases = read_beir(write_beir(tmp_path, "q1\td1\t1\nq1\td2\t0\nq1\td3\t2\n"))

    assert [(case.id, case.question, case.gold_docs) for case in cases] == [("q1", "cup winners", ("d1", "d3"))]


def test_a_beir_folder_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidSetError, match=r"queries that queries\.jsonl lacks: q9"):
        read_beir(write_beir(tmp_path, "q9\td1\t1\n"))


def test_a_set_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text(make_case().model_dump_json(), encoding="utf-8")

    assert read_any(tmp_path / "set.jsonl") == [make_case()]
    assert [case.id for case in read_any(write_squad(tmp_path))] == ["a", "b", "c"]
    assert [case.id for case in read_any(write_beir(tmp_path, "q1\td1\t1\n"))] == ["q1"]


def test_a_relevance_that_is_no_number_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InvalidSetError, match=r"test\.tsv line 2: .*'score': 'yes'"):
        read_beir(write_beir(tmp_path, "q1\td1\tyes\n"))


PREPARE = """
import pathlib, sys
out = pathlib.Path(sys.argv[2])
(out / "docs").mkdir(parents=True)
(out / "docs" / "t-1.csv").write_text("# T\\nName,Goals\\nAda,3\\n")
(out / "questions.jsonl").write_text('{"id": "w1", "question": "How many goals?", "answers": ["3"],'
    '"answer_is_list": false, "type": "count", "expect": "answer", "documents": ["t-1"],'
    '"gold_docs": ["t-1"], "conversation": []}')
"""


def shared_folder(tmp_path: Path, name: str, files: dict[str, str], prepare_py: str = PREPARE) -> Path:
    folder = tmp_path / "shared" / "evalsets" / name
    folder.mkdir(parents=True)
    (folder.parent / "prepare.py").write_text(prepare_py, encoding="utf-8")
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")
    return tmp_path / "shared"


def test_a_set_with_a_recipe_is_made_by_it_once(tmp_path: Path) -> None:
    shared = shared_folder(tmp_path, "wtq-sports", {})
    made = prepare("wtq-sports", shared, tmp_path / "build")
    (tmp_path / "shared" / "evalsets" / "prepare.py").write_text("raise SystemExit(1)", encoding="utf-8")
    again = prepare("wtq-sports", shared, tmp_path / "build")

    assert made == again
    assert [(case.id, case.answers, case.documents) for case in made.cases] == [("w1", ("3",), ("t-1",))]
    assert [path.name for path in made.documents.iterdir()] == ["t-1.csv"]


def test_a_question_to_be_declined_loses_the_words_its_set_allows_beside_it(tmp_path: Path) -> None:
    declined = PREPARE.replace('"answers": ["3"]', '"answers": ["did not play"]').replace('"answer",', '"abstain",')

    made = prepare("rotowire", shared_folder(tmp_path, "rotowire", {}, declined), tmp_path / "build")

    assert [(case.expect.value, case.answers) for case in made.cases] == [("abstain", ())]


def test_a_sentence_set_has_the_answering_sentences_as_evidence(tmp_path: Path) -> None:
    section = {"section_id": "q:7f", "article": "Judo", "section": "History",
               "sentences": ["It began in 1882.", "It grew."]}  # fmt: skip
    question = {"qid": "s1", "question": "When did it begin?", "section_id": "q:7f",
                "gold_sentence_texts": ["It began in 1882. "]}  # fmt: skip
    files = {"sections.jsonl": json.dumps(section), "devset.jsonl": json.dumps(question)}
    made = prepare("selqa-sports", shared_folder(tmp_path, "selqa-sports", files), tmp_path / "build")

    assert [(e.doc, e.quote) for e in made.cases[0].evidence] == [("q-7f", "It began in 1882.")]
    assert (made.documents / "q-7f.txt").read_text() == "Judo: History\n\nIt began in 1882. It grew.\n"


def test_falsified_passages_want_both_values_shown(tmp_path: Path) -> None:
    row = {"qid": "rgb/6", "question": "Who won?", "answers": ["Ada Berg", "Berg"], "planted_answer": "Bo Dahl",
           "passages_right": ["Ada Berg won."], "passages_altered": ["Bo Dahl won.", "Dahl wins."]}  # fmt: skip
    files = {"devset.jsonl": json.dumps(row)}
    name = "rgb-counterfactual-sports"
    made = prepare(name, shared_folder(tmp_path, name, files), tmp_path / "build")

    assert made.cases[0].expect is Expect.BOTH_VALUES
    assert made.cases[0].required == (("Ada Berg", "Berg"), ("Bo Dahl",))
    assert (made.documents / "rgb-6-altered.txt").read_text() == "Bo Dahl won.\n\nDahl wins.\n"


def test_a_statement_over_a_table_is_asked_as_yes_or_no(tmp_path: Path) -> None:
    source = tmp_path / "evalsets" / "tabfact-sports"
    source.mkdir(parents=True)
    table = {"table_id": "2-1.html.csv", "title": "cup", "header": ["club", "goals"], "rows": [["hill, fc", "3"]]}
    claims = [{"claim_id": f"c/{i}", "claim": f"hill have {i} goal", "supported": i == 3, "table_id": "2-1.html.csv"}
              for i in (3, 4)]  # fmt: skip
    (source / "tables.jsonl").write_text(json.dumps(table), encoding="utf-8")
    (source / "devset.jsonl").write_text("\n".join(map(json.dumps, claims)), encoding="utf-8")

    made = prepare("tabfact-sports", tmp_path, tmp_path / "build")

    assert [(case.question, case.answers, case.documents) for case in made.cases] == [
        ("Is it true that hill have 3 goal?", ("Yes",), ("2-1-html-csv",)),
        ("Is it true that hill have 4 goal?", ("No",), ("2-1-html-csv",)),
    ]
    written = (made.documents / "2-1-html-csv.csv").read_text(encoding="utf-8").split()
    assert written == ["#", "cup", "club,goals", '"hill,', 'fc",3']


def test_a_set_that_cannot_be_made_is_named_with_the_reason(tmp_path: Path) -> None:
    shared = shared_folder(tmp_path, "wtq-sports", {}, "raise SystemExit('no tables')")

    with pytest.raises(DevSetError, match=r"wtq-sports: prepare.py failed \(1\): no tables"):
        prepare("wtq-sports", shared, tmp_path / "build")
    with pytest.raises(DevSetError, match="'cricket' is no development set; expected one of seeds"):
        prepare("cricket", shared, tmp_path / "build")
    with pytest.raises(DevSetError, match="bbc-athletics does not exist"):
        prepare("bbc-athletics", shared, tmp_path / "build")


def test_a_sample_is_the_same_every_time_and_keeps_the_order_of_the_set() -> None:
    cases = [make_case(id=f"q{n}") for n in range(50)]
    chosen = [case.id for case in sample(cases, 10)]

    assert chosen == [case.id for case in sample(list(reversed(cases)), 10)][::-1]
    assert chosen == sorted(chosen, key=lambda name: int(name[1:]))
    assert len(chosen) == 10
    assert sample(cases, None) == cases


def test_the_names_of_the_sets_are_in_the_order_of_the_table() -> None:
    assert names()[0] == "seeds"
    assert len(names()) == len(set(names())) == 11
