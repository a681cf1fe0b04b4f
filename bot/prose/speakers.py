"""Who is meant by the words around a quotation: a name, a pronoun, or a description."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from retriever.nations import nation_keys
from retriever.store import Name, Store
from retriever.text import sentence_bounds, tokens

# Verbs that may stand before their subject ("said Kerr"); the object of others would be taken for it ("told the BBC").
_INVERTIBLE = (
    r"(?:said|says|insisted|insists|added|adds|admitted|admits|declared|declares|explained|explains|reflected|reflects|"
    r"joked|jokes|predicted|predicts|replied|replies|warned|warns|conceded|concedes|revealed|reveals|claimed|claims|"
    r"recalled|recalls|argued|argues|wrote|writes|asked|asks|laughed|quipped|noted|notes|promised|promises|shouted)"
)
_VERB = (
    rf"(?:{_INVERTIBLE}|told|tells|described|describes|called|calls|labelled|labeled|label|billed|speaks of|spoke of|"
    r"said of|talked of)"
)
# Words of one name stand one blank apart: a full stop or a paragraph between them ends it, an initial's stop does not.
NAME = r"(?:[A-Z]\.|[A-Z][\w'’-]+)(?: (?:[a-z]{2,3} )?(?:[A-Z]\.|[A-Z][\w'’-]+))*"
_PRONOUN = r"\b(?:[Hh]e|[Ss]he)"
_DESCRIBED = r"\b[Tt]he (?:[\w-]+ ){0,2}?[\w-]+"
_VERB_SUBJECT = re.compile(
    rf"\b{_INVERTIBLE} (?:(?:(?:his|her|their|the|an?) (?:[a-z][\w-]* ){{1,3}})?(?P<name>{NAME})|"
    rf"(?P<pronoun>{_PRONOUN})\b|(?P<described>{_DESCRIBED}))"
)
# "Coe himself, who predicted" speaks; in "Kerr runs little, which led a rival to call him" somebody else does.
_NAME_VERB = re.compile(
    rf"(?P<name>{NAME})(?: himself| herself)?,?\s*(?:who )?"
    rf"(?:(?!\b(?:who|which|whose|that)\b)[^.“”\"]){{0,60}}?\b{_VERB}\b"
)
# Prose without marks reports speech only where verb and subject stand close together: "Lind later admitted".
_REPORTING = (
    r"(?:said|says|told|insisted|insists|admitted|admits|declared|explained|explains|predicted|predicts|warned|warns|"
    r"conceded|revealed|recalled|argued|promised|reckons|believes)"
)
_AUXILIARY = r"(?:,? (?:\w+ly|later|also|then|now|has|had|though|however|afterwards)\b,?){0,3} "
_REPORTED = (
    re.compile(rf"(?P<name>{NAME}){_AUXILIARY}{_REPORTING}\b"),
    re.compile(rf"(?<=[a-z], )(?P<name>{NAME}),{_AUXILIARY}{_REPORTING}\b"),  # "The organiser, Ada Lind, said"
    re.compile(rf"(?P<pronoun>{_PRONOUN}){_AUXILIARY}{_REPORTING}\b"),
    re.compile(rf"(?P<described>{_DESCRIBED}){_AUXILIARY}{_REPORTING}\b"),
    re.compile(rf"\b[Aa]ccording to (?:[\w’'-]+,? ){{0,4}}?(?P<name>{NAME})"),
)
# "Lord Coe, the president of World Athletics, had promised": what stands between is not who speaks.
_APPOSITION = re.compile(r"(?<=\w), (?:the|a|an|his|her|their|who|whose|now|\d{1,2})\b[^,.;:“”\"]*(?=,)")
_PRONOUN_VERB = re.compile(rf"(?P<pronoun>{_PRONOUN}) (?:\w+ly |had |has |also |then )?{_VERB}\b")
_DESCRIBED_VERB = re.compile(rf"(?P<described>{_DESCRIBED}) (?:\w+ly |had |has |also |then )?{_VERB}\b")
_BY_NAME = re.compile(rf"\b(?:by|[Aa]ccording to)\s+(?:[\w’'-]+,?\s+){{0,4}}?(?P<name>{NAME})")
_COLON = re.compile(rf"(?:^|[.!?]\s+)(?P<name>{NAME}):\s")
_OFFICE = re.compile(rf" (?:[a-z][\w-]* ){{0,3}}[a-z][\w-]*, ({NAME}),")  # "Ashby's manager, Rita Holt,"
_DESCRIPTION = re.compile(r" ((?:[\w-]+ ){0,2}?[\w-]+)(?! [A-Z])(?!,)")
_OWNED = re.compile(rf"(?:\s+[a-z][\w-]*){{1,4}},?\s+({NAME})")
# "the 26-year-old", "the champion": an athlete told of before, as "the coach" or "the statement" is not.
_ATHLETE = re.compile(r"(?:year-old|champion|winner|captain|man|woman|ist|keeper|player|runner|rider|swimmer|striker)$")
_TITLES = frozenset("President Chairman Captain Coach Manager Director Champion Editor Secretary Minister".split())
_CODE_CHARS = 3
_NAME_PARTS, _WORD_BEFORE = 3, 12
_DESCRIBING = re.compile(r"\s*(?:The|A|An|His|Her|Their) [a-z\d]")
_BRACKETED = re.compile(r"\s*\([^()]*\)$")
_NEW_CLAUSE = re.compile(r", (?:and|but|while) $")
_NARRATES = 3  # words beside a quotation from which its sentence must say itself who speaks
_BEFORE_PLACES = frozenset("the a an at in to from near on for of".split())
_FIRST_PRONOUN = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_CAPITALISED = re.compile(NAME)
# Capitalised at the head of a sentence or always, and nobody's name.
NOT_NAMES = frozenset(
    "He She They It But And A An In On At I We You When After As That This Yet So The If For From With While Then "
    "There Before His Her Their Of To By No Not Now What Who How Why Where Monday Tuesday Wednesday Thursday Friday "
    "Saturday Sunday January February March April May June July August September October November December".split()
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whom the narration beside a quotation says to speak."""

    start: int
    """Where the speaker is told, in code points of the text."""
    name: str | None
    """None for a pronoun or a description."""
    described: str = ""
    """"the Scot", "the 26-year-old"; empty for a pronoun."""


def attribution(text: str, start: int, end: int) -> Attribution | None:
    """Whom a verb of speech beside the quotation `text[start:end]` names; None where its sentence tells nobody.

    `text` holds no quotation: its words are blanked out. Where a quotation is a sentence of its own, the narration
    nearest to it tells.
    """
    bare = _without_appositions(text)
    found = [told for pattern in _PATTERNS for match in _matches(pattern, bare) if (told := _told(bare, match))]
    first, last = next(((a, b) for a, b in sentence_bounds(text) if a < end and start < b), (0, len(text)))
    inside = [told for told in found if first <= told.start < last]
    if len(text[first:last].split()) >= _NARRATES:
        found = inside
    return min(inside or found, key=lambda told: min(abs(told.start - end), abs(start - told.start)), default=None)


def reported(sentence: str) -> Attribution | None:
    """Whose words a sentence without quotation marks reports; None where it reports nobody's."""
    bare = _without_appositions(sentence)
    found = [told for pattern in _REPORTED for match in _matches(pattern, bare) if (told := _told(bare, match))]
    return min(found, key=lambda told: told.start, default=None)


def antecedent(
    texts: Sequence[str], told: Attribution, store: Store, surnames: frozenset[str] = frozenset()
) -> tuple[int, str] | None:
    """(index of the text, name) of whom "he" or "the Norwegian" means at the end of the last text; None if unclear.

    The subject of the nearest sentence above that names one; a sentence whose subject is a pronoun hands on the one
    before it. A nation's people are only those whom the text or the results give that nation. `surnames`: those that
    the document tells beside a first name, by which alone it then calls people.
    """
    nations = _peoples(told.described)
    above = [
        (index, texts[index][first:last])
        for index in range(len(texts) - 1, -1, -1)
        for first, last in reversed(sentence_bounds(texts[index]))
    ]
    for index, sentence in above if nations else ():
        name = next((n for n in reversed(people_in(sentence, store)) if nations & _nations_of(n, store)), None)
        if name is not None:
            return index, name
    for index, sentence in above:
        name = _subject(sentence, store, surnames)
        if name is not None:  # of a nation that nobody gives, it may be this one
            known = nations and any(_peoples(beside) for beside in _nations_of(name, store))
            return None if known else (index, name)
    return None


def named_in(text: str, store: Store) -> str | None:
    """The first person or team of the results whom the text names, as it names them."""
    return next(iter(people_in(text, store)), None)


def people_in(text: str, store: Store) -> list[str]:
    """Everybody whom the text names, as it names them: of the results, or in two words that are no place."""
    return [name for match in _CAPITALISED.finditer(text) if (name := _person(text, match, store)) is not None]


def full_name(name: str, store: Store, text: str) -> str:
    """The one name of the library's cells, or else of the document's text, that these words are part of."""
    words = {token.text for token in tokens(name)}
    found = [n for word in sorted(words) for n in store.names_with_word(word) if words <= set(n.key.split())]
    bare = (_BRACKETED.sub("", n.text) for n in found if _labels_rows(n, store))  # "Lind (SWE, 2)"
    distinct = {text: text for text in bare if text}
    if not distinct:
        distinct = {told: told for told in _full_names(text) if told.endswith(f" {name.rsplit(maxsplit=1)[-1]}")}
    return next(iter(distinct.values())) if len(distinct) == 1 else " ".join(_without_titles(name.split()))


@lru_cache(maxsize=256)
def _full_names(text: str) -> tuple[str, ...]:
    """Capitalised words, two or more, that may name somebody, without titles; each once."""
    runs = (_without_titles(match.group().split()) for match in _CAPITALISED.finditer(text))
    return tuple(dict.fromkeys(" ".join(run) for run in runs if len(run) > 1))


@lru_cache(maxsize=256)
def surnames_in(text: str) -> frozenset[str]:
    """Last words of names in two or three words that the text never writes small: "Lind" of "Ada Lind", not "Cup"."""
    small = {match.group() for match in re.finditer(r"\b[a-z]\w+", text)}
    found = set()
    for match in _CAPITALISED.finditer(text):
        run = _without_titles(match.group().split())
        before = text[max(0, match.start() - _WORD_BEFORE) : match.start()].lower().split()[-1:]
        if 1 < len(run) <= _NAME_PARTS and _BEFORE_PLACES.isdisjoint(before):
            found.add(re.sub(r"['’]s$", "", run[-1]))
    return frozenset(word for word in found if word.lower() not in small)


def is_attribution(text: str) -> bool:
    """Whether the narration between two quotations holds a verb of speech."""
    return re.search(rf"\b{_VERB}\b", text) is not None


_PATTERNS = (_VERB_SUBJECT, _NAME_VERB, _PRONOUN_VERB, _DESCRIBED_VERB, _BY_NAME, _COLON)


def _without_appositions(text: str) -> str:
    return _APPOSITION.sub(lambda match: " " * len(match.group()), text)


def _matches(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Matches that may overlap: behind a name that is none another may stand."""
    found, at = [], 0
    while (match := pattern.search(text, at)) is not None:
        found.append(match)
        at = match.end("name") if match.groupdict().get("name") else match.start() + 1
    return found


def _told(text: str, match: re.Match[str]) -> Attribution | None:
    groups = match.groupdict()
    if groups.get("name"):
        start, end = match.span("name")
        name = _named(text, start, end)
        return None if name is None else Attribution(start, name)
    kind = "pronoun" if groups.get("pronoun") else "described"
    if kind == "described" and not _peoples(match.group(kind)) and not _ATHLETE.search(match.group(kind)):
        return None
    return Attribution(match.start(kind), None, match.group(kind) if kind == "described" else "")


def _named(text: str, start: int, end: int) -> str | None:
    """The person whom capitalised words name; None for "the Swede" and for a coach known only as somebody's."""
    words = text[start:end].split()
    if "the" in (words[0].lower(), *text[:start].lower().split()[-1:]):
        return None
    while words and (words[0] in NOT_NAMES or words[0][0].islower() or (len(words) > 1 and is_people(words[0]))):
        del words[0]  # "On Friday Lind", "It was Coe", "American Cole Hocker"
    name = " ".join(words)
    if words and words[-1] in _TITLES:  # "by World Athletics president, double champion, Sebastian Coe"
        behind = re.search(rf",[^.:;]*, ({NAME})(?=[.,:;])", text[end:].partition(".")[0] + ".")
        return behind.group(1) if behind else None
    if name[-2:] not in ("’s", "'s"):
        return name or None
    owned = _OWNED.match(text, end)  # "admitted Okoro’s coach Marsh"
    return owned.group(1) if owned else None


def _peoples(text: str) -> set[str]:
    """Keys of the nations whose people the text names."""
    return {key for token in tokens(text) for key in nation_keys(token.text)}


def is_people(word: str) -> bool:
    """Whether the word stands for a nation or its people: "American", "Norway’s"; "Per" is a name, "PER" Peru."""
    return bool(_peoples(word)) and (len(word) > _CODE_CHARS or word.isupper())


def _subject(sentence: str, store: Store, surnames: frozenset[str]) -> str | None:
    """The first person whom the sentence names, if no pronoun stands before; quotations count for nothing."""
    bare = re.sub(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)", lambda quoted: " " * len(quoted.group()), sentence)
    pronoun = _FIRST_PRONOUN.search(bare)
    for match in _CAPITALISED.finditer(bare):
        if (pronoun is not None and pronoun.start() < match.start()) or _stands_for_somebody(bare, match):
            return None
        name = _person(bare, match, store, surnames)
        if name is not None:
            # "The local favourite, who grew up here, was behind Lind" is not about Lind; "The coach, Ada Lind," is, and
            # "The season begins in May, and Lind said" is.
            before = bare[: match.start()]
            if _DESCRIBING.match(bare) and before.partition(",")[2].strip() and not _NEW_CLAUSE.search(before):
                return None
            office = _OFFICE.match(bare, match.end()) if match.group().endswith(("'s", "’s")) else None
            return office.group(1) if office else name
    return None


def _stands_for_somebody(sentence: str, capitalised: re.Match[str]) -> bool:
    """Whether the sentence is about somebody told of before: "The Swiss now leads Lind", "The 24-year-old won"."""
    first, *others = capitalised.group().split()
    if first != "The" or sentence[: capitalised.start()].strip():
        return False
    if others:
        behind = sentence[capitalised.end() :]  # "The Swede, 33, says" names nobody; "The Swede, Maja Lind, says" does
        return all(is_people(word) for word in others) and not re.match(r",(?! \d)", behind)
    described = _DESCRIPTION.match(sentence, capitalised.end())
    return described is not None and bool(_ATHLETE.search(described.group(1)))


def _person(text: str, capitalised: re.Match[str], store: Store, surnames: frozenset[str] = frozenset()) -> str | None:
    """The part of capitalised words that names somebody: in the results, or in two words that are no place."""
    parts = _without_titles([w for w in capitalised.group().partition(" of ")[0].split() if w not in NOT_NAMES])
    name = re.sub(r"['’]s$", "", " ".join(parts))
    if not name:
        return None
    listed = [n for token in tokens(name)[-1:] for n in store.names_with_word(token.text)]
    if any(_labels_rows(n, store) for n in listed):
        return name
    is_place = bool(set(text[: capitalised.start()].lower().split()[-1:]) & _BEFORE_PLACES)
    return name if (len(name.split()) > 1 or name in surnames) and not is_place else None


def _without_titles(words: Sequence[str]) -> list[str]:
    """A name's words without what stands before it: "American", "Coach", "On", "Hale's"."""
    left = list(words)
    while len(left) > 1 and (left[0] in _TITLES | NOT_NAMES or is_people(left[0]) or left[0].endswith(("'s", "’s"))):
        del left[0]
    return left


def _labels_rows(name: Name, store: Store) -> bool:
    """Whether rows are about it somewhere: an athlete or a team, not the nation beside one."""
    return any(store.table(place.table_id).label_column == place.column for place in store.places_of(name))


def _nations_of(name: str, store: Store) -> set[str]:
    """Keys of the nations in the rows about the one whom the words name."""
    words = {token.text for token in tokens(name)}
    found: set[str] = set()
    for word in sorted(words):
        for listed in store.names_with_word(word):
            if words <= set(listed.key.split()) and _labels_rows(listed, store):
                found |= _nations_beside(listed, store)
    return found


def _nations_beside(listed: Name, store: Store) -> set[str]:
    """Name keys of what stands in the cells beside the name, and of the nations that codes there stand for."""
    found: set[str] = set()
    for place in store.places_of(listed):
        for cell in store.table(place.table_id).rows[place.row].cells:
            said = [token.text for token in tokens(cell.value.text)]
            found.add(" ".join(sorted(said)))
            found |= {key for word in said for key in nation_keys(word)}
    return found
