"""The official OpenAI client against a running service; skipped where it is not installed."""

from collections.abc import Iterator

import double_bot
import pytest
from running_service import RunningService

from bot.settings import Settings

openai = pytest.importorskip("openai")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator["openai.OpenAI"]:
    running = RunningService(
        Settings(library=tmp_path_factory.mktemp("library") / "library"), double_bot.DoubleBot()
    )
    with openai.OpenAI(base_url=running.url + "v1", api_key="none", max_retries=0) as client:
        yield client
    running.stop()


def test_a_completion_carries_its_annotations(client: "openai.OpenAI") -> None:
    completion = client.chat.completions.create(
        model="pressbox", messages=[{"role": "user", "content": double_bot.WINNER}], temperature=0
    )
    message = completion.choices[0].message

    places = [note.url_citation for note in message.annotations]
    markers = [message.content[place.start_index : place.end_index] for place in places]
    assert markers == ["[1]", "[2]", "[1]", "[3]", "[4]"]
    assert completion.pressbox["short_answer"] == "Cole Hocker, 3:27.65"


def test_a_stream_joins_to_the_completion(client: "openai.OpenAI") -> None:
    messages = [{"role": "user", "content": double_bot.CONFLICT}]
    whole = client.chat.completions.create(model="pressbox", messages=messages)
    stream = client.chat.completions.create(model="pressbox", messages=messages, stream=True)

    assert "".join(chunk.choices[0].delta.content or "" for chunk in stream) == whole.choices[0].message.content


def test_refusals_and_failures_raise_the_clients_own_errors(client: "openai.OpenAI") -> None:
    def ask(question: str, *, stream: bool = False) -> object:
        found = client.chat.completions.create(
            model="pressbox", messages=[{"role": "user", "content": question}], stream=stream
        )
        return list(found) if stream else found

    with pytest.raises(openai.BadRequestError, match="at most 2000 characters"):
        ask("x" * 2001)
    with pytest.raises(openai.InternalServerError):
        ask(double_bot.FAILS)
    with pytest.raises(openai.APIError, match="Something went wrong"):
        ask(double_bot.FAILS, stream=True)


def test_the_models_are_listed(client: "openai.OpenAI") -> None:
    assert [model.id for model in client.models.list()] == ["pressbox"]
