"""Statements that somebody wants checked: "Is it true that ...", or a plain sentence that asks nothing."""

import re

from bot.lexicon import YES_NO

_IS_IT_TRUE = re.compile(
    r"^(?:please\s+)?(?:(?:is|was) it (?:true|correct|right|the case|a fact)(?: to say)? that|true or false[:,.?]?|"
    r"(?:fact[- ]?check|check|verify)(?: (?:this|whether|if|that))?[:,]?|"
    r"can you (?:confirm|verify|check) (?:that|whether|if))\s+",
    re.I,
)
_TAG = re.compile(r",\s*(?:right|correct|true|(?:is|did|was|were|has|does)(?:n't)?(?: that)?(?: \w+)?)\s*\?$", re.I)
_ASKING = frozenset("who whom whose what which when where why how".split())
# What a request begins with; a sentence that tells something doesn't.
_REQUESTS = frozenset(
    "list name tell show give summarise summarize describe explain find compare count rank recap please let say quote "
    "write help and but so what hi hello thanks thank".split()
)
# Verbs in a form that tells: most sentences about results have one of them.
_TELLING = YES_NO | frozenset(
    "be been won beat lost took came ran set broke got made held led went threw hit left drew scored finished defeated "
    "wins beats loses takes comes runs sets holds leads scores finishes said became fell met gave kept put rose stood "
    "swam rode shot wore grew began fought bore".split()
)
_FEWEST_WORDS = 4


def statement_in(text: str) -> str | None:
    """The statement that is to be checked, without what asks for it; None for a question or a few key words."""
    plain = " ".join(text.split())
    asked = _IS_IT_TRUE.sub("", plain)
    tagless = _TAG.sub("", asked)
    if asked != plain or tagless != asked:
        statement = tagless.rstrip(" ?.!")
        return statement if len(statement.split()) >= _FEWEST_WORDS - 1 else None
    return plain.rstrip(" .!") if _tells(plain) else None


def _tells(text: str) -> bool:
    """Whether the text is a sentence that tells something: it has a verb after its first word and asks nothing."""
    words = [word.lower() for word in re.findall(r"[^\W_]+", text)]  # as written: "won" is no "win" here
    if len(words) < _FEWEST_WORDS or text.endswith("?") or words[0] in _ASKING | YES_NO | _REQUESTS:
        return False
    if _ASKING & set(words) and text[-1:] not in ".!":
        return False
    regular = any(len(word) > 4 and word.endswith("ed") for word in words[1:-1])
    return regular or bool(_TELLING & set(words[1:]))
