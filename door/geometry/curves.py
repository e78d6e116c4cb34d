"""Arcs and circles made straight, so that no point of the line is more than a centimetre from the curve.

GDAL would use steps of four degrees, 6 cm beside a curve of 100 m radius. So curves are taken from its WKB (ISO 13249-3)
and cut here, by the radius of each arc.
"""

import math
import struct

import numpy as np
import pyproj

DEVIATION_M = 0.01
_DEGREE_M = 111_700.0  # no degree of longitude or latitude is longer (WGS 84: 111.69 km at the poles)
_MAX_STEPS = 10_000
_CURVED = frozenset({8, 9, 10, 11, 12, 13, 14})  # circular string … abstract curve and surface, in ISO WKB
_LINE, _POLYGON, _MULTI_LINE, _MULTI_POLYGON, _COLLECTION = 2, 3, 5, 6, 7
_BECOMES = {8: _LINE, 9: _LINE, 10: _POLYGON, 11: _MULTI_LINE, 12: _MULTI_POLYGON}
_MAX_DEPTH = 12


def deviation(named: list[str]) -> float:
    """A centimetre in the units of the CRS that a file names: in degrees where its coordinates are degrees."""
    try:
        degrees = len(named) == 1 and pyproj.CRS.from_user_input(named[0]).is_geographic
    except pyproj.exceptions.CRSError:  # refused later, by its name
        return DEVIATION_M
    return DEVIATION_M / _DEGREE_M if degrees else DEVIATION_M


def straightened(wkb: np.ndarray, deviation: float = DEVIATION_M) -> tuple[np.ndarray, np.ndarray]:
    """Geometries with their curves made straight, and which rows had any.

    Parameters
    ----------
    wkb : bytes or None by row; what cannot be taken apart stays as it is, for the parser after this to refuse
    deviation : how far an edge may be from its curve, in the units of the coordinates
    """
    curved = np.array([value is not None and _has_curve(value) for value in wkb], dtype=bool)
    if not curved.any():
        return wkb, curved
    straight = wkb.copy()
    for row in np.flatnonzero(curved):
        try:
            with np.errstate(all="ignore"):  # coordinates without end are found later, by row
                straight[row] = _written(_Reader(wkb[row], deviation).geometry())
        except (struct.error, ValueError, OverflowError):
            curved[row] = False
    return straight, curved


def _has_curve(wkb: bytes) -> bool:
    """By the type of the whole; a collection is looked into."""
    if len(wkb) < 5:
        return False
    kind = _kind(wkb[:5])[0]
    return kind in _CURVED or (kind == _COLLECTION and any(bytes([code, 0, 0, 0]) in wkb or bytes([0, 0, code]) in wkb for code in _CURVED))


def _kind(head: bytes) -> tuple[int, int, str]:
    """Type, number of ordinates, byte order."""
    order = "<" if head[0] == 1 else ">"
    (code,) = struct.unpack(order + "I", head[1:5])
    raised = bool(code & 0x80000000) + bool(code & 0x40000000)
    code &= 0x0FFFFFFF
    thousands, kind = divmod(code, 1000)
    return kind, 2 + max(raised, {0: 0, 1: 1, 2: 1, 3: 2}.get(thousands, 0)), order


class _Reader:
    """A geometry taken apart into nested (kind, parts), coordinates flat."""

    def __init__(self, wkb: bytes, deviation: float) -> None:
        self._bytes, self._at, self._deviation = wkb, 0, deviation

    def geometry(self, depth: int = 0) -> tuple[int, list]:
        if depth > _MAX_DEPTH:
            raise ValueError("nested too deeply")
        kind, ordinates, order = _kind(self._take(5))
        if kind == 1:
            return kind, [self._points(1, ordinates, order)]
        (count,) = struct.unpack(order + "I", self._take(4))
        if kind in (_LINE, 8):
            points = self._points(count, ordinates, order)
            return _LINE, [along_arcs(points, self._deviation) if kind == 8 else points]
        if kind == _POLYGON:
            return kind, [self._points(struct.unpack(order + "I", self._take(4))[0], ordinates, order) for _ in range(count)]
        parts = [self.geometry(depth + 1) for _ in range(count)]
        if kind in (9, 10):
            if any(part[0] != _LINE for part in parts):
                raise ValueError("a curve of something else than curves")
            lines = [part[1][0] for part in parts]
            return (_LINE, [_joined(lines)]) if kind == 9 else (_POLYGON, lines)
        if kind in _BECOMES or kind in (4, _MULTI_LINE, _MULTI_POLYGON, _COLLECTION):
            return _BECOMES.get(kind, kind), parts
        raise ValueError(f"geometry type {kind}")

    def _take(self, length: int) -> bytes:
        piece = self._bytes[self._at : self._at + length]
        if len(piece) < length:
            raise ValueError("cut off")
        self._at += length
        return piece

    def _points(self, count: int, ordinates: int, order: str) -> np.ndarray:
        return np.frombuffer(self._take(8 * count * ordinates), order + "f8").reshape(count, ordinates)[:, :2].astype("<f8")


def _written(geometry: tuple[int, list]) -> bytes:
    kind, parts = geometry
    head = struct.pack("<BI", 1, kind)
    if kind == 1:
        return head + parts[0].tobytes()
    if kind == _LINE:
        return head + struct.pack("<I", len(parts[0])) + parts[0].tobytes()
    body = (struct.pack("<I", len(part)) + part.tobytes() for part in parts) if kind == _POLYGON else map(_written, parts)
    return head + struct.pack("<I", len(parts)) + b"".join(body)


def _joined(lines: list[np.ndarray]) -> np.ndarray:
    """The members of a compound curve as one line, their common points once."""
    if not lines:
        return np.empty((0, 2))
    return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])


def along_arcs(points: np.ndarray, deviation: float = DEVIATION_M) -> np.ndarray:
    """A circular string: each arc by its start, a point on it and its end; the end is the next arc's start."""
    if len(points) < 3:
        return points
    pieces = [points[:1]]
    for first in range(0, len(points) - 2, 2):
        pieces.append(_arc(points[first], points[first + 1], points[first + 2], deviation)[1:])
    return np.concatenate(pieces)


def _arc(start: np.ndarray, middle: np.ndarray, end: np.ndarray, deviation: float) -> np.ndarray:
    """Points along an arc, its ends and its middle among them as they were given."""
    if (start == end).all():
        center, turn = (start + middle) / 2, 2 * math.pi
    else:
        found = center_of(start, middle, end)
        if found is None:
            return np.array([start, middle, end])
        center, turn = found, _turn(found, start, middle, end)
    radius = float(np.hypot(*(start - center)))
    if not (math.isfinite(radius) and radius > deviation):
        return np.array([start, middle, end])
    step = 2 * math.acos(1 - deviation / radius)
    if step == 0.0:  # so large a circle that its arc is a line
        return np.array([start, middle, end])
    from_angle = math.atan2(*(start - center)[::-1])
    part = _part(center, start, middle, turn)
    legs = [_leg(center, radius, from_angle, from_angle + part, step, middle)]
    legs.append(_leg(center, radius, from_angle + part, from_angle + turn, step, end))
    return np.concatenate([start[None, :], *legs])


def _leg(center: np.ndarray, radius: float, begin: float, finish: float, step: float, last: np.ndarray) -> np.ndarray:
    """Points from after the first to the last, which is as it was given."""
    count = min(max(1, math.ceil(abs(finish - begin) / step)), _MAX_STEPS)
    angles = begin + (finish - begin) / count * np.arange(1, count + 1)
    found = np.empty((count, 2))
    found[:, 0], found[:, 1] = np.cos(angles), np.sin(angles)
    found *= radius
    found += center
    found[-1] = last
    return found


def center_of(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray | None:
    """The centre of the circle through three points; None where they lie on a line."""
    (bx, by), (cx, cy) = b - a, c - a
    twice = 2 * (bx * cy - by * cx)
    if abs(twice) <= 1e-12 * max(bx * bx + by * by, cx * cx + cy * cy, 1e-300):
        return None
    b2, c2 = bx * bx + by * by, cx * cx + cy * cy
    return a + np.array([(cy * b2 - by * c2) / twice, (bx * c2 - cx * b2) / twice])


def _turn(center: np.ndarray, start: np.ndarray, middle: np.ndarray, end: np.ndarray) -> float:
    """The arc's signed angle."""
    (mx, my), (ex, ey) = middle - start, end - start
    left = mx * ey - my * ex > 0
    angle = math.atan2(*(end - center)[::-1]) - math.atan2(*(start - center)[::-1])
    return angle % (2 * math.pi) if left else -((-angle) % (2 * math.pi))


def _part(center: np.ndarray, start: np.ndarray, middle: np.ndarray, turn: float) -> float:
    """The signed angle from the start to the middle."""
    angle = math.atan2(*(middle - center)[::-1]) - math.atan2(*(start - center)[::-1])
    return angle % (2 * math.pi) if turn > 0 else -((-angle) % (2 * math.pi))
