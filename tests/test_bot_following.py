"""A mark told one sentence after the event it is of."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import make_library, read

from bot.cite import Span
from bot.prose.following import with_following
from bot.prose.reader import Sentence
from retriever.library import Library

REPORT = """Vos wins in Leipzig

Anna Vos won the 60 metres in Leipzig. The champion clocked 7.12 seconds to beat Petra Lind.

Mia Berg won the long jump in Leipzig. Her coach was sure of it.

Cleo Marsh won the 800 metres in Leipzig. Dora Ek ran the 200 metres in 22.50 seconds.
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = make_library(tmp_path, {"report.txt": REPORT})
    yield opened
    opened.close()


def sentence(library: Library, words: str) -> Sentence:
    passage = next(p for p in library.store.passages_of("report") if words in p.text)
    start = passage.start + passage.text.index(words)
    return Sentence(Span(passage, start, start + len(words)), words, 0.5, 0.9, 0.5, (), False, False)


def test_the_mark_right_behind_its_event_answers_and_cites_both(library: Library) -> None:
    lead = sentence(library, "Anna Vos won the 60 metres in Leipzig.")

    found = with_following(read("What time did Vos run in Leipzig?"), [lead], 0.2, library.store)

    assert found[0].answer is not None
    assert found[0].text[slice(*found[0].answer)] == "7.12 seconds"
    assert (found[0].lead, found[1]) == (lead.span, lead)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How far did Berg jump in Leipzig?", "Mia Berg won the long jump in Leipzig."),  # no mark is told
        ("What time did Marsh run in Leipzig?", "Cleo Marsh won the 800 metres in Leipzig."),  # the mark is Ek's
        ("Who won the 60 metres in Leipzig?", "Anna Vos won the 60 metres in Leipzig."),  # no mark is asked for
    ],
)
def test_a_sentence_stands_alone_where_no_mark_of_its_own_follows(
    library: Library, question: str, words: str
) -> None:
    lead = sentence(library, words)

    assert with_following(read(question), [lead], 0.2, library.store) == [lead]


def test_an_unlikely_event_lends_no_mark(library: Library) -> None:
    lead = sentence(library, "Anna Vos won the 60 metres in Leipzig.")

    assert with_following(read("What time did Vos run in Leipzig?"), [lead], 0.6, library.store) == [lead]
