"""The geometries of one row of GML, and which of them it is read by."""

from dataclasses import dataclass

AREA, LINE, POINT, ANY = "area", "line", "point", "any"
AREA_OR_POINT = "area_or_point"  # wanted where a point stands for an area that nobody has drawn
KIND_OF = {
    **dict.fromkeys(("Surface", "Polygon", "MultiSurface", "MultiPolygon", "CompositeSurface", "PolyhedralSurface", "Tin",
                     "TriangulatedSurface", "OrientableSurface"), AREA),
    **dict.fromkeys(("Curve", "LineString", "MultiCurve", "MultiLineString", "CompositeCurve", "OrientableCurve", "LinearRing"), LINE),
    **dict.fromkeys(("Point", "MultiPoint"), POINT),
    **dict.fromkeys(("MultiGeometry", "GeometryCollection", "GeometricComplex", "Solid", "MultiSolid", "CompositeSolid"), ANY),
}  # fmt: skip
_ORDER = {
    AREA: (AREA, ANY, LINE, POINT), LINE: (LINE, ANY, AREA, POINT), POINT: (POINT, ANY, AREA, LINE),
    AREA_OR_POINT: (AREA, ANY, POINT, LINE),
}  # fmt: skip
_TOGETHER = {AREA: ("MultiSurface", "surfaceMember"), LINE: ("MultiCurve", "curveMember"), POINT: ("MultiPoint", "pointMember")}


@dataclass
class Geometry:
    """One geometry of a row: its kind, the property that it stands in, and where both begin and end among the row's words."""

    kind: str
    property: str
    at: int
    end: int
    parent_at: int
    tag: str
    parent_end: int | None = None


def settled(shapes: list[Geometry], wants: str, words: list[str]) -> list[str]:
    """The words of a row with the one geometry that is wanted; one property that stands several times is one geometry of parts."""
    if len(shapes) < 2:
        return words
    kept = _wanted(shapes, wants)
    parts = [one for one in shapes if one.property == kept[0].property and one.kind == kept[0].kind]
    words = list(words)
    together = _parts(parts, words) if len(parts) > 1 else None
    for one in shapes:
        if one is not kept[0]:
            at, end = _whole(one, words)
            words[at:end] = [""] * (end - at)
    if together:
        words[kept[0].at : kept[0].end] = [together, *[""] * (kept[0].end - kept[0].at - 1)]
    return words


def several_said(shapes: list[Geometry], wants: str) -> str:
    """The properties that have a geometry of the kind that is read, the one that is read first; "" where only one has."""
    if len(shapes) < 2:
        return ""
    names = list(dict.fromkeys(one.property for one in _wanted(shapes, wants)))
    return ", ".join(names) if len(names) > 1 else ""


def _wanted(shapes: list[Geometry], wants: str) -> list[Geometry]:
    kinds = {one.kind for one in shapes}
    best = next((kind for kind in _ORDER[wants] if kind in kinds), None)
    return [one for one in shapes if one.kind == best]


def _parts(parts: list[Geometry], words: list[str]) -> str | None:
    """Several geometries as the parts of one; None of a kind that has no such thing."""
    if parts[0].kind not in _TOGETHER:
        return None
    whole, member = _TOGETHER[parts[0].kind]
    prefix = parts[0].tag.rpartition(":")[0]
    before = f"{prefix}:" if prefix else ""
    inside = "".join(f"<{before}{member}>{''.join(words[one.at : one.end])}</{before}{member}>" for one in parts)
    return f"<{before}{whole}>{inside}</{before}{whole}>"


def _whole(one: Geometry, words: list[str]) -> tuple[int, int]:
    """Where a geometry stands, with its property where that has nothing else."""
    if not one.parent_at or one.parent_end is None:
        return one.at, one.end
    beside = words[one.parent_at + 1 : one.at] + words[one.end : one.parent_end - 1]
    return (one.at, one.end) if any(part.strip() for part in beside) else (one.parent_at, one.parent_end)
