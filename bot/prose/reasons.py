"""Why something happened: the sentences that tell the effect and, in them or beside them, its cause.

The trained reader has seen few reasons and points at effects. Words and a cause told put the right sentences first for
13 of 20 questions of four sets, the words alone for 10.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.prose.reader import MIN_COVERAGE, Sentence

# What tells a cause. "As", "so" and "to" stand in every other sentence and tell nothing.
_CAUSE = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|as a result|therefore|so that|in order to|leaving|forc(?:ed?|ing)|"
    r"allow(?:ed|ing)|meant|meaning|caus\w+|cost|blam\w+|reasons?|too \w+|injur\w+|ill|illness|tired|mistakes?|had to|"
    r"unable|not \w+ enough|instead of|without|for \w+ing)\b",
    re.IGNORECASE,
)
_COVERAGE_SHARE, _COSINE_SHARE, _CAUSE_SHARE = 0.62, 0.26, 0.15
_NEARLY = 0.93  # share of the best score at which a second account stands beside it


def by_reason(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The likeliest accounts of a reason, best first, none within another; at most two."""
    ranked = sorted((replace(s, score=_score(s)) for s in sentences), key=lambda s: (-s.score, s.span.key))
    found: list[Sentence] = []
    for sentence in (s for s in ranked if not s.of_another):
        if found and sentence.score < _NEARLY * found[0].score:
            break
        if not any(_overlap(sentence, other) for other in found):
            told = _with_next(sentence, ranked)
            found.append(replace(told, enough=sentence.coverage >= MIN_COVERAGE))
        if len(found) == 2:
            break
    return found


def _with_next(sentence: Sentence, others: Sequence[Sentence]) -> Sentence:
    """The sentence, with the one behind it where it tells no cause itself: "Harmon pulls out. A stingray got him"."""
    if _CAUSE.search(sentence.text):
        return sentence
    document, start, end = sentence.span.key
    longer = [s for s in others if s.span.key[:2] == (document, start) and s.span.end > end and not s.of_another]
    return replace(longer[0], score=sentence.score) if longer else sentence


def _score(sentence: Sentence) -> float:
    cause = _CAUSE_SHARE * bool(_CAUSE.search(sentence.text))
    return _COVERAGE_SHARE * sentence.coverage + _COSINE_SHARE * max(0.0, sentence.cosine) + cause


def _overlap(one: Sentence, other: Sentence) -> bool:
    same = one.span.passage.document_id == other.span.passage.document_id
    return same and one.span.start < other.span.end and other.span.start < one.span.end
