"""The one log: each entry on one line of its own, whatever names it tells of."""

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
