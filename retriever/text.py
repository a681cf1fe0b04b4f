"""Words as index and query both see them, and sentences with offsets. One module, so the two can never disagree."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import Stemmer

# Letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe",
     "Œ": "Oe", "þ": "th", "Þ": "Th", "ı": "i", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-",
     "‑": "-", "\u00a0": " "}
)  # fmt: skip

# An ordinal (3rd), a figure with its inner separators (3:27.65, 1,500; 6-3 is two), or a word with inner apostrophes.
_TOKEN = re.compile(r"\d+(?:st|nd|rd|th)\b|\d+(?:[:.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_ISO_DATE = re.compile(r"(?:1[789]|20)\d\d-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)(?!\d)")
_MONTHS = "january february march april may june july august september october november december".split()
_THOUSANDS = re.compile(r"^\d{1,3}(?:,\d{3})+$")

# Different spellings of one sporting word, after folding. A word is listed only if its spellings share no stem.
_SAME_WORD = {
    "metre": "m", "metres": "m", "meter": "m", "meters": "m", "mtrs": "m",
    "kilometre": "km", "kilometres": "km", "kilometer": "km", "kilometers": "km", "kilo": "kg", "kilos": "kg",
    "sec": "second", "secs": "second", "min": "minute", "mins": "minute",
    "semi": "semifinal", "semis": "semifinal", "semifinals": "semifinal",
    "quarter": "quarterfinal", "quarters": "quarterfinal", "quarterfinals": "quarterfinal",
    "medallist": "medalist", "medallists": "medalist", "honour": "honor", "honours": "honor", "defence": "defense",
    "offence": "offense", "centre": "center", "programme": "program", "favourite": "favorite", "favourites": "favorite",
    "colour": "color", "colours": "color", "neighbour": "neighbor", "grey": "gray",
    "jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june", "jul": "july", "aug": "august",
    "sep": "september", "sept": "september", "oct": "october", "nov": "november", "dec": "december",
    "usa": "usa", "us": "us", "men": "man", "mens": "man", "women": "woman", "womens": "woman",
    "ran": "run", "won": "win", "threw": "throw", "thrown": "throw", "swam": "swim", "swum": "swim", "beat": "beat",
    "beaten": "beat", "lost": "lose", "took": "take", "taken": "take", "said": "say", "told": "tell", "led": "lead",
    "held": "hold", "came": "come", "went": "go", "gone": "go", "broke": "break", "broken": "break", "rode": "ride",
    "scored": "score", "fell": "fall", "fallen": "fall", "began": "begin", "begun": "begin", "got": "get",
    "gave": "give",
    "shot": "shoot", "struck": "strike", "drew": "draw", "drawn": "draw", "knew": "know", "thought": "think",
    "felt": "feel", "kept": "keep", "left": "leave", "made": "make", "sent": "send", "spoke": "speak", "ridden": "ride",
}  # fmt: skip
# "semi-final" and "quarter finals" are one word each, "final" another: a search for the final must not find the semis.
_TWO_PART = {("semi", "final"), ("semi", "finals"), ("quarter", "final"), ("quarter", "finals")}

STOPWORDS = frozenset(
    "a an and are as at be been being but by did do does for from had has have he her him his how i if in into is it "
    "its me my of on or our s she so t than that the their them then there these they this those to up was we were "
    "what when where which who whom whose why will with would you your".split()
)

_stemmer = Stemmer.Stemmer("english")


_KEPT_CHARS = 400  # a sentence, a heading, a question: read some ten times while one question is answered


class Token(NamedTuple):
    """One word or figure: the normal form that is searched, and where it stands."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case without accents, with straight quotes and hyphens: "Nordås" and "NORDAS" fold alike.

    The result may differ from `text` in length; use `tokens` where offsets matter.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()


def tokens(text: str) -> list[Token]:
    """Words and figures in order, each in normal form (folded, spelling variants joined), stop words kept."""
    return list(_kept_tokens(text)) if len(text) <= _KEPT_CHARS else _tokens(text)


@lru_cache(maxsize=2048)
def _kept_tokens(text: str) -> tuple[Token, ...]:
    return tuple(_tokens(text))


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    dated = _words_of_dates(text)
    for match in _TOKEN.finditer(text):
        raw = dated.get(match.start()) or _word(match.group())
        if _THOUSANDS.match(raw):
            raw = raw.replace(",", "")
        if found and (text[found[-1].start : found[-1].end].lower(), raw) in _TWO_PART:
            first = found.pop()
            found.append(Token(_SAME_WORD[fold(text[first.start : first.end])], first.start, match.end()))
        else:
            found.append(Token(_SAME_WORD.get(raw, raw), match.start(), match.end()))
    return found


@lru_cache(maxsize=50_000)
def _word(printed: str) -> str:
    return fold(printed).removesuffix("'s").replace("'", "")


def _words_of_dates(text: str) -> dict[int, str]:
    """Position of month and day in "2017-03-04" → "march" and "4", as other people write them."""
    return {
        at: word
        for match in (_ISO_DATE.finditer(text) if "-" in text else ())
        for at, word in (
            (match.start("month"), _MONTHS[int(match["month"]) - 1]), (match.start("day"), str(int(match["day"])))
        )
    }  # fmt: skip


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Snowball English stem of a folded word; figures pass unchanged."""
    return str(_stemmer.stemWord(word))


def terms(text: str) -> list[str]:
    """What is indexed and searched: stems of the tokens, in order, stop words dropped."""
    return [stem(token.text) for token in tokens(text) if token.text not in STOPWORDS]


# A stop, its closing quotes and brackets, then blank; what follows must look like a beginning.
_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
_ABBREVIATIONS = frozenset(
    "st mr mrs ms dr prof sr jr no nos vs v mt ft gen lt col sgt rev hon inc ltd co corp u.s u.k e.g i.e approx est "
    "fig jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun capt etc al dept".split()
)
_MAY_BEGIN = re.compile(r"\s+[\"'“‘(\[]*[^\W_a-z]")


def sentence_bounds(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans of the sentences of `text[start:end]`, blanks trimmed; a line break always ends a sentence."""
    stop = len(text) if end is None else end
    bounds: list[tuple[int, int]] = []
    begin = start
    for at in _break_positions(text, start, stop):
        bounds += _trimmed(text, begin, at)
        begin = at
    return bounds + _trimmed(text, begin, stop)


def _break_positions(text: str, start: int, end: int) -> list[int]:
    stops = [m.end() for m in _STOP.finditer(text, start, end) if _ends_sentence(text, m.start(), m.end(), end)]
    lines = [m.start() for m in re.compile("\n").finditer(text, start, end)]
    return sorted({*stops, *lines})


def _ends_sentence(text: str, stop: int, after: int, end: int) -> bool:
    if after >= end or text[after] == "\n":
        return True
    if not _MAY_BEGIN.match(text, after, end):
        return False
    if text[stop] != "." or after - stop > 1:
        return True
    word = text[max(0, stop - 12) : stop].split()[-1:] or [""]
    last = word[0].lstrip("\"'“‘(").lower()
    is_initial = len(last) == 1 and last.isalpha()  # "J. Barea", but "... in I. The" is rare enough
    return not (is_initial or last in _ABBREVIATIONS)


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [(start, end)] if start < end else []
