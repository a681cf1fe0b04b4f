"""Who speaks: the person whose words a passage holds, with quotation marks or without."""

import re
from collections.abc import Sequence

from retriever.store import Store
from retriever.text import terms, tokens
from retriever.types import Passage

MAX_PARAGRAPHS_BACK = 6  # a quotation that runs on is attributed at most this many paragraphs above
_OPEN, _CLOSE = "“\"", "”\""
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|(?<!\w)‘[^’]*’(?!\w)")
_VERB = (
    r"(?:said|says|told|tells|insisted|added|admitted|declared|explained|described|reflected|joked|predicted|replied|"
    r"warned|conceded|revealed|claimed|called|recalled|labelled|labeled|billed|argued|wrote)"
)
# Words of one name stand one blank apart: a full stop or a paragraph between them ends it, an initial's stop does not.
_NAME = r"((?:[A-Z]\.|[A-Z][\w'’-]+)(?: (?:[a-z]{2,3} )?(?:[A-Z]\.|[A-Z][\w'’-]+))*)"
_VERB_NAME = re.compile(rf"\b{_VERB}\s+{_NAME}")
_NAME_VERB = re.compile(rf"{_NAME}[^.“”\"]{{0,60}}?\b{_VERB}\b")
_BY_NAME = re.compile(rf"\b(?:by|[Aa]ccording to)\s+(?:[\w’'-]+,?\s+){{0,4}}?{_NAME}")
_OWNED = re.compile(rf"(?:\s+[a-z][\w-]*){{1,4}},?\s+{_NAME}")
# Capitalised at the head of a sentence or always, and nobody's name.
_NOT_NAMES = frozenset(
    "He She They It But And A In On At I We When After As That Yet So Monday Tuesday Wednesday Thursday Friday "
    "Saturday Sunday".split()
)


def is_speech(passage: Passage) -> bool:
    """Whether the passage holds somebody's words in quotation marks."""
    return bool(_QUOTED.search(passage.text))


def is_spoken(text: str, passage: Passage) -> bool:
    """Whether the sentence is somebody's words, not narration around them; a post without marks may be all speech."""
    return bool(_QUOTED.search(text)) if is_speech(passage) else passage.posted is not None


def spoken_part(text: str, wanted: frozenset[str]) -> tuple[int, int]:
    """Span of `text` that is somebody's words: the quotation that shares most stems with `wanted`, or all of it.

    Text without quotation marks, and a paragraph that opens with one, is speech as it stands; in a paragraph that also
    narrates, only what is between the marks may stand beside the speaker's name.
    """
    found = [match.span() for match in _QUOTED.finditer(text)]
    if not found or text.lstrip()[:1] in _OPEN:
        return 0, len(text)
    return max(found, key=lambda span: (len(wanted & set(terms(text[slice(*span)]))), span[1] - span[0]))


def speaker_of(passages: Sequence[Passage], at: int, store: Store) -> str | None:
    """Who speaks in `passages[at]` (the passages of one document in order); None where the text doesn't tell.

    Looks in the passage itself, then at the quotation it continues, then at the heading of a post that is speech.
    """
    for index in range(at, max(-1, at - 1 - MAX_PARAGRAPHS_BACK), -1):
        passage = passages[index]
        if passage.section != passages[at].section or (index < at and not _runs_on(passages, index)):
            break
        found = _attribution(passage.text)
        if found is not None:
            return full_name(found, store)
    heading = passages[at].section[-1] if passages[at].section else ""
    if passages[at].posted is not None and re.search(r"\b(?:I|I’m|I'm|my|we)\b", passages[at].text):
        named = [token for token in tokens(heading) if store.names_with_word(token.text)]
        if named:
            return full_name(heading[named[0].start : named[0].end].removesuffix("’s").removesuffix("'s"), store)
    return None


def full_name(name: str, store: Store) -> str:
    """The one name in the library's cells that these words are part of; else the words themselves."""
    words = {token.text for token in tokens(name)}
    found = [n for word in sorted(words) for n in store.names_with_word(word) if words <= set(n.key.split())]
    distinct = {n.key: n.text for n in found}
    return next(iter(distinct.values())) if len(distinct) == 1 else name


def _runs_on(passages: Sequence[Passage], index: int) -> bool:
    """Whether the quotation of `passages[index]` is taken up by the next paragraph."""
    here, following = passages[index].text.rstrip(), passages[index + 1].text.lstrip()
    return following[:1] in _OPEN and is_speech(passages[index]) and bool(here)


def _attribution(text: str) -> str | None:
    """Name beside a verb of speech, outside the quotation."""
    bare = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), text)
    for pattern in (_VERB_NAME, _NAME_VERB, _BY_NAME):
        match = pattern.search(bare)
        while match is not None:
            name = _named(bare, match.start(1), match.end(1))
            if name is not None:
                return name
            match = pattern.search(bare, match.end(1))
    return None


def _named(text: str, start: int, end: int) -> str | None:
    """The person whom capitalised words name; None for "the Swede" and for a coach known only as somebody's."""
    words = text[start:end].split()
    if "the" in (words[0].lower(), *text[:start].lower().split()[-1:]):
        return None
    while words and words[0] in _NOT_NAMES:
        del words[0]
    name = " ".join(words)
    if name[-2:] not in ("’s", "'s"):
        return name or None
    owned = _OWNED.match(text, end)  # "admitted Okoro’s coach Marsh"
    return owned.group(1) if owned else None
