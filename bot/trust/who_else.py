"""Yes or no by who did it: "did Lind win the first set" is told by whoever won it."""

import re
from dataclasses import replace

from bot.draft import Draft
from bot.question.question import Question
from retriever.store import Store
from retriever.text import terms

YES_OR_NO = ("Yes", "No")
SURE_WHO = 0.5  # confidence in who did it from which it tells of the others
# What only one does: if somebody else did it, nobody asked about did. Each with how "who" asks for it.
_ALONE = {"win": "won", "lead": "led", "captain": "captained", "coach": "coached", "referee": "refereed"}
_ASKED = re.compile(
    r"(?:did|has|have|had)\s+(?P<who>(?:the\s+)?[A-Z0-9].*?)\s+"
    r"(?P<verb>win|won|lead|led|captain|coach|referee|start(?=\s+(?:from|on)\s+(?:the\s+)?pole))\s+"
    r"(?P<what>.+?)[\s?.]*$",
    re.I,
)


def who_did(question: Question) -> tuple[str, frozenset[str]] | None:
    """The question who did it, and the stems of whom it is asked of; None where several may have done it."""
    found = _ASKED.match(question.text) if question.is_yes_no else None
    if found is None or {"any", "a", "ever", "before", "also"} & set(found["what"].lower().split()):
        return None
    whom = frozenset(terms(found["who"]))
    verb = found["verb"].lower()
    return (f"Who {_ALONE.get(verb, 'started' if verb == 'start' else verb)} {found['what']}?", whom) if whom else None


def verdict_of(draft: Draft, whom: frozenset[str], store: Store) -> Draft | None:
    """Yes or no by the one name that the draft gives; None where it gives none, or more, or tells of other people."""
    documents = sorted({evidence.key[0] for statement in draft.statements for evidence in statement.evidence})
    if not all(whom & set(terms(store.document(document_id).text)) for document_id in documents):
        return None
    if (
        draft.disagreements
        or draft.premise is not None
        or len(draft.values) != 1
        or not any(c.isupper() for c in draft.values[0])
    ):
        return None
    word = "Yes" if whom & set(terms(draft.values[0])) else "No"
    first, *others = draft.statements
    told = replace(first, text=f"{word}: {first.text}")
    return replace(draft, statements=(told, *others), short_answer=word, values=(word,))
