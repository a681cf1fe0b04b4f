"""Training material: where answers stand, what is made unanswerable, and which articles are held out."""

import json
import random
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from bot.training.articles import write_articles
from bot.training.material import QED, SELQA, SQUAD, Item, read_material, split_by_article
from bot.training.mix import Candidate, fit
from bot.training.train import Clock, batches, load_tokenizer
from bot.training.windows import Window, cut_window, epoch_windows
from retriever.encoder import DEFAULT_ENCODER, model_folder

TEXT = "The lake froze in 1963. Skaters came from Utrecht. Nobody fell through."
FROZE = Item("When did the lake freeze?", TEXT, "Lake", ((18, 22),))
UNANSWERED = Item("Who mended the bridge?", TEXT, "Lake")


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(model_folder(DEFAULT_ENCODER))


def words(window: Window, mask: list[int], tokenizer: Tokenizer) -> list[str]:
    return [tokenizer.id_to_token(piece) for piece, flag in zip(window.ids, mask, strict=True) if flag == 1]


def test_an_answer_is_one_span_of_pieces_and_its_whole_sentence(tokenizer: Tokenizer) -> None:
    window = cut_window(FROZE, tokenizer, random.Random(1))

    assert window is not None
    assert (words(window, window.starts, tokenizer), words(window, window.ends, tokenizer)) == (["1963"], ["1963"])
    assert words(window, window.sentence, tokenizer) == ["the", "lake", "froze", "in", "1963", "."]


def test_a_question_without_an_answer_points_at_the_first_piece(tokenizer: Tokenizer) -> None:
    window = cut_window(UNANSWERED, tokenizer, random.Random(1))

    assert window is not None
    assert words(window, window.starts, tokenizer) == words(window, window.ends, tokenizer) == ["[CLS]"]
    assert 1 not in window.sentence


def test_where_only_the_sentence_is_known_any_piece_of_it_will_do(tokenizer: Tokenizer) -> None:
    window = cut_window(Item("Who came?", TEXT, "Lake", (), ((24, 50),)), tokenizer, random.Random(1))

    assert window is not None
    assert words(window, window.starts, tokenizer) == ["skaters", "came", "from", "utrecht", "."]


def test_other_passages_that_hold_the_answer_are_never_called_unanswerable(tokenizer: Tokenizer) -> None:
    again = Item("What year?", "In 1963 the lake froze. It froze hard.", "Lake", ((3, 7),))
    items = [FROZE, again] * 50

    made = epoch_windows(items, tokenizer, seed=3)

    assert all(words(window, window.starts, tokenizer) == ["1963"] for window in made)


def test_near_misses_are_made_of_other_passages_of_the_article(tokenizer: Tokenizer) -> None:
    other = Item("Who ran?", "Runners circled the lake in spring.", "Lake", ((0, 7),))

    made = epoch_windows([FROZE, other] * 50, tokenizer, seed=3)

    assert 0.1 < sum(words(w, w.starts, tokenizer) == ["[CLS]"] for w in made) / len(made) < 0.4


def test_an_epoch_is_the_same_for_the_same_seed(tokenizer: Tokenizer) -> None:
    assert epoch_windows([FROZE, UNANSWERED], tokenizer, 5) == epoch_windows([FROZE, UNANSWERED], tokenizer, 5)


def test_batches_hold_every_window_once(tokenizer: Tokenizer) -> None:
    windows = epoch_windows([FROZE, UNANSWERED] * 200, tokenizer, 5)

    made = batches(windows, seed=1)

    assert sum(len(batch.ids) for batch in made) == len(windows)
    assert sum(int(batch.mask.sum()) for batch in made) == sum(len(w.ids) for w in windows)


def test_an_article_is_held_out_whole() -> None:
    items = [Item(f"Question {n}?", TEXT, f"Article {n % 40}") for n in range(400)]

    train, held = split_by_article(items)

    assert held
    assert {i.article for i in train} & {i.article for i in held} == set()
    assert len(train) + len(held) == 400


def test_the_rate_rises_stays_and_falls_to_nothing() -> None:
    clock = Clock(steps=100, minutes=1e9)
    rates = []
    for step in range(100):
        clock.tick((step + 1) / 100)
        rates.append(clock.rate())

    assert rates[2] < rates[4] <= 1.0
    assert rates[30] == 1.0
    assert rates[-1] == 0.0


def test_the_regression_finds_which_feature_tells_right_from_wrong() -> None:
    rng = random.Random(2)
    candidates = []
    for number in range(400):
        margin = rng.uniform(-3, 3)
        candidates.append(Candidate(number, (margin, rng.random(), 0.5, 0.5, 0.0), right=margin > 1))

    weights, bias = fit(candidates)

    assert weights[0] > 1
    assert abs(weights[1]) < 0.5
    assert -bias / weights[0] == pytest.approx(1, abs=0.4)  # the boundary that the labels were drawn with


def write_set(folder: Path, name: str, row: dict[str, object]) -> None:
    (folder / name).mkdir()
    (folder / name / "train.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")


def test_three_layouts_become_items_that_point_at_the_same_words(tmp_path: Path) -> None:
    spans = {"text": ["1963"], "answer_start": [18]}
    write_set(tmp_path, SQUAD, {"question": "When?", "context": TEXT, "title": "Lake", "answers": spans})
    qed = {"question": "when", "context": TEXT, "title": "Lake", "answers": ["1963"]}
    write_set(tmp_path, QED, qed | {"gold_sentence": "The lake froze in 1963."})
    selqa = {"question": "When?", "article": "Lake", "sentences": ["It thawed.", "It froze in 1963."]}
    write_set(tmp_path, SELQA, selqa | {"gold_sentences": [1]})

    squad_item, qed_item, selqa_item = read_material(tmp_path)

    assert [squad_item.text[s:e] for s, e in squad_item.answers] == ["1963"]
    assert [qed_item.text[s:e] for s, e in (*qed_item.answers, *qed_item.sentences)] == ["1963", TEXT[:23]]
    assert [selqa_item.text[s:e] for s, e in selqa_item.sentences] == ["It froze in 1963."]

    write_articles(tmp_path, tmp_path / "articles")
    assert (tmp_path / "articles" / "lake.md").read_text() == f"# Lake\n\n{TEXT}\n\nIt thawed. It froze in 1963.\n"


def test_absent_material_is_told_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="squad-dev-nonsports"):
        read_material(tmp_path)
