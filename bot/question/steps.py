"""Steps from one edition of an event to another: "two years later", "the year before", "a year after Lind won"."""

import re
from dataclasses import dataclass

_NUMBERS = {word: n for n, word in enumerate("zero one two three four five six seven eight nine ten twelve".split())}
_NUMBERS |= {"a": 1, "an": 1, "twelve": 12}
_BACK = frozenset({"earlier", "before", "beforehand", "previously", "prior", "previous", "preceding"})
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_UNIT = r"(?:years?|seasons?|editions?)"
_STEP = re.compile(
    rf"\b(?:(?:in|at|of) )?(?:{_COUNT} {_UNIT} "
    r"(?P<way>earlier|before(?:hand)?|previously|prior|later|after(?:wards)?|on)"
    r"|the (?:year|season|edition) (?P<which>before|after)"
    r"|the (?P<next>previous|preceding|following|next) (?:year|season|edition))\b(?! (?:last|this))",
    re.I,
)
# "Who was champion before Lind", "who won it after Okoro did": the edition next to hers.
_NEXT_TO = re.compile(r"\s*\b(?P<way>before|after) (?P<clause>[A-Z][^,?]*?)(?: did| won| took over)?\s*\??$")
_CLAUSE = re.compile(r"\s+(?!in\b|at\b|on\b|and\b|or\b)(?P<clause>[^,?]+?)\s*(?=[,?]|$)")
# "The race that Lind won three years earlier", "the edition of the Hill Cup in which Okoro was fifth".
_EDITION = re.compile(
    r"\b(?:the (?:race|edition|event|competition|contest|tournament|year|season|championships?|games|final|one)"
    r"(?P<event> of (?:the )?(?:[\w'’-]+ ){1,5}?)?|(?P<named>the (?:[A-Z][\w'’-]+ ?){1,4}))"
    r"\s?(?:that|which|in which|when|where) (?P<clause>[A-Z][^,?]+?)\s*(?=[,?]|$)"
)


@dataclass(frozen=True)
class Step:
    """A step from an edition: where the question says it, how far, and from which."""

    start: int
    end: int
    years: int
    """Negative for an earlier one."""
    after: str = ""
    """What says which edition it counts from ("Lind won"); empty where something else of the question does."""
    is_next: bool = False
    """Whether it leads to the next edition, whenever that was."""

    def replaced(self, text: str, year: str) -> str:
        """The question with the year in place of the step."""
        return f"{text[: self.start].rstrip()} in {year}{text[self.end :]}"


@dataclass(frozen=True)
class Edition:
    """An edition that is told by who did what in it."""

    start: int
    end: int
    clause: str
    event: str
    step: Step | None
    """Where it is told by how far it lies from another that the question names."""


def step_in(text: str) -> Step | None:
    """The first step that the question takes; None where it takes none."""
    found = _STEP.search(text)
    if found is None:
        found = _NEXT_TO.search(text)
        if found is None:
            return None
        return Step(found.start(), found.end("clause"), _signed(found["way"], 1), found["clause"], is_next=True)
    way = (found["way"] or found["which"] or found["next"]).lower()
    count = found["count"]
    years = 1 if count is None else int(count) if count.isdigit() else _NUMBERS[count.lower()]
    clause = _CLAUSE.match(text, found.end()) if way in {"before", "after"} else None
    end = found.end() if clause is None else clause.end("clause")
    return Step(found.start(), end, _signed(way, years), clause["clause"] if clause else "")


def edition_in(text: str) -> Edition | None:
    """The edition that the question tells by what somebody did in it; None where it tells none so."""
    found = _EDITION.search(text)
    if found is None:
        return None
    clause, event = found["clause"], (found["event"] or found["named"] or "").strip()
    step = step_in(clause)
    if step is not None:
        clause = clause[: step.start].strip()
    return Edition(found.start(), found.end("clause"), clause, event, step)


def _signed(way: str, years: int) -> int:
    return -years if way.lower() in _BACK else years
