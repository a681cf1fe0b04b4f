"""Words of a question that name its competition: "women's team pursuit", "figure skating", "800 metres"."""

from collections.abc import Collection, Sequence

from bot.question.focus import Known, contests_named
from bot.question.lexicon import ACHIEVING, FILLERS, YES_NO
from bot.question.question import Question
from bot.question.sports import CONTESTS, GENDERS, NO_CONTESTS, ONLY_BESIDE, SPORTS, names_contest
from retriever.text import stem

_YEAR_DIGITS = 4
_TRAILING = frozenset("team side one".split())

_VERB_NEXT = frozenset({"to", "did", "does", "do", "he", "she", "they"})


def event_words(question: Question, known: Known, taken: Collection[int]) -> list[int]:
    """Tokens that name the competition, one run of words where a sport or "men's" tells where it stands; in order."""
    listed = {i for m in known.linker.mentions(question) if names_contest(m.name.text) for i in m.words}
    events = [i for i in range(len(question.words)) if i not in taken and _tells_event(question, i, known, listed)]
    core = [i for i in events if question.words[i].text in GENDERS or question.words[i].text[0].isdigit()]
    if core:  # "men's 1500m", "women's 400 metres hurdles": not the city far behind it
        return _run_behind(question, core[0], events, taken)
    named = [i for i in range(len(question.words)) if i not in taken and is_sport(question, i)]
    return _run_around(question, named[0], taken) if named else _titled(question, taken) or events


def _titled(question: Question, taken: Collection[int]) -> list[int]:
    return next((run for run in contests_named(question) if not set(run) & set(taken)), [])


def only_gender(question: Question, events: Sequence[int]) -> bool:
    """Whether men or women are told and no competition: "and the men's?", "the mixed one"."""
    return bool(events) and all(question.words[i].text in {*GENDERS, *_TRAILING} for i in events)


def _run_behind(question: Question, start: int, events: Sequence[int], taken: Collection[int]) -> list[int]:
    end = start
    while end + 1 < len(question.words) and end + 1 not in taken and _adjoins(question, end):
        if end + 1 not in events and not (owns_event(question, start) and _may_name(question, end + 1)):
            break
        end += 1
    while end > start and question.words[end].text in _TRAILING:
        end -= 1
    return list(range(start, end + 1))


def _run_around(question: Question, at: int, taken: Collection[int]) -> list[int]:
    start = end = at
    while start and start - 1 not in taken and _adjoins(question, start - 1) and _may_name(question, start - 1):
        start -= 1
    while end + 1 < len(question.words) and end + 1 not in taken and _adjoins(question, end):
        if question.stems[end + 1] not in SPORTS | CONTESTS:
            break
        end += 1
    return list(range(start, end + 1))


def is_sport(question: Question, index: int) -> bool:
    """Whether a noun names a sport: "the sprint", "ski jumping"; no "jumping" that somebody does, nothing in a name."""
    stem_ = stem(question.words[index].text)
    raw = question.text[question.words[index].start]
    if stem_ not in SPORTS or (raw.isupper() and index > 0):
        return False
    before = question.before(index)
    beside = stem(before) in SPORTS if before else False
    after = question.after(index)
    beside = beside or (after is not None and stem(after) in SPORTS)
    return (beside or (stem_ not in ONLY_BESIDE and index not in question.achieving)) and before not in _VERB_NEXT


def _may_name(question: Question, index: int) -> bool:
    """Whether a word beside the core of a competition's name may belong to it."""
    word = question.words[index]
    if stem(word.text) in SPORTS:
        return True
    if word.text in FILLERS | ACHIEVING | YES_NO or question.stems[index] in NO_CONTESTS or not word.text.isalpha():
        return False
    return question.text[word.start].islower() and index > 0 and not any(cue.word == index for cue in question.cues)


def _adjoins(question: Question, index: int) -> bool:
    """Whether nothing but a space stands between the token and the one behind it."""
    between = question.text[question.words[index].end : question.words[index + 1].start]
    return between.strip("'’s ") == "" and "(" not in between


def owns_event(question: Question, index: int) -> bool:
    """Whether it is written "men's", "womens" or "mixed", after which a competition is named."""
    word = question.words[index]
    raw, behind = question.text[word.start : word.end].lower(), question.text[word.end : word.end + 2].lower()
    return word.text == "mixed" or raw.endswith("s") or behind in {"'s", "’s"}


def _tells_event(question: Question, index: int, known: Known, listed: Collection[int]) -> bool:
    word = question.words[index].text
    if word in GENDERS or word == "m" or (word.isdigit() and len(word) < _YEAR_DIGITS) or word in question.lengths:
        return True
    if index in listed and word not in FILLERS:
        return True
    plain = not question.text[question.words[index].start].isupper() or index == 0
    return question.weights[index] > 0 and plain and known.names_event(question.stems[index])
