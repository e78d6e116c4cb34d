"""The checks behind `rules`, on a parsed GML document, in the reading process."""

import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator

import numpy as np
import shapely

from door.gml.shapes import HREF, ID, BadGeometry, Surface, curves, name_of, points, surfaces
from door.gml.srs import EPSG_NUMBER
from door.guarded import Guarded
from landuse.measure import crs
from landuse.words.errors import LanduseError

_TOLERANCE_M = 0.001
_SHOWN = 200
Break = tuple[str, str, str]


def check(file: Guarded) -> dict[str, list]:
    """Broken rules as (rule, gml:id, what was found), and the rules that the file has something to say to."""
    try:
        root = ElementTree.parse(file.path).getroot()
    except (ElementTree.ParseError, LookupError, ValueError) as error:  # the last two: an encoding that nobody knows
        raise LanduseError("file_damaged", file=file.name, reason=error) from error
    features = {
        feature.get(ID, ""): feature for member in root if name_of(member).startswith(("featureMember", "member")) for feature in member
    }
    breaks = [*_ids(root), *_links(root), *_systems(root)]
    asked = {"gml.gmlid.1", "gml.xlink.1", "gml.epsg.2" if _is_raised(root) else "gml.epsg.1"}
    for gml_id, feature in features.items():
        for rule, found in _shapes(feature, features):
            asked.add(rule)
            breaks += [(rule, gml_id, found)] if found else []
    return {"breaks": [list(found) for found in breaks], "asked": sorted(asked)}


def _ids(root: ElementTree.Element) -> list[Break]:
    counts = Counter(own for element in root.iter() if (own := element.get(ID)))
    return [("gml.gmlid.1", gml_id, f"{times} ×") for gml_id, times in counts.items() if times > 1]


def _links(root: ElementTree.Element) -> list[Break]:
    """References within the file; one to another file is not followed."""
    known = {element.get(ID) for element in root.iter()}
    links = [element.get(HREF, "") for element in root.iter() if element.get(HREF, "").startswith("#")]
    return [("gml.xlink.1", link[1:], link[:_SHOWN]) for link in links if link[1:] not in known]


def _is_raised(root: ElementTree.Element) -> bool:
    return any(element.get("srsDimension") == "3" for element in root.iter())


def _systems(root: ElementTree.Element) -> list[Break]:
    """The named systems are allowed ones and the same; a geometry without one has that of the envelope."""
    rule, allowed = ("gml.epsg.2", crs.PLAN_3D_EPSG) if _is_raised(root) else ("gml.epsg.1", crs.WORK_EPSG)
    named = [(element.get(ID, ""), element.get("srsName", "")) for element in root.iter() if element.get("srsName")]
    numbers = {number for _, words in named for number in _numbers(words)}
    found = [(rule, gml_id, words[:_SHOWN]) for gml_id, words in named if not set(_numbers(words)) & set(allowed)]
    if len(numbers) > 1:
        found.append((rule, "", ", ".join(map(str, sorted(numbers)))))
    envelope = next((element for element in root.iter() if name_of(element) == "Envelope"), None)
    if not numbers or (envelope is not None and not envelope.get("srsName")):
        found.append((rule, "", "–"))
    return found


def _numbers(words: str) -> list[int]:
    return [int(number) for number in EPSG_NUMBER.findall(words)]


def _shapes(feature: ElementTree.Element, features: dict[str, ElementTree.Element]) -> Iterator[tuple[str, str]]:
    """For each check of a feature's geometry, the rule and what breaks it, or nothing."""
    yield from _arcs(feature)
    for curve in curves(feature):
        yield "gml.kurve.1", curve if isinstance(curve, str) else ""
    for surface in surfaces(feature):
        if isinstance(surface, str):
            yield "gml.flate.1", surface
            continue
        yield "gml.flate.1", ""
        yield from _surface(surface)
    yield from _boundary(feature, features)


def _arcs(feature: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for arc in (element for element in feature.iter() if name_of(element) == "Arc"):
        try:
            found = points(arc, 2)
        except BadGeometry as error:
            yield "gml.bue.1", str(error)
            continue
        yield "gml.bue.1", "" if len(found) == 3 else f"{len(found)} punkter"
        if len(found) == 3:
            (bx, by), (cx, cy) = found[1] - found[0], found[2] - found[0]
            flat = abs(bx * cy - by * cx) <= 1e-9 * max(np.hypot(bx, by) * np.hypot(cx, cy), 1e-12)
            yield "gml.bue.2", "rett linje" if flat else ""


def _surface(surface: Surface) -> Iterator[tuple[str, str]]:
    for ring in (surface.outer, *surface.holes):
        yield "gml.flate.2", "" if shapely.LinearRing(ring).is_simple else _place(ring)
    shell = shapely.Polygon(surface.outer)
    holes = [shapely.Polygon(hole) for hole in surface.holes]
    if not shell.is_valid or not all(hole.is_valid for hole in holes):
        return
    for hole in holes:
        yield "gml.flate.4", "" if shapely.covers(shell, hole) else _place(shapely.get_coordinates(hole))
    for number, hole in enumerate(holes):
        overlaps = [other for other in holes[:number] if shapely.intersection(hole, other).area > 0]
        yield "gml.flate.5", _place(shapely.get_coordinates(hole)) if overlaps else ""


def _boundary(feature: ElementTree.Element, features: dict[str, ElementTree.Element]) -> Iterator[tuple[str, str]]:
    """The lines that `avgrensesAv…` refers to, together, against the boundary of the surface: each within a millimetre of the other."""
    links = [element.get(HREF, "")[1:] for element in feature if name_of(element).startswith("avgrensesAv")]
    own = [surface for surface in surfaces(feature) if isinstance(surface, Surface)]
    lines = [line for link in links if link in features for line in curves(features[link]) if not isinstance(line, str)]
    if not links or not own or not lines:
        return
    boundary = shapely.union_all([shapely.LineString(ring) for surface in own for ring in (surface.outer, *surface.holes)])
    together = shapely.union_all([shapely.LineString(line) for line in lines])
    apart = [
        shapely.difference(one, shapely.buffer(other, _TOLERANCE_M)).length for one, other in ((boundary, together), (together, boundary))
    ]
    yield "gml.avgr.1", f"{max(apart):.3f} m" if max(apart) > _TOLERANCE_M else ""


def _place(ring: np.ndarray) -> str:
    return "{:.2f} {:.2f}".format(*ring[0])
