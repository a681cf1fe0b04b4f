"""Rounds: which part of a competition a table holds, and which part a question asks about.

"Semi-finals › Heat 1", "Semi-Final 1" and "the first semi" are the same place; "Heat 1" alone, "Heat 1 of the
repechage" and "the final" are three others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from retriever.text import Token, tokens

FINAL = "final"
FIRST_ROUND = "heats"
REPECHAGE = "repechage"
_ROUNDS = {
    "final": FINAL, "finals": FINAL, "semifinal": "semifinal", "quarterfinal": "quarterfinal",
    "finalist": FINAL, "finalists": FINAL, "semifinalist": "semifinal", "semifinalists": "semifinal",
    "repechage": REPECHAGE, "repechages": REPECHAGE, "preliminary": "preliminary", "preliminaries": "preliminary",
    "prelims": "preliminary", "qualification": "qualification", "qualifying": "qualification", "group": "group",
    "pool": "group", "playoff": "playoff", "playoffs": "playoff", "prelim": "preliminary",
}  # fmt: skip
# Subdivisions: a round of their own only where no other is named.
_PARTS = {"heat", "heats"}
_ROUND_WORD = {"round", "rounds"}  # "round 1", "the first round", "the opening round" are the heats
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
NUMBER_WORDS = {word: n for words in (_ORDINALS, _CARDINALS) for n, word in enumerate(words)}
_MAX_MARK_CHARS = 2  # "Group A", "Heat 12"; a longer token after a round word is something else


_STAGES = ("qualification", "preliminary", "group", FIRST_ROUND, REPECHAGE, "round", "playoff", "quarterfinal",
           "semifinal")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """Rounds named in a text (outermost meaning first), the marks that number them, and which tokens said so."""

    rounds: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    """Numbers and letters in lower case: {"1"} of "Heat 1", {"a"} of "Group A"."""
    words: frozenset[int] = frozenset()
    """Indices of the tokens that name round or mark."""

    @property
    def round(self) -> str | None:
        """The round, when one is named."""
        return self.rounds[0] if self.rounds else None


def stage_of(round_: str | None) -> int:
    """How far into a competition a round is, the final last; results that name no round are as good as a final."""
    known = (round_ or FINAL).partition(" ")[0]
    return _STAGES.index(known) if known in _STAGES else len(_STAGES)


def is_ordinal_word(word: str) -> bool:
    """Whether it is "third" or "3rd"."""
    return word in _ORDINALS or (word[-2:] in {"st", "nd", "rd", "th"} and word[:-2].isdigit())


def small_number(word: str) -> int | None:
    """3 for "three", "third", "3" and "3rd"; None for anything else."""
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    digits = word[:-2] if word[-2:] in {"st", "nd", "rd", "th"} else word
    return int(digits) if digits.isdecimal() and len(digits) <= _MAX_MARK_CHARS else None


def counting_number(word: str) -> int | None:
    """3 for "three" and "3"; None for "third" and anything else."""
    return small_number(word) if word in _CARDINALS or word.isdecimal() else None


@lru_cache(maxsize=10_000)  # headings, for every question
def scope_of_text(text: str) -> Scope:
    """Rounds and marks named in a text."""
    return scope_of_words(tokens(text))


def scope_of_path(parts: Sequence[str]) -> Scope:
    """Scope of a table from its headings, outermost first, and its caption: the innermost part that names a round."""
    marks: frozenset[str] = frozenset()
    only_parts = False
    for part in reversed(parts):
        found = scope_of_text(part)
        marks = marks or found.marks
        if found.rounds and found.rounds != (FIRST_ROUND,):
            return Scope(found.rounds[:1], marks)
        only_parts = only_parts or bool(found.rounds)
    return Scope((FIRST_ROUND,) if only_parts else (), marks)


def scope_of_words(words: Sequence[Token]) -> Scope:
    """Rounds and marks named by a sequence of tokens."""
    rounds: list[str] = []
    marks: set[str] = set()
    used: set[int] = set()
    named_part = False
    for i, word in enumerate(words):
        kind = _ROUNDS.get(word.text)
        if (kind is None and word.text not in _PARTS | _ROUND_WORD) or (i and words[i - 1].text == "by"):
            continue  # "score by quarters" is of parts, not of a round
        numbers = _numbers_beside(words, i)
        if word.text in _ROUND_WORD:
            number = next((n for _, n in numbers), "1" if i and words[i - 1].text == "opening" else None)
            if number is not None:
                rounds.append(FIRST_ROUND if number == "1" else f"round {number}")
                used |= {i, *(j for j, _ in numbers)} | ({i - 1} if words[i - 1].text == "opening" else set())
            continue
        used |= {i, *(j for j, _ in numbers)}
        marks |= {mark for _, mark in numbers}
        if kind is not None:
            rounds.append(kind)
        elif word.text == "heats" and (i == 0 or words[i - 1].text not in _ROUNDS):
            rounds.append(FIRST_ROUND)  # "in the heats and the final"; "repechage heats" are the repechage
        else:
            named_part = True
    strong = [kind for kind in dict.fromkeys(rounds) if kind != FIRST_ROUND]
    if len(strong) > 1:  # "the last qualifying place in the semi-final" names one round
        strong = [kind for kind in strong if kind != "qualification"]
    if not strong and (named_part or rounds):
        strong = [FIRST_ROUND]
    elif FIRST_ROUND in rounds or (named_part and (len(strong) > 1 or strong == [FINAL])):  # a final has no heats
        strong.append(FIRST_ROUND)
    return Scope(tuple(strong), frozenset(marks), frozenset(j for j in used if j >= 0))


def _numbers_beside(words: Sequence[Token], i: int) -> list[tuple[int, str]]:
    """(index, mark) of what numbers the round word at `i`: "heat 2", "second semi", "group A"."""
    found: list[tuple[int, str]] = []
    j = i + 1
    while j < len(words) and _mark_after(words[j].text) is not None:
        found.append((j, str(_mark_after(words[j].text))))
        j += 1
    if i > 0 and not found:
        before = small_number(words[i - 1].text)
        # "3 heats" counts them, "third heat" numbers one; a lone cardinal before a singular word is left to the count.
        if before is not None and words[i - 1].text not in _CARDINALS and not words[i - 1].text.isdigit():
            found.append((i - 1, str(before)))
    return found


def _mark_after(word: str) -> str | None:
    number = small_number(word)
    if number is not None and word not in _ORDINALS:
        return str(number)
    return word if len(word) == 1 and word.isalpha() and word in "abcdefgh" else None
