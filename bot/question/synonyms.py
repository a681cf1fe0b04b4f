"""Words of sport that say the same in any report: asked for the attendance, a reader is told of a crowd.

Only words of which one may always stand for the other, and that say so in sport alone: what is near in meaning
everywhere `bot.question.akin` knows. A referee is no umpire, and whoever trains is no manager.
"""

from retriever.text import stem, tokens

_ALIKE = (
    "attendance crowd spectators onlookers watched fans supporters",
    "coach coaches coached trainer trains trained",
    "captain skipper captained skippered",
    "match game contest fixture encounter",
    "fight bout contest",
    "interval halftime",
    "title trophy crown",
    "face faces meet meets play plays opponent",
    "beat defeated overcame edged upset",
    "homer homers homered",
    "goalkeeper keeper goalie",
    "replaced replacement substitute substituted",
    "earn earned purse winnings",
    "won wins victory triumph victorious",
    "lost loss defeat",
    "begin start started kick-off tip-off",
    "venue stadium arena",
)


def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _ALIKE:
        words = [tokens(word)[0].text for word in line.split()]
        for word in words:
            found.setdefault(word, set()).update(stem(other) for other in words)
    return {word: frozenset(others) for word, others in found.items()}


_SAME = _groups()


def same_as(word: str) -> frozenset[str]:
    """Stems that say the same as a word in normal form, its own included; "attend" is no attendance."""
    return _SAME.get(word, frozenset()) | {stem(word)}
