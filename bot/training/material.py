"""What the reader learns from: a question, a text, and where in the text the answer stands, if it does."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

SQUAD, QED, SELQA = "squad-dev-nonsports", "qed-other-topics", "selqa-other-topics"
HELD_OUT_SHARE = 0.1  # of the articles; their questions choose the checkpoint and are never trained on

Bounds = tuple[int, int]
Row = dict[str, Any]  # a line of a training set, each set with keys of its own


@dataclass(frozen=True, slots=True)
class Item:
    """One question about one text."""

    question: str
    text: str
    article: str
    answers: tuple[Bounds, ...] = ()
    """Where the accepted answers stand in `text`, in code points; empty where only the sentence is known."""
    sentences: tuple[Bounds, ...] = ()
    """Where the answering sentences stand, where the material names them."""

    @property
    def answerable(self) -> bool:
        """Whether the text answers the question."""
        return bool(self.answers or self.sentences)


def read_material(folder: Path) -> list[Item]:
    """Every item of the sets in `folder`, in the order of the files. Raises FileNotFoundError naming what is absent."""
    readers = ((SQUAD, _squad_item), (QED, _qed_item), (SELQA, _selqa_item))
    items: list[Item] = []
    for name, read in readers:
        path = folder / name / "train.jsonl"
        if not path.exists():
            raise FileNotFoundError(f"{path} does not exist; expected the training sets {SQUAD}, {QED} and {SELQA}")
        rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
        items += [item for item in map(read, rows) if item is not None]
    return items


def split_by_article(items: Iterable[Item]) -> tuple[list[Item], list[Item]]:
    """Items to train on and items held out; an article's questions are all on one side."""
    train: list[Item] = []
    held: list[Item] = []
    for item in items:
        drawn = int(sha256(item.article.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
        (held if drawn < HELD_OUT_SHARE else train).append(item)
    return train, held


def _squad_item(row: Row) -> Item:
    answers = row["answers"]
    spans = tuple(
        (start, start + len(text)) for start, text in zip(answers["answer_start"], answers["text"], strict=True)
    )
    return Item(row["question"], row["context"], row["title"], spans)


def _qed_item(row: Row) -> Item | None:
    """Natural Questions give the answer's words; those that stand in the answering sentence are its place."""
    text, sentence = row["context"], row["gold_sentence"]
    at = text.find(sentence) if sentence else -1
    if at < 0:
        return None
    found = [
        (at + match.start(), at + match.end())
        for answer in row["answers"]
        for match in re.finditer(re.escape(answer), sentence)
    ]
    return Item(row["question"], text, row["title"], tuple(found[:1]), ((at, at + len(sentence)),))


def _selqa_item(row: Row) -> Item:
    places: list[Bounds] = []
    text = ""
    for sentence in row["sentences"]:
        start = len(text) + (1 if text else 0)
        text = f"{text} {sentence}" if text else sentence
        places.append((start, start + len(sentence)))
    return Item(row["question"], text, row["article"], (), tuple(places[i] for i in row["gold_sentences"]))


def unanswerable(item: Item, text: str) -> Item:
    """The item's question put to a text that doesn't answer it."""
    return Item(item.question, text, item.article)


def accepted(item: Item) -> Sequence[str]:
    """The accepted answers' words."""
    return [item.text[start:end] for start, end in item.answers]
