"""The words of a sentence by what they claim: a figure, a place, a name, a denial, a comparison, or nothing much."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.question.lexicon import BEFORE_RECORD, PLACES
from retriever.figures import find_values
from retriever.nations import COMMON_WORDS, nation_keys
from retriever.text import STOPWORDS, Token, stem, tokens
from retriever.values import Value, ValueType


class Claim(StrEnum):
    """What a word adds to a sentence."""

    FIGURE = "figure"
    PLACE = "place"
    NAME = "name"
    DENIAL = "denial"
    BETTER = "better"
    WORSE = "worse"
    DEGREE = "degree"
    NUMBERED = "numbered"
    ROUND = "round"
    CONTENT = "content"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Word:
    """One word or figure of a sentence."""

    claim: Claim
    stem: str
    start: int
    end: int
    value: Value | None = None
    """Of a figure; of a place its number (1 for gold, won, first)."""
    nations: tuple[str, ...] = ()
    """Keys of the nations that the word may stand for."""


# Words that say no more than the sentence's figures and names do. Everything else must stand in what is cited.
_NOTHING_MUCH = frozenset(
    stem(token.text)
    for token in tokens(
        "also about after all both each during here there now just so such other another its itself himself "
        "herself who whom which where while as per than too very overall respectively according report reports "
        "reported source sources coverage results result table show shows shown list listed say says tell tells told "
        "call called name named athlete athletes runner runners competitor competitors player players "
        "finish finished finishing run ran running record recorded clock clocked clocking time timed set came come "
        "place placed placing position rank ranked took take taking claim claimed earn earned secure secured get got "
        "go went register registered post posted cross crossed crossing line mark marked achieve achieved manage "
        "managed represent represented representing compete competed competing participate performed jump jumped "
        "throw threw make made medal medals nation country team event race racing competition contest margin gap "
        "difference separated separate apart total average mean combined compared comparison between against "
        "answer yes stood stand stands held hold is are was were been being had have has do does did"
    )
) | {stem(word) for word in STOPWORDS}
_DENIALS = frozenset(
    "not no never neither nor none nobody nothing without failed fail fails unable denied deny hardly barely almost "
    "nearly would could might may should if unless hoped hope hopes wanted tried expected cannot cant didnt doesnt "
    "dont isnt wasnt wouldnt couldnt hasnt havent hadnt wont arent werent nt missed miss".split()
)
_BETTER = frozenset(
    "beat beats ahead faster quicker better before above defeated edged outran outscored higher further farther "
    "longer pipped over".split()
)
_WORSE = frozenset("behind slower worse after below lower shorter lost loses lose trailed following".split())
_DEGREES = frozenset(
    "last latest best worst fastest slowest highest lowest longest shortest biggest youngest oldest narrowest widest "
    "most least fewest more less fewer up down early late under only".split()
)
_ROUNDS = frozenset("final semifinal quarterfinal heat heats repechage round rounds qualifying playoff".split())
# "Heat 1", "lap 3": the number tells one from another, so it goes with the word before it.
_NUMBERED = frozenset(
    "heat semifinal quarterfinal final lap group pool round day stage race match game set leg lane attempt session "
    "quarter period week matchday over section".split()
)
_NUMBERED_STEMS = frozenset(stem(word) for word in _NUMBERED)
_DISQUALIFIED = re.compile(r"\b(?:disqualified|retired|withdrew|dropped out|pulled out|no mark)\b", re.I)
_RUNNER_UP = re.compile(r"\brunners?[- ]up\b", re.I)
_BEFORE_RECORD = BEFORE_RECORD - {"his", "her"}  # "her record 7:21.44" is the mark that she recorded
_NO_PLACES = frozenset({"podium", "medalist", "medals", "medalists"})  # three places, so none in particular


def words_of(text: str) -> tuple[Word, ...]:
    """Every word and figure of `text` in order, each with what it claims."""
    found = [
        Word(Claim.PLACE if figure.value.type is ValueType.RANK else Claim.FIGURE,
             text[figure.start : figure.end].lower(), figure.start, figure.end, figure.value)
        for figure in find_values(text)
    ]  # fmt: skip
    found += [_place(2, match.start(), match.end(), match.group()) for match in _RUNNER_UP.finditer(text)]
    taken = [(word.start, word.end) for word in found]
    free = [t for t in tokens(text) if not any(start < t.end and t.start < end for start, end in taken)]
    found += [_word(token, text) for token in free]
    return tuple(_nouns(list(_numbered(sorted(found, key=lambda word: word.start), text)), text))


def is_denied(text: str) -> bool:
    """Whether the words deny something, or say that somebody was taken out."""
    return any(word.claim is Claim.DENIAL for word in words_of(text)) or bool(_DISQUALIFIED.search(text))


def _numbered(words: Sequence[Word], text: str) -> Iterator[Word]:
    """The words with "Heat" and "1" made one."""
    for before, word in zip([None, *words], words, strict=False):
        label = before is not None and text[before.end : word.start] == " " and _is_label(before.stem)
        if label and before is not None and word.value is not None and text[word.start : word.end].isdigit():
            yield Word(Claim.NUMBERED, f"{before.stem} {text[word.start : word.end]}", word.start, word.end)
        else:
            yield word


def _nouns(words: Sequence[Word], text: str) -> Iterator[Word]:
    """The words, "record" behind an article or "world" as a claim, and "first" before "time" as no place."""
    for before, word, after in zip([None, *words], words, [*words[1:], None], strict=False):
        said = text[word.start : word.end].lower()
        if said == "record" and before is not None and text[before.start : before.end].lower() in _BEFORE_RECORD:
            yield replace(word, claim=Claim.CONTENT)
        elif word.claim is Claim.PLACE and after is not None and text[after.start : after.end].lower() == "time":
            yield Word(Claim.DEGREE, said, word.start, word.end)
        else:
            yield word


def _is_label(said: str) -> bool:
    """Whether the stem is of a word that numbers go with."""
    return said in _NUMBERED_STEMS


def _word(token: Token, text: str) -> Word:
    raw = text[token.start : token.end]
    is_capital = raw[:1].isupper()
    is_name = is_capital and not _begins(text, token.start)  # "Lindon Victor" is no winner
    if token.text in PLACES and token.text not in _NO_PLACES and not is_name:
        return _place(PLACES[token.text][0], token.start, token.end, token.text)
    claim = _claim(token.text, raw)
    if (is_name and claim is not Claim.DENIAL) or (is_capital and claim is Claim.CONTENT):
        claim = Claim.NAME
    # At the beginning only a capital would make a nation of "Turkey" or "Poles".
    nations = nation_keys(token.text) if is_name or (is_capital and token.text not in COMMON_WORDS) else ()
    return Word(claim, stem(token.text), token.start, token.end, nations=nations)


def _claim(word: str, raw: str) -> Claim:
    """What the word claims by itself, its capital aside."""
    if word in _DENIALS or raw.lower().replace("’", "'").endswith("n't"):
        return Claim.DENIAL
    kinds = {Claim.BETTER: _BETTER, Claim.WORSE: _WORSE, Claim.ROUND: _ROUNDS, Claim.DEGREE: _DEGREES}
    found = next((claim for claim, words in kinds.items() if word in words), None)
    if found is not None:
        return found
    return Claim.NOTHING if stem(word) in _NOTHING_MUCH else Claim.CONTENT


def _place(number: int, start: int, end: int, text: str) -> Word:
    return Word(Claim.PLACE, stem(text.lower()), start, end, Value(ValueType.RANK, text, float(number)))


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins there, where a capital tells nothing."""
    return not re.search(r"[\w,;:)]\s*$", text[:at])
