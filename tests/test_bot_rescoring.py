"""Sentences scored again: which windows are read, and how the network's numbers are mixed with the words found."""

import json
from collections.abc import Sequence
from dataclasses import replace
from math import exp
from pathlib import Path

import numpy as np
import pytest

from bot.cite import Span
from bot.prose.kinds import fits_kind, may_fit_kind
from bot.prose.reader import Sentence
from bot.prose.rescoring import FEATURES, MAX_WINDOWS, WINDOW_CHARS, CloseReader, Mix, load_mix, read_best
from bot.prose.spans import Reading, WrongReaderError
from bot.question.question import Question
from retriever.types import Passage

TEXT = "Hollis led from the gun. Tarr fell at the second wall. The crowd of 900 went home wet."


def passage(text: str, number: int = 1) -> Passage:
    return Passage(f"climb#p{number}", "climb", 0, len(text), text, section=())


def sentence(of: Passage, words: str, score: float = 0.5, coverage: float = 0.5) -> Sentence:
    start = of.text.index(words)
    return Sentence(Span(of, start, start + len(words)), words, score, coverage, 0.4, (), holds_kind=False, enough=True)


def asked(text: str) -> Question:
    return Question(text, lambda _: 0.5)


class PointingReader:
    """Points at one phrase, wherever it stands; notes what it was given to read."""

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase
        self.given: list[str] = []

    def read(self, _question: str, texts: Sequence[str]) -> list[Reading]:
        self.given += texts
        return [self._reading(text) for text in texts]

    def _reading(self, text: str) -> Reading:
        places = tuple((i, i + 1) for i in range(len(text)))
        logits = np.zeros((len(text), 3), dtype=np.float32)
        at = text.find(self.phrase)
        if at >= 0:
            logits[at, 0] = logits[at + len(self.phrase) - 1, 1] = 4.0
        return Reading(logits, places, nothing=1.0)


def mix_of(**weights: float) -> Mix:
    """A mix whose second regression is the first one's logit: as sure as the sentence is likely."""
    own = tuple(weights.get(name, 0.0) for name in FEATURES)
    return Mix(own, bias=-1.0, enough=0.5, standing=(1.0, 0.0, 0.0), standing_bias=0.0, standing_enough=0.5)


def test_the_probability_is_the_logistic_of_the_weighted_features() -> None:
    mix = mix_of(margin=0.5, misfit=-2.0)

    assert mix.probability((4.0, 9.0, 9.0, 9.0, 1.0)) == pytest.approx(1 / (1 + exp(1.0)))


@pytest.mark.parametrize(("question", "answer"), [("Who fell?", "Tarr"), ("When did Tarr fall?", "14:10 Tarr")])
def test_the_time_of_a_post_answers_only_when(question: str, answer: str) -> None:
    of = passage("14:10 Tarr fell at the second wall.")
    reader = PointingReader("14:10 Tarr")

    ((_, pointed),) = read_best(asked(question), [sentence(of, of.text)], reader)  # type: ignore[arg-type]

    assert answer in of.text[pointed.start : pointed.end]
    assert (pointed.start == 0) is (answer == "14:10 Tarr")


def test_the_sentence_pointed_at_comes_first_with_the_answer_s_own_words() -> None:
    of = passage(TEXT)
    found = [sentence(of, "Hollis led from the gun."), sentence(of, "Tarr fell at the second wall.")]
    reader = CloseReader(PointingReader("second wall"), mix_of(margin=1.0))  # type: ignore[arg-type]

    best = reader.rescored(asked("Where did Tarr fall?"), found)[0]

    assert best.answer is not None
    assert best.text[slice(*best.answer)] == "second wall"
    assert best.score == pytest.approx(1 / (1 + exp(-(8.0 - 1.0 - 1.0))))
    assert best.enough


def test_a_sentence_below_the_least_probability_is_not_enough() -> None:
    of = passage(TEXT)
    reader = CloseReader(PointingReader("nowhere"), mix_of(margin=1.0))  # type: ignore[arg-type]

    best = reader.rescored(asked("Where did Tarr fall?"), [sentence(of, "Hollis led from the gun.")])[0]

    assert not best.enough  # margin 0 - 1, bias -1: a probability of 0.12


@pytest.mark.parametrize(("missing", "given"), [((), True), (("switch",), True), (("prize", "money"), False)])
def test_a_sentence_far_ahead_of_the_others_is_given_unless_two_words_are_missing(
    missing: tuple[str, ...], given: bool
) -> None:
    of = passage(TEXT)
    mix = replace(mix_of(margin=0.05), standing=(0.0, 1.0, 0.0), standing_bias=-0.1, standing_enough=0.5)
    reader = CloseReader(PointingReader("second wall"), mix)  # type: ignore[arg-type]
    found = [sentence(of, "Hollis led from the gun."), sentence(of, "Tarr fell at the second wall.")]

    unworded = [replace(one, missing=missing, enough=False) for one in found]
    best = reader.rescored(asked("Where did Tarr fall?"), unworded)[0]

    assert best.score < mix.enough
    assert best.enough is given


def test_the_best_of_sentences_that_are_alike_does_not_stand_out() -> None:
    of = passage(TEXT)
    mix = replace(mix_of(), standing=(0.0, 1.0, 0.0), standing_bias=-0.1, standing_enough=0.5)
    reader = CloseReader(PointingReader("nowhere"), mix)  # type: ignore[arg-type]
    found = [sentence(of, "Hollis led from the gun."), sentence(of, "Tarr fell at the second wall.")]

    unworded = [replace(one, enough=False) for one in found]
    read = reader.rescored(asked("Where did Tarr fall?"), unworded)
    assert not read[0].enough


def test_a_sentence_about_another_event_is_not_enough_however_sure_the_network_is() -> None:
    of = passage(TEXT)
    found = replace(sentence(of, "Tarr fell at the second wall."), of_another=True)
    beside = replace(sentence(of, "Hollis led from the gun."), enough=False)
    reader = CloseReader(PointingReader("second wall"), mix_of(margin=1.0))  # type: ignore[arg-type]

    best = reader.rescored(asked("Where did Tarr fall in the 800 metres?"), [found, beside])[0]

    assert best.text == found.text
    assert best.score > 0.9
    assert not best.enough


@pytest.mark.parametrize(("phrase", "read"), [("from the gun", 2), ("nowhere", 1)])
def test_where_nothing_can_answer_is_read_only_to_be_held_against_an_answer(phrase: str, read: int) -> None:
    one, other = passage("Hollis led from the gun."), passage("Tarr fell at the second wall.", 2)
    foreign = replace(sentence(other, "Tarr fell at the second wall.", coverage=0.9), of_another=True)
    reader = PointingReader(phrase)

    found = CloseReader(reader, mix_of(margin=1.0)).rescored(  # type: ignore[arg-type]
        asked("Where did Tarr fall?"), [foreign, sentence(one, "Hollis led from the gun.", coverage=0.1)]
    )

    assert reader.given == [one.text, other.text][:read]
    assert len(found) == read
    assert found[0].text == one.text


def test_a_sentence_without_a_figure_cannot_tell_a_time_but_may_name_somebody() -> None:
    assert not may_fit_kind(asked("What was Tarr's time?"), "Hollis led from the gun.")
    assert may_fit_kind(asked("What was Tarr's time?"), "Hollis led from the gun in 1:58.")
    assert may_fit_kind(asked("How many were there?"), "The three of them led.")
    assert may_fit_kind(asked("Who led?"), "Hollis led from the gun.")
    assert not may_fit_kind(asked("Who led?"), "he led from the gun.")


@pytest.mark.parametrize("enough", [True, False])
def test_an_answer_of_another_kind_is_given_only_where_the_words_alone_would_be_enough(enough: bool) -> None:
    of = passage(TEXT)
    found = replace(sentence(of, "Tarr fell at the second wall."), enough=enough)
    reader = CloseReader(PointingReader("second wall"), mix_of(margin=1.0))  # type: ignore[arg-type]

    best = reader.rescored(asked("Who felled Tarr?"), [found])[0]

    assert best.enough is enough


def test_words_without_a_figure_tell_no_time_however_many_agree() -> None:
    of = passage(TEXT)
    reader = CloseReader(PointingReader("second wall"), mix_of(margin=1.0))  # type: ignore[arg-type]

    best = reader.rescored(asked("What was Tarr's time?"), [sentence(of, "Tarr fell at the second wall.")])[0]

    assert best.sure is not None
    assert best.sure > 0.9
    assert not best.enough


def test_a_window_takes_neighbours_and_each_sentence_is_read_once() -> None:
    of = passage(TEXT)
    reader = PointingReader("wall")

    found = read_best(
        asked("?"), [sentence(of, s) for s in ("Tarr fell at the second wall.", "Hollis led from the gun.")], reader
    )  # type: ignore[arg-type]

    assert reader.given == [TEXT]
    assert [s.text for s, _ in found] == ["Tarr fell at the second wall.", "Hollis led from the gun."]


def test_windows_stay_short_and_few() -> None:
    long = " ".join(f"Sentence number {n} says that lap {n} was run at an even pace by all." for n in range(60))
    of = passage(long)
    all_of_them = [sentence(of, f"{words}.") for words in long[:-1].split(". ")]
    reader = PointingReader("pace")

    read_best(asked("?"), all_of_them, reader)  # type: ignore[arg-type]

    assert len(reader.given) == MAX_WINDOWS
    assert all(len(text) <= WINDOW_CHARS for text in reader.given)
    assert len({s for text in reader.given for s in text.split(". ")}) == sum(len(t.split(". ")) for t in reader.given)


def fits(question: str, answer: str) -> bool:
    return fits_kind(asked(question), answer)


def test_an_answer_of_another_kind_than_asked_does_not_fit() -> None:
    assert not fits("How tall is Hollis?", "0.43 seconds")
    assert fits("How tall is Hollis?", "1.84 m")
    assert not fits("Who fell at the wall?", "the holds")
    assert fits("Who fell at the wall?", "Berta Tarr")
    assert fits("Why did Tarr fall?", "the holds were wet")
    assert fits("How many times did Tarr fall?", "only twice")
    assert fits("How many metres were left?", "20 metres")
    assert not fits("How many people came?", "20 metres")
    assert fits("How many teams compete?", "190–200")
    assert not fits("How many people came?", "the Indoor Grand Prix")
    assert not fits("How fast was Hollis?", "a five-way match")


def test_words_of_the_kind_asked_for_come_before_likelier_ones_that_are_not() -> None:
    of = passage("Hollis led for Leeds on Monday. She was held up for 48 minutes.")
    first, second = "Hollis led for Leeds on Monday.", "She was held up for 48 minutes."
    mix = mix_of(coverage=1.0)
    found = [sentence(of, first, coverage=0.9), sentence(of, second, coverage=0.5)]

    def best(question: str) -> str:
        return CloseReader(PointingReader("nowhere"), mix).rescored(asked(question), found)[0].text  # type: ignore[arg-type]

    assert best("How long was the delay?") == second
    assert best("What happened?") == first


def test_a_mix_of_other_features_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "mix.json").write_text(json.dumps({"weights": {"length": 1.0}, "bias": 0, "enough": 0.5}))

    with pytest.raises(WrongReaderError, match="weighs length; expected margin, relevance"):
        load_mix(tmp_path)


def test_an_absent_mix_is_told_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(WrongReaderError, match=r"mix\.json: absent"):
        load_mix(tmp_path)


def test_a_mix_without_the_second_regression_is_refused_by_name(tmp_path: Path) -> None:
    weights = dict.fromkeys(FEATURES, 0.0)
    (tmp_path / "mix.json").write_text(json.dumps({"weights": weights, "bias": 0.0, "enough": 0.5}), encoding="utf-8")

    with pytest.raises(WrongReaderError, match=r"mix\.json: no weights of logit, lead, margin"):
        load_mix(tmp_path)


@pytest.mark.parametrize(("question", "given"), [("Who felled Tarr?", False), ("Where did Tarr fall?", True)])
def test_a_sentence_without_a_word_of_what_is_asked_must_be_surer(question: str, given: bool) -> None:
    of = passage(TEXT)
    mix = replace(mix_of(), standing_bias=0.1, standing_enough=0.25)
    reader = CloseReader(PointingReader("Tarr"), mix)  # type: ignore[arg-type]

    best = reader.rescored(asked(question), [sentence(of, "Tarr fell at the second wall.")])[0]

    assert best.sure == pytest.approx(1 / (1 + exp(0.9)))
    assert best.enough is given


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("Who is Lind's caddie?", "Lind wins the open. The caddie, Piet Rooth, was wrong."),
        ("Who is Tarr's caddie?", "The caddie, Piet Rooth, was wrong."),
        ("Who is Rooth?", "The caddie, Piet Rooth, was wrong."),
    ],
)
def test_a_window_that_lacks_a_name_of_the_title_is_read_under_it(question: str, given: str) -> None:
    of = passage("The caddie, Piet Rooth, was wrong.")
    reader, under = PointingReader("Piet Rooth"), replace(sentence(of, of.text), title="Lind wins the open.")

    found = read_best(asked(question), [under], reader)  # type: ignore[arg-type]

    assert reader.given == [given]
    assert [of.text[pointed.start : pointed.end] for _, pointed in found] == ["Piet Rooth"]
