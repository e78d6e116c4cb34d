"""The geometries of a GML feature as they are written, before any reader has made something of them."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from door.geometry.curves import along_arcs

GML = "{http://www.opengis.net/gml/3.2}"
ID, HREF = f"{GML}id", "{http://www.w3.org/1999/xlink}href"
_ARCS = ("Arc", "ArcString")
_OF_SURFACES = ("Polygon", "PolygonPatch")
_CURVES = ("Curve", "LineString")


class BadGeometry(Exception):
    """Coordinates that are no numbers, or not as many as their dimension needs."""


@dataclass(frozen=True)
class Surface:
    """The rings of one polygon, coordinates flat."""

    outer: np.ndarray
    holes: list[np.ndarray]


def name_of(element: ElementTree.Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def points(element: ElementTree.Element, dimension: int) -> np.ndarray:
    """All coordinates below an element, in their order, flat.

    Raises
    ------
    BadGeometry : they are no numbers, or some are missing
    """
    found = []
    for part in element.iter():
        if name_of(part) in ("posList", "pos", "coordinates"):
            own = int(part.get("srsDimension", dimension))
            try:
                numbers = np.array((part.text or "").replace(",", " ").split(), dtype=float)
            except ValueError as error:
                raise BadGeometry(str(error)[:80]) from error
            if len(numbers) % own:
                raise BadGeometry(f"{len(numbers)} / {own}")
            found.append(numbers.reshape(-1, own)[:, :2])
    if not found or not np.isfinite(np.concatenate(found)).all():
        raise BadGeometry("–")
    return np.concatenate(found)


def curves(feature: ElementTree.Element) -> Iterator[np.ndarray | str]:
    """The curves that are geometries of their own, or what is wrong with one."""
    dimension = _dimension(feature)
    for element in _outside_surfaces(feature):
        if name_of(element) in _CURVES:
            try:
                line = _line(element, dimension)
            except BadGeometry as error:
                yield str(error)
                continue
            yield line if len(np.unique(line, axis=0)) > 1 else "1 punkt"


def surfaces(feature: ElementTree.Element) -> Iterator[Surface | str]:
    """The polygons, or what is wrong with one."""
    dimension = _dimension(feature)
    for element in feature.iter():
        if name_of(element) not in _OF_SURFACES:
            continue
        rings = [(name_of(edge), edge) for edge in element if name_of(edge) in ("exterior", "interior")]
        try:
            outer = [_ring(edge, dimension) for kind, edge in rings if kind == "exterior"]
            yield (
                Surface(outer[0], [_ring(edge, dimension) for kind, edge in rings if kind == "interior"]) if len(outer) == 1 else "exterior"
            )
        except BadGeometry as error:
            yield str(error)


def _ring(edge: ElementTree.Element, dimension: int) -> np.ndarray:
    line = _line(edge, dimension)
    if len(line) < 4 or not np.array_equal(line[0], line[-1]):
        raise BadGeometry("4 / lukket")
    return line


def _line(element: ElementTree.Element, dimension: int) -> np.ndarray:
    """The segments below an element as one line, arcs by points along them, common points once."""
    segments = [part for part in element.iter() if name_of(part) in (*_ARCS, "LineStringSegment")]
    pieces = [along_arcs(points(part, dimension)) if name_of(part) in _ARCS else points(part, dimension) for part in segments]
    if not pieces:
        return points(element, dimension)
    joined = [pieces[0]]
    for piece in pieces[1:]:
        joined.append(piece[1:] if np.array_equal(joined[-1][-1], piece[0]) else piece)
    return np.concatenate(joined)


def _dimension(feature: ElementTree.Element) -> int:
    return next((int(part.get("srsDimension", "2")) for part in feature.iter() if part.get("srsDimension") in ("2", "3")), 2)


def _outside_surfaces(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    if name_of(element) in _OF_SURFACES:
        return
    yield element
    for part in element:
        yield from _outside_surfaces(part)
