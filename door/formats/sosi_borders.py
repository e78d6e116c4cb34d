"""Whether the lines that a SOSI surface names make a whole border; GDAL's driver closes one that is open without a word."""

import math
import re
from collections.abc import Iterable

from door.formats.sosi_groups import Group, first_place

Place = tuple[float, float]
Ends = dict[int, tuple[Place, Place] | None]
_CIRCLES = ("SIRKEL", "SIRKELP")
_NUMBER = r"-?\d{1,18}(?:\.\d{1,18})?"
_PLACE_LINE = re.compile(rf"\s*({_NUMBER})\s+({_NUMBER})(?:\s+{_NUMBER})?\s*(?:\.\.\.[^.]*)?(?:!.*)?")


def ends_of(lines: Iterable[Group]) -> Ends:
    """First and last place of each line (north and east as written), by its number; None for a number that stands twice."""
    found: Ends = {}
    for one in lines:
        if one.number is None:
            continue
        ends = _ends(one)
        if one.number in found:
            found[one.number] = None
        elif ends:
            found[one.number] = ends
    return found


def is_whole(named: set[int], ends: Ends, near: float) -> bool:
    """Whether the lines meet at all their ends, in whatever order and direction they are named.

    Parameters
    ----------
    near : how far two ends that meet may be from each other, in the file's units
    """
    odd: set[Place] = set()
    for number in named & ends.keys():
        both = ends[number]
        if both is None:
            return False
        for end in both:
            odd ^= {end}
    return _all_meet(list(odd), near)


def _all_meet(left: list[Place], near: float) -> bool:
    while left:
        one = left.pop()
        other = min(left, key=lambda place: math.dist(one, place), default=None)
        if other is None or math.dist(one, other) > near:
            return False
        left.remove(other)
    return True


def _ends(one: Group) -> tuple[Place, Place] | None:
    """By the first and last line of its text that is a place; by all of them where places do not stand on lines of their own."""
    if one.name in _CIRCLES:
        return (0.0, 0.0), (0.0, 0.0)
    lines = one.text[first_place(one.text) :].split("\n")[1:]
    first = next((found for line in lines if line.strip() and (found := _PLACE_LINE.fullmatch(line))), None)
    last = next((found for line in reversed(lines) if line.strip() and (found := _PLACE_LINE.fullmatch(line))), None)
    if first and last and _PLACE_LINE.fullmatch(next(line for line in lines if line.strip())):
        return (float(first[1]), float(first[2])), (float(last[1]), float(last[2]))
    places = one.places()
    if not places:
        return None
    (north, east), (last_north, last_east) = places[0], places[-1]
    return (float(north), float(east)), (float(last_north), float(last_east))
