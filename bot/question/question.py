"""What a question asks: its words and how much each weighs, the rounds and names in it, and the cues for operations."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from bot.question.cues import Cue, cues_at
from bot.question.lexicon import (
    ACHIEVING,
    AGAINST,
    ASKED,
    BEFORE_RECORD,
    BODILY,
    FILLER_WEIGHT,
    FILLERS,
    HOLDING,
    LASTING,
    MATCH_PARTS,
    MONTHS,
    NOUN_WITHIN,
    OCCASIONS,
    OF_MONEY,
    OPPOSED,
    PART_BEFORE,
    PERSONS,
    SHARING,
    SPECIAL_FACTOR,
    SPEECH,
    STATURE,
    STATUS_PHRASES,
    WEEKDAYS,
    WH_WORDS,
    YES_NO,
    Asked,
    Operation,
)
from bot.question.scope import Scope, counting_number, is_ordinal_word, scope_of_words, small_number
from bot.question.tables import lengths_named, year_words
from bot.question.wording import asks_for_words, asks_what_happened, asks_who_said, kind_asked, respelt_filler
from retriever.dates import month_and_day
from retriever.figures import FoundValue, find_values
from retriever.lately import Now
from retriever.text import Token, stem, tokens
from retriever.values import ValueType

_PARTS_OF_ROWS = MATCH_PARTS | {"race"}
_STEPS = {"last", "previous", "next"}


@dataclass(frozen=True)
class Question:
    """A question, read once. Token indices are what plans and sentences report as explained."""

    text: str
    idf: Callable[[str], float] = field(compare=False)
    """Weight of a stem between 0 (everywhere) and 1 (nowhere in the library)."""
    spell: Callable[[str], str] = field(default=str, compare=False)
    """The library's spelling of a stem that it doesn't hold, where one is near; else the stem itself."""
    labelled: frozenset[int] = frozenset()
    """Tokens that name columns of the table at hand."""
    now: Now | None = None
    """When it is asked, where it asks for the latest state, or for the next or the last match; None for others."""

    @cached_property
    def words(self) -> tuple[Token, ...]:
        """Tokens in normal form."""
        return tuple(tokens(self.text))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """Their stems, in the same order."""
        # Words of every question are no misspellings, though a small library may hold none of them ("many", "man").
        known = FILLERS | ACHIEVING  # "posted" is no "Pos" misspelt
        return tuple(stem(w.text) if w.text in known else self._spelt(index) for index, w in enumerate(self.words))

    def _spelt(self, index: int) -> str:
        """The library's spelling of the token's stem, else the word of questions that it misspells: "wich"."""
        word = self.words[index]
        found = self.spell(stem(word.text))
        is_known = found != stem(word.text) or self.idf(found) < 1 or self.text[word.start].isupper()
        return found if is_known else respelt_filler(found)

    @cached_property
    def scope(self) -> Scope:
        """Rounds the question names."""
        free = [w._replace(text="") if i in self.labelled else w for i, w in enumerate(self.words)]
        return scope_of_words(free)

    @cached_property
    def years(self) -> frozenset[str]:
        """Years the question names."""
        return year_words(self.text)

    @cached_property
    def lengths(self) -> frozenset[str]:
        """Lengths of race the question names."""
        behind = ((after.text, before.text) for before, after in pairwise(self.words))
        parts = {text for text, before in behind if before in PART_BEFORE or _orders(before)}
        return lengths_named(self.text) - parts

    @cached_property
    def figures(self) -> tuple[FoundValue, ...]:
        """Values in the question: limits, quoted marks, dates."""
        return tuple(find_values(self.text))

    @cached_property
    def dates(self) -> tuple[tuple[int, frozenset[int]], ...]:
        """(ordinal of the day, tokens) of every full date the question names, its weekday included."""
        found = []
        for figure in self.figures:
            if figure.value.type is ValueType.DATE and figure.value.number is not None and figure.value.precision < 1:
                inside = {i for i, word in enumerate(self.words) if figure.start <= word.start < figure.end}
                beside = {i for i in (min(inside, default=0) - 1,) if i >= 0 and self.words[i].text in WEEKDAYS}
                found.append((round(figure.value.number), frozenset(inside | beside)))
        return tuple(found)

    @cached_property
    def days(self) -> tuple[tuple[tuple[int, int | None], frozenset[int]], ...]:
        """((month, day), tokens) of every day that the question names, with or without its year; day None: a month."""
        found: list[tuple[tuple[int, int | None], frozenset[int]]] = []
        dated = [figure for figure in self.figures if figure.value.type is ValueType.DATE]
        for figure in dated:
            day = month_and_day(figure.value.text)
            if day is not None:
                inside = frozenset(i for i, word in enumerate(self.words) if figure.start <= word.start < figure.end)
                beside = {i for i in (min(inside, default=0) - 1,) if i >= 0 and self.words[i].text in WEEKDAYS}
                found.append((day, inside | beside))
        for i, word in enumerate(self.words):
            alone = word.text in MONTHS and not any(f.start <= word.start < f.end for f in dated)
            month = month_and_day(f"1 {word.text}") if alone and i and self.text[word.start].isupper() else None
            if month is not None:
                found.append(((month[0], None), frozenset({i})))
        return tuple(found)

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """How much each token must be accounted for: nothing for fillers, most for names, years and rare words."""
        return tuple(self._weight(index) for index in range(len(self.words)))

    @cached_property
    def asks_stature(self) -> bool:
        """Whether a size is asked for that results don't hold: "how tall is she"."""
        said = {word.text for word in self.words}
        return "how" in said and bool(STATURE & said)

    @cached_property
    def asks_money(self) -> bool:
        """Whether the answer is an amount of money: "how much does she earn"."""
        said = [word.text for word in self.words]
        return said[:2] == ["how", "much"] and not OF_MONEY.isdisjoint(said)

    @cached_property
    def is_yes_no(self) -> bool:
        """Whether the question wants yes or no; "do you know who won" wants a name."""
        said = [word.text for word in self.words]
        asks_me = said[1:2] == ["you"] and bool(WH_WORDS & set(said))
        return said[:1] != [] and said[0] in YES_NO and " or " not in self.text.lower() and not asks_me

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """Kinds of answer the question's words speak of, strongest first."""
        found: list[Asked] = []
        said = {word.text for word in self.words}
        worded = [word.text for word in self.words]
        if asks_who_said(self.text, worded):
            found.append(Asked.SPEAKER)
        elif asks_for_words(worded):
            found.append(Asked.QUOTE)
        found += [kind for kind, cues in ASKED.items() if said & cues and self._is_asked(kind)]
        if "many" in said or ("number", "of") in pairwise(worded):  # "what number does she wear" counts nothing
            found.insert(0, Asked.COUNT)
        if worded[:2] == ["how", "long"] and said & LASTING:
            found.insert(0, Asked.TIME)
        if {"who", "whom", "whose"} & said or ("which" in said and said & PERSONS):
            of_whom = worded[0] in {"who", "whom"} and not {Asked.SPEAKER, Asked.SUMMARY} & set(found)
            found.insert(0 if of_whom else len(found), Asked.NAME)  # "who scored most" asks for nobody's score
        of_speech = found[:1] in ([Asked.QUOTE], [Asked.SPEAKER])
        if self.is_yes_no:  # "did it go to extra time" asks for no time
            found.insert(int(of_speech), Asked.YES_NO)
        if asks_what_happened(worded) or (Asked.SUMMARY in found and not of_speech):
            found.insert(0, Asked.SUMMARY)
        if self.said("why") or "how come" in self.text.lower() or "what caused" in self.text.lower():
            found.insert(0, Asked.REASON)
        if "how old" in self.text.lower() or {"age", "aged"} & said:
            found = [Asked.AGE]
        elif self.asks_stature:
            found = [Asked.ANYTHING]
        return tuple(dict.fromkeys(found)) or (Asked.ANYTHING,)

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """Operations the question's words ask for, in order of words."""
        return tuple(cue for index in range(len(self.words)) for cue in self._cues_at(index))

    def words_asking(self, asked: Asked) -> frozenset[int]:
        """Tokens that only say what kind of answer is wanted: "which runner", "how many seconds"."""
        cues = PERSONS if asked is Asked.NAME else ASKED.get(asked, set())
        return frozenset(i for i, word in enumerate(self.words) if word.text in cues and i not in self.scope.words)

    @cached_property
    def cue_words(self) -> frozenset[int]:
        """Tokens that ask for a kind or an operation: a sentence may answer them without repeating them."""
        kinds = {i for asked in self.asked for i in self.words_asking(asked)} | self.words_asking(Asked.NAME)
        named = (Operation.NTH, Operation.LAST)  # "fifth" must be told, "how fast" need not be repeated
        if {Asked.SPEAKER, Asked.QUOTE} & set(self.asked):
            kinds |= {i for i, word in enumerate(self.words) if word.text in SPEECH}
        told = {cue.word for cue in self.cues if self.words[cue.word].text in BODILY}  # a sentence must say "youngest"
        return frozenset(kinds) | ({cue.word for cue in self.cues if cue.operation not in named} - told)

    @cached_property
    def answer_kind(self) -> frozenset[int]:
        """Tokens that only say of what kind the answer is: "which river", "what kind of bird"; no name among them."""
        kind = kind_asked([word.text for word in self.words])
        return frozenset(i for i in kind if not self.is_specific(i) and all(cue.word != i for cue in self.cues))

    @cached_property
    def statuses(self) -> tuple[frozenset[int], frozenset[str]]:
        """Tokens that speak of no mark being made, and the codes they stand for: DNF, or "did not finish"."""
        said = [word.text for word in self.words]
        words: set[int] = set()
        found: set[str] = set()
        for phrase, codes in STATUS_PHRASES.items():
            parts = phrase.split()
            for at in range(len(said) - len(parts) + 1):
                if said[at : at + len(parts)] == parts and not words & {at + len(parts) - 1}:
                    words |= set(range(at, at + len(parts)))
                    found |= set(codes.split())
        return frozenset(words), frozenset(found)

    @cached_property
    def beyond_lead(self) -> frozenset[int]:
        """Tokens that a report's first lines cannot account for: what "who" does, and "last year"."""
        return self.deed | self.other_time

    @cached_property
    def deed(self) -> frozenset[int]:
        """The token that says what "who" does: "coaches" of "who coaches her"; none where a name follows."""
        does = len(self.words) > 1 and self.words[0].text == "who" and not self.is_specific(1)
        return frozenset({1} if does else ())

    @cached_property
    def labels_known(self) -> dict[tuple[str, str], frozenset[int]]:
        """What `bot.results.columns` found of labels in it, so that each is looked for once."""
        return {}

    @cached_property
    def other_time(self) -> frozenset[int]:
        """Tokens that name a year by how it stands to this one: "last year", "the previous season"."""
        said = [word.text for word in self.words]
        pairs = [at for at, pair in enumerate(pairwise(said)) if pair[0] in _STEPS and pair[1] in {"year", "season"}]
        return frozenset(i for at in pairs for i in (at, at + 1))

    @cached_property
    def sharing(self) -> frozenset[int]:
        """Words for a place that several hold: "tied for third"."""
        return frozenset(i for i, word in enumerate(self.words) if word.text in SHARING)

    @cached_property
    def achieving(self) -> frozenset[int]:
        """Verbs by which a mark is made: "recorded", or "record" after "did"."""
        did = self.said("did", "do", "does", "many")
        found = [i for i, w in enumerate(self.words) if w.text in ACHIEVING and self.after(i) != "put"]  # the shot put
        return frozenset(i for i in found if self.words[i].text != "record" or (did and self._is_bare(i)))

    def _is_bare(self, index: int) -> bool:
        """Whether no article or adjective of records stands before the word: "Spain record", not "a world record"."""
        before = self.before(index) or ""
        return before not in BEFORE_RECORD and self.after(index) not in {"holder", "time"}

    @cached_property
    def counted_noun(self) -> frozenset[int]:
        """The noun that is counted: "games" of "how many games", "of these tournaments"; rows need not repeat it."""
        found: set[int] = set()
        for cue in self.has(Operation.COUNT):
            first = next((i for i in range(cue.word + 1, len(self.words)) if self.weights[i] > 0), None)
            if first is not None and first - cue.word <= NOUN_WITHIN and not self.is_specific(first):
                found.add(first)
        return frozenset(found)

    @cached_property
    def wants_name(self) -> bool:
        """Whether the answer is a name: "who", "which runner", "name the …"."""
        for index, word in enumerate(self.words[:-1]):
            noun = {w.text for w in self.words[index + 1 : index + 3]}
            if word.text in {"which", "what"} and index <= 1:
                return bool(noun & PERSONS)
        return self.said("who", "whom", "whose", "name", "winner", "champion")

    def numbered_part(self, letter: str, number: int) -> frozenset[int]:
        """Tokens that name a numbered part: "the first quarter" for the letter q, "set 3" for "s" or "set"."""
        for index, word in enumerate(self.words):
            part = word.text in _PARTS_OF_ROWS and (word.text[0] == letter or {word.text[0], letter} == {"p", "q"})
            if letter in (word.text, f"{word.text}s") or part:  # a quarter is a period
                for beside in (index - 1, index + 1):
                    if 0 <= beside < len(self.words) and small_number(self.words[beside].text) == number:
                        return frozenset({index, beside})
        return frozenset()

    def nth_part(self, number: int) -> frozenset[int]:
        """Tokens that name a part by its number alone or with any word for one: "in the ninth", "the fifth end"."""
        for index, word in enumerate(self.words):
            is_ordinal = small_number(word.text) == number and is_ordinal_word(word.text)
            nouns = {at for at in (index - 1, index + 1) if 0 <= at < len(self.words)}
            parts = {at for at in nouns if self.words[at].text in MATCH_PARTS and at not in self.scope.words}
            if parts and small_number(word.text) == number:
                return frozenset({index, *parts})
            if is_ordinal and self.before(index) == "the" and index > 1 and self.words[index - 2].text == "in":
                return frozenset({index})
        return frozenset()

    def phrase_at(self, stems: Sequence[str]) -> frozenset[int]:
        """The tokens that say these stems, one behind the other; none where it doesn't."""
        for at in range(len(self.stems) - len(stems) + 1 if stems else 0):
            pairs = zip(self.stems[at:], self.words[at:], stems, strict=False)
            if all(wanted in (said, stem(word.text), word.text.removesuffix("est")) for said, word, wanted in pairs):
                return frozenset(range(at, at + len(stems)))
        return frozenset()

    def beside(self, labelled: frozenset[int]) -> "Question":
        """The question as a table reads it whose labels these tokens name: they say no round and ask for nothing."""
        return replace(self, labelled=labelled) if labelled != self.labelled else self

    def is_opponent(self, words: frozenset[int]) -> bool:
        """Whether the tokens name the other side: "against the Lions", "vs Lions", "in the game with the Lions"."""
        before = min(words) - 1
        while before >= 0 and self.words[before].text == "the":
            before -= 1
        if before < 0:
            return False
        said, earlier = self.words[before].text, self.before(before)
        return said in AGAINST or (said == "with" and earlier in {"game", "match", "meeting", "tie", "clash"})

    def is_specific(self, index: int) -> bool:
        """Whether the token names something that nothing else can stand for: a name, a figure, men or women."""
        raw = self.text[self.words[index].start : self.words[index].end]
        return (raw[0].isupper() and index > 0) or raw[0].isdigit() or self.stems[index] in OPPOSED

    def has(self, operation: Operation) -> tuple[Cue, ...]:
        """The cues for that operation."""
        return tuple(cue for cue in self.cues if cue.operation is operation)

    def said(self, *words: str) -> bool:
        """Whether one of these normal-form words is in the question."""
        return any(word.text in words for word in self.words)

    def coverage(self, explained: frozenset[int]) -> float:
        """Share of the question's weight that the explained tokens carry, 0 to 1; 1 for a question of fillers."""
        total = sum(self.weights)
        return 1.0 if total == 0 else sum(self.weights[i] for i in explained if i < len(self.weights)) / total

    def _is_asked(self, kind: Asked) -> bool:
        """Whether a word of the kind asks, rather than sets a scene: "when did", not "when the Kings met"."""
        lead = [word.text for word in self.words[:4]]
        if kind is Asked.AGE:
            return False  # "the old record"; "how old" is told below
        if kind is Asked.TIME and self.said("time", "times") and not self._asks_for_time():
            return False
        if kind is Asked.DATE and lead[:1] == ["when"]:
            return len(lead) > 1 and lead[1] in YES_NO
        asking = self.words_asking(kind)
        from_where = self.said("where") and self.words[-1].text == "from"  # "where does she come from"
        if kind is Asked.RANK and asking and (from_where or all(self.before(i) in HOLDING for i in asking)):
            return False  # "where does it take place"
        if kind is Asked.RANK and not self.said("place", "placed", "placing", "position", "rank", "ranked", "standing"):
            return self.said("where", "how")  # "finish with" asks for something else
        return True

    def _asks_for_time(self) -> bool:
        """Whether a time is asked for rather than an occasion: "each time", "the first time", "how many times"."""
        others = ASKED[Asked.TIME] - {"time", "times"}
        spoken = [i for i, word in enumerate(self.words) if word.text in {"time", "times"}]
        return self.said(*others) or any(self.before(i) not in OCCASIONS for i in spoken)

    def _weight(self, index: int) -> float:
        word, raw = self.words[index], self.text[self.words[index].start : self.words[index].end]
        if word.text in FILLERS or self.stems[index] in FILLERS or (len(word.text) == 1 and word.text.isalpha()):
            return FILLER_WEIGHT
        special = raw[0].isupper() and index > 0
        return self.idf(self.stems[index]) * (SPECIAL_FACTOR if special or raw.isdigit() else 1.0)

    def _cues_at(self, index: int) -> list[Cue]:
        if index in self.scope.words or index in self.labelled:
            return []
        return cues_at(self, index)

    def before(self, index: int) -> str | None:
        """The token before, None for the first."""
        return self.words[index - 1].text if index else None

    def after(self, index: int) -> str | None:
        """The token behind, None for the last."""
        return self.words[index + 1].text if index + 1 < len(self.words) else None


def _orders(word: str) -> bool:
    """Whether the word is an ordinal: "third", "2nd"."""
    return small_number(word) is not None and counting_number(word) is None
