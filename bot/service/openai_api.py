"""POST /v1/chat/completions and GET /v1/models: the same answers for clients that speak OpenAI's protocol."""

import json
import re
import time
from collections.abc import AsyncIterator
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Body, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, Field
from pydantic.config import JsonDict

from bot.schema import MAX_QUESTION_CHARS, Answer, AskRequest, Citation, Turn
from bot.service.asking import Ask, ReadyBot, counted_ask
from bot.service.problems import FieldError, Problem, ProblemError, openai_error
from bot.service.sse import HEADERS, PING, Asking

router = APIRouter(prefix="/v1")

MODEL = "pressbox"
MAX_MESSAGES = 200
MAX_PARTS = 20
MAX_TURNS = 20
MAX_TURN_CHARS = 20_000
SOURCES_HEADING = "\n\nSources:\n"
_MARKER = re.compile(r"\[\d+\]")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")


class TextPart(BaseModel):
    type: Literal["text"]
    text: str


class OtherPart(BaseModel):
    """A picture, a sound, a file: nothing that we read."""

    type: Literal["image_url", "input_audio", "file", "refusal"]


Parts = Annotated[list[TextPart | OtherPart], Field(max_length=MAX_PARTS)]
Question = Annotated[str, Field(min_length=1, max_length=MAX_QUESTION_CHARS, pattern=r"\S")]


_TEXT_PART: JsonDict = {
    "type": "object",
    "properties": {"type": {"const": "text"}, "text": {"type": "string", "pattern": r"\S"}},
    "required": ["type", "text"],
}


class UserMessage(BaseModel):
    role: Literal["user"]
    content: Question | Annotated[Parts, Field(json_schema_extra={"contains": _TEXT_PART})]


class OtherMessage(BaseModel):
    role: Literal["system", "developer", "assistant", "tool", "function"]
    content: str | Parts | None = None


Message = Annotated[UserMessage | OtherMessage, Field(discriminator="role")]
_USER_MESSAGE: JsonDict = {"type": "object", "properties": {"role": {"const": "user"}}, "required": ["role"]}


class StreamOptions(BaseModel):
    include_usage: bool = Field(default=False, strict=True)


class ChatRequest(BaseModel):
    """Settings of a language model (temperature, max_tokens, …) are accepted and have no effect: there is none."""

    model: str = MODEL
    messages: list[Message] = Field(
        min_length=1, max_length=MAX_MESSAGES, json_schema_extra={"contains": _USER_MESSAGE}
    )
    stream: bool = Field(default=False, strict=True)
    stream_options: StreamOptions | None = None
    citation_style: Literal["footnotes", "markers", "none"] = "footnotes"
    """Many clients show nothing but the text, so the sources are listed below it unless this says otherwise."""


_EXAMPLE = {"model": MODEL, "messages": [{"role": "user", "content": "Who won the men's 1500 m final?"}]}


@router.get("/models", summary="The one model there is")
def list_models() -> dict[str, object]:
    return {"object": "list", "data": [_model()]}


@router.get("/models/{model}", summary="A model by name")
def read_model(model: str) -> dict[str, object]:
    if model != MODEL:
        raise ProblemError("not-found", detail=f"There is no such model; the one there is is called {MODEL}.")
    return _model()


@router.post(
    "/chat/completions",
    summary="One answer in OpenAI's shape",
    response_class=JSONResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def complete(
    request: Request, bot: ReadyBot, body: Annotated[ChatRequest, Body(examples=[_EXAMPLE])]
) -> Response:
    """`[n]` markers in the text, `annotations` for them, and the whole answer under `pressbox`."""
    ask = counted_ask(request.app, bot, _question(body.messages))
    base = str(request.base_url)
    if body.stream:
        chunks = _stream(request, ask, body, base)
        return StreamingResponse(chunks, media_type="text/event-stream", headers=HEADERS)
    answer = await ask()
    content, annotations = cited_text(answer, body.citation_style, base)
    message = {"role": "assistant", "content": content, "refusal": None, "annotations": annotations}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    head = _head(answer.id, "chat.completion")
    return JSONResponse({**head, "choices": [choice], "usage": _usage(), **_extras(answer)})


def cited_text(answer: Answer, style: str, base_url: str) -> tuple[str, list[dict[str, object]]]:
    """The text with its markers, and an annotation for the place of each marker."""
    by_number = {citation.n: citation for citation in answer.citations}
    content = ""
    annotations: list[dict[str, object]] = []
    for segment in answer.segments:
        content += segment.text
        for n in segment.citations if style != "none" else []:
            annotations.append(_annotation(len(content), n, by_number[n], base_url))
            content += f"[{n}]"
    return content + _sources(answer, style, base_url), annotations


async def _stream(
    request: Request, ask: Ask, body: ChatRequest, base_url: str
) -> AsyncIterator[bytes]:
    asking = Asking(request, ask)
    async for _ in asking.pieces():
        yield PING
    if isinstance(asking.outcome, Problem):
        yield _data(openai_error(asking.outcome).model_dump())
        return
    answer = asking.outcome
    head = _head(answer.id, "chat.completion.chunk")
    content, annotations = cited_text(answer, body.citation_style, base_url)

    def chunk(delta: dict[str, object], *, finish: str | None = None, **extras: object) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return _data({**head, "choices": [choice], **extras})

    yield chunk({"role": "assistant", "content": ""})
    for piece in re.findall(r"\S+\s*|\s+", content):
        yield chunk({"content": piece})
    yield chunk({"annotations": annotations})
    yield chunk({}, finish="stop", **_extras(answer))
    if body.stream_options and body.stream_options.include_usage:
        yield _data({**head, "choices": [], "usage": _usage()})
    yield b"data: [DONE]\n\n"


def _question(messages: list[Message]) -> AskRequest:
    """The last message of the user, with what was said before as history."""
    asked = [index for index, message in enumerate(messages) if message.role == "user"]
    question = _text(messages[asked[-1]]).strip() if asked else ""
    if not question or len(question) > MAX_QUESTION_CHARS:
        expected = f"The last user message must hold a question of 1 to {MAX_QUESTION_CHARS} characters."
        raise ProblemError("invalid-request", errors=[FieldError(pointer="#/messages", detail=expected)])
    turns = [turn for message in messages[: asked[-1]] if (turn := _turn(message)) is not None]
    return AskRequest(question=question, history=turns[-MAX_TURNS:])


def _text(message: Message) -> str:
    if isinstance(message.content, list):
        return "\n".join(part.text for part in message.content if isinstance(part, TextPart))
    return message.content or ""


def _turn(message: Message) -> Turn | None:
    """What a user or we said, without the markers and sources that we added."""
    if message.role == "user":
        return Turn(role="user", content=_text(message)[:MAX_TURN_CHARS])
    if message.role == "assistant":
        said = _MARKER.sub("", _text(message).split(SOURCES_HEADING)[0])
        return Turn(role="assistant", content=said[:MAX_TURN_CHARS])
    return None


def _annotation(start: int, n: int, citation: Citation, base_url: str) -> dict[str, object]:
    place = {"start_index": start, "end_index": start + len(f"[{n}]")}
    return {
        "type": "url_citation",
        "url_citation": {**place, "title": citation.title, "url": _address(citation, base_url)},
    }


def _sources(answer: Answer, style: str, base_url: str) -> str:
    if style != "footnotes" or not answer.citations:
        return ""
    lines = [
        f"- [{c.n}] "
        + ", ".join(_MARKDOWN.sub(r"\\\1", part) for part in (c.title, c.publisher, c.published_at) if part)
        + f" <{_address(c, base_url)}>"
        for c in answer.citations
    ]
    return SOURCES_HEADING + "\n".join(lines)


def _address(citation: Citation, base_url: str) -> str:
    """The publisher's page at the cited words; our own copy where the source has no web address."""
    for address in (citation.deep_link, citation.url):
        if address and re.match(r"https?://[^\s<>]+\Z", address):
            return address
    return f"{base_url}documents/{quote(citation.document_id, safe='')}"


def _extras(answer: Answer) -> dict[str, object]:
    addresses = list(dict.fromkeys(c.url for c in answer.citations if c.url))
    found = [{"title": c.title, "url": c.url, "date": c.published_at, "snippet": c.quote} for c in answer.citations]
    return {"citations": addresses, "search_results": found, "pressbox": answer.model_dump(mode="json")}


def _head(answer_id: str, kind: str) -> dict[str, object]:
    return {"id": f"chatcmpl-{answer_id}", "object": kind, "created": int(time.time()), "model": MODEL}


def _model() -> dict[str, object]:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": "pressbox"}


def _usage() -> dict[str, int]:
    """Zeros: nothing here counts tokens."""
    return {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


def _data(body: dict[str, object]) -> bytes:
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n".encode()
