"""The line from the baseline to the last day of the target year: points seen, pace seen, pace needed, the target."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from landuse.words import messages, numbers
from views.charts import svg

_HEIGHT, _TOP, _BOTTOM = 340, 34, 36
_WORDS_PX = 46  # the target's words and a figure over one another
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Point:
    """A rate on a day, with the range that the undecided leave."""

    on: date
    pct: float
    between: tuple[float, float] | None = None


@dataclass(frozen=True)
class Course:
    """What the line shows: the points in order, the target, its last day, and the pace in points a year (None: unknown)."""

    points: list[Point]
    target: float
    deadline: date
    needed: float | None
    seen: float | None


def ahead_pct(course: Course) -> float | None:
    """Where the pace seen leads on the last day; between 0 and 100."""
    if course.seen is None:
        return None
    last = course.points[-1]
    return min(max(last.pct + course.seen * (course.deadline - last.on).days / _DAYS_A_YEAR, 0.0), 100.0)


def course_line(width: float, course: Course, label: str, example: bool, lang: str) -> str:
    """The drawing."""
    narrow = width < svg.NARROW
    left, right = (40, 12) if narrow else (52, 176)
    x = _across(course, left, width - left - right)
    y, steps = _up(course)
    parts = _grid(course, x, y, steps, width - right, lang)
    parts += _target(course, x, y, width - right) + _paces(course, x, y, narrow, lang) + _points(course, x, y, lang)
    parts.append(_target_words(course, x, y(course.target), narrow, lang))
    return svg.picture(width, _HEIGHT, parts, label, example, lang)


def is_cut(course: Course) -> bool:
    """Whether the axis begins above zero."""
    return _up(course)[1][0] > 0


def _across(course: Course, left: float, span: float) -> Callable[[date], float]:
    first = course.points[0].on
    days = (course.deadline - first).days
    return lambda day: left + span * (day - first).days / days


def _up(course: Course) -> tuple[Callable[[float], float], list[int]]:
    """Heights of percents, and the percents that get a line; the axis is cut below the lowest figure and says so by its numbers."""
    figures = [course.target, *(point.pct for point in course.points)]
    figures += [end for point in course.points for end in point.between or ()]
    figures += [ahead for ahead in (ahead_pct(course),) if ahead is not None]
    spread = max(max(figures) - min(figures), 4)
    by = 2 if spread <= 10 else (5 if spread <= 25 else 10)
    low, high = max(int((min(figures) - 0.3 * by) // by * by), 0), min(int((max(figures) + 0.3 * by) // by * by) + by, 100)
    scale = lambda pct: _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * (pct - low) / (high - low)  # noqa: E731
    return scale, list(range(low, high + 1, by))


def _grid(course: Course, x: Callable, y: Callable, steps: list[int], right: float, lang: str) -> list[str]:
    left = x(course.points[0].on)
    parts = [svg.line(left, y(pct), right, y(pct)) for pct in steps]
    parts += [svg.words(left - 7, y(pct) + 4, numbers.pct(pct, lang, 0), "end", 12, 400, svg.QUIET) for pct in steps]
    for year in range(course.points[0].on.year, course.deadline.year + 2):
        day = min(max(date(year, 1, 1), course.points[0].on), course.deadline)
        parts.append(svg.line(x(day), y(steps[0]), x(day), y(steps[0]) + 5, svg.QUIET))
        if year <= course.deadline.year:
            middle = (x(day) + x(min(date(year + 1, 1, 1), course.deadline))) / 2
            parts.append(svg.words(middle, _HEIGHT - 13, str(year), "middle", 12, 400, svg.QUIET))
    return parts


def _target(course: Course, x: Callable, y: Callable, right: float) -> list[str]:
    level = y(course.target)
    return [
        svg.line(x(course.points[0].on), level, right, level, svg.TARGET, 1.5),
        svg.dot(x(course.deadline), level, 6, "#fff", svg.TARGET),
    ]


def _target_words(course: Course, x: Callable, level: float, narrow: bool, lang: str) -> str:
    """The target's words, drawn last: right of every range, or on a phone, where the paces' words stand there, over them."""
    said = messages.text(lang, "views.target", target=numbers.pct(course.target, lang, 0))
    if narrow:
        return svg.halo(x(course.points[0].on) + 6, level - 7, said, "start", 12.5, 650)
    return svg.halo((x(course.points[-1].on) + x(course.deadline)) / 2, level - 7, said, "middle", 12.5, 650)


def _paces(course: Course, x: Callable, y: Callable, narrow: bool, lang: str) -> list[str]:
    last, end = course.points[-1], x(course.deadline)
    parts = []
    ahead = ahead_pct(course)
    near = ahead is not None and abs(y(ahead) - y(course.target)) < 40
    if ahead is not None:
        parts.append(svg.line(x(last.on), y(last.pct), end, y(ahead), svg.UP, 2.5, "2 4"))
        low = y(ahead) + (34 if near and ahead < course.target else 0) - (22 if near and ahead >= course.target else 0)
        parts += _end_words(end, low, "progress.pace_seen", course.seen, svg.UP, narrow, lang, below=near or course.seen < 0)
    if course.needed:
        parts.append(svg.line(x(last.on), y(last.pct), end, y(course.target), svg.BLUE, 2.5, "9 5"))
        parts += _end_words(end, y(course.target), "progress.pace_needed", course.needed, svg.BLUE, narrow, lang, below=False)
    return parts


def _end_words(end: float, level: float, key: str, points: float, fill: str, narrow: bool, lang: str, below: bool) -> list[str]:
    """What a pace is, at its end; on a phone inside the drawing."""
    value = messages.text(lang, "progress.points_a_year", points=numbers.decimal(round(points, 1) or 0.0, lang, 1))
    named = messages.text(lang, key)
    if not narrow:
        return [
            svg.words(end + 13, level + 1, named, "start", 12.5, 650, fill),
            svg.words(end + 13, level + 17, value, "start", 12.5, 400, fill),
        ]
    at = level + 18 if below else level - 12
    return [svg.halo(end - 4, at, f"{named} {value}", "end", 12, 650, fill)]


def _points(course: Course, x: Callable, y: Callable, lang: str) -> list[str]:
    places = [(x(point.on), y(point.pct)) for point in course.points]
    parts = [svg.path("M" + "L".join(f"{across:.1f} {up:.1f}" for across, up in places), svg.DEEP, 2.5)]
    for point, (across, up) in zip(course.points, places, strict=True):
        tip = f"{numbers.day(point.on, lang)}: {numbers.pct(point.pct, lang)}"
        if point.between and point.between[1] - point.between[0] >= 0.05:
            high, low = y(point.between[1]), y(point.between[0])
            parts.append(svg.box(across - 5, high - 1, 10, max(low - high, 1) + 2, "url(#doubt)", stroke=svg.DOUBT))
        parts.append(svg.dot(across, up, 5.5, svg.DEEP, tip=tip))
    for place in (0, -1):
        anchor, shift = ("start", 2) if place == 0 else ("middle", 0)
        point, at = course.points[place], _label_at(course.points[place], y, y(course.target))
        parts.append(svg.halo(places[place][0] + shift, at, numbers.pct(point.pct, lang), anchor, 13.5, 700, svg.DEEP))
    return parts


def _label_at(point: Point, y: Callable, target: float) -> float:
    """The baseline of a point's figure: over its range, or under it where the target's words stand close over it."""
    low, high = point.between or (point.pct, point.pct)
    over, under = y(max(high, point.pct)) - 12, y(min(low, point.pct)) + 24
    return under if 0 <= y(point.pct) - target < _WORDS_PX else over
