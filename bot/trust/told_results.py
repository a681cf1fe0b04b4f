"""Who beat whom as reports tell it, held against a victory that a question takes for granted or asks about."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.draft import Draft, Statement
from bot.phrases import in_quotes
from bot.prose.reader import Sentence
from bot.question.lexicon import LOSING, OVERCOMING, YES_NO, Asked
from bot.question.links import Mention
from bot.question.question import Question
from bot.question.scope import scope_of_text
from bot.schema import Premise, Support
from retriever.text import Token, stem, tokens

Read = Callable[[str], Sequence[Sentence]]

_NEAR = 6  # words between a name and the verb
_KNOWN = 0.5  # share of the question's other words that must stand around what is told: it may be of another contest
_WINNING = frozenset({"win", "victory", "triumph"})
_DRAWING = frozenset(stem(word) for word in "draw drew drawn tied stalemate".split())
_BEGINNING = frozenset(
    "why how when where what who which did was were is are the a an in on at after before but and as it they he she "
    "his her their this that".split()
)
_GOING_ON = re.compile(r"\b(?:reach|into|make|qualify|advance|book)\w*\b[^.]*\bfinals?\b", re.I)  # the next round
_PASSIVE = frozenset({"beaten", "defeated", "thrashed", "overcome", "edged"})


@dataclass(frozen=True)
class Victory:
    """Who is said to have won, over whom; stems of their names, none where nobody is named."""

    winner: frozenset[str]
    loser: frozenset[str]


@dataclass(frozen=True)
class ToldVerdict:
    """What reports say of a victory."""

    holds: bool
    claim: str
    sentence: Sentence


def told_victory(
    question: Question, mentions: Sequence[Mention], names_rows: Callable[[Mention], bool], read: Read
) -> Draft | None:
    """The verdict of reports on a victory in the question; None where results list who is said to have won.

    `read` gives the sentences found for a query and for the question.
    """
    claimed = presumed_victory(question)
    listed = {stem(word) for m in mentions if names_rows(m) for word in m.name.key.split()}
    if claimed is None or claimed.winner & listed:
        return None
    found = judge_told(question, claimed, read(f"{' '.join(sorted(claimed.winner))} won beat victory"))
    return None if found is None else write_told(question, found)


def presumed_victory(question: Question) -> Victory | None:
    """The victory that the question gives to somebody whom it names; None where it gives none, or asks whose it was."""
    if Asked.NAME in question.asked:
        return None
    for index, word in enumerate(question.words):
        before, after = _run(question.text, question.words, index, -1), _run(question.text, question.words, index, 1)
        if not before:
            continue
        if word.text in OVERCOMING and after:
            return Victory(before, after)
        if word.text in LOSING and question.words[index + 1 : index + 2] and question.words[index + 1].text == "to":
            return Victory(after, before) if after else None
        if word.text in _WINNING:
            return Victory(before, frozenset())
    return None


def judge_told(question: Question, claimed: Victory, sentences: Sequence[Sentence]) -> ToldVerdict | None:
    """What sentences about that contest say: it holds where one says so, fails where all that tell say the opposite."""
    denied: Sentence | None = None
    for sentence in sentences:
        if not _is_about(question, claimed, sentence):
            continue
        for told in victories_in(sentence.text):
            rivals = not claimed.loser or bool(claimed.loser & (told.loser | told.winner))
            if claimed.winner & told.winner and rivals:
                return ToldVerdict(True, question.text, sentence)
            if claimed.winner & told.loser and rivals:
                denied = denied or sentence
        if denied is None and claimed.loser and _tells_draw(claimed, sentence):
            denied = sentence
    return None if denied is None else ToldVerdict(False, question.text, denied)


def write_told(question: Question, verdict: ToldVerdict) -> Draft | None:
    """Yes or no to a question that asks; to one that takes it for granted the sentence that denies it."""
    sentence = verdict.sentence
    word = "Yes" if verdict.holds else "No"
    statement = Statement(f"{word}: {in_quotes(sentence.text)}", (sentence.span,), Support.QUOTED)
    if question.is_yes_no:
        return Draft((statement,), word, (word,))
    if verdict.holds:
        return None
    premise = Premise(claim=verdict.claim, verdict="contradicted", correction=statement.text, citations=[])
    return Draft((statement,), statement.text, (sentence.text,), premise=premise, premise_evidence=(sentence.span,))


def victories_in(text: str) -> list[Victory]:
    """Every victory that a sentence tells with the names of both."""
    words = tokens(text)
    found = []
    for index, word in enumerate(words):
        raw = text[word.start : word.end].lower()
        before, after = _run(text, words, index, -1), _run(text, words, index, 1)
        if not before or not after or before & after:
            continue
        behind = [other.text for other in words[index + 1 : index + 1 + _NEAR]]
        if (raw in _PASSIVE and "by" in behind) or (word.text in LOSING and behind[:1] == ["to"]):
            found.append(Victory(after, before))
        elif word.text in OVERCOMING and raw != "beating" and "by" not in behind[:2]:
            found.append(Victory(before, after))
    return found


def _tells_draw(claimed: Victory, sentence: Sentence) -> bool:
    """Whether both sides are named in a sentence that tells of a draw and of nobody's victory."""
    said = {stem(token.text) for token in tokens(sentence.text)}
    both = bool(claimed.winner & said) and bool(claimed.loser & said)
    return both and bool(_DRAWING & said) and not victories_in(sentence.text)


def _is_about(question: Question, claimed: Victory, sentence: Sentence) -> bool:
    """Whether the sentence is of the round that is asked about, and every other name of the question stands near it.

    "Beat them to reach the final" tells of another round than the one that it names.
    """
    told, asked = set(scope_of_text(sentence.text).rounds), set(question.scope.rounds)
    if asked and told and not asked & told and not _GOING_ON.search(sentence.text):
        return False
    passage = sentence.span.passage
    around = {stem(token.text) for token in tokens(" ".join((passage.text, *passage.section)))}
    around |= {stem(token.text) for token in tokens(passage.document_id.replace("-", " "))}
    others = [
        question.stems[i]
        for i in range(len(question.words))
        if question.is_specific(i) and question.weights[i] > 0 and i not in question.scope.words
    ]
    if sentence.of_another or not all(s in around or s in claimed.winner | claimed.loser for s in others):
        return False
    plain = [s for i, s in enumerate(question.stems) if question.weights[i] > 0 and not question.is_specific(i)
             and i not in question.scope.words | question.cue_words]  # fmt: skip
    return sum(s in around for s in plain) >= _KNOWN * len(plain)


def _run(text: str, words: Sequence[Token], index: int, step: int) -> frozenset[str]:
    """Stems of the nearest words in capitals on that side, up to a few words off."""
    found: list[str] = []
    for at in range(index + step, index + step * (_NEAR + 1), step):
        if not 0 <= at < len(words):
            break
        word = words[at]
        if text[word.start].isupper() and word.text not in YES_NO and (at > 0 or word.text not in _BEGINNING):
            found.append(stem(word.text))
        elif found:
            break
    return frozenset(found)
