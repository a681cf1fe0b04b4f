"""What happens to somebody in sport, in words that agree and in words that exclude each other.

Word lists only, as reports write them; what they say of a question and a sentence is told in `bot.trust.polarity`.
"""

from collections.abc import Sequence
from itertools import pairwise

from retriever.text import stem, tokens

# What says it, and what does not go with it. Two words joined by "+" stand for neighbours.
_KINDS = (
    ("win victory victorious victor triumph winner champion champions crown crowned gold",
     "lose runner+up silver bronze come+second come+third come+fourth finish+second finish+third finish+fourth "
     "for+third draw tied denied eliminated knock+out loser lost"),
    ("lose lost loser go+down", "win victory victorious victor triumph winner champion crowned gold"),
    ("draw tied stalemate", "win winner victory lose triumph edge edged"),
    ("finish finished complete completed",
     "retired withdraw withdrew pull+out drop+out go+out fail failed crash crashed fall eliminated disqualified "
     "abandon abandoned dnf"),
    ("qualify qualified reach reached advance advanced progress progressed through",
     "eliminated knock+out go+out miss+out fail failed bow+out"),
    ("score scored convert converted net netted", "miss missed saved save"),
    ("sellout sold+out full+house capacity", "half+empty half+full"),
    ("gold", "silver bronze fourth fifth"), ("silver", "gold fourth fifth"), ("bronze", "gold silver fourth fifth"),
    ("injured injury hurt sidelined rule+out", "unhurt unharmed unscathed fit"),
    ("cancelled postponed called+off abandoned", "go+ahead"),
    ("accept accepted agree agreed", "refuse refused reject rejected decline declined turn+down"),
    ("lead leading led ahead", "trail trailed behind level"),
    ("raise raised increase increased rise rose", "lower lowered cut reduced reduce unchanged frozen"),
    ("continue continued carry+on stay stayed remain remained",
     "stop stopped quit withdraw withdrew retired leave left depart departed"),
    ("open opened", "closed shut"),
    ("allow allowed permit permitted", "forbid forbidden forbade prohibited barred"),
)  # fmt: skip
# A sentence that tells one of these tells no other: a Games record need not be a world record.
_QUALIFIERS = {
    "record": "world olympic games game championship national european course meeting personal season area franchise "
    "club continental tournament track competition",
    "card": "red yellow",
}


def _joined_stems(word: str) -> str:
    return "+".join(stem(tokens(part)[0].text) for part in word.split("+"))


_SAYS = tuple(tuple(frozenset(_joined_stems(word) for word in words.split()) for words in kind) for kind in _KINDS)
_PAIRS = frozenset(word for kind in _SAYS for words in kind for word in words if "+" in word)


def joined(stems: Sequence[str]) -> list[str]:
    """The stems, two that make one expression as one: "sold", "out" as "sold+out"."""
    found: list[str] = []
    for word in stems:
        if found and f"{found[-1]}+{word}" in _PAIRS:
            found[-1] = f"{found[-1]}+{word}"
        else:
            found.append(word)
    return found


def alike(word: str) -> frozenset[str]:
    """What says the same; nothing for a word that is not known."""
    return frozenset(other for says, _ in _SAYS if word in says for other in says)


def excluded_by(word: str) -> frozenset[str]:
    """What does not happen to whom this happens."""
    return frozenset(other for says, denies in _SAYS if word in says for other in denies)


def tells_other_kind(asked: Sequence[str], said: Sequence[str]) -> bool:
    """Whether the sentence tells of a record or a card, and not of the kind that is asked about."""
    for noun, words in _QUALIFIERS.items():
        kinds = {stem(word) for word in words.split()}
        wanted, told = kinds & _before(noun, asked), kinds & _before(noun, said)
        if wanted and told and not wanted & told:
            return True
    return False


def lacks_noun(asked: Sequence[str], said: Sequence[str]) -> bool:
    """Whether a record or a card is asked about and the sentence has none."""
    return any(noun in asked and _before(noun, asked) & {stem(word) for word in words.split()} and noun not in said
               for noun, words in _QUALIFIERS.items())  # fmt: skip


def _before(noun: str, stems: Sequence[str]) -> set[str]:
    return {one for one, other in pairwise(stems) if other == noun}
