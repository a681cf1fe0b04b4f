"""Yes or no as the trained reader sees it, where no rule tells: words that say so may share none with the question."""

from collections.abc import Sequence

from bot.prose.reader import Sentence

# Logits either side of which it is believed, and the least probability of the sentence that it is read in.
_SURE, _MIN_CHANCE = 0.5, 0.1


def read_yes_or_no(sentences: Sequence[Sentence]) -> tuple[Sentence, bool] | None:
    """The likeliest sentence and whether it says yes; None where it isn't likely or the reader isn't sure."""
    best = sentences[0] if sentences else None
    if best is None or best.says_yes is None or best.of_another or best.score < _MIN_CHANCE:
        return None
    return None if abs(best.says_yes) < _SURE else (best, best.says_yes > 0)
