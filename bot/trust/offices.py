"""Who holds an office: a referee, a coach or a captain is named beside the word, and of the event."""

from collections.abc import Sequence
from dataclasses import replace

from bot.prose.crowds import rounds_told
from bot.prose.reader import Sentence
from bot.question.lexicon import FILLERS, MONTHS, WEEKDAYS, Asked
from bot.question.question import Question
from retriever.store import Store
from retriever.text import STOPWORDS, stem, tokens
from retriever.types import Document

# Words of which any tells that somebody holds the office.
_OFFICES = tuple(
    frozenset(stem(word) for word in line.split())
    for line in (
        "referee refereed referees refereeing whistle charge officiated officials",
        "umpire umpired umpires umpiring officiated officials charge",
        "judge judged judges",
        "coach coached coaches coaching trainer trains trained train manager",
        "manager manages managed coach boss charge",
        "captain captained captains skipper skippered",
        "commentator commentates commentated",
        "sponsor sponsors sponsored",
    )
)
_OFFICIALS = _OFFICES[:3]  # others are of a side, which must be told
_BETWEEN, _TOLD = 2, 0.6  # words between the office and the name; how sure it then is at least
_BESIDE = 9  # words between the office and the name
_HEAD_PASSAGES = 2
_ARTICLES = frozenset({"a", "an", "another", "any"})


def holds_no_such_office(question: Question, sentence: Sentence, store: Store) -> bool:
    """Whether the office is asked for whose holder the pointed words are not said to be, or of another event."""
    office = _office_asked(question)
    if office is None or sentence.answer is None:
        return False
    document = store.document(sentence.span.passage.document_id)
    return (
        not _names_somebody(question, sentence)
        or not _is_beside(office, sentence)
        or _lacks_event(question, sentence, office)
        or not _is_of_event(question, sentence, document)
    )


def officials_first(question: Question, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences, those before the others that name an official right beside the word: "Referee Ines Roth"."""
    office = _office_asked(question)
    if office is None or office not in _OFFICIALS:
        return list(sentences)
    told = [s for s in sentences if not s.of_another and _is_right_beside(office, s)]
    if not told:
        return list(sentences)
    sure = [replace(s, enough=True, sure=max(_TOLD, s.sure or 0.0)) for s in told]
    return [*sure, *(s for s in sentences if s not in told and not s.of_another)]


def _is_right_beside(office: frozenset[str], sentence: Sentence) -> bool:
    """Whether nothing but a small word stands between the office and the pointed name."""
    start, end = sentence.answer or (0, 0)
    if start >= end or not sentence.text[start].isupper():
        return False
    outside = [t for t in tokens(sentence.text) if t.end <= start or t.start >= end]
    named = [token for token in outside if stem(token.text) in office]
    gaps = [sentence.text[t.end : start] if t.end <= start else sentence.text[end : t.start] for t in named]
    between = [[token.text for token in tokens(gap)] for gap in gaps]
    return any(len(words) <= _BETWEEN and set(words) <= STOPWORDS | FILLERS for words in between)


def _office_asked(question: Question) -> frozenset[str] | None:
    """Stems for the office whose holder is asked for: "who refereed", "who is the captain of"; None for others."""
    said = [word.text for word in question.words]
    if question.asked[0] is not Asked.NAME or said[:1] != ["who"]:
        return None
    at = next((i for i in range(1, len(said)) if said[i] not in STOPWORDS and not _is_name(question, i)), None)
    near = [question.stems[i] for i in range(at, min(at + 2, len(said)))] if at is not None else []
    return next((office for word in near for office in _OFFICES if word in office), None)


def _is_name(question: Question, index: int) -> bool:
    return question.text[question.words[index].start].isupper()


def _names_somebody(question: Question, sentence: Sentence) -> bool:
    start, end = sentence.answer or (0, 0)
    told = [token for token in tokens(sentence.text) if start <= token.start < end]
    new = (t for t in told if sentence.text[t.start].isupper() and stem(t.text) not in question.stems)
    return any(token.text not in STOPWORDS | FILLERS | MONTHS | WEEKDAYS for token in new)


def _is_beside(office: frozenset[str], sentence: Sentence) -> bool:
    """Whether the office is told some words from the answer, of one who is known: not "bumped an umpire"."""
    start, end = sentence.answer or (0, 0)
    words = tokens(sentence.text)
    inside = [i for i, token in enumerate(words) if start <= token.start < end]
    if not inside:
        return False
    near = range(max(0, min(inside) - _BESIDE), min(len(words), max(inside) + _BESIDE + 1))
    return any(stem(words[i].text) in office and (not i or words[i - 1].text not in _ARTICLES) for i in near)


def _lacks_event(question: Question, sentence: Sentence, office: frozenset[str]) -> bool:
    """Whether a question that names nobody has words that nothing around the sentence holds: "the darts final"."""
    named = any(_is_name(question, i) for i in range(1, len(question.words)))
    return not named and any(stem(token.text) not in office for word in sentence.missing for token in tokens(word))


def _is_of_event(question: Question, sentence: Sentence, document: Document) -> bool:
    """Whether the document's head or the passage names what the question names, and no other round of it."""
    rounds, asked = rounds_told(sentence.text, document), set(question.scope.rounds)
    if rounds and asked and not rounds & asked:
        return False
    heads = [document.title, *sentence.span.passage.section, sentence.span.passage.text, document.published_at or ""]
    heads += [passage.text for passage in document.passages[:_HEAD_PASSAGES]]
    known = {stem(token.text) for head in heads for token in tokens(head)}
    named = [i for i in range(1, len(question.words)) if _is_name(question, i) and i not in question.scope.words]
    return all(any(question.stems[i] in known for i in run) for run in _runs(named))


def _runs(indices: list[int]) -> list[list[int]]:
    """Indices one behind the other, together: the words of one name."""
    runs: list[list[int]] = []
    for index in indices:
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs
