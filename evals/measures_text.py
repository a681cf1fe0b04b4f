"""Short answers compared as strings: exact match and token F1.

Rajpurkar et al. 2016, "SQuAD: 100,000+ Questions for Machine Comprehension of Text" (arXiv 1606.05250), section 6.1,
over our own normalisation, so that "three minutes 27.65 seconds" is the string 3:27.65 too.
"""

import re
from collections import Counter
from collections.abc import Sequence

from evals.normalise import normalise


def answer_tokens(text: str) -> list[str]:
    """Words and figures of a normalised answer, without articles and punctuation that means nothing.

    3:27.65 stays one token; currencies, "%" and a minus sign are tokens, or $5 would equal -5%.
    """
    words = re.findall(r"[£$€¥%]|(?<!\S)-(?=\d)|\d+(?:[:.]\d+)*\w*|[^\W_]+(?:'[^\W_]+)?", normalise(text))
    return [word for word in words if word not in {"a", "an", "the"}]


def exact_match(answer: str | None, gold: Sequence[str]) -> float:
    """1 where the answer equals one accepted answer token by token, else 0."""
    said = answer_tokens(answer or "")
    return float(any(said == answer_tokens(accepted) for accepted in gold)) if said else 0.0


def token_f1(answer: str | None, gold: Sequence[str]) -> float:
    """Best harmonic mean of token precision and recall against one accepted answer."""
    return max((_overlap_f1(answer_tokens(answer or ""), answer_tokens(accepted)) for accepted in gold), default=0.0)


def _overlap_f1(said: list[str], gold: list[str]) -> float:
    common = sum((Counter(said) & Counter(gold)).values())
    return 2 * common / (len(said) + len(gold)) if common else 0.0
