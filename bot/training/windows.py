"""Items become what the network reads: word pieces of the question and of a window of whole sentences."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from bot.training.material import Bounds, Item, accepted, unanswerable
from retriever.text import sentence_bounds, terms

# Serving reads windows of about these sizes; varying them keeps the reader from counting on one.
WINDOW_CHARS = (140, 420)
MAX_TOKENS = 160
OTHER_PASSAGE_SHARE, SWAPPED_NAME_SHARE = 0.25, 0.10  # of the answerable questions, made unanswerable beside
_NEAR_MISSES = 6  # passages of the article that share most words with the question, one of which is drawn
_NAME = re.compile(r"(?<!^)\b(?:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*|\d{2,4})\b")


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces of one question and one window; masks are over the pieces, 1 where the answer may start or end."""

    ids: list[int]
    types: list[int]
    starts: list[int]
    ends: list[int]
    sentence: list[int]
    """1 inside the answering sentence, 0 elsewhere in the window, -1 on pieces that don't count."""


def epoch_windows(items: Sequence[Item], tokenizer: Tokenizer, seed: int) -> list[Window]:
    """One pass over the items and the unanswerable ones made of them; other windows and near misses each seed."""
    rng = random.Random(seed)
    made = [*items, *_other_passages(items, rng), *_swapped_names(items, rng)]
    return [window for item in made if (window := cut_window(item, tokenizer, rng)) is not None]


def cut_window(item: Item, tokenizer: Tokenizer, rng: random.Random) -> Window | None:
    """A window around the answer, or around what looks most like one; None where the answer fell off its end."""
    answer = rng.choice(item.answers) if item.answers else None
    gold = [answer] if answer else list(item.sentences)
    bounds = sentence_bounds(item.text)
    centre = _centre(item, bounds, gold, rng)
    start, end = _grow(bounds, centre, rng)
    encoding = tokenizer.encode(item.question, item.text[start:end])
    pieces = [
        (start + first, start + last) if kind == 1 and last > first else None
        for kind, (first, last) in zip(encoding.type_ids, encoding.offsets, strict=True)
    ]
    starts, ends, sentence = _targets(pieces, answer, gold, bounds)
    if not any(starts) or not any(ends):
        return None
    return Window(encoding.ids, encoding.type_ids, starts, ends, sentence)


def _targets(
    pieces: Sequence[Bounds | None], answer: Bounds | None, gold: Sequence[Bounds], bounds: Sequence[Bounds]
) -> tuple[list[int], list[int], list[int]]:
    """Masks of starts, ends and answering sentences; no answer points at the first piece."""
    holding = [s for s in bounds if any(s[0] < g[1] and g[0] < s[1] for g in gold)]
    sentence = [-1 if p is None else int(any(s[0] <= p[0] < s[1] for s in holding)) for p in pieces]
    if answer is not None:
        starts = [int(p is not None and p[0] <= answer[0] < p[1]) for p in pieces]
        ends = [int(p is not None and p[0] < answer[1] <= p[1]) for p in pieces]
    elif gold:
        starts = ends = [max(0, flag) for flag in sentence]
    else:
        starts = ends = [1] + [0] * (len(pieces) - 1)
    return starts, ends, sentence


def _centre(item: Item, bounds: Sequence[Bounds], gold: Sequence[Bounds], rng: random.Random) -> int:
    """Index of the sentence the window is built around."""
    if gold:
        place = rng.choice(list(gold))[0]
        return max(i for i, (start, _) in enumerate(bounds) if start <= place or i == 0)
    asked = set(terms(item.question))
    overlap = [len(asked & set(terms(item.text[start:end]))) for start, end in bounds]
    return max(range(len(bounds)), key=lambda i: (overlap[i], -i))


def _grow(bounds: Sequence[Bounds], centre: int, rng: random.Random) -> Bounds:
    """The sentence with neighbours on either side, drawn, up to a drawn number of characters."""
    limit = rng.randint(*WINDOW_CHARS)
    first = last = centre
    while True:
        sides = [side for side in (-1, 1) if 0 <= (first - 1 if side < 0 else last + 1) < len(bounds)]
        if not sides:
            break
        side = rng.choice(sides)
        start = bounds[first - 1][0] if side < 0 else bounds[first][0]
        end = bounds[last + 1][1] if side > 0 else bounds[last][1]
        if end - start > limit:
            break
        first, last = (first - 1, last) if side < 0 else (first, last + 1)
    return bounds[first][0], bounds[last][1]


def _other_passages(items: Sequence[Item], rng: random.Random) -> list[Item]:
    """Answerable questions beside a passage of the same article that shares words with them, not the answer."""
    texts: dict[str, dict[str, frozenset[str]]] = {}
    for item in items:
        texts.setdefault(item.article, {}).setdefault(item.text, frozenset())
    for of_article in texts.values():
        of_article.update({text: frozenset(terms(text)) for text in of_article})
    made: list[Item] = []
    for item in items:
        others = texts[item.article]
        if not item.answers or len(others) < 2 or rng.random() > OTHER_PASSAGE_SHARE:
            continue
        asked, answers = frozenset(terms(item.question)), [a.lower() for a in accepted(item)]
        fit = [t for t in others if t != item.text and not any(a in t.lower() for a in answers)]
        near = sorted(fit, key=lambda t: -len(asked & others[t]))[:_NEAR_MISSES]
        made += [unanswerable(item, rng.choice(near))] if near else []
    return made


def _swapped_names(items: Sequence[Item], rng: random.Random) -> list[Item]:
    """Answerable questions with one name or figure of the text replaced by another question's: nothing answers them."""
    names: dict[str, set[str]] = {}
    for item in items:
        names.setdefault(item.article, set()).update(m.group() for m in _NAME.finditer(item.question))
    pools = {article: sorted(found) for article, found in names.items()}
    everywhere = sorted(set().union(*names.values()))
    made: list[Item] = []
    for item in items:
        if not item.answers or rng.random() > SWAPPED_NAME_SHARE:
            continue
        held = [m for m in _NAME.finditer(item.question) if m.group() in item.text]
        if not held:
            continue
        old = rng.choice(held)
        same = rng.random() < 0.5
        pool = pools[item.article] if same else everywhere
        fit = [n for n in pool if n[0].isdigit() == old.group()[0].isdigit() and n not in item.text]
        if fit:
            text = item.question[: old.start()] + rng.choice(fit) + item.question[old.end() :]
            made.append(Item(text, item.text, item.article))
    return made
