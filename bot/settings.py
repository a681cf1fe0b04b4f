"""Every setting of the service: environment variables PRESSBOX_…, their defaults and what they do."""

import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "PRESSBOX_"
DEFAULT_WORKERS = 2  # what was measured: half as many questions again, for some 70 MB


class Settings(BaseSettings):
    """What can be set from outside; a command-line option wins over the variable, the variable over the default."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore")

    library: Path = Field(default=Path("library"), description="Folder of the library that is asked.")
    host: str = Field(default="127.0.0.1", description="Address the service listens on; 0.0.0.0 for all.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port the service listens on; 0 picks a free one.")
    encoder: str = Field(
        default="all-MiniLM-L6-v2",
        description="The encoder: the built-in all-MiniLM-L6-v2, or any sentence-transformers model or path.",
    )
    cache: Path | None = Field(
        default=None, description="Folder for exported encoders. Empty: the user's cache folder, under pressbox."
    )
    max_body_bytes: int = Field(default=262_144, ge=1024, description="Longest request body; a longer one gets 413.")
    body_timeout_s: float = Field(
        default=10.0, gt=0, description="Seconds for a request's head, and its body, to arrive; a slower body gets 408."
    )
    answer_timeout_s: float = Field(
        default=30.0, gt=0, description="Seconds until an answer is given up with 504, waiting included."
    )
    max_waiting: int = Field(
        default=200, ge=1, description="Questions of one process that may wait for their turn; one more gets 503."
    )
    cors_origins: list[str] = Field(
        default_factory=list,
        description='Origins whose pages may call the service: ["https://news.example"]. Empty: its own page only.',
    )
    keys: Path | None = Field(
        default=None, description="TOML file of [[key]]: name, kind, sha256, origins, rate. Empty: nobody needs a key."
    )
    rate_limit: str = Field(
        default="", description='Requests of one address or key and process, like "60/minute". Empty: no limit.'
    )
    reload_s: float = Field(default=2.0, gt=0, description="Seconds between two looks for a newly published library.")
    feedback_db: Path | None = Field(
        default=None, description="SQLite file that keeps readers' feedback. Empty: beside the library folder."
    )
    journal_db: Path | None = Field(
        default=None, description="SQLite file that keeps what was asked, for /admin. Empty: nothing is kept."
    )
    llm_url: str = Field(
        default="", description="OpenAI-compatible endpoint that words answers: http://127.0.0.1:8080/v1. Empty: none."
    )
    llm_model: str = Field(default="default", description="Model asked for at that endpoint.")
    llm_key: SecretStr = Field(default=SecretStr(""), description="Key for that endpoint, where it wants one.")
    llm_timeout: float = Field(
        default=15.0, gt=0, description="Seconds until the model is given up and our own words stand."
    )
    log_level: str = Field(
        default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR."
    )
    log_json: bool = Field(default=False, description="Whether the service's log is JSON lines.")
    workers: int = Field(
        default=0,
        ge=0,
        le=64,
        description="Processes that answer, over one copy of the networks. 0: two, where there are two cores.",
    )
    workers_folder: Path | None = Field(
        default=None,
        description="Folder in which several workers share conversations and counters. Empty: serve makes one.",
    )

    @property
    def processes(self) -> int:
        """How many processes answer."""
        return self.workers or min(DEFAULT_WORKERS, os.cpu_count() or 1)

    @property
    def conversations_path(self) -> Path | None:
        """Where workers share what was said; None where one process keeps it to itself."""
        return self.workers_folder and self.workers_folder / "conversations.sqlite"

    @property
    def feedback_path(self) -> Path:
        """Where feedback is kept: not inside the library, whose folder is only ever replaced as a whole."""
        return self.feedback_db or self.library.with_name(f"{self.library.name}-feedback.sqlite")


def settings_table() -> list[tuple[str, str, str]]:
    """(variable, default, meaning) of every setting in order: the one source for --help and the README."""
    return [
        (f"{PREFIX}{name.upper()}", _shown(field.get_default(call_default_factory=True)), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def _shown(default: object) -> str:
    return "" if default is None or default == [] else str(default)
