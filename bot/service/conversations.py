"""The server's memory of conversations: kept while libraries change, and shared by the workers of one service."""

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter

from bot.schema import Turn
from bot.service.feedback import BUSY_TIMEOUT_S

REMEMBERED_CONVERSATIONS = 1000
REMEMBERED_TURNS = 20

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, conversation_id TEXT UNIQUE NOT NULL, turns TEXT NOT NULL)
"""
_turns = TypeAdapter(list[Turn])


class Conversations:
    """The last turns of the last conversations; in the file at `path`, or in this process's memory alone."""

    def __init__(self, path: Path | None = None) -> None:
        self._db = sqlite3.connect(path or ":memory:", timeout=BUSY_TIMEOUT_S, check_same_thread=False)
        self._lock = threading.Lock()
        self._db.execute("PRAGMA synchronous = OFF")  # what a crash may lose is the thread of a conversation
        self._db.execute(_SCHEMA)
        self._db.commit()

    def turns(self, conversation_id: str) -> list[Turn]:
        """What was said so far, oldest first; nothing of a conversation that isn't known."""
        query = "SELECT turns FROM conversations WHERE conversation_id=?"
        with self._lock:
            row = self._db.execute(query, (conversation_id,)).fetchone()
        return _turns.validate_json(row[0]) if row else []

    def keep(self, conversation_id: str, turns: Sequence[Turn]) -> None:
        """Remember the last of these turns; the conversation that rested longest makes room."""
        text = _turns.dump_json(list(turns)[-REMEMBERED_TURNS:]).decode()
        with self._lock, self._db:
            insert = "REPLACE INTO conversations (conversation_id, turns) VALUES (?, ?)"
            self._db.execute(insert, (conversation_id, text))
            oldest_kept = "SELECT id FROM conversations ORDER BY id DESC LIMIT 1 OFFSET ?"
            self._db.execute(
                f"DELETE FROM conversations WHERE id < ({oldest_kept})", (REMEMBERED_CONVERSATIONS - 1,)
            )

    def close(self) -> None:
        """Close the file."""
        self._db.close()
