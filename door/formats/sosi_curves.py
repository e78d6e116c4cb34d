"""Arcs and circles of a SOSI file written as lines that keep within a centimetre of them, before GDAL's driver reads it.

The driver makes arcs straight by steps of a degree (4 cm beside a radius of 1 km), turns every arc of more than half a circle into
the rest of that circle, and refuses a whole file for one `.BUE`, `.SIRKEL`, `.SIRKELP` or any other group that it does not know.

Source
------
BUE, BUEP, SIRKEL, SIRKELP: Kartverket's own library FYBA (LC_GetBue, LC_GetBuep, GM_KonvBue, GM_KonvSirkelp): an arc by first, middle and
last place; or by first and last, a radius in metres, negative anticlockwise, and STORBUE 1 for the greater part of the circle.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from door.formats.sosi_borders import Ends, ends_of, is_whole
from door.formats.sosi_groups import Group, groups, without_references
from door.geometry.curves import along_arcs, center_of
from door.limits import check_limit

_STRAIGHT = {"KURVE", "LINJE"}
_ARCS = {"BUE", "BUEP", "SIRKEL", "SIRKELP"}
_NOT_FOLLOWED = {"KLOTOIDE", "BEZIER", "TRASE", "MLINJE"}
_READ = {"HODE", "SLUTT", "DEF", "FLATE", "PUNKT", "SYMBOL", "TEKST"} | _STRAIGHT
TABLE_OF = {"FLATE": "polygons", **dict.fromkeys(_STRAIGHT | _ARCS | _NOT_FOLLOWED, "lines"), "PUNKT": "points", "SYMBOL": "points",
            "TEKST": "text"}  # fmt: skip
_MEET = 10  # deviations that two ends that meet may be from each other
_FINE = 1000  # parts of the deviation that a place is written to


@dataclass
class Lines:
    """A file's text without curves.

    curved : by table, places (from 0) of its rows that were, or are bounded by, arcs
    unread : by table, places of its rows that are, or are bounded by, what cannot be followed or is not in the file
    named : the groups that cannot be followed, as `KLOTOIDE 12`
    open : surfaces whose lines make no whole border, or are not in the file, as `FLATE 46`
    left_out : groups that the driver does not know, by name
    symbols : how many of them there are
    numbers : by table, the numbers of all its rows
    """

    text: str = ""
    curved: dict[str, list[int]] = field(default_factory=dict)
    unread: dict[str, list[int]] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    symbols: int = 0
    numbers: dict[str, list[int | None]] = field(default_factory=dict)


def as_lines(text: str, deviation: float, name: str) -> Lines:
    """The text with its curves as lines.

    Parameters
    ----------
    deviation : how far an edge may be from its curve, in the units of the coordinate system

    Raises
    ------
    LanduseError : past_vertices
    """
    found = list(groups(text))
    unit = next((one.value("...ENHET") for one in found if one.name == "HODE"), None)
    arcs: dict[int, _Arc | None] = {}
    vertices = 0
    for at, one in enumerate(found):
        if one.name in _ARCS:
            arc = arcs[at] = _arc(one, unit, deviation)
            vertices += len(arc.along) if arc else 0
            check_limit("vertices", vertices, name)
    bent = {found[at].number for at, arc in arcs.items() if arc}
    lines = [one for at, one in enumerate(found) if one.name in _STRAIGHT or arcs.get(at)]
    near = _MEET * deviation / (unit or 1.0)
    numbers = _Numbers(bent, {one.number for one in lines}, {one.number for one in found}, ends_of(lines), near)
    made, parts = Lines(symbols=sum(one.name == "SYMBOL" for one in found)), [text[: len(text) - sum(len(one.text) for one in found)]]
    for at, one in enumerate(found):
        parts.append(_part(one, arcs.get(at), numbers, made))
    made.text = "".join(parts)
    return made


@dataclass(frozen=True)
class _Numbers:
    """Groups by their number: arcs that are lines now, all lines, and whatever is in the file; where lines end, and how near they meet."""

    bent: set[int | None]
    lines: set[int | None]
    all: set[int | None]
    ends: Ends
    near: float


def _part(one: Group, arc: "_Arc | None", numbers: _Numbers, made: Lines) -> str:
    """A group as it is written, and what is to be said of it noted."""
    if one.name not in TABLE_OF:
        if one.name in _READ:
            return one.text
        made.left_out[one.name] = made.left_out.get(one.name, 0) + 1
        return ""
    table, named = TABLE_OF[one.name], one.references() if one.name == "FLATE" else set()
    rows = made.numbers.setdefault(table, [])
    at = len(rows)
    rows.append(one.number)
    if arc or named & numbers.bent:
        made.curved.setdefault(table, []).append(at)
    if arc:
        return _as_kurve(one, arc.written())
    lost = one.name in _ARCS | _NOT_FOLLOWED
    if lost:
        made.named.append(f"{one.name} {one.number or at + 1}")
    is_open = bool(named - numbers.all) or (named <= numbers.lines and not is_whole(named, numbers.ends, numbers.near))
    if is_open:
        made.open.append(f"{one.name} {one.number or at + 1}")
    if lost or is_open or named - numbers.lines:
        made.unread.setdefault(table, []).append(at)
        return without_references(_as_kurve(one, "") if lost else one.text)
    return one.text


def _as_kurve(one: Group, line: str) -> str:
    return one.before_places().replace(f".{one.name}", ".KURVE", 1).rstrip() + "\n" + line


@dataclass(frozen=True)
class _Arc:
    """An arc as a line.

    given : north and east of the group's places, as written
    local : the same as east and north from the first of them, in the units of the coordinate system
    along : places along the arc, likewise
    unit : of what is written
    decimals : of a unit, that places are written to
    """

    given: list[tuple[str, str]]
    local: np.ndarray
    along: np.ndarray
    unit: float
    decimals: int

    def written(self) -> str:
        """The line as text; the places that were given stand as they were written, so that other lines meet them exactly."""
        north, east = map(float, self.given[0])
        numbers = (self.along[:, ::-1] / self.unit + [north, east]).ravel().tolist()
        rows = (f"%.{self.decimals}f %.{self.decimals}f\n" * len(self.along) % tuple(numbers)).splitlines()
        for place, (x, y) in zip(self.given, self.local.tolist(), strict=True):
            for row in np.flatnonzero(self.along[:, 0] == x).tolist():
                rows[row] = " ".join(place) if self.along[row, 1] == y else rows[row]
        return "..NØ\n" + "\n".join(rows) + "\n"


def _arc(one: Group, unit: float | None, deviation: float) -> _Arc | None:
    """The group as a line; None where there is no such arc."""
    given, own = one.places(), one.value("..ENHET") or unit
    if not given or not own or own < 0:
        return None
    fine = deviation / _FINE
    written = np.array(given, dtype=float)
    local = (written - written[0])[:, ::-1] * own
    string = _arc_string(one, local, own)
    if string is None or not np.isfinite(string).all():
        return None
    return _Arc(given, local, along_arcs(string, deviation - fine), own, max(0, math.ceil(math.log10(own / fine))))


def _arc_string(one: Group, at: np.ndarray, unit: float) -> np.ndarray | None:
    """Start, a place on the arc and end, in metres from the first place given (east, north); None where there is no such arc."""
    radius = one.value("..RADIUS") or 0.0
    if one.name == "SIRKEL":
        return np.array([[radius, 0.0], [-radius, 0.0], [radius, 0.0]]) if radius > 0 else None
    if one.name == "BUE":
        return _by_radius(at[0], at[-1], radius, one.value("..STORBUE") == 1, unit) if len(at) > 1 else None
    if len(at) < 3:
        return None
    first, middle, last = at[0], at[(len(at) - 1) // 2], at[-1]
    if len({tuple(place) for place in (first.tolist(), middle.tolist(), last.tolist())}) < 3:
        return None
    if one.name == "BUEP":
        return np.array([first, middle, last])
    center = center_of(first, middle, last)
    return None if center is None else np.array([first, 2 * center - first, first])


def _by_radius(first: np.ndarray, last: np.ndarray, radius: float, greater: bool, unit: float) -> np.ndarray | None:
    """The arc between two places of a radius, anticlockwise where that is negative."""
    chord = last - first
    length, size = math.hypot(*chord), abs(radius)
    if length == 0 or size == 0 or length / 2 > size + unit:  # places are rounded to a unit
        return None
    height = math.sqrt(max(0.0, size**2 - length**2 / 4))
    rise = size + height if greater else size - height
    right = np.array([chord[1], -chord[0]]) / length
    return np.array([first, (first + last) / 2 + (right if radius < 0 else -right) * rise, last])
