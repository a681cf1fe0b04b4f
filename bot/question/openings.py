"""Words around a question that ask for nothing: a greeting before it, "ok.", "so"; and a question as it is written."""

import re

_SAID_FIRST = (
    r"(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|thanks|thank you|thx|cheers|great|nice|cool|wow|"
    r"ok(?:ay)?|okey|fine|right|alright|all right|well|sure|lol|oh|ah|hm+|i see|got it|perfect|please|excuse me)"
)
_TO_WHOM = r"(?: (?:there|again|mate|everyone|all|then|a lot|very much|so much|one|team|folks))?"
_OPENING = re.compile(rf"^{_SAID_FIRST}{_TO_WHOM}\s*[,.!;:–-]+\s*(?=\S)", re.I)
# Without a comma only before what opens a question: "hi who won", not "right back".
_RUN_ON = re.compile(
    rf"^{_SAID_FIRST}{_TO_WHOM}\s+"
    r"(?=(?:who|what|when|where|why|how|which|whose|did|does|is|was|were|can|could)\b)",
    re.I,
)
_LEAD_IN = re.compile(r"^(?:and|so|but|then|now|also)[\s,]+(?=\S+\s+\S)", re.I)
_WH = re.compile(
    r"^(?:by |in |at |for |on |to |from )?(?:who|what|when|where|why|how|which|whose|whom|did|does|do|is|are|was|were|"
    r"has|have|had|can|could|will|would)\b",
    re.I,
)


def without_opening(text: str) -> str:
    """The text without greetings and thanks before it; a text of nothing else stays as it is."""
    rest = text.strip()
    while (found := _OPENING.match(rest) or _RUN_ON.match(rest)) is not None:
        rest = rest[found.end() :]
    return rest or text


def well_put(standalone: str) -> str:
    """A question as a sentence of its own: no "and" before it, a capital, a question mark where it asks."""
    text = _LEAD_IN.sub("", re.sub(r"\s+", " ", standalone).strip())
    text = re.sub(r",? (?:then|though|anyway|please)\s*(?=\??$)", "", text)
    text = text[:1].upper() + text[1:]
    return f"{text.rstrip(' .!')}?" if _WH.match(text) and not text.endswith("?") else text
