"""How old somebody is, where the text says it: beside a name, or of "he" and "the Scot"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.prose.speakers import NAME, NOT_NAMES, Attribution, antecedent, full_name, is_people, named_in, surnames_in
from retriever.nations import nation_keys
from retriever.store import Store
from retriever.text import sentence_bounds
from retriever.types import Document, Passage

_AGE = r"(?P<age>[1-9]\d)\b(?![:.]\d)(?! (?:m|km|kg|metres|points|seconds|minutes|goals|runs)\b)"
_NAME, _ONLY = rf"(?P<name>{NAME}(?: of the [A-Z][\w ]+?)?)", r"(?:only |just |now )?"
# "The 23-year-old striker Lind"; not "the 23-year-old from Hale", nor whom "the 19-year-old had trailed".
_NO_ROLE = (
    r"from|of|in|at|and|who|had|has|have|was|is|will|then|also|now|beat|won|led|took|made|ran|came|went|saw|got|held|"
    r"lost|left|put|set|met|gave|told|said|\w+ed"
)
_ROLE = rf"(?!(?:{_NO_ROLE}) )[a-z][\w-]*"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NAME},(?: now)?(?: aged)? {_AGE}(?=,|[.!?”\"]*$)",  # "Lind, 23, led", "said Lind, 23."
        rf"{_NAME}, an? {_AGE}-year-old\b",
        rf"{_NAME} \((?:[^()]*, )?{_AGE}\)",  # "Lind (Sweden, 23)"
        rf"{_NAME},? who (?:is|was) {_ONLY}{_AGE}",
        rf"{_NAME},? (?:at|aged)(?: the age of)? {_ONLY}{_AGE}",
        rf"{_NAME} (?:is|was|turned|turns) {_ONLY}{_AGE}(?=[.,;]| years| when| and|$)",
        rf"\b{_AGE}-year-old (?:{_ROLE} ){{0,3}}{_NAME}",
        rf"\b(?:[Tt]he (?:[\w-]+, )?who (?:is|was)|[Hh]e (?:is|was|turned)|[Ss]he (?:is|was|turned)) {_ONLY}{_AGE}",
        rf"\b[Tt]he {_AGE}-year-old\b(?P<called>(?: {_ROLE})*(?: (?:from|of|in))?(?: [A-Z][\w’'-]+)?)",
        rf"\b(?P<people>[Tt]he [A-Z][\w-]+), {_ONLY}{_AGE}(?=[,.;])",  # "said the Dane, 27."
    )
)
_ABOVE = 3  # sentences in which "he" may have been named


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
    before = [None, *document.passages]
    pairs = zip(before, document.passages, strict=False)
    return [age for above, passage in pairs for age in _of_passage(document, above, passage, store)]


def _of_passage(document: Document, before: Passage | None, passage: Passage, store: Store) -> Iterator[Age]:
    bounds = sentence_bounds(passage.text)
    told = [] if before is None else [before.text[a:b] for a, b in sentence_bounds(before.text)][-_ABOVE:]
    for start, end in bounds:
        sentence = passage.text[start:end]
        above = told[-_ABOVE:]
        told.append(sentence)
        for pattern in _PATTERNS:
            for match in pattern.finditer(sentence):
                person = _person(match, above, document, store)
                if person is not None:
                    yield Age(passage, passage.start + start, passage.start + end, match.span("age"), person)


def _person(match: re.Match[str], above: list[str], document: Document, store: Store) -> str | None:
    groups = match.groupdict()
    if not _stands_for_one(groups.get("called") or "", document):
        return None
    if groups.get("name"):
        name = named_in(groups["name"], store)
        if name is None and groups["name"] in surnames_in(document.text):
            name = groups["name"]
        whole = full_name(name or groups["name"], store, document.text)
        led = match.string[max(0, match.start() - len("the ")) : match.start()].lower() == "the "
        if name is None and led and _is_unique(whole, document):
            return None  # "the 17-year-old Sardinian" is called so nowhere else: she is told of above
        is_thing = re.search(r"\b[Tt]he $", match.string[: match.start("name")]) or groups["name"].startswith("The ")
        return whole if name is not None or not (is_thing or is_people(whole) or whole in NOT_NAMES) else None
    people = groups.get("people") or ""
    if people and not nation_keys(people.split()[-1].lower()):
        return None  # "the Arena, 31," is no person
    told = Attribution(match.start(), None, people)
    found = antecedent([*above, match.string[: match.start()]], told, store, surnames_in(document.text))
    return None if found is None else full_name(found[1], store, document.text)


def _stands_for_one(called: str, document: Document) -> bool:
    """Whether "the 24-year-old" and these words behind it name nobody: "shepherd from Askrigg", "Egyptian".

    Who is called so only there is named elsewhere: "the 17-year-old Sardinian".
    """
    *before, last = called.split() or [""]
    if not last[:1].isupper():
        return True
    return _is_unique(last, document) or is_people(last) or before[-1:] in (["from"], ["of"], ["in"], ["at"])


def _is_unique(word: str, document: Document) -> bool:
    """Whether the one word stands nowhere else in the document."""
    alone = " " not in word
    return alone and len(re.findall(rf"\b{re.escape(word)}\b", f"{document.title} {document.text}")) == 1
