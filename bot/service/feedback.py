"""What readers thought of answers, kept in one SQLite file that several processes may write."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

BUSY_TIMEOUT_S = 5.0  # another process may be writing its one row

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
  answer_id TEXT PRIMARY KEY, created_at TEXT NOT NULL,
  rating TEXT NOT NULL, reason TEXT, comment TEXT)
"""


class Feedback(BaseModel):
    """Body of POST /feedback."""

    model_config = ConfigDict(extra="forbid")

    answer_id: str = Field(min_length=1, max_length=100)
    rating: Literal["up", "down"]
    reason: Literal["wrong", "incomplete", "citation", "outdated", "unclear", "other"] | None = None
    comment: str | None = Field(default=None, max_length=2000)


class StoredFeedback(Feedback):
    created_at: str


class FeedbackStore:
    """The file at `path`; made on the first rating, so that a service nobody rates writes nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, feedback: Feedback) -> None:
        """Keep one rating, stamped with the time in UTC; a later one of the same answer takes its place."""
        stamp = datetime.now(UTC).isoformat(timespec="seconds")
        with closing(self._connect()) as connection, connection:
            connection.execute(_SCHEMA)
            connection.execute(
                "INSERT OR REPLACE INTO feedback (created_at, answer_id, rating, reason, comment)"
                " VALUES (?, ?, ?, ?, ?)",
                (stamp, feedback.answer_id, feedback.rating, feedback.reason, feedback.comment),
            )

    def all(self) -> list[StoredFeedback]:
        """Every rating, oldest first; none where nobody rated yet."""
        if not self._path.exists():
            return []
        with closing(self._connect()) as connection:
            rows = connection.execute(
                "SELECT created_at, answer_id, rating, reason, comment FROM feedback ORDER BY created_at, answer_id"
            ).fetchall()
        names = ("created_at", "answer_id", "rating", "reason", "comment")
        return [StoredFeedback.model_validate(dict(zip(names, row, strict=True))) for row in rows]

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=BUSY_TIMEOUT_S)
