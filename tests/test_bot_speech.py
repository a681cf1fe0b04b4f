"""Who speaks: with quotation marks or without, over several paragraphs, and nobody rather than the wrong one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import RESULTS, make_bot, make_library

from bot.prose.speakers import full_name
from bot.prose.speech import is_speech, utterances
from bot.schema import AskRequest
from retriever.library import Library
from retriever.types import Document, DocumentKind, Passage


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = make_library(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.close()


def report(*paragraphs: str, section: tuple[str, ...] = (), posted: str | None = None) -> Document:
    """A document of one passage for each paragraph."""
    text = "\n".join(paragraphs)
    passages, start = [], 0
    for number, paragraph in enumerate(paragraphs):
        end = start + len(paragraph)
        passages.append(Passage(f"report#p{number}", "report", start, end, paragraph, section, posted))
        start = end + 1
    return Document("report", "Report", text, DocumentKind.ARTICLE, passages=tuple(passages))


def said(library: Library, *paragraphs: str) -> list[tuple[str, str | None]]:
    return [(u.text, u.speaker) for u in utterances(report(*paragraphs), library.store)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“I won,” said Ada Lind.", "Ada Lind"),
        ("Lind said: “I won.”", "Ada Lind"),
        ('"I won", Lind told reporters.', "Ada Lind"),
        ("Lind told Radio Nord: “I won.”", "Ada Lind"),  # who is told something does not say it
        ("Lind: “I won.”", "Ada Lind"),
        ("“It was hard,” her coach, Bea Okoro, explained. “She waited.”", "Bea Okoro"),
        ("Marsh called it “the race of her life”.", "Cleo Marsh"),
        ("According to coach Cleo Marsh, “she waited”.", "Cleo Marsh"),
        ("On Friday Lind said “no”.", "Ada Lind"),
        ("“We lost it,” admitted Okoro’s coach Marsh.", "Cleo Marsh"),
        ("“We lost it,” admitted Okoro’s coach.", None),
        ("“I won,” the Swede said.", None),  # two Swedes ran
        ("Dame Fay Holm, the head of Cleo Marsh’s club, had promised “a show”.", "Dame Fay Holm"),
        ("The Olympic champion Bea Okoro said: “I lost.”", "Bea Okoro"),
        ("It was Marsh who predicted “a war”.", "Cleo Marsh"),
        ("“I won,” she said.", None),
        ("“I won.”", None),
        ("“Okoro said no,” it went.", None),  # the verb stands inside the quotation
        ("Okoro runs little, which led her rival to call her “the Shadow”. Lind said so.", None),
        ("“Bravo,” wrote Fay Holm.", "Fay Holm"),  # nobody in the tables
    ],
)
def test_the_speaker_is_the_one_a_verb_of_speech_names(library: Library, text: str, speaker: str | None) -> None:
    assert [u.speaker for u in utterances(report(text), library.store)] == [speaker]


@pytest.mark.parametrize(
    ("paragraphs", "speaker"),
    [
        (("Okoro, 26, lost by a stride. “I was tired,” she said.",), "Bea Okoro"),
        (("Marsh beat Dora Ek on the line.", "She has run here before. “I like it,” she said."), "Cleo Marsh"),
        (("She is the first since Bea Okoro to win twice. “I like it,” she said.",), None),  # not the one compared with
        (("Lind passed Okoro late.", "“I was boxed in,” said the Nigerian."), "Bea Okoro"),
        (("Lind passed Okoro late.", "“I was patient,” said the 22-year-old."), "Ada Lind"),
        (("Lind passed Okoro late.", "“We regret it,” said the statement."), None),
    ],
)
def test_a_pronoun_or_a_description_means_the_subject_told_before(
    library: Library, paragraphs: tuple[str, ...], speaker: str | None
) -> None:
    assert utterances(report(*paragraphs), library.store)[-1].speaker == speaker


def test_a_people_and_an_age_stand_for_the_subject_above_and_not_for_whom_the_sentence_names(library: Library) -> None:
    text = "The split was Lind’s decision. The Swede, 33, will play with Cleo Marsh. “It’s the bedtime,” she said."

    assert said(library, text)[-1] == ("“It’s the bedtime,”", "Ada Lind")


def test_a_speaker_told_in_another_paragraph_is_cited_there(library: Library) -> None:
    found = utterances(report("Lind passed Okoro late.", "“I was patient,” she said."), library.store)[-1]

    assert found.named is not None
    passage, start, end = found.named
    assert passage.text[start - passage.start : end - passage.start] == "Lind passed Okoro late."


def test_a_quotation_that_runs_on_keeps_its_speaker(library: Library) -> None:
    found = said(library, "Lind said the race was hard: “It hurt.", "“Then it hurt more.", "“But I kept going.”")

    assert found == [
        ("“It hurt.", "Ada Lind"), ("“Then it hurt more.", "Ada Lind"), ("“But I kept going.”", "Ada Lind"),
    ]  # fmt: skip


def test_a_speaker_told_only_at_the_end_of_a_quotation_said_its_beginning_too(library: Library) -> None:
    found = said(library, "“The wicket was slow.", "“We batted badly,” said Okoro.")

    assert [speaker for _, speaker in found] == ["Bea Okoro", "Bea Okoro"]


def test_prose_between_two_quotations_ends_the_first(library: Library) -> None:
    found = said(library, "Lind said: “It hurt.”", "The crowd rose.", "“But I kept going.”")

    assert found[-1] == ("“But I kept going.”", None)


def test_narration_beside_a_quotation_is_nobodys_words(library: Library) -> None:
    assert said(library, "Okoro blamed a strained calf. “I heard her coming,” said Lind.") == [
        ("“I heard her coming,”", "Ada Lind")
    ]


def test_prose_may_report_what_somebody_said(library: Library) -> None:
    (found,) = utterances(report("Okoro led. Lind later admitted that the goal was a gift."), library.store)

    assert (found.text, found.speaker, found.verbatim) == (
        "Lind later admitted that the goal was a gift.", "Ada Lind", False,
    )  # fmt: skip


def speakers(library: Library, text: str, heading: str = "Lind’s reaction") -> set[str | None]:
    post = report(text, section=("Live", heading), posted="7:51 PM BST")
    return {words.speaker for words in utterances(post, library.store)}


def test_a_live_post_in_the_first_person_is_spoken_by_the_person_in_its_heading(library: Library) -> None:
    assert speakers(library, "I could not feel my legs, but my team waited for me.") == {"Ada Lind"}


@pytest.mark.parametrize(
    "text",
    [
        "She wanted gold. Her head is down, and I am sure she will be upset.",  # the blog's own voice
        "I think Lind looks the strongest of the four.",
    ],
)
def test_a_post_about_somebody_is_not_that_persons_words(library: Library, text: str) -> None:
    assert not speakers(library, text) - {None}


def test_a_post_headed_by_a_name_and_a_quotation_is_that_persons(library: Library) -> None:
    assert speakers(library, "“I am ready.”", "Okoro: “My time has come”") == {"Bea Okoro"}


@pytest.mark.parametrize(
    ("text", "spoken"),
    [("“I won.”", True), ('He said "no".', True), ("She said ‘yes’ twice.", True), ("O’Hare’s team lost.", False),
     ("The players’ and the coaches’ bus was late.", False), ("Nothing was said.", False)],
)  # fmt: skip
def test_speech_is_told_by_quotation_marks_not_apostrophes(text: str, spoken: bool) -> None:
    assert is_speech(Passage("d#p0", "d", 0, len(text), text)) is spoken


def test_a_surname_becomes_the_one_full_name_that_holds_it(library: Library) -> None:
    found = [full_name(name, library.store, "Nothing.") for name in ("Lind", "Holm", "Ada Lind")]
    assert found == ["Ada Lind", "Holm", "Ada Lind"]


def test_a_name_does_not_run_on_over_a_full_stop_or_into_the_next_paragraph(tmp_path: Path) -> None:
    text = "Lind Again\n\nShe passed Ines Varga. Chebet said: “My kick is better.”\n"
    library = make_library(tmp_path, {"report.txt": text, "results.md": RESULTS})

    assert utterances(library.store.document("report"), library.store)[-1].speaker == "Chebet"


HANDBALL = """Coach Marta Weiss was unhappy. “Nobody can be sent off for standing,” Weiss said. “We only defended.”

Otters captain Jon Brink refused to blame Thorsen. "We hit the post twice," he said. "That is on us."

The Otters' coach, Per Aldin, saw it differently. "Thorsen had been warned," he said. "They were consistent."
"""


def test_in_a_report_without_results_names_are_learnt_from_its_prose(tmp_path: Path) -> None:
    library = make_library(tmp_path, {"otters.txt": HANDBALL})

    found = [(said.speaker, said.text) for said in utterances(library.store.document("otters"), library.store)]
    assert found == [
        ("Marta Weiss", "“Nobody can be sent off for standing,” Weiss said. “We only defended.”"),
        ("Jon Brink", '"We hit the post twice," he said. "That is on us."'),
        ("Per Aldin", '"Thorsen had been warned," he said. "They were consistent."'),
    ]


def test_a_post_that_begins_with_a_name_and_a_colon_is_that_persons(tmp_path: Path) -> None:
    posts = "13:30 CET\nOff they go.\n\n13:40 CET\nSolheim leads.\n\n14:11 CET\nMia Eder: I changed my rifle sling.\n"
    library = make_library(tmp_path, {"live.txt": posts})

    found = [(said.speaker, said.text) for said in utterances(library.store.document("live"), library.store)]
    assert found == [("Mia Eder", "I changed my rifle sling.")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Ashby's manager, Rita Holt, refused to blame her keeper. \"He has carried us for months,\" she said.",
            "Rita Holt",
        ),
        (
            "Wanda Keller straddled a gate. The Swiss now leads Lind by six points. \"My ski caught a rut,\" she said.",
            "Wanda Keller",
        ),
        ("Lind won three frames in a row. \"He's breathing again,\" says his old rival Terry Doyle.", "Terry Doyle"),
        ("Luc Marchand served for the title and lost. \"I gave it to him,\" the Belgian said.", "Luc Marchand"),
    ],
)
def test_the_one_who_speaks_is_told_from_owners_people_and_rivals(tmp_path: Path, text: str, speaker: str) -> None:
    library = make_library(tmp_path, {"report.txt": f"Report\n\n{text}", "results.md": RESULTS})

    (said,) = [u for u in utterances(library.store.document("report"), library.store) if u.verbatim]

    assert said.speaker == speaker


def test_quoted_words_are_given_to_whoever_said_them_to_the_letter(tmp_path: Path) -> None:
    lind = "Lind fell ill. \"I was breathing badly, breathing again only at the bell,\" said Ada Lind."
    doyle = "\"He's breathing again,\" says his old rival Terry Doyle."
    bot = make_bot(tmp_path, {"a.txt": f"Race\n\n{lind}", "b.txt": f"Final\n\n{doyle}", "results.md": RESULTS})

    assert bot.ask(AskRequest(question='Who said "He\'s breathing again"?')).short_answer == "Terry Doyle"
