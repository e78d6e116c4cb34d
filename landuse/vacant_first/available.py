"""Whether a plot can be had at all: what is reserved or taken cannot, what is optioned, undecided or contradicted may."""

from collections.abc import Iterable

import numpy as np

from landuse.rules import table

NEED = "available"  # asked of every candidate, whatever is needed


def word(*said: str) -> str:
    """What stands most in the way among words of an availability and of a reason against an offer (vacant_first.toml, `available`).

    Words that the table has not are no obstacle of this kind and are passed over; of two alike the first.
    """
    known = _words()
    return min((one for one in said if one in known), key=known.__getitem__)


def answers(words: Iterable[str]) -> np.ndarray:
    """1 can be had, 0 may, −1 cannot, for each word."""
    known = _words()
    return np.array([known[one] for one in words], dtype=np.int64)


def may_be_asked(reason: str) -> bool:
    """Whether a plot that cannot be offered for this reason is still held against the needs, and its word told."""
    return reason in _words()


def _words() -> dict[str, int]:
    return {name: value for name, value in table("vacant_first")["available"].items() if name != "basis"}
