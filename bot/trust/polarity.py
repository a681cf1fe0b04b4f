"""Yes or no from a sentence: whether it says what the question asks about, or that it isn't so."""

from collections.abc import Sequence
from itertools import pairwise

from bot.prose.reader import MIN_COVERAGE, Sentence, is_of_another_event
from bot.question.lexicon import WEEKDAYS, Operation
from bot.question.question import Question
from bot.trust.predicates import alike, excluded_by, joined, lacks_noun, tells_other_kind
from bot.trust.told_results import victories_in
from retriever.text import stem, tokens

# Words that turn what they stand before: "decided not to retire", "was forced out of the final".
_NEGATING = frozenset(
    stem(word)
    for word in (
        "not never no none nobody neither nor without cannot cant dont doesnt didnt wont wouldnt isnt arent wasnt "
        "werent hasnt havent hadnt couldnt failed refused denied rejected withdrew withdrawn withdraw cancelled lifted "
        "dropped missed forced ruled unable instead only almost nearly denied"
    ).split()
)
_MIN_SAID = 0.75  # share of the question's weight that must be in the sentence itself
# Or this share, where all around it accounts for the rest: a report names its match once, in the first line.
_MIN_SAID_IN_CONTEXT, _MIN_IN_CONTEXT = 0.5, 0.8
_MIN_PREDICATE = 0.5  # share of what is asked of whom, which two long names must not outweigh
_LEADING = frozenset("at in on of for from against to between over with by".split())
NOBODY = frozenset(("none", "nobody", "neither"))
_EARLIER = ("before", "ever", "previously", "already", "again")  # that it is so now does not tell
_PLACING = frozenset({"in", "at", "on", "during"})  # before where or when something happened
_TWO = 2  # names: the contest between them is told where victories are
_REACH = 4  # words between a negation and what it turns


# Words that undo what was so before: what they are said of holds no more, whichever is found first.
_UNDOING = frozenset(
    stem(word)
    for word in (
        "reversed reversing lifted lift withdrew withdrawn withdraw overturned revoked rescinded quashed cancelled "
        "scrapped reinstated cleared acquitted postponed"
    ).split()
)
_UNDOING_PAIRS = frozenset({("pull", "out"), ("forc", "out"), ("rule", "out")})
# Who appeals against a ruling does not accept it; of a ban that is appealed against nothing is undone.
_ACCEPTING = frozenset(stem(word) for word in ("accept", "agree", "welcome", "concede", "back"))
_REFUSING = frozenset(stem(word) for word in ("reject", "refuse", "appeal", "challenge", "contest", "dispute"))
_MIN_NAMED = 0.5  # share of the question's names that must be in the sentence that undoes


def undone(question: Question, sentences: Sequence[Sentence]) -> Sentence | None:
    """The likeliest sentence that undoes what a question of yes or no asks about; None where none does.

    "Athletics Kenya has reversed the ban" says that she is not suspended, though she was: an undoing comes later.
    """
    refusing = _REFUSING if _ACCEPTING & set(question.stems) else frozenset()
    named = {question.stems[i] for i in range(len(question.words)) if question.is_specific(i)}
    if not named or _undoes([stem(word.text) for word in question.words]):
        return None
    for sentence in sentences:
        said = [stem(token.text) for token in tokens(sentence.text)]
        about = sentence.coverage >= _MIN_SAID and not sentence.of_another
        if about and len(named & set(said)) >= _MIN_NAMED * len(named) and (_undoes(said) or refusing & set(said)):
            return sentence
    return None


def _undoes(stems: Sequence[str]) -> bool:
    return bool(_UNDOING & set(stems)) or any(pair in _UNDOING_PAIRS for pair in pairwise(stems))


def happening_told(question: Question, sentences: Sequence[Sentence]) -> tuple[Sentence, bool] | None:
    """The likeliest sentence that tells whether what is asked happened, and whether it did; None where none does."""
    asked_of = [] if question.said(*_EARLIER) else _happening(question)
    for sentence in sentences if asked_of else ():
        said = joined([stem(token.text) for token in tokens(sentence.text)])
        told = _happened(question, sentence, asked_of, said)
        if told is not None:
            return sentence, told
    return None


def polarity(question: Question, sentence: Sentence) -> bool | None:
    """True where the sentence says what the question asks, False where it denies it, None where it may not tell.

    The names in a question are about whom; what may be denied are its other words.
    """
    said = [stem(token.text) for token in tokens(sentence.text)]
    asked_of, expressions = _happening(question), joined(said)
    if asked_of:
        told = _happened(question, sentence, asked_of, expressions)
        if told is not None or not all(alike(word) & set(expressions) for word in asked_of):
            return told
    if is_of_another_side(question, said) or is_of_another_day(question, sentence) or lacks_noun(question.stems, said):
        return None
    weighty = _weighty(question, said)
    total = sum(question.weights[i] for i in weighty)
    held = [i for i in weighty if question.stems[i] in said]
    if not total or sum(question.weights[i] for i in held) < _least_said(sentence) * total:
        return None
    asked = [i for i in weighty if not question.is_specific(i)]
    if sum(question.weights[i] for i in asked if i in held) < _MIN_PREDICATE * sum(question.weights[i] for i in asked):
        return None
    if tells_other_kind(question.stems, said):
        return False
    predicate = {question.stems[i] for i in held if not question.is_specific(i)} or {question.stems[i] for i in held}
    return not any(is_turned(said, at) for at, word in enumerate(said) if word in predicate)


def _least_said(sentence: Sentence) -> float:
    in_context = sentence.coverage >= _MIN_IN_CONTEXT and not sentence.missing and not sentence.of_another
    return _MIN_SAID_IN_CONTEXT if in_context else _MIN_SAID


def _weighty(question: Question, said: Sequence[str]) -> list[int]:
    """Tokens that must be told; of a name of several words those that the sentence has, if it has any."""
    weighty = [i for i, weight in enumerate(question.weights) if weight > 0]
    spared = {i for run in names_in(question) if any(question.stems[j] in said for j in run)
              for i in run if question.stems[i] not in said}  # fmt: skip
    return [i for i in weighty if i not in spared]


def names_in(question: Question) -> list[list[int]]:
    """Runs of tokens that name somebody or something."""
    runs: list[list[int]] = []
    for i in range(len(question.words)):
        if question.is_specific(i) and question.words[i].text.isalpha():
            if runs and runs[-1][-1] == i - 1:
                runs[-1].append(i)
            else:
                runs.append([i])
    return runs


def _happening(question: Question) -> list[str]:
    """What is asked whether it happened, of the expressions whose others are known."""
    plain = [stem_ for i, stem_ in enumerate(question.stems) if not question.is_specific(i)]
    return [word for word in joined(plain) if alike(word)]


def _happened(question: Question, sentence: Sentence, asked_of: Sequence[str], said: Sequence[str]) -> bool | None:
    """Whether what is asked happened to whom the question names first, by the word nearest to the name."""
    names, whom = names_in(question), _whom(question, asked_of)
    at = [place for place, word in enumerate(said) if word in whom]
    named = any(question.is_specific(i) for i, stem_ in enumerate(question.stems) if stem_ in whom)
    if _is_foreign(question, sentence) or (named and not at) or _lacks_name(question, sentence):
        return None
    contest = _contest(sentence, whom) if {"win", "lose"} & set(asked_of) else None
    if contest is not None:
        if contest is ("win" in asked_of) and (
            len(names) >= _TWO or not _tells_rest(question, asked_of, said, sentence)
        ):
            return None  # who won one contest need not have won the one that is asked about
        return contest is ("win" in asked_of) if sentence.coverage >= MIN_COVERAGE else None
    verdicts = [_nearest(word, at, said) for word in asked_of]
    if False in verdicts and sentence.coverage >= MIN_COVERAGE:
        return False
    if not all(verdicts) or not _tells_rest(question, asked_of, said, sentence):
        return None
    held = [place for place, word in enumerate(said) if any(word in alike(one) for one in asked_of)]
    return not any(is_turned(said, place) for place in held)


def _contest(sentence: Sentence, whom: set[str]) -> bool | None:
    """Whether somebody won or lost against another, as the sentence tells; None where it tells neither."""
    told = [bool(whom & v.winner) for v in victories_in(sentence.text) if bool(whom & v.winner) != bool(whom & v.loser)]
    return told[0] if len(set(told)) == 1 else None


def _whom(question: Question, asked_of: Sequence[str]) -> set[str]:
    """Stems of whom the question is about: its first name that no preposition leads, else its first noun."""
    names = names_in(question)
    subject = next((run for run in names if question.before(run[0]) not in _LEADING), None)
    if subject is None:
        subject = next(([i] for i, weight in enumerate(question.weights) if weight > 0
                        and not question.is_specific(i) and question.stems[i] not in asked_of), None)  # fmt: skip
    return {question.stems[i] for i in subject or (i for run in names for i in run)}


def _nearest(word: str, at: Sequence[int], said: Sequence[str]) -> bool | None:
    """True where what says the same as the word is nearest to the places, False where what excludes it is."""
    same, other = alike(word), excluded_by(word)
    found = [place for place, told in enumerate(said) if told in same | other]
    if not found:
        return None
    best = min(found, key=lambda place: (min((abs(place - one) for one in at), default=0), place))
    return said[best] in same


def _is_foreign(question: Question, sentence: Sentence) -> bool:
    """Whether it speaks of another event; one that tells of another place may well be of the event."""
    elsewhere = is_of_another_event(question, sentence.title, *sentence.span.passage.section)
    return elsewhere if question.has(Operation.NTH) else sentence.of_another


def is_of_another_side(question: Question, said: Sequence[str]) -> bool:
    """Whether a name beside the one that the question is about is not said, unless it is where or when that was.

    Whoever coaches one side does not coach the other that the question names.
    """
    beside = [run for run in names_in(question)[1:] if not _is_placing(question, run[0])]
    return any(question.stems[run[-1]] not in said for run in beside)


def _is_placing(question: Question, index: int) -> bool:
    """Whether the name there says where or when it was: "at the Hale Cup", "in Hale"."""
    before = question.before(index)
    return (question.before(index - 1) if before == "the" else before) in _PLACING


def is_of_another_day(question: Question, sentence: Sentence) -> bool:
    """Whether the question names a day of the week that the sentence's passage does not."""
    days = [word.text for word in question.words if word.text in WEEKDAYS]
    return bool(days) and not {token.text for token in tokens(sentence.span.passage.text)}.issuperset(days)


def _lacks_name(question: Question, sentence: Sentence) -> bool:
    """Whether a name of the question stands nowhere around the sentence, or the day it names not in its passage."""
    if is_of_another_day(question, sentence):
        return True
    lacking = set(sentence.missing)
    last = {run[-1] for run in names_in(question)} | {i for i, word in enumerate(question.words) if word.text.isdigit()}
    return any(question.text[question.words[i].start : question.words[i].end] in lacking for i in sorted(last))


def _tells_rest(question: Question, asked_of: Sequence[str], said: Sequence[str], sentence: Sentence) -> bool:
    """Whether the sentence has half of what else is asked: who won the toss need not have won the final."""
    rest = [i for i, weight in enumerate(question.weights)
            if weight > 0 and not question.is_specific(i) and question.stems[i] not in asked_of]  # fmt: skip
    told = sum(question.weights[i] for i in rest if question.stems[i] in said)
    return told >= _MIN_PREDICATE * sum(question.weights[i] for i in rest) and sentence.coverage >= MIN_COVERAGE


def is_turned(said: Sequence[str], at: int) -> bool:
    """Whether a negation stands right before the place, or the sentence begins with it: "None of the six men"."""
    return said[0] in NOBODY or bool(set(said[max(0, at - _REACH) : at]) & _NEGATING)
