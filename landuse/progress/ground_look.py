"""How kinds of ground look on maps and in charts: one row each, the same on screen and on paper."""

from functools import cache

import pandas as pd

from landuse.rules import FOLDER


@cache
def ground_looks() -> dict[str, dict[str, str | None]]:
    """By group (schema.NATURE_KINDS): fill, line and pattern (hatch, cross, lines, dots, or None)."""
    rows = pd.read_csv(FOLDER / "ground_look.csv", dtype=str, keep_default_na=False).set_index("group")
    return {str(group): {name: row[name] or None for name in ("fill", "line", "pattern")} for group, row in rows.iterrows()}
