"""Who may ask, and how often: keys (stored as hashes), the origins they are bound to, rate limits."""

import hashlib
import hmac
import secrets
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.service.problems import ProblemError

KEY_PREFIXES = {"secret": "pbs_", "publishable": "pbp_"}
_KEY_BYTES = 24  # of randomness: far beyond guessing


class Key(BaseModel):
    """One [[key]] of the keys file."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=100)
    kind: Literal["secret", "publishable"]
    """A publishable key stands in a page that everybody can read: it works from its origins only."""
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    origins: list[str] = []
    rate: str | None = None


class KeysFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    key: list[Key] = []


def new_key(kind: Literal["secret", "publishable"]) -> tuple[str, str]:
    """A fresh key to hand out, and its SHA-256 to keep."""
    key = KEY_PREFIXES[kind] + secrets.token_urlsafe(_KEY_BYTES)
    return key, key_digest(key)


def key_digest(key: str) -> str:
    """What the keys file keeps: a random key of this length needs no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


def load_keys(path: Path | None) -> list[Key]:
    """The keys of the file; none where there is no file. ValueError names what is wrong in it."""
    if path is None:
        return []
    try:
        keys = KeysFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).key
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ValueError(f"{path} is not a list of [[key]] with name, kind and sha256: {error}") from error
    for key in keys:
        if key.kind == "publishable" and not key.origins:
            raise ValueError(f'{path}: key {key.name!r} is publishable but names no origins = ["https://…"]')
        if key.rate is not None:
            parse_rate(key.rate, f"{path}: key {key.name!r}: rate")
    return keys


def parse_rate(rate: str, where: str) -> RateLimitItem:
    """The limit that `rate` says: "60/minute". ValueError names `where` it stands."""
    try:
        return parse(rate)
    except ValueError as error:
        raise ValueError(f'{where}: {rate!r} is not a rate like "60/minute"') from error


class Gate:
    """Lets a request in, or raises the ProblemError that says why not. Counts are kept per process."""

    def __init__(self, keys: Sequence[Key], rate: str) -> None:
        self._keys = tuple(keys)
        self._rates = {key.name: parse_rate(key.rate, key.name) for key in keys if key.rate}
        self._default = parse_rate(rate, "PRESSBOX_RATE_LIMIT") if rate else None
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    @property
    def has_keys(self) -> bool:
        """Whether anybody needs a key."""
        return bool(self._keys)

    @property
    def origins(self) -> list[str]:
        """Origins that some key is bound to."""
        return sorted({origin for key in self._keys for origin in key.origins})

    def admit(self, request: Request, *, only_secret: bool = False) -> None:
        """Check key, origin and rate; free for all where there are no keys."""
        key = self._key(request)
        if key is not None and key.kind == "publishable":
            if only_secret:
                raise ProblemError("forbidden", detail="This address takes secret keys only.")
            if _origin(request) not in key.origins:
                raise ProblemError("forbidden", detail="This key is bound to other origins.")
        self._count(request, key)

    def _key(self, request: Request) -> Key | None:
        if not self._keys:
            return None
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        digest = key_digest(given.strip())
        # Every key is compared, in constant time: the answer's delay tells nothing.
        found = [key for key in self._keys if hmac.compare_digest(key.sha256, digest)]
        if scheme.lower() != "bearer" or not found:
            raise ProblemError("unauthorized", headers={"WWW-Authenticate": "Bearer"})
        return found[0]

    def _count(self, request: Request, key: Key | None) -> None:
        rate = (self._rates.get(key.name) if key else None) or self._default
        if rate is None:
            return
        address = request.client.host if request.client else "unknown"
        # Everybody who reads the page shares a publishable key: its readers are told apart by address.
        bucket = key.name if key is not None and key.kind == "secret" else f"{key.name if key else ''} {address}"
        admitted = self._limiter.hit(rate, bucket)
        window = self._limiter.get_window_stats(rate, bucket)
        wait_s = max(1, round(window.reset_time - time.time()))
        headers = {
            "RateLimit-Policy": f'"default";q={rate.amount};w={rate.get_expiry()}',
            "RateLimit": f'"default";r={window.remaining};t={wait_s}',
        }
        request.scope["response_headers"] = headers
        if not admitted:
            raise ProblemError("rate-limited", headers={"Retry-After": str(wait_s)})


async def admit(request: Request) -> None:
    """Dependency of everything that readers and programs use."""
    request.app.state.gate.admit(request)


async def admit_secret(request: Request) -> None:
    """Dependency of what only the people who run the service see."""
    request.app.state.gate.admit(request, only_secret=True)


def _origin(request: Request) -> str | None:
    """Where the calling page stands; a browser names no origin when a page reads from its own."""
    named = request.headers.get("origin")
    if named is None and request.headers.get("sec-fetch-site") == "same-origin":
        return f"{request.url.scheme}://{request.url.netloc}"
    return named
