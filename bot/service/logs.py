"""The service's log as JSON lines: what happened, never what was asked."""

import json
import logging
from datetime import UTC, datetime

# What would begin another line, or move a terminal's cursor, in any viewer of the log.
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if chr(code) != "\n"}
_CONTROLS |= {0x2028: "\\u2028", 0x2029: "\\u2029"}


class PlainLines(logging.Formatter):
    """A line for people. Whatever a record holds, only its first line begins at the margin, so that none is forged."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).translate(_CONTROLS).replace("\n", "\n    ")


class JsonLines(logging.Formatter):
    """One JSON object a record: time, level, logger, message, and the traceback of a failure."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_config(level: str, *, as_json: bool) -> dict[str, object]:
    """Configuration for `logging.config` and uvicorn's `log_config`: our log and uvicorn's own on stderr.

    uvicorn's access log stays silent: it prints whole addresses, and those of /search hold the question.
    """
    formatter = "json" if as_json else "plain"
    logger = {"handlers": ["stderr"], "level": level, "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"()": PlainLines, "format": "%(asctime)s %(levelname)s %(message)s"},
            "json": {"()": JsonLines},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": formatter, "stream": "ext://sys.stderr"}
        },
        "loggers": {
            "bot": logger,
            "ingest": logger,
            "retriever": logger,
            "uvicorn.error": logger,
            "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }
