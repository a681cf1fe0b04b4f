"""What is said in a document and by whom: quotations, posts that are somebody's words, and reported speech."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.prose.announced import announcement, named_before, stamp_length
from bot.prose.speakers import (
    NAME,
    Attribution,
    antecedent,
    attribution,
    full_name,
    is_attribution,
    named_in,
    reported,
    surnames_in,
)
from retriever.store import Store
from retriever.text import sentence_bounds
from retriever.types import Document, Passage

_OPEN, _CLOSE = '“"', '”"'
QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|(?<!\w)‘[^’]*’(?!\w)|(?<!\w)'[^']+'(?!\w)")
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|my|me|we|our|us)\b")
_ANNOUNCED = re.compile(rf"(?P<name>{NAME}):\s+")
_THIRD_PERSON = re.compile(r"\b(?:he|she|his|her|him)\b", re.IGNORECASE)
_MAX_BETWEEN = 60  # code points of "the coach said of the change" between two halves of a quotation
_MAX_BACK = 3  # paragraphs of narration above a quotation in which "he" may have been named


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a passage; offsets are code points of the document."""

    document: Document
    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]


@dataclass(frozen=True, slots=True)
class Utterance:
    """Somebody's words in one paragraph; offsets are code points of the document."""

    passage: Passage
    start: int
    end: int
    speaker: str | None
    """None where the text doesn't tell."""
    named: tuple[Passage, int, int] | None = None
    """Where another paragraph tells the speaker."""
    verbatim: bool = True
    """False for reported speech, whose words are the writer's."""

    @property
    def text(self) -> str:
        """The words."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]


def is_speech(passage: Passage) -> bool:
    """Whether the passage holds somebody's words in quotation marks."""
    return bool(QUOTED.search(passage.text))


def utterances(document: Document, store: Store) -> list[Utterance]:
    """Everything said in the document, in its order."""
    paragraphs = list(_paragraphs(document))
    found: list[Utterance] = []
    for at, paragraph in enumerate(paragraphs):
        quoted = [match.span() for match in QUOTED.finditer(paragraph.text)]
        if quoted:
            whole = paragraph.text.lstrip()[:1] in _OPEN  # narration between its quotations is read along
            for span in [(quoted[0][0], quoted[-1][1])] if whole else _joined(paragraph.text, quoted):
                found.append(_quotation(paragraphs, at, span, found, store))
        elif paragraph.passage.posted is not None and _is_own_words(paragraph):
            found.append(_post(paragraph, store))
        else:
            found += _reported(paragraphs, at, store)
    return _attributed_below(found)


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    for passage in document.passages:
        for line in re.finditer(r"[^\n]*\S", passage.text):
            yield Paragraph(document, passage, passage.start + line.start(), passage.start + line.end())


def _quotation(
    paragraphs: Sequence[Paragraph],
    at: int,
    span: tuple[int, int],
    before: Sequence[Utterance],
    store: Store,
) -> Utterance:
    """The words at a span of the paragraph, with whoever the narration around or above them names."""
    paragraph = paragraphs[at]
    text, passage = paragraph.text, paragraph.passage
    opens = text.lstrip()[:1] in _OPEN
    start, end = span
    bare = QUOTED.sub(lambda match: " " * len(match.group()), text)
    said = Utterance(passage, paragraph.start + start, paragraph.start + end, None)
    announced = announcement(text[:start])
    told = attribution(bare, start, end) if announced is None else None
    if told is not None:
        name, place = _resolved(told, paragraphs, at, store)
        return replace(said, speaker=name, named=place)
    speaker = announced.name if announced is not None else named_before(text[:start])
    if speaker is not None:
        return replace(said, speaker=full_name(speaker, store, paragraph.document.text))
    if opens and at > 0 and before and _continues(paragraphs[at - 1], paragraph, before[-1]):
        last = before[-1]
        return replace(said, speaker=last.speaker, named=last.named or (last.passage, last.start, last.end))
    if (opens or announced is not None) and (above := _announced_above(paragraphs, at)) is not None:
        name, place = above
        return replace(said, speaker=full_name(name, store, paragraph.document.text), named=place)
    heading = passage.section[-1] if passage.section else ""
    headed = re.match(r"(.{2,40}?): *[“\"‘']?", heading)
    if passage.posted is not None and headed and (name := named_in(headed.group(1), store)):
        return replace(said, speaker=full_name(name, store, paragraph.document.text))
    return said


def _announced_above(paragraphs: Sequence[Paragraph], at: int) -> tuple[str, tuple[Passage, int, int]] | None:
    """Whom a line above announces, if nothing but their words stands between, and where.

    No line of a live blog goes on with what the one above said.
    """
    if stamp_length(paragraphs[at].text):
        return None
    for above in reversed(paragraphs[:at]):
        quoted = QUOTED.search(above.text)
        lead = announcement(above.text[: quoted.start()] if quoted else above.text)
        if lead is not None and lead.name is not None:
            return lead.name, (above.passage, above.start, above.end)
        if quoted is None or stamp_length(above.text) or (lead is None and quoted.start() > 0):
            return None
    return None


def _joined(text: str, quoted: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The quotations; those between which only stands who speaks are one: “…,” she said. “…”"""
    joined = [quoted[0]]
    for start, end in quoted[1:]:
        between = text[joined[-1][1] : start]
        if len(between) <= _MAX_BETWEEN and is_attribution(between):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _continues(above: Paragraph, here: Paragraph, last: Utterance) -> bool:
    """Whether a quotation takes up the one of the paragraph above it."""
    same = last.passage.section == here.passage.section and above.start <= last.start and last.end <= above.end
    return same and last.verbatim


def _resolved(
    told: Attribution, paragraphs: Sequence[Paragraph], at: int, store: Store
) -> tuple[str | None, tuple[Passage, int, int] | None]:
    """The speaker's name, and where it stands if elsewhere."""
    if told.name is not None:
        return full_name(told.name, store, paragraphs[at].document.text), None
    here = paragraphs[at]
    above = [p for p in paragraphs[max(0, at - _MAX_BACK) : at] if p.passage.section == here.passage.section]
    texts = [p.text for p in above] + [here.text[: told.start]]
    found = antecedent(texts, told, store, surnames_in(here.document.text))
    if found is None:
        return None, None
    index, name = found
    place = above[index] if index < len(above) else None
    where = None if place is None else (place.passage, place.start, place.end)
    return full_name(name, store, here.document.text), where


def _is_own_words(paragraph: Paragraph) -> bool:
    """Whether a post speaks of its speaker as "I": of somebody else the blog speaks as "he"."""
    own = len(_FIRST_PERSON.findall(paragraph.text))
    return own > len(_THIRD_PERSON.findall(paragraph.text))


def _post(paragraph: Paragraph, store: Store) -> Utterance:
    """A post without marks that is somebody's words: "Name: …", or whoever its heading names but it does not."""
    announced = _ANNOUNCED.match(paragraph.text)
    if announced is not None:
        told = full_name(announced["name"], store, paragraph.document.text)
        return Utterance(paragraph.passage, paragraph.start + announced.end(), paragraph.end, told)
    heading = paragraph.passage.section[-1] if paragraph.passage.section else ""
    name = named_in(heading, store)
    own = name is not None and name.split()[-1] not in paragraph.text
    speaker = full_name(name, store, paragraph.document.text) if name and own else None
    return Utterance(paragraph.passage, paragraph.start, paragraph.end, speaker, verbatim=own)


def _reported(paragraphs: Sequence[Paragraph], at: int, store: Store) -> list[Utterance]:
    """Sentences that tell what somebody said in the writer's words."""
    here = paragraphs[at]
    found = []
    for start, end in sentence_bounds(here.text):
        told = reported(here.text[start:end])
        if told is None:
            continue
        told = replace(told, start=told.start + start)
        name, place = _resolved(told, paragraphs, at, store)
        if name is not None:
            found.append(Utterance(here.passage, here.start + start, here.start + end, name, place, verbatim=False))
    return found


def _attributed_below(found: Sequence[Utterance]) -> list[Utterance]:
    """The utterances; one whose speaker only the next paragraph of its unclosed quotation tells has it from there."""
    done = list(found)
    for index in range(len(done) - 2, -1, -1):
        here, below = done[index], done[index + 1]
        unclosed = here.verbatim and here.text[:1] in _OPEN and here.text[-1:] not in _CLOSE
        adjoining = here.passage.section == below.passage.section and below.text[:1] in _OPEN
        if here.speaker is None and unclosed and adjoining and below.speaker is not None:
            place = below.named or (below.passage, below.start, below.end)
            done[index] = replace(here, speaker=below.speaker, named=place)
    return done
