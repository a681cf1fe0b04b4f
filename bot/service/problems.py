"""The one error shape of the service (RFC 9457, application/problem+json) and the one function that makes it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"
OPENAI_PREFIX = "/v1/"


class Kind(NamedTuple):
    """One sort of problem: its status, its title, and what to do about it."""

    status: int
    title: str
    cure: str


KINDS = {
    "bad-request": Kind(400, "The request could not be read.", "Send JSON with Content-Type: application/json."),
    "unauthorized": Kind(401, "A key is needed.", "Send Authorization: Bearer with a key of the keys file."),
    "forbidden": Kind(403, "This key may not do that here.", "Use a secret key, or add the page's origin to the key."),
    "not-found": Kind(404, "There is nothing at this address.", "GET /openapi.json lists the addresses."),
    "method-not-allowed": Kind(405, "This address does not take that method.", "`Allow` names the methods it takes."),
    "request-timeout": Kind(
        408, "The request body took too long to arrive.",
        "PRESSBOX_BODY_TIMEOUT_S sets the limit.",
    ),
    "payload-too-large": Kind(413, "The request body is too long.", "PRESSBOX_MAX_BODY_BYTES sets the limit."),
    "invalid-request": Kind(
        422, "The request is not valid.",
        "Each of `errors` points at a field and says what it must be.",
    ),
    "rate-limited": Kind(429, "Too many requests.", "Wait as many seconds as `Retry-After` says."),
    "internal": Kind(
        500, "Something went wrong on our side.",
        "The service's log holds the cause under the request id.",
    ),
    "busy": Kind(503, "Too many questions are waiting.", "Ask again in as many seconds as `Retry-After` says."),
    "starting": Kind(503, "The service is starting.", "Ask again in as many seconds as `Retry-After` says."),
    "library-unavailable": Kind(
        503, "The library is not available.",
        "The service's log names the command that repairs it.",
    ),
    "timeout": Kind(504, "The answer took too long.", "PRESSBOX_ANSWER_TIMEOUT_S sets the limit; ask again."),
}  # fmt: skip
_CODE_OF_STATUS = {kind.status: code for code, kind in reversed(KINDS.items())}


class FieldError(BaseModel):
    pointer: str
    """JSON pointer into the body ("#/filters/kinds/0"), or "?name" for a query parameter."""
    detail: str


class Problem(BaseModel):
    """Body of every error."""

    type: str
    title: str
    status: int
    detail: str | None = None
    instance: str
    code: str
    request_id: str
    errors: list[FieldError] | None = None


class OpenAIErrorBody(BaseModel):
    message: str
    type: str
    param: str | None
    code: str
    request_id: str


class OpenAIError(BaseModel):
    """Body of every error under /v1/."""

    error: OpenAIErrorBody


class ProblemError(Exception):
    """Raised anywhere in the service to answer with one of KINDS."""

    def __init__(
        self,
        code: str,
        *,
        detail: str | None = None,
        errors: Sequence[FieldError] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})


def problem(request: Request, error: ProblemError) -> Problem:
    """The body that tells the client about `error`."""
    kind = KINDS[error.code]
    return Problem(
        type=f"/problems/{error.code}",
        title=kind.title,
        status=kind.status,
        detail=error.detail,
        instance=request.url.path,
        code=error.code,
        request_id=request.scope.get("request_id", ""),
        errors=list(error.errors) if error.errors is not None else None,
    )


def problem_response(request: Request, error: ProblemError) -> JSONResponse:
    """The response for `error`; nothing else in the service makes one."""
    body = problem(request, error)
    headers = {"Cache-Control": "no-store", **error.headers}
    if request.url.path.startswith(OPENAI_PREFIX):
        status = 400 if body.status == 422 else body.status  # OpenAI's clients know no 422 for a wrong parameter
        return JSONResponse(openai_error(body).model_dump(), status_code=status, headers=headers)
    return JSONResponse(
        body.model_dump(mode="json", exclude_none=True), status_code=body.status, headers=headers, media_type=MEDIA_TYPE
    )


def openai_error(body: Problem) -> OpenAIError:
    """The same problem in the shape that OpenAI's clients read."""
    first = body.errors[0] if body.errors else None
    return OpenAIError(
        error=OpenAIErrorBody(
            message=first.detail if first else body.detail or body.title,
            type="invalid_request_error" if body.status < 500 else "server_error",
            param=first.pointer.lstrip("#/?").split("/")[0] if first else None,
            code=body.code,
            request_id=body.request_id,
        )
    )


def describe_problems(description: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI description with problems under their own media type, where FastAPI names that of the success."""
    for path, operations in description["paths"].items():
        media_type = "application/json" if path.startswith(OPENAI_PREFIX) else MEDIA_TYPE
        for operation in operations.values():
            for status in ("4XX", "5XX"):
                described = operation["responses"][status]
                described["content"] = {media_type: next(iter(described["content"].values()))}
    # The shape that `as_of` is checked for on its way in.
    as_of = description["components"]["schemas"]["AskRequest"]["properties"]["as_of"]
    as_of["anyOf"] = [{"type": "string", "format": form} for form in ("date", "date-time")] + [{"type": "null"}]
    return description


def responses(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """How the routes of a router describe their errors."""
    return {
        "4XX": {"model": model, "description": "Refused; `code` says why."},
        "5XX": {"model": model, "description": "Failed; `request_id` finds the cause in the log."},
    }


def install(app: FastAPI) -> None:
    """Answer every refused request of `app` in the one shape, FastAPI's own refusals included."""
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)


def field_error(location: Sequence[str | int], detail: str) -> FieldError:
    """`location` is FastAPI's: ("body", "filters", "kinds", 0), ("query", "top_k")."""
    where, *path = location
    if where == "body":
        return FieldError(pointer="#" + "".join(f"/{_escaped(str(part))}" for part in path), detail=detail)
    return FieldError(pointer=f"?{path[0]}" if path else str(where), detail=detail)


async def _on_problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)  # registered for this class only
    return problem_response(request, error)


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # registered for this class only
    return problem_response(request, ProblemError("invalid-request", errors=[_said(entry) for entry in error.errors()]))


async def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # registered for this class only
    code = _CODE_OF_STATUS.get(error.status_code, "internal" if error.status_code >= 500 else "bad-request")
    return problem_response(request, ProblemError(code, headers=error.headers))


def _said(entry: Mapping[str, object]) -> FieldError:
    location = entry["loc"]
    assert isinstance(location, tuple)  # pydantic's own shape
    if entry["type"] == "json_invalid":
        return FieldError(pointer="#", detail="The body is not valid JSON.")
    if entry["type"] == "string_pattern_mismatch" and location[-1] == "question":
        return field_error(location, "The question holds nothing but blanks.")
    if entry["type"] in {"model_attributes_type", "model_type", "dict_type"} and len(location) == 1:
        return FieldError(pointer="#", detail="Must be a JSON object, sent with Content-Type: application/json.")
    return field_error(location, str(entry["msg"]))


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
