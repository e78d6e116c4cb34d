"""Bars of several kinds of ground, one row an amount, each kind with its own tone and pattern."""

from dataclasses import dataclass

from landuse.words.foreign import escape
from views.charts import svg

_MARKS = {"lines": "M0 3H6", "dots": "M2.4 3H3.6", "hatch": "M0 6L6 0", "cross": "M0 6L6 0M0 0L6 6"}


@dataclass(frozen=True)
class Stack:
    """One bar: its name, its parts by kind (any unit), and its sum in words."""

    label: str
    parts: dict[str, float]
    said: str


@dataclass(frozen=True)
class Kind:
    """One kind of ground: its id, its words, and how it is filled (fill, line, pattern or None)."""

    name: str
    label: str
    look: dict[str, str | None]


def stacked(width: float, rows: list[Stack], kinds: list[Kind], label: str, example: bool, lang: str) -> str:
    """The bars under one another, all to one scale, with the key of the kinds that occur over them."""
    narrow = width < svg.NARROW
    left, right, step = (6, 84, 48) if narrow else (320, 96, 32)
    kinds = [kind for kind in kinds if any(row.parts.get(kind.name) for row in rows)]
    key, top = _key(kinds, width, narrow, left)
    most = max((sum(row.parts.values()) for row in rows), default=0) or 1
    span = width - left - right
    parts = [_patterns(kinds, width), *key]
    for place, row in enumerate(rows):
        y = top + place * step + (18 if narrow else 0)
        name = (left, y - 5, "start") if narrow else (left - 12, y + 15, "end")
        parts.append(svg.words(*name[:2], row.label, name[2], 13, 500))
        x = float(left)
        for kind in kinds:
            wide = span * row.parts.get(kind.name, 0.0) / most
            if wide > 0:
                parts.append(svg.box(x, y, wide, 20, f"url(#{kind.name}-{width:g})", kind.label, svg.INK))
            x += wide
        parts.append(svg.words(x + 7, y + 15, row.said, "start", 12.5, 600))
    return svg.picture(width, top + len(rows) * step + 8, parts, label, example, lang)


def _patterns(kinds: list[Kind], width: float) -> str:
    return "<defs>" + "".join(_pattern(kind, width) for kind in kinds) + "</defs>"


def _pattern(kind: Kind, width: float) -> str:
    look = kind.look
    mark = f'<path d="{_MARKS[look["pattern"]]}" stroke="{look["line"]}" stroke-width="1.2"/>' if look["pattern"] else ""
    return (
        f'<pattern id="{escape(kind.name)}-{width:g}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{look["fill"]}"/>{mark}</pattern>'
    )


def _key(kinds: list[Kind], width: float, narrow: bool, left: float) -> tuple[list[str], float]:
    """The key, wrapped to the width; and where the bars begin under it."""
    parts, x, y = [], float(left), 14.0
    for kind in kinds:
        wide = 40 + 7.2 * len(kind.label)
        if x + wide > width - (84 if y == 14.0 else 0) and x > left:
            x, y = float(left), y + 20
        fill = f"url(#{kind.name}-{width:g})"
        parts.append(svg.box(x, y - 11, 16, 12, fill, stroke=svg.INK) + svg.words(x + 22, y, kind.label, "start", 12.5, 500))
        x += wide
    return parts, y + (26 if narrow else 18)
