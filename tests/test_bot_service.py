"""Opening the library behind the service, and changing it while questions are being answered."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from double_bot import WINNER, DoubleBot, DoubleLibrary

from bot.schema import AskRequest
from bot.service.problems import ProblemError
from bot.service.service import Service


@dataclass
class Published:
    """A library folder's pointer, and a bot opened from what it names; a name of "broken" can't be opened."""

    folder: Path
    opened: list[str] = field(default_factory=list)

    @property
    def pointer(self) -> Path:
        return self.folder / "CURRENT"

    def publish(self, name: str) -> None:
        self.pointer.write_text(name, encoding="utf-8")

    def open(self) -> DoubleBot:
        name = self.pointer.read_text(encoding="utf-8")
        self.opened.append(name)
        if name == "broken":
            raise ValueError("half a library")
        return DoubleBot(library=DoubleLibrary(version=name))


@pytest.fixture
def published(tmp_path: Path) -> Published:
    return Published(tmp_path)


def test_a_published_library_is_opened_once(published: Published) -> None:
    published.publish("g1")
    service = Service(published.open, published.pointer)

    assert [service.refresh(), service.refresh()] == [True, False]
    assert published.opened == ["g1"]
    assert service.bot.library.version == "g1"


def test_the_next_library_answers_new_questions_and_the_old_one_those_it_began(published: Published) -> None:
    published.publish("g1")
    service = Service(published.open, published.pointer)
    service.refresh()
    begun = service.bot
    published.publish("g2")
    service.refresh()

    assert begun.library.version == "g1"
    assert begun.ask(AskRequest(question=WINNER)).short_answer == "Cole Hocker, 3:27.65"
    assert service.bot.library.version == "g2"


def test_a_broken_library_leaves_the_old_one_in_force_and_is_tried_once(
    published: Published, caplog: pytest.LogCaptureFixture
) -> None:
    published.publish("g1")
    service = Service(published.open, published.pointer)
    service.refresh()
    published.publish("broken")
    service.refresh()
    service.refresh()

    assert published.opened == ["g1", "broken"]
    assert service.bot.library.version == "g1"
    assert "half a library" in caplog.text


def test_a_service_started_before_its_library_opens_it_when_it_comes(published: Published) -> None:
    service = Service(published.open, published.pointer)
    service.refresh()
    with pytest.raises(ProblemError, match="library-unavailable"):
        service.bot  # noqa: B018  reading it is what raises
    published.publish("g1")
    service.refresh()

    assert service.bot.library.version == "g1"
