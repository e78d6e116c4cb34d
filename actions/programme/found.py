"""The figures that follow from sums, as `status` has them, for returns and roll-ups."""

from datetime import date
from typing import Any

import pandas as pd

from actions.progress import indicators
from landuse.words import messages, numbers


def figures_from(now: pd.Series, then: pd.Series, since: pd.Series, on: date, first: date) -> dict[str, Any]:
    """Every figure by its name."""
    return indicators.found(indicators.Sums(now, then, since, on, first))


def places() -> dict[str, tuple[str, int]]:
    """Unit and decimals of each figure that stands in exports, in their order."""
    return {one.name: (one.unit, one.decimals) for one in indicators.exported()}


def in_words(value: float | None, unit: str, decimals: int, lang: str) -> str:
    """A figure in words; "not answered" where there is none, never 0."""
    if value is None:
        return messages.text(lang, "views.not_answered")
    return numbers.pct(value, lang, decimals) if unit == "%" else f"{numbers.decimal(value, lang, decimals)}\N{NO-BREAK SPACE}{unit}"
