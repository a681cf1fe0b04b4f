"""Questions about the answer just given: why, who said that, which article it is from."""

import re

from bot.question.focus import Exchange, Known, names_said, nations_said
from bot.question.lexicon import ACHIEVING, YES_NO
from bot.question.question import Question
from retriever.text import stem, tokens

_IN_MARKS = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_SHORT_ANSWER = 3  # words: fewer repeat nothing that somebody said
_WH_LEAD = re.compile(
    r"^(?:who(?P<subject> )|(?:what|which|when|where|why|how|whom|whose)\b.*?"
    r"\b(?=(?:did|do|does|was|were|is|are|had|has|have)\b))",
    re.I,
)
# Words of questions about the article that an answer rests on.
WRITING = frozenset(stem(w) for w in "write wrote written author journalist reporter".split())
SOURCE_WORDS = WRITING | frozenset(
    stem(w)
    for w in (
        "article report reported source story piece paper newspaper blog page publish published publication print "
        "printed appear come read find found information link"
    ).split()
)
_HAPPENED = re.compile(r"^what (?:has |had )?happen(?:ed|s)?(?P<to> to .+)?$", re.I)
_BEFORE_SUBJECT = frozenset("did do does will would can could".split())
_LEADING_TO = re.compile(r"(?:to|against|with|from|by|for)(?: |$)", re.I)
_UNCHANGED = frozenset({"beat", "hit", "cut", "set", "put", "quit"})
_OF_IT = re.compile(r"\b(?:it|that|this|they|you)\b", re.I)


def asks_for_source(question: Question) -> bool:
    """Whether the question is about the article that an answer rests on, and nothing else."""
    pairs = zip(question.stems, question.weights, strict=True)
    said = {s for s, weight in pairs if weight > 0 or s in SOURCE_WORDS}
    means_answer = bool(_OF_IT.search(question.text)) or question.said("which", "what", "where", "source")
    return bool(said) and said <= SOURCE_WORDS and means_answer


def asked_of(last: Exchange, asks: str, known: Known) -> str:
    """ "Why?" of the last question: "Why did Lind stop?"; of a "who" question with the name that was the answer."""
    question, context = _without_brackets(last.question)
    lead = _WH_LEAD.match(question)
    if lead is None:
        opens = question.split(" ")[0].lower() in YES_NO
        of_what = _HAPPENED.match(question)
        if of_what is not None:
            return f"{asks} did that happen{of_what['to']}{context}?"
        return f"{asks} {_lowered(question)}{context}?" if opens else f"{asks} ({question}){context}?"
    rest = question[lead.end() :]
    if lead["subject"] is None:
        return f"{asks} {rest}{context}?"
    name = next(
        iter([*names_said(known.read(last.answer), known), *nations_said(Exchange("", last.answer), known)]), None
    )
    return f"{asks} ({question}){context}?" if name is None else f"{_of_whom(asks, name, rest, known)}{context}?"


def _of_whom(asks: str, name: str, rest: str, known: Known) -> str:
    """ "By how much" of "won the race", told of whoever did."""
    verb, _, behind = rest.partition(" ")
    if verb.lower() in _BEFORE_SUBJECT:  # "who did Lind beat?": the name comes behind the verb
        subject = next((s for s in names_said(known.read(f"{verb} {behind}"), known) if behind.startswith(s)), None)
        deed, _, after = behind[len(subject or "") :].strip().partition(" ")
        if (leads := _LEADING_TO.match(after)) is not None:  # "lose to"
            deed, after = f"{deed} {leads.group().strip()}", after[leads.end() :]
        whole = f"{subject} {deed} {name} {after}".rstrip() if subject else f"{behind} ({name})"
        return f"{asks} {verb} {whole}"
    if verb.lower() in YES_NO:
        return f"{asks} {verb} {name} {behind}"
    base = _base_form(verb)
    return f"{asks} was it that {name} {rest}" if base is None else f"{asks} did {name} {base} {behind}".rstrip()


def negated(last: Exchange, known: Known) -> str | None:
    """ "Why not?" of the last question: "Why will Lind not play?"; None where it is about nobody."""
    question, context = _without_brackets(last.question)
    verb, _, rest = question.partition(" ")
    subject = next((name for name in names_said(known.read(question), known) if rest.startswith(name)), None)
    if verb.lower() not in YES_NO or subject is None:
        return None
    return f"Why {verb.lower()} {subject} not{rest[len(subject) :]}{context}?"


def _without_brackets(text: str) -> tuple[str, str]:
    """The question, and the brackets behind it with the space before them; "" where there are none."""
    plain = text.rstrip(" ?.!")
    at = plain.rfind(" (") if plain.endswith(")") else len(plain)
    return plain[:at].rstrip(" ?.!"), plain[at:]


def _lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _base_form(verb: str) -> str | None:
    """ "Win" of "won", "finish" of "finished"; None where it can't be told."""
    said = verb.lower()
    plain = next((token.text for token in tokens(said)), said)
    if plain != said:
        return plain
    if said.endswith("ed"):
        return next((form for form in (said[:-1], said[:-2], said[:-3]) if form in ACHIEVING), None)
    return said if said in _UNCHANGED else None


def is_quoted(answer: str) -> bool:
    """Whether an answer is somebody's words and names nobody before them."""
    return answer.strip()[:1] in {'"', "“"}


def whose_words(last: Exchange) -> str:
    """Who said what was last answered: in marks where it was quoted."""
    quoted = max(_IN_MARKS.findall(last.answer), key=len, default=None)
    told = last.answer.strip().rstrip(" .")
    if quoted is not None:
        return f"Who said “{quoted}”?"
    if len(told.split()) > _SHORT_ANSWER:
        return f"Who said that {told}?"
    return f"Who said so ({proposition(last.question)}, {told})?"


def proposition(question: str) -> str:
    """What a question says besides asking: "Lind not start" of "Why did Lind not start?"."""
    rest = question.rstrip(" ?.!")
    lead = _WH_LEAD.match(rest)
    rest = rest[lead.end() :] if lead else rest
    first, _, behind = rest.partition(" ")
    return behind if first.lower() in YES_NO else rest
