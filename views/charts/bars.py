"""Horizontal bars with a target mark and the range of the undecided; and steps that sum from one figure to another."""

from collections.abc import Callable
from dataclasses import dataclass

from views.charts import svg


@dataclass(frozen=True)
class Share:
    """One bar of 0–100: its name, value, words, target and range; a value of None is not answered."""

    label: str
    value: float | None
    said: str
    target: float | None = None
    between: tuple[float, float] | None = None


@dataclass(frozen=True)
class Step:
    """One step of a waterfall: its name, its change, and its words. The first and the last are whole amounts."""

    label: str
    change: float
    said: str
    whole: bool = False


def shares(width: float, rows: list[Share], label: str, target_words: str, example: bool, lang: str) -> str:
    """Bars of 0–100 under one another, values at their right."""
    narrow = width < svg.NARROW
    left, right, step, top = (6, 62, 50, 46) if narrow else (250, 76, 36, 46)
    span = width - left - right
    parts = []
    for place, row in enumerate(rows):
        y = top + place * step + (20 if narrow else 4)
        name_at = (left, y - 6, "start") if narrow else (left - 12, y + 15, "end")
        parts += [svg.words(name_at[0], name_at[1], row.label, name_at[2], 13, 500), svg.box(left, y, span, 20, "#e9eeec")]
        parts += _share(row, left, y, span)
        parts.append(
            svg.words(width - 2, y + 15, row.said, "end", 13 if row.value is not None else 12, 650 if row.value is not None else 400)
        )
    goals = {row.target for row in rows if row.target is not None}
    if len(goals) == 1:
        x = left + span * goals.pop() / 100
        parts.append(svg.words(x, top - 10, target_words, "end" if narrow else "middle", 12.5, 600))
    return svg.picture(width, top + len(rows) * step + 6, parts, label, example, lang)


def amounts(width: float, rows: list[tuple[str, list[tuple[float, str]]]], names: list[str], label: str, example: bool, lang: str) -> str:
    """Amounts of two kinds under each name, as bars with their words at the end."""
    narrow = width < svg.NARROW
    left, top, step = (6, 58, 66) if narrow else (170, 44, 50)
    most = max((value for _, pair in rows for value, _ in pair), default=0) or 1
    span = width - left - 84
    parts = _legend(names, narrow)
    for place, (name, pair) in enumerate(rows):
        y = top + place * step + (18 if narrow else 0)
        parts.append(svg.words(*((left, y - 6) if narrow else (left - 12, y + 25)), name, "start" if narrow else "end", 13, 500))
        for number, (value, said) in enumerate(pair):
            fill = (svg.BLUE, "url(#up)")[number]
            parts.append(svg.box(left, y + 19 * number, max(span * value / most, 1), 16, fill, said, (svg.BLUE, svg.UP)[number]))
            parts.append(svg.words(left + span * value / most + 7, y + 13 + 19 * number, said, "start", 12.5, 600))
    return svg.picture(width, top + len(rows) * step + 8, parts, label, example, lang)


def waterfall(width: float, steps: list[Step], label: str, example: bool, lang: str) -> str:
    """Steps from the first whole amount to the last, each from where the one before ended."""
    narrow = width < svg.NARROW
    left, right, step, top = (6, 6, 52, 30) if narrow else (250, 20, 38, 32)
    span = width - left - right
    at, cut = _scale(steps, left, span)
    parts, level = [], 0.0
    for place, row in enumerate(steps):
        y = top + place * step + (18 if narrow else 0)
        before, level = (0.0, row.change) if row.whole else (level, level + row.change)
        name = (left, y - 5, "start") if narrow else (left - 12, y + 17, "end")
        parts.append(svg.words(*name[:2], row.label, name[2], 13, 650 if row.whole else 500))
        parts.append(_step(row, at(before), at(level), y))
        if row.whole and cut:
            parts.append(svg.path(f"M{left + 18} {y - 2}l-5 9l7 10l-5 9", "#fff", 4))
        parts.append(svg.halo(max(at(before), at(level)) + 7, y + 17, row.said, "start", 13, 650))
        if place < len(steps) - 1:
            parts.append(svg.line(at(level), y + 24, at(level), y + step, svg.QUIET, 1, "2 2"))
    return svg.picture(width, top + len(steps) * step + 6, parts, label, example, lang)


def _scale(steps: list[Step], left: float, span: float) -> tuple[Callable[[float], float], bool]:
    """From an amount to a place, and whether the axis is cut, as it is when the steps are small beside the whole."""
    levels, level = [], 0.0
    for row in steps:
        level = row.change if row.whole else level + row.change
        levels.append(level)
    low, high = min(levels), max(levels)
    cut = low - 0.6 * (high - low) if low > 0 and high - low < 0.5 * low else min(low, 0.0)
    reach = (high - cut) or 1.0
    room = span - 78
    return lambda amount: left + room * max(amount - cut, 0.0) / reach, cut > 0


def _step(row: Step, start: float, end: float, y: float) -> str:
    if row.whole:
        return svg.box(start, y, end - start, 24, svg.DEEP, f"{row.label}: {row.said}")
    if row.change == 0:
        return svg.line(start, y, start, y + 24, svg.QUIET, 2)
    fill, edge = (svg.BLUE, svg.BLUE) if row.change < 0 else ("url(#up)", svg.UP)
    wide = max(abs(end - start), 1.5)
    return svg.box(min(start, end), y, wide, 24, fill, f"{row.label}: {row.said}", edge)


def _share(row: Share, left: float, y: float, span: float) -> list[str]:
    if row.value is None:
        return []
    parts = [svg.box(left, y, span * row.value / 100, 20, svg.BLUE, f"{row.label}: {row.said}")]
    if row.between and row.between[1] - row.between[0] >= 0.1:
        low, high = (left + span * end / 100 for end in row.between)
        parts.append(svg.box(low, y, max(high - low, 2), 20, "url(#doubt)", stroke=svg.DOUBT))
    if row.target is not None:
        x = left + span * row.target / 100
        parts.append(svg.line(x, y - 4, x, y + 24, svg.TARGET, 3))
    return parts


def _legend(names: list[str], narrow: bool) -> list[str]:
    places = [(6, 12), (6, 34)] if narrow else [(170, 12), (400, 12)]
    fills = ((svg.BLUE, svg.BLUE), ("url(#up)", svg.UP))
    return [
        svg.box(x, y - 10, 16, 12, fill, stroke=edge) + svg.words(x + 23, y + 1, name, "start", 12.5, 500)
        for (x, y), name, (fill, edge) in zip(places, names, fills, strict=True)
    ]
