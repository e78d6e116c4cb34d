"""Where the log goes and how it is written: `[log]` in the settings."""

import json
import logging
import sys
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler

from landuse.words.errors import LanduseError, system_word
from landuse.words.log import LOG
from parks.settings import SETTINGS, setting

_LEVELS = ("debug", "info", "warning", "error")
_FORMS = ("text", "json")


class _Json(logging.Formatter):
    """An entry as one JSON object: time (UTC), level, part, said, and what happened with its facts."""

    def format(self, record: logging.LogRecord) -> str:
        """The object's text, in one line."""
        said = {"time": _moment(record), "level": record.levelname.lower(), "part": record.name, "said": record.getMessage()}
        said |= {name: vars(record)[name] for name in ("event", "facts") if name in vars(record)}
        if record.exc_info:
            said["fault"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=True)


class _Text(logging.Formatter):
    """An entry as words: time (UTC), level, what was said."""

    def format(self, record: logging.LogRecord) -> str:
        """The words; only a fault takes more than a line."""
        fault = f"\n{self.formatException(record.exc_info)}" if record.exc_info else ""
        return f"{_moment(record)} {record.levelname.lower()} {record.getMessage()}{fault}"


def log_as_set(to_terminal: bool) -> None:
    """Let the log go where the settings say; what it went to before, by this same function, it goes to no more.

    Parameters
    ----------
    to_terminal : whether it goes to the terminal where the settings name no file; a command leaves the terminal to its answer

    Raises
    ------
    LanduseError : as parks.settings.part, log_level, log_form, log_unwritable
    """
    level, form, file = _one_of("level", _LEVELS), _one_of("form", _FORMS), setting("log", "file")
    handler = _to_file(file) if file else logging.StreamHandler(sys.stderr) if to_terminal else None
    for before in [one for one in LOG.handlers if isinstance(one.formatter, (_Json, _Text))]:
        LOG.removeHandler(before)
        before.close()
    if handler is not None:
        handler.setFormatter(_Json() if form == "json" else _Text())
        LOG.addHandler(handler)
        LOG.setLevel(level.upper())


def _one_of(key: str, known: tuple[str, ...]) -> str:
    value = setting("log", key)
    if value not in known:
        raise LanduseError(f"log_{key}", where=SETTINGS, value=value, known=", ".join(known))
    return value


def _to_file(file: str) -> logging.Handler:
    try:
        return WatchedFileHandler(file, encoding="utf-8")
    except OSError as error:
        raise LanduseError("log_unwritable", file=file, reason=system_word(error)) from error


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
