"""Whose nation only the reports tell: "Pietro Arese, Italy", "Norway's Ingebrigtsen", "Hocker of the United States".

Results without nations are joined with them, so that "the lone Italian in the final" has a row.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.cite import Span
from bot.draft import Draft, Statement
from bot.phrases import in_quotes
from bot.question.lexicon import FILLERS, PERSONS
from bot.question.links import Linker, Mention
from bot.question.question import Question
from bot.results.finder import TableFinder
from bot.schema import Support
from retriever.nations import nations_in
from retriever.store import CellPlace, Name
from retriever.text import sentence_bounds, tokens
from retriever.types import Passage

# Between a name and its nation, or a nation and the name of one of its people, the surest first.
_OF = re.compile(r"^,?\s*(?:\(|(?:of|from)\s+)(?:the\s+|team\s+)*$", re.I)
_BEFORE = re.compile(r"^(?:['’]s?)?(?:\s+[a-z][a-z-]*){0,2}\s+$")
_COMMA_NATION = re.compile(r"^(?:\s[A-Z][\w’'-]+)?,\s*(?:[Tt]he\s+)?$")  # a misspelt surname links with its first name
_MAX_TOLD = 4  # people whose nation is quoted
_JOINING = {"of", "from", "the"}
_COMMA_NAME = re.compile(r"^(?:\s+[a-z][a-z-]*)?,\s*$")


@dataclass(frozen=True)
class National:
    """Somebody whom results list, and the words that say of what nation."""

    mention: Mention
    span: Span


def nations_asked(question: Question) -> list[tuple[frozenset[int], tuple[str, ...]]]:
    """Tokens by which the question names a nation or its people, with the nation's name keys."""
    return nations_in([word.text for word in question.words])


def is_of_people(question: Question, words: frozenset[int]) -> bool:
    """Whether the tokens stand for somebody: "the fastest Briton", "an American runner"; not "the British record"."""
    behind = max(words) + 1
    if len(words) == 1 and question.words[behind - 1].text.endswith("ns"):
        return True  # "Americans", "Britons" are people whatever follows
    if behind >= len(question.words) or question.weights[behind] == 0 or behind in question.cue_words:
        return True
    return question.words[behind].text in PERSONS or behind in question.scope.words


def nationals(keys: Sequence[str], passages: Sequence[Passage], linker: Linker) -> list[National]:
    """People of the nation, each by the first words that say so."""
    found: dict[str, National] = {}
    for passage in passages:
        for start, end in sentence_bounds(passage.text):
            text = passage.text[start:end]
            told = [words for words, said in nations_in([t.text for t in tokens(text)]) if set(said) & set(keys)]
            for mention, first, last in _told_of(Question(text, lambda _: 1.0), told, linker) if told else ():
                span = Span(passage, passage.start + start + first, passage.start + start + last)
                found.setdefault(mention.name.key, National(mention, span))
    return list(found.values())


def as_mention(
    key: str, words: frozenset[int], people: Sequence[National], finder: TableFinder, within: Container[str] | None
) -> Mention:
    """The nation as if it stood in the rows of its people, in the column of nations or else the last.

    `within`: the documents that may be used; None for all.
    """
    rows = {(place.table_id, place.row) for one in people for place in one.mention.places}
    places = tuple(
        CellPlace(table, row, finder.view(table).nation or -1)
        for table, row in sorted(rows)
        if within is None or finder.document_of(table) in within
    )
    return Mention(Name(-1, key, key), words, places, whole=True)


def with_nationals(draft: Draft, people: Sequence[National]) -> Draft:
    """The draft with the words that tell of what nation those in its rows are."""
    by_row = {(place.table_id, place.row): one for one in people for place in one.mention.places}
    lines = draft.highlighted or draft.lines
    shown = {one.span.key: one.span for line in lines if (one := by_row.get(line.key)) is not None}
    told = [
        Statement(f" {in_quotes(span.passage.text[span.start - span.passage.start : span.end - span.passage.start])}",
                  (span,), Support.QUOTED)
        for span in list(shown.values())[:_MAX_TOLD]
    ]  # fmt: skip
    if not told:
        return draft
    # Every one is cited, though there is no room to quote more than a few.
    first = replace(draft.statements[0], evidence=(*draft.statements[0].evidence, *shown.values()))
    return replace(draft, statements=(first, *draft.statements[1:], *told))


def _told_of(
    sentence: Question, nations: Sequence[frozenset[int]], linker: Linker
) -> Iterator[tuple[Mention, int, int]]:
    """Those whom the sentence says to be of the nation, and from where to where it says so."""
    people = [m for m in linker.mentions(sentence) if linker.names_rows(m) and _is_surname_said(sentence, m)]
    alone = [m for m in people if not any(m is not other and m.words & other.words for other in people)]
    for words in nations:
        start, end = _place(sentence, words)
        mention = _nearest(sentence, (start, end), alone)
        if mention is not None:
            first, last = _place(sentence, mention.words)
            yield mention, min(start, first), max(end, last)


def _nearest(sentence: Question, nation: tuple[int, int], people: Sequence[Mention]) -> Mention | None:
    """The one of the people whom the nation at that place is said of."""
    places = [(*_place(sentence, m.words), m) for m in people]
    before = [(sentence.text[end : nation[0]], m) for _, end, m in places if end <= nation[0]]
    behind = [(sentence.text[nation[1] : start], m) for start, _, m in places if start >= nation[1]]
    for pattern, near in ((_OF, before), (_BEFORE, behind), (_COMMA_NATION, before), (_COMMA_NAME, behind)):
        for gap, mention in near:
            if pattern.match(gap) and not set(gap.split()) & FILLERS - _JOINING:
                return mention
    return None


def _is_surname_said(sentence: Question, mention: Mention) -> bool:
    """Whether more than a first word of a name was said: "Olympic" alone is not the row "Olympic record"."""
    last = [token.text for token in tokens(mention.name.text)][-1:]
    runs_on = max(mention.words) - min(mention.words) + 1 == len(mention.words)
    said = {sentence.words[i].text for i in mention.words}
    return runs_on and (mention.whole or bool(set(last) & said) or len(said) > 1)


def _place(sentence: Question, words: frozenset[int]) -> tuple[int, int]:
    return sentence.words[min(words)].start, sentence.words[max(words)].end
