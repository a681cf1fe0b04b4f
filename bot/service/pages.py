"""The chat page and the widget's files, which any page may load."""

import hashlib
import re
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request, Response

from bot.service.problems import ProblemError

router = APIRouter(include_in_schema=False)

FOLDER = Path(__file__).parent.parent / "widget"
MEDIA_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
# The strictest policy the page runs under; it proves that the widget needs no inline script or style and no other host.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
# Lines that are only there for people who read the modules in the repository: a sixth of what readers would load.
_COMMENTS = re.compile(r"^[ \t]*(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/[ \t]*)\n", re.MULTILINE)
MAX_AGE_S = 300  # a new release reaches embedding pages within five minutes; until then no request at all


@router.get("/")
@router.head("/")
def chat_page(request: Request) -> Response:
    return _sent(request, "index.html", {"Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-cache"})


@router.get("/embed")
@router.head("/embed")
def embedding_page(request: Request) -> Response:
    return _sent(request, "embed.html", {"Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-cache"})


@router.get("/admin")
@router.head("/admin")
def admin_page(request: Request) -> Response:
    return _sent(request, "admin.html", {"Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-cache"})


@router.get("/widget/{name}")
@router.head("/widget/{name}")
def widget_file(request: Request, name: str) -> Response:
    if Path(name).suffix not in MEDIA_TYPES or name not in _names():
        raise ProblemError("not-found")
    # A module script is fetched with CORS: without these two an embedding page never gets the element.
    shared = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
    return _sent(request, name, {**shared, "Cache-Control": f"public, max-age={MAX_AGE_S}"})


def _sent(request: Request, name: str, headers: dict[str, str]) -> Response:
    content, etag = _content(name)
    headers = {**headers, "ETag": etag}
    if etag in [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=MEDIA_TYPES.get(Path(name).suffix, "text/html; charset=utf-8"))


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in FOLDER.iterdir())


@cache
def _content(name: str) -> tuple[bytes, str]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    content = (_COMMENTS.sub("", text) if name.endswith(".js") else text).encode()
    return content, f'"{hashlib.sha256(content).hexdigest()[:20]}"'
