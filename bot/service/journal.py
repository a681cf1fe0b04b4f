"""What was asked and what came of it, for the people who run the service; kept only where a file is named for it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from pydantic import BaseModel

from bot.schema import Answer, Status
from bot.service.feedback import BUSY_TIMEOUT_S

_SCHEMA = """
CREATE TABLE IF NOT EXISTS asked (
  id INTEGER PRIMARY KEY, created_at TEXT NOT NULL, answer_id TEXT NOT NULL, question TEXT NOT NULL,
  status TEXT NOT NULL, reason TEXT, short_answer TEXT, total_ms REAL NOT NULL)
"""
_COLUMNS = ("created_at", "answer_id", "question", "status", "reason", "short_answer", "total_ms")


class Asked(BaseModel):
    """One question that was answered, partly answered or not answered."""

    created_at: str
    answer_id: str
    question: str
    status: Status
    reason: str | None
    """Why there was no answer."""
    short_answer: str | None
    total_ms: float


class Journal:
    """The file at `path`; without one nothing is kept, because what readers ask may be personal."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def add(self, answer: Answer) -> None:
        """Keep one question and its outcome."""
        if self._path is None:
            return
        reason = answer.abstention.reason if answer.abstention else None
        values = (answer.created_at, answer.id, answer.question, answer.status.value, reason)
        marks = ", ".join("?" * len(_COLUMNS))
        with closing(sqlite3.connect(self._path, timeout=BUSY_TIMEOUT_S)) as connection, connection:
            connection.execute(_SCHEMA)
            connection.execute(
                f"INSERT INTO asked ({', '.join(_COLUMNS)}) VALUES ({marks})",
                (*values, answer.short_answer, answer.timings.total_ms),
            )

    def latest(self, limit: int) -> list[Asked]:
        """The last questions, newest first."""
        if self._path is None or not self._path.exists():
            return []
        with closing(sqlite3.connect(self._path, timeout=BUSY_TIMEOUT_S)) as connection:
            rows = connection.execute(
                f"SELECT {', '.join(_COLUMNS)} FROM asked ORDER BY id DESC LIMIT ?", (limit,)
            ).fetchall()
        return [Asked.model_validate(dict(zip(_COLUMNS, row, strict=True))) for row in rows]
