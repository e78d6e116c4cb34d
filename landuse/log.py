"""The one log: each entry on one line of its own, whatever names it tells of."""

import logging

from landuse import foreign


class _OneLine(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Every entry passes, in words in which nothing acts."""
        record.msg, record.args = foreign.for_line(record.getMessage()), ()
        return True


LOG = logging.getLogger("parkareal")
LOG.addFilter(_OneLine())
