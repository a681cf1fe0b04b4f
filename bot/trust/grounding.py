"""Whether a sentence that somebody else wrote says only what its citations say, each word of the same subject.

A sentence falls into clauses. Each figure, place, name, nation, denial and content word of a clause must stand in one
row or one sentence that is cited: in a row as the cells have it, in a sentence in the same order, without stepping over
another name or over a word that denies or doubts. What can't be shown so is not let through, true or not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.schema import Answer
from bot.trust.grounds import Ground, RowGround, SentenceGround, plain, quoted_in, without_quotations
from bot.trust.said import Claim, Word, is_denied, words_of
from retriever.figures import find_values
from retriever.text import stem, tokens
from retriever.values import Value, ValueType, values_agree

_CLAUSE_END = re.compile(r"[,;:()–—]|\b(?:and|but|while|whereas|with)\b")
_COMPARED = (Claim.BETTER, Claim.WORSE)
_ORDERED = (Claim.NAME, Claim.PLACE, Claim.FIGURE, Claim.NUMBERED)
_TINY = 1e-9  # floats that were printed alike
_COUNTS = (ValueType.RANK, ValueType.NUMBER)


@dataclass(frozen=True)
class Verdict:
    """What came of checking one sentence: the citations that bear it, or why none do."""

    numbers: tuple[int, ...]
    fault: str | None


@dataclass(frozen=True)
class _Clause:
    """Words of one clause, with the name it is about where it says none itself."""

    words: tuple[Word, ...]
    owner: tuple[str, ...]
    text: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(word.stem for word in self.words if word.claim is Claim.NAME)


@dataclass(frozen=True)
class _Borne:
    """The citations that bear a clause, and which of the grounds, where it is a sentence."""

    numbers: frozenset[int]
    sentence: int | None = None


class Grounding:
    """Judges sentences about one answer."""

    def __init__(self, answer: Answer, grounds: Sequence[Ground]) -> None:
        self._answer, self._grounds = answer, grounds
        self._works = _computed_values(answer)
        self._names = frozenset(name for ground in grounds for name in _names_in(ground))

    def judge(self, text: str, numbers: Sequence[int], before: tuple[str, ...] = ()) -> Verdict:
        """The verdict on a sentence that cites `numbers`; `before`: names of the sentence before, for its pronoun."""
        cited = frozenset(numbers)
        usable = [ground for ground in self._grounds if ground.numbers <= cited]
        if not usable:
            return Verdict((), "it cites nothing that there is")
        quotations = quoted_in(text)
        spoken = without_quotations(text)
        borne: set[int] = set()
        for quoted in quotations:
            bearing = self._bearer_of(quoted, cited)
            if bearing is None:
                return Verdict((), f"nothing cited holds the quoted words {quoted!r}")
            borne.add(bearing)
            if fault := self._misattributed(spoken, quoted):
                return Verdict((), fault)
        told: dict[int, list[Word]] = {}
        for clause in _clauses(spoken, before, self._names):
            if quotations and all(word.claim in (Claim.NAME, Claim.NOTHING) for word in clause.words):
                continue  # who speaks was looked at with the words
            found = self._bearing(clause, usable, cited)
            if found is None:
                return Verdict((), f"nothing cited says {clause.text.strip()!r}")
            borne |= found.numbers
            if found.sentence is not None:
                told.setdefault(found.sentence, []).extend(clause.words)
        for at, words in told.items():
            if not _in_order(words, self._grounds[at]):
                return Verdict((), "names, places or figures stand in another order than in what is cited")
        return Verdict(tuple(sorted(borne)), None) if borne else Verdict((), "it says nothing that could be cited")

    def names_in(self, text: str) -> tuple[str, ...]:
        """The names of a sentence, for the pronoun of the next."""
        return tuple(word.stem for word in words_of(text) if word.claim is Claim.NAME and word.stem in self._names)

    def _bearer_of(self, quoted: str, cited: frozenset[int]) -> int | None:
        """The first citation given whose words hold the quoted ones."""
        held = (c.n for c in self._answer.citations if c.n in cited and quoted in plain(c.quote))
        return next(held, None)

    def _misattributed(self, spoken: str, quoted: str) -> str | None:
        """What is wrong with the speaker named: our own sentence must name the same, or the source beside the words."""
        named = [word.stem for word in words_of(spoken) if word.claim is Claim.NAME]
        if not named:
            return None
        for segment in self._answer.segments:
            own = [w.stem for w in words_of(without_quotations(segment.text)) if w.claim is Claim.NAME]
            if own and quoted in plain(segment.text):
                return None if set(named) <= set(own) else f"the words are not said to be those of {' '.join(named)!r}"
        sources = [plain(c.quote) for c in self._answer.citations if quoted in plain(c.quote)]
        name = re.escape(named[-1])
        beside = re.compile(rf"\b{name}\w* said\b|\bsaid (?:\w+ )?{name}")
        said = any(beside.search(source) for source in sources)
        return None if said else f"nothing says that the words are those of {' '.join(named)!r}"

    def _bearing(self, clause: _Clause, usable: Sequence[Ground], cited: frozenset[int]) -> "_Borne | None":
        """What bears the whole clause; no citations for a clause that claims nothing."""
        claims = [word for word in clause.words if word.claim is not Claim.NOTHING]
        if not claims:
            return _Borne(frozenset())
        inputs = {word: behind for word in claims if (behind := self._behind(word, cited))}
        computed = list(inputs)
        rest = _Clause(tuple(w for w in clause.words if w not in computed), clause.owner, clause.text)
        needed = frozenset[int]().union(*inputs.values())
        if computed and all(word.claim is Claim.NOTHING for word in rest.words):
            return _Borne(needed)
        for ground in usable:
            if isinstance(ground, RowGround) and _row_bears(rest, ground):
                return _Borne(ground.numbers | needed)
            if isinstance(ground, SentenceGround) and _sentence_bears(rest, ground):
                return _Borne(ground.numbers | needed, self._grounds.index(ground))
        pair = _pair_bears(rest, [ground for ground in usable if isinstance(ground, RowGround)])
        return _Borne(pair | needed) if pair is not None else None

    def _behind(self, word: Word, cited: frozenset[int]) -> frozenset[int]:
        """The inputs, all cited, of a computation that gives the figure; none where there is none."""
        value = word.value
        if value is None or word.claim is not Claim.FIGURE:
            return frozenset()
        found = [inputs for inputs, results in self._works if any(values_agree(value, result) for result in results)]
        return next((inputs for inputs in found if inputs <= cited), frozenset())


def _computed_values(answer: Answer) -> list[tuple[frozenset[int], list[Value]]]:
    """What each computation starts from and comes to."""
    works = answer.computation.every if answer.computation else []
    return [(frozenset(work.inputs), [figure.value for figure in find_values(work.result)]) for work in works]


def _clauses(text: str, before: tuple[str, ...], known: frozenset[str]) -> list[_Clause]:
    """The clauses of a sentence; one that names nobody is about whom the one before it named."""
    found, owner, at = [], before, 0
    cuts = [match.start() for match in _CLAUSE_END.finditer(text) if not _inside_figure(text, match.start())]
    words = words_of(text)
    for cut in [*cuts, len(text)]:
        part = tuple(word for word in words if at <= word.start < cut)
        clause = _Clause(part, owner, text[at:cut])
        owner = tuple(name for name in clause.names if name in known) or owner
        found.append(clause)
        at = cut
    return found


def _inside_figure(text: str, at: int) -> bool:
    return any(figure.start <= at < figure.end for figure in find_values(text))


def _row_bears(clause: _Clause, row: RowGround) -> bool:
    """Whether one row says all of the clause, of the clause's own subject."""
    if clause.owner and not clause.names and not set(clause.owner) & (row.name | row.stems):
        return False
    if any(word.claim in _COMPARED and word.stem not in row.context.stems for word in clause.words):
        return False
    if row.is_out and not is_denied(clause.text) and (clause.names or any(w.value for w in clause.words)):
        return False
    return all(_in_row(word, row) for word in clause.words)


def _in_row(word: Word, row: RowGround) -> bool:
    if word.claim in (Claim.NOTHING, *_COMPARED):
        return True
    if word.claim is Claim.DENIAL:
        return row.is_out
    if word.claim is Claim.PLACE and word.value is not None:
        return row.place == word.value.number and not row.is_out
    if word.value is not None:
        return any(_counts_as(word.value, value) for value in (*row.values, *row.context.values))
    if word.claim is Claim.ROUND:  # "Qualified" above a column names no round
        return word.stem in row.cells or word.stem in row.context.stems
    return word.stem in row.stems or word.stem in row.context.stems or _is_nation_of(word, row.stems)


def _is_nation_of(word: Word, stems: frozenset[str]) -> bool:
    """Whether the word stands for a nation that the words name: "American" for "United States"."""
    return any({stem(token.text) for token in tokens(key)} <= stems for key in word.nations)


def _counts_as(said: Value, held: Value) -> bool:
    """Whether the figure is that value; a number printed bare in a cell may be a rank or a count."""
    counted = said.type in _COUNTS and held.type in _COUNTS and said.number == held.number and "." not in said.text
    return counted or _equals(said, held)


def _equals(said: Value, held: Value) -> bool:
    """Whether the figure is that value and no finer: 8.14 is not what a bare 8 says, though both can be true."""
    return values_agree(said, held) and held.precision <= said.precision + _TINY


def _pair_bears(clause: _Clause, rows: Sequence[RowGround]) -> frozenset[int] | None:
    """Two rows that together say a clause with two names, each its own part, in the order of the comparison."""
    named = [row for row in rows if set(clause.names) & row.name]
    owners = [row for row in rows if set(clause.owner) & row.name]
    for one in [*named, *owners]:
        for other in named:
            if one is not other and _compares(clause, one, other):
                return one.numbers | other.numbers
    return None


def _compares(clause: _Clause, one: RowGround, other: RowGround) -> bool:
    """Whether `one`, named first, and `other` say the clause."""
    starts = {row: [w.start for w in clause.words if w.claim is Claim.NAME and w.stem in row.name - rest.name]
              for row, rest in ((one, other), (other, one))}  # fmt: skip
    if not starts[one] and set(clause.owner) & (one.name - other.name):
        starts[one] = [-1]  # named in the clause before: "Hocker (3:27.65) beat Kerr"
    if not starts[one] or not starts[other] or starts[one][0] > starts[other][0]:
        return False
    turn = starts[other][0]
    for word in clause.words:
        row = one if word.start < turn else other
        if word.claim in _COMPARED:
            if not _stands_so(word, one, other, clause.words):
                return False
        elif not _in_row(word, row):
            return False
    return True


def _stands_so(word: Word, one: RowGround, other: RowGround, words: Sequence[Word]) -> bool:
    """Whether the first is as much better or worse than the other as the word says; by place, since places decide."""
    if one.place is None or other.place is None or one.context != other.context:
        return False
    if any(w.claim is Claim.DENIAL for w in words):
        return False
    return one.place < other.place if word.claim is Claim.BETTER else one.place > other.place


def _sentence_bears(clause: _Clause, sentence: SentenceGround) -> bool:
    """Whether one sentence says the clause's words in the same order, stepping over no name, denial or doubt."""
    if clause.owner and not clause.names:
        known = sentence.stems | sentence.context.stems
        pronoun = any(word.stem in ("he", "she", "they", "his", "her", "their") for word in sentence.words)
        if not set(clause.owner) & known and not pronoun:
            return False
    wanted: list[Word] = []
    for word in clause.words:
        if word.claim is Claim.NOTHING:
            continue
        if _positions(word, sentence):
            wanted.append(word)
        elif not _in_context(word, sentence):
            return False
    return _follows(wanted, 0, -1, sentence, clause) and not _is_denied_after(wanted, sentence)


def _is_denied_after(wanted: Sequence[Word], sentence: SentenceGround) -> bool:
    """Whether the cited clause goes on to deny what is said: "Two riders" of "Two riders did not finish"."""
    if not wanted or any(word.claim is Claim.DENIAL for word in wanted):
        return False
    last = max(at for word in wanted for at in _positions(word, sentence))
    begin = sentence.words[last].end
    cut = _CLAUSE_END.search(sentence.text, begin)
    end = cut.start() if cut is not None else len(sentence.text)
    return any(word.claim is Claim.DENIAL and begin <= word.start < end for word in sentence.words)


def _in_context(word: Word, sentence: SentenceGround) -> bool:
    if word.claim in (Claim.DENIAL, Claim.PLACE, Claim.DEGREE, *_COMPARED):
        return False
    if word.value is not None:
        return any(_equals(word.value, value) for value in sentence.context.values)
    if word.claim is Claim.ROUND and any(held.claim is Claim.ROUND for held in sentence.words):
        return False  # the sentence names its own round: the headings' is another one's
    return word.stem in sentence.context.stems or _is_nation_of(word, sentence.stems | sentence.context.stems)


def _positions(word: Word, sentence: SentenceGround) -> list[int]:
    """Where the sentence says the same."""
    return [at for at, held in enumerate(sentence.words) if _says_same(word, held)]


def _says_same(word: Word, held: Word) -> bool:
    if word.value is not None and held.value is not None:
        return _equals(word.value, held.value)
    if word.value is not None or held.value is not None:
        return word.stem == held.stem
    return word.stem == held.stem or bool(set(word.nations) & set(held.nations))


def _follows(wanted: Sequence[Word], index: int, last: int, sentence: SentenceGround, clause: _Clause) -> bool:
    """Whether `wanted[index:]` can be found in order after position `last`."""
    if index == len(wanted):
        return True
    return any(
        at > last
        and _may_step(last, at, sentence, clause)
        and _follows(wanted, index + 1, at, sentence, clause)
        for at in _positions(wanted[index], sentence)
    )


def _may_step(last: int, at: int, sentence: SentenceGround, clause: _Clause) -> bool:
    """Whether nothing of weight is left out between two words that the clause puts side by side."""
    begin = last + 1 if last >= 0 else _clause_begin(at, sentence)
    skipped = sentence.words[begin:at]
    if any(held.claim is Claim.DENIAL for held in skipped):
        return False
    others = [held for held in skipped if held.claim is Claim.NAME and held.stem not in clause.names]
    return last < 0 or all(_is_aside(held, last, at, sentence) for held in others)


def _clause_begin(at: int, sentence: SentenceGround) -> int:
    """Position of the first word of the clause that the word stands in."""
    cut = max((m.end() for m in _CLAUSE_END.finditer(sentence.text, 0, sentence.words[at].start)), default=0)
    return next((i for i, word in enumerate(sentence.words) if word.start >= cut), at)


def _is_aside(held: Word, last: int, at: int, sentence: SentenceGround) -> bool:
    """Whether the name stands between commas or in brackets, within what is stepped over."""
    left, right = sentence.words[last].end, sentence.words[at].start
    before = any(mark in sentence.text[left : held.start] for mark in ",(–—")
    after = any(mark in sentence.text[held.end : right] for mark in ",)–—")
    return before and after


def _in_order(words: Sequence[Word], ground: Ground) -> bool:
    """Whether the names, places and figures of a sentence stand in the cited one in the same order."""
    if isinstance(ground, RowGround):
        return True
    held, at = ground.words, 0
    for word in (w for w in words if w.claim in _ORDERED and _positions(w, ground)):
        found = next((i for i in range(at, len(held)) if _says_same(word, held[i])), None)
        if found is None:
            return False
        at = found + 1
    return True


def _names_in(ground: Ground) -> frozenset[str]:
    """Names that a pronoun may stand for: not those of venues and events that the headings say."""
    if isinstance(ground, RowGround):
        return ground.name
    names = frozenset(word.stem for word in ground.words if word.claim is Claim.NAME)
    return names - ground.context.stems
