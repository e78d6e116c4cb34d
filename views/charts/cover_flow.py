"""Bands from what the ground was to what it became, as wide as the ground is large; what stayed the same is left out."""

from dataclasses import dataclass

from views.charts import svg

_GAP, _LEAST = 7.0, 1.5  # px between two classes; of the thinnest band
_TALL, _NAME = 300.0, 19.0  # px of all bands together; that a name needs


@dataclass(frozen=True)
class Flow:
    """Ground of one class that became another: names, area, its words, and whether it became built (or was)."""

    was: str
    became: str
    area: float
    said: str
    kind: str = "other"


_FILLS = {"built": (svg.UP, 0.62), "restored": (svg.DEEP, 0.75), "other": (svg.PALE, 0.7)}


def flows(width: float, rows: list[Flow], label: str, ends: tuple[str, str], example: bool, lang: str) -> str:
    """The bands, the largest class uppermost on both sides; `ends` are the words over each side."""
    narrow = width < svg.NARROW
    side = 96.0 if narrow else 210.0
    left, right = side, width - side
    was, became = (_stack(rows, name) for name in ("was", "became"))
    scale = _TALL / (sum(row.area for row in rows) or 1.0)
    starts, ends_at = _places(was, scale), _places(became, scale)
    parts = [svg.words(left, 18, ends[0], "end", 12.5, 600), svg.words(right, 18, ends[1], "start", 12.5, 600)]
    order = {name: place for place, name in enumerate(was)}, {name: place for place, name in enumerate(became)}
    at = {("was", name): y for name, y in starts.items()} | {("became", name): y for name, y in ends_at.items()}
    for row in sorted(rows, key=lambda one: (order[0][one.was], order[1][one.became])):
        tall = max(row.area * scale, _LEAST)
        y1, y2 = at["was", row.was], at["became", row.became]
        parts.append(_band(left + 14, right - 14, y1, y2, tall, row))
        at["was", row.was], at["became", row.became] = y1 + tall, y2 + tall
    parts += _side(starts, was, scale, left, narrow, first=True) + _side(ends_at, became, scale, right, narrow, first=False)
    low = max([y + 30 for y in (*at.values(), *starts.values(), *ends_at.values())], default=60.0)
    return svg.picture(width, low, parts, label, example, lang)


def _stack(rows: list[Flow], side: str) -> dict[str, float]:
    """The classes of one side with their areas, largest first."""
    sums: dict[str, float] = {}
    for row in rows:
        sums[getattr(row, side)] = sums.get(getattr(row, side), 0.0) + row.area
    return dict(sorted(sums.items(), key=lambda item: -item[1]))


def _places(stack: dict[str, float], scale: float) -> dict[str, float]:
    """Where each class begins; every one has room for its name."""
    places, y = {}, 32.0
    for name, area in stack.items():
        places[name] = y
        y += max(area * scale, _NAME) + _GAP
    return places


def _band(x1: float, x2: float, y1: float, y2: float, tall: float, row: Flow) -> str:
    fill, opacity = _FILLS[row.kind]
    middle = (x1 + x2) / 2
    d = (
        f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        f"v{tall:.1f}C{middle:.1f} {y2 + tall:.1f} {middle:.1f} {y1 + tall:.1f} {x1:.1f} {y1 + tall:.1f}Z"
    )
    return svg.shape(d, fill, opacity, f"{row.was} → {row.became}: {row.said}")


def _side(places: dict[str, float], stack: dict[str, float], scale: float, x: float, narrow: bool, first: bool) -> list[str]:
    parts = []
    for name, y in places.items():
        tall = max(stack[name] * scale, _LEAST)
        parts.append(svg.box(x if first else x - 14, y, 14, tall, svg.QUIET))
        said = name if not narrow or len(name) < 14 else f"{name[:12]}…"
        parts.append(
            svg.words(x - 7 if first else x + 7, y + min(max(tall / 2 + 4, 13), 150), said, "end" if first else "start", 12.5, 500)
        )
    return parts
