"""How old somebody is, where the text says it: beside a name, or of "he" and "the Scot"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.prose.speakers import NAME, Attribution, antecedent, full_name, named_in, surnames_in
from retriever.store import Store
from retriever.text import sentence_bounds
from retriever.types import Document, Passage

_AGE = r"(?P<age>[1-9]\d)\b(?![:.]\d)(?! (?:m|km|kg|metres|points|seconds|minutes|goals|runs)\b)"
_NAME, _ONLY = rf"(?P<name>{NAME}(?: of the [A-Z][\w ]+?)?)", r"(?:only |just |now )?"
_ROLE = r"(?!from |of |in |at )[a-z][\w-]*"  # "the 23-year-old striker Lind"; "the 23-year-old from Hale" is not Hale
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NAME},(?: now)?(?: aged)? {_AGE}(?=,)",  # "Lind, 23, led"
        rf"{_NAME} \((?:[^()]*, )?{_AGE}\)",  # "Lind (Sweden, 23)"
        rf"{_NAME},? who (?:is|was) {_ONLY}{_AGE}",
        rf"{_NAME},? (?:at|aged)(?: the age of)? {_ONLY}{_AGE}",
        rf"{_NAME} (?:is|was|turned|turns) {_ONLY}{_AGE}(?=[.,;]| years| when| and|$)",
        rf"\b{_AGE}-year-old (?:{_ROLE} ){{0,3}}{_NAME}",
        rf"\b(?:[Tt]he (?:[\w-]+, )?who (?:is|was)|[Hh]e (?:is|was|turned)|[Ss]he (?:is|was|turned)) {_ONLY}{_AGE}",
        rf"\b[Tt]he {_AGE}-year-old\b(?! (?:{_ROLE} )*[A-Z])",
    )
)
_ABOVE = 3  # sentences of the passage in which "he" may have been named


@dataclass(frozen=True, slots=True)
class Age:
    """Somebody's age in one sentence; offsets are code points of the document."""

    passage: Passage
    start: int
    end: int
    """Of the sentence."""
    years: tuple[int, int]
    """Of the figure, in the sentence."""
    person: str


def ages_in(document: Document, store: Store) -> list[Age]:
    """Every age that the document gives somebody it names, in order."""
    return [age for passage in document.passages for age in _of_passage(document, passage, store)]


def _of_passage(document: Document, passage: Passage, store: Store) -> Iterator[Age]:
    bounds = sentence_bounds(passage.text)
    for at, (start, end) in enumerate(bounds):
        sentence = passage.text[start:end]
        above = [passage.text[a:b] for a, b in bounds[max(0, at - _ABOVE) : at]]
        for pattern in _PATTERNS:
            for match in pattern.finditer(sentence):
                person = _person(match, above, document, store)
                if person is not None:
                    yield Age(passage, passage.start + start, passage.start + end, match.span("age"), person)


def _person(match: re.Match[str], above: list[str], document: Document, store: Store) -> str | None:
    groups = match.groupdict()
    if groups.get("name"):
        name = named_in(groups["name"], store)
        if name is None and groups["name"] in surnames_in(document.text):
            name = groups["name"]
        return None if name is None else full_name(name, store, document.text)
    told = Attribution(match.start(), None, "")
    found = antecedent([*above, match.string[: match.start()]], told, store, surnames_in(document.text))
    return None if found is None else full_name(found[1], store, document.text)
