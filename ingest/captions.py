"""Captions and boilerplate in text that has no markup to tell them from the report."""

import re

from retriever.dates import MONTH

_MAX_CHARS = 450  # longer paragraphs are reports, whatever words they use
_MAX_SHORT = 70  # "Name celebrates" and no more

_GLUED_FILE = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|heic)", re.I)
_AGENCY = r"(?:Getty(?: Images)?|AFP|Reuters|AP(?: Photo)?|PA(?: Wire| Images)?|EPA|Shutterstock|Alamy|Imago|Xinhua)"
_CREDIT = re.compile(
    rf"\b(?:photo(?:graph)?s?|pictures?|images?) (?:by|courtesy)\b|^(?:photo(?:graph)?|picture|image|credit)s?: |"
    rf"[-–—|(/] ?{_AGENCY}(?:/[^.!?]{{2,40}})?\)?\.?$|\({_AGENCY}[^)]*\)\.?$|/{_AGENCY}\b",
    re.I,
)
_FULL_DATE = re.compile(rf"{MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {MONTH} \d{{4}}")
_SCENE = re.compile(
    r"\b(?:competes?|competing|reacts?|celebrates?|poses?|cross(?:es)? the (?:finish )?line|looks on|in action|waves|"
    r"smiles|during|holds up|pictured)\b"
)
_AGENCY_DATE = re.compile(rf"(?:^|[.\s])\d{{1,2}} {MONTH} \d{{4}}: ")  # "12 Aug 1984: Name of Country in the …"
_BOILERPLATE = re.compile(
    r"^(?:leave a (?:comment|reply)|subscribe|sign up|log ?in|share this|read more|read also|more on this|related|"
    r"follow (?:us|our|live)|advertisement|sponsored|\* ?indicates required|comments? \(|\d+ comments?$|listen now|"
    r"(?:watch|listen to|stream) (?:every|all|live|the)\b.* on |download (?:the|our) |all rights reserved|©|copyright|"
    r"national lottery players|get (?:our|the) .*newsletter|join the conversation|click here|most popular$)"
    r"|\bsign up (?:for|to) (?:our|the)\b|\bnewsletter\b.*\b(?:sign|inbox|subscribe)|\byour inbox\b"
    r"|\bto find out more,? (?:visit|go to)\b|\bfull (?:terms|privacy)\b.*\bpolicy\b",
    re.I,
)


def is_caption(text: str) -> bool:
    """Whether a paragraph describes a picture: a credit, a glued file name, or a dated scene in one sentence."""
    if len(text) > _MAX_CHARS:
        return False
    if _GLUED_FILE.match(text) or _CREDIT.search(text) or _AGENCY_DATE.search(text):
        return True
    return bool(_FULL_DATE.search(text) and _SCENE.search(text)) and text.count(". ") <= 2


def is_scene(text: str) -> bool:
    """Whether a line without a full stop says what a picture shows: "Cole Hocker celebrates"."""
    stopped = text.endswith((".", "!", "?", "”", '"'))
    names = re.match(r"(?:[A-Z][\w'’-]+ ){1,6}", text) is not None
    verb = re.search(r"\b(?:celebrates?|reacts?|poses?|looks on|waves|smiles|competes?)\b", text)
    return not stopped and names and verb is not None and len(text) <= 3 * _MAX_SHORT


def is_boilerplate(text: str) -> bool:
    """Whether a paragraph is about the site and not about the sport: sign-up, plugs, "read more"."""
    return len(text) <= _MAX_CHARS and bool(_BOILERPLATE.search(text))
