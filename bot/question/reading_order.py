"""Names in reading order: "HOCKER Cole" is Cole Hocker."""

import re


def given_name_first(name: str) -> str:
    """ "HOCKER Cole" and "van den BERG Jan" in reading order; a family name not printed in capitals stays put."""
    words = name.split()
    family = 0
    while family < len(words) and (in_capitals(words[family]) or words[family].islower()):
        family += 1
    has_capitals = any(in_capitals(word) for word in words[:family])
    if not has_capitals or family == len(words):
        return name
    particles_and_name = (word if word.islower() else _capitalised(word) for word in words[:family])
    return " ".join((*words[family:], *particles_and_name))


def in_capitals(word: str) -> bool:
    """ "McLAUGHLIN-LEVRONE" is in capitals, too; "J." of "J. Barea" is an initial."""
    return len(word) > 1 and word[-2:].isupper() and not word.endswith(".")


def _capitalised(word: str) -> str:
    return re.sub(r"(?:Mc|Mac|O'|D')?(?=[^\W\d_]{2})[^\W\d_]+", _capitalised_part, word)


def _capitalised_part(part: re.Match[str]) -> str:
    letters = part.group()
    prefix = next((p for p in ("Mac", "Mc", "O'", "D'") if letters.startswith(p)), "")
    return prefix + letters[len(prefix) :].capitalize()
