"""Gauges: half circles from 0 to 100 % with the target as a mark and the undecided as a hatched arc."""

import math

from landuse.words import messages, numbers
from views.charts import svg

_WIDTH, _HEIGHT, _RADIUS, _THICK = 356, 216, 118, 26
_MIDDLE, _BASE = _WIDTH / 2, 172


def gauge(title: str, row: dict, name: str, target: float, example: bool, lang: str, width: float) -> str:
    """One rate (`land_utilisation` or `building_utilisation` of a status row) against its target; on a phone two stand side by side."""
    small = width < svg.NARROW
    value, between = row.get(f"{name}_pct"), row.get(f"{name}_range_pct")
    goal = messages.text(lang, "views.target", target=numbers.pct(target, lang, 0))
    said = messages.text(lang, "views.not_answered") if value is None else numbers.pct(value, lang)
    parts = [svg.words(_MIDDLE, 32, title, "middle", 28 if small else 15, 650, svg.DEEP), _arc(0, 100, "#e3e9e7")]
    if value is not None:
        parts.append(_arc(0, value, svg.BLUE))
        if between and between[1] - between[0] >= 0.1:
            parts.append(_arc(between[0], max(between[1], between[0] + 0.7), "url(#doubt)"))
    parts += [
        _tick(target),
        svg.words(_MIDDLE, _BASE - 8, said, "middle", 44 if small else 34 if value is not None else 18, 650, svg.DEEP),
        svg.words(_MIDDLE, _BASE + 36, goal if small else _left(value, target, lang), "middle", 26 if small else 13, 400, svg.QUIET),
    ]
    parts += [] if small else [_goal_words(target, lang), _ends(lang)]
    return svg.picture(_WIDTH, _HEIGHT, parts, f"{title}: {said}, {goal}", example, lang)


def _left(value: float | None, target: float, lang: str) -> str:
    if value is None:
        return ""
    if value >= target:
        return messages.text(lang, "views.pace.reached")
    return messages.text(lang, "progress.points_left", points=numbers.decimal(target - value, lang, 1))


def _arc(low: float, high: float, fill: str) -> str:
    middle = _RADIUS - _THICK / 2
    (x1, y1), (x2, y2) = _at(low, middle), _at(high, middle)
    return svg.path(f"M{x1:.1f} {y1:.1f}A{middle} {middle} 0 0 1 {x2:.1f} {y2:.1f}", fill, _THICK)


def _tick(target: float) -> str:
    return svg.line(*_at(target, _RADIUS - _THICK - 5), *_at(target, _RADIUS + 7), svg.TARGET, 3)


def _goal_words(target: float, lang: str) -> str:
    label = _at(target, _RADIUS + 13)
    return svg.words(label[0] - 2, label[1] + 2, numbers.pct(target, lang, 0), "start", 13, 650)


def _ends(lang: str) -> str:
    inner = _RADIUS - _THICK / 2
    low, high = _at(0, inner), _at(100, inner)
    return svg.words(low[0], _BASE + 16, "0", "middle", 12, 400, svg.QUIET) + svg.words(
        high[0], _BASE + 16, numbers.pct(100, lang, 0), "middle", 12, 400, svg.QUIET
    )


def _at(share: float, radius: float) -> tuple[float, float]:
    angle = math.pi * (1 - share / 100)
    return _MIDDLE + radius * math.cos(angle), _BASE - radius * math.sin(angle)
