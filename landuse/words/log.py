"""The one log: each entry on one line of its own, whatever names it tells of. `parks/log_setup.py` says where it goes."""

import logging

from landuse.words import foreign


class _OneLine(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Every entry passes, in words in which nothing acts."""
        record.msg, record.args = foreign.for_line(record.getMessage()), ()
        return True


def part_of_log(name: str) -> logging.Logger:
    """A part of the log that can be turned off or kept apart; "" is the log itself."""
    log = logging.getLogger(f"parkareal.{name}" if name else "parkareal")
    log.addFilter(_OneLine())  # a logger's filter does not reach its parts
    return log


LOG = part_of_log("")


def happened(event: str, **facts: object) -> None:
    """One line for something that was done or refused: its kind, then facts by name. Who did it is the register's to say.

    Parameters
    ----------
    facts : texts, numbers and days; None is left out
    """
    said = {name: foreign.for_line(str(value)) for name, value in facts.items() if value is not None}
    LOG.info("%s", " ".join([event, *(f"{name}={_word(value)}" for name, value in said.items())]), extra={"event": event, "facts": said})


def _word(text: str) -> str:
    """A value that may be told from the next: in quotes where it has a space or a quote in it."""
    if text and not set(text) & set(' "='):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
