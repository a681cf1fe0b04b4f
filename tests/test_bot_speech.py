"""Who speaks: with quotation marks or without, over several paragraphs, and nobody rather than the wrong one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from newsroom import make_library

from bot.speech import full_name, is_speech, is_spoken, speaker_of, spoken_part
from retriever.library import Library
from retriever.text import terms
from retriever.types import Passage


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = make_library(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.close()


def paragraphs(*texts: str) -> list[Passage]:
    return [Passage(f"report#p{n}", "report", 0, len(text), text) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“I won,” said Ada Lind.", "Ada Lind"),
        ("Lind said: “I won.”", "Ada Lind"),
        ('"I won", Lind told reporters.', "Ada Lind"),
        ("“It was hard,” her coach, Bea Okoro, explained. “She waited.”", "Bea Okoro"),
        ("Marsh called it “the race of her life”.", "Cleo Marsh"),
        ("According to coach Cleo Marsh, “she waited”.", "Cleo Marsh"),
        ("On Friday Lind said “no”.", "Ada Lind"),
        ("“We lost it,” admitted Okoro’s coach Marsh.", "Cleo Marsh"),
        ("“We lost it,” admitted Okoro’s coach.", None),
        ("“I won,” the Swede said.", None),
        ("The Olympic champion Bea Okoro said: “I lost.”", "Bea Okoro"),
        ("“I won,” she said.", None),
        ("“I won.”", None),
        ("“Okoro said no,” it went.", None),  # the verb stands inside the quotation
        ("“Bravo,” wrote Fay Holm.", "Fay Holm"),  # nobody in the tables
    ],
)
def test_the_speaker_is_the_one_a_verb_of_speech_names(library: Library, text: str, speaker: str | None) -> None:
    assert speaker_of(paragraphs(text), 0, library.store) == speaker


def test_a_quotation_that_runs_on_keeps_its_speaker(library: Library) -> None:
    report = paragraphs("Lind said the race was hard: “It hurt.", "“Then it hurt more.", "“But I kept going.”")

    assert speaker_of(report, 2, library.store) == "Ada Lind"


def test_prose_between_two_quotations_ends_the_first(library: Library) -> None:
    report = paragraphs("Lind said: “It hurt.”", "The crowd rose.", "“But I kept going.”")

    assert speaker_of(report, 2, library.store) is None


def test_another_section_is_another_speaker(library: Library) -> None:
    first, second = paragraphs("Lind said: “It hurt.", "“I kept going.”")

    assert speaker_of([first, replace(second, section=("Reaction",))], 1, library.store) is None


def test_a_live_post_in_the_first_person_is_spoken_by_the_person_in_its_heading(library: Library) -> None:
    (post,) = paragraphs("I could not feel my legs, but my team waited for me.")
    post = replace(post, section=("Lind’s reaction",), posted="7:51 PM BST")

    assert speaker_of([post], 0, library.store) == "Ada Lind"
    assert speaker_of([replace(post, posted=None)], 0, library.store) is None


@pytest.mark.parametrize(
    ("text", "spoken"),
    [("“I won.”", True), ('He said "no".', True), ("She said ‘yes’ twice.", True), ("O’Hare’s team lost.", False),
     ("Nothing was said.", False)],
)  # fmt: skip
def test_speech_is_told_by_quotation_marks_not_apostrophes(text: str, spoken: bool) -> None:
    assert is_speech(paragraphs(text)[0]) is spoken


def test_a_surname_becomes_the_one_full_name_that_holds_it(library: Library) -> None:
    assert [full_name(name, library.store) for name in ("Lind", "Holm", "Ada Lind")] == ["Ada Lind", "Holm", "Ada Lind"]


def test_only_the_words_between_the_marks_may_stand_beside_the_speaker() -> None:
    text = "Okoro led to the bell. “I heard her coming,” said Lind. “Then I ran.”"

    start, end = spoken_part(text, frozenset(terms("hear her come")))

    assert text[start:end] == "“I heard her coming,”"


def test_a_paragraph_that_opens_with_a_quotation_mark_is_speech_as_it_stands() -> None:
    text = "“I wanted the record,” he said of it. “I have it.”"

    assert spoken_part(text, frozenset()) == (0, len(text))


def test_a_name_does_not_run_on_over_a_full_stop_or_into_the_next_paragraph(tmp_path: Path) -> None:
    text = "Lind Again\n\nShe passed Ines Varga. Chebet said: “My kick is better.”\n"
    library = make_library(tmp_path, {"report.txt": text})
    passages = library.store.passages_of("report")

    assert speaker_of(passages, len(passages) - 1, library.store) == "Chebet"


def test_narration_beside_a_quotation_is_nobodys_words() -> None:
    text = "Okoro blamed a strained calf. “I heard her coming,” said Lind."
    passage = Passage("d#p0", "d", 0, len(text), text)

    assert is_spoken("“I heard her coming,” said Lind.", passage)
    assert not is_spoken("Okoro blamed a strained calf.", passage)
