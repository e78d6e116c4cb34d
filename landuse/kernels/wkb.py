"""Polygons out of well-known binary, straight into flat arrays.

Nothing is trusted: every count is held against the bytes that are there before it is followed.

Source
------
OGC 06-103r4, section 8 (WKB; ISO numbers for Z and M); PostGIS' EWKB flags for Z, M and SRID
"""

import numpy as np

from landuse.kernels.jit import compiled, inlined

FINE, NOT_POLYGON, UNREADABLE, EMPTY = range(4)
_LITTLE_ENDIAN = 1
_POLYGON, _MULTIPOLYGON = 3, 6
_HAS_Z, _HAS_M, _HAS_SRID = 0x80000000, 0x40000000, 0x20000000


@compiled
def read_polygons(data, at, xy, ring_at, shape_at, is_shell, write):
    """Walk through geometries, one after the other; count what they hold, or write it.

    Parameters
    ----------
    data : bytes; at : first byte of each geometry, and the end
    xy : float64 seen as bytes; ring_at, shape_at, is_shell : as in `Ragged`; all filled if `write`, else left alone

    Returns
    -------
    rings, points, and for the first geometry that cannot be read its place and why (FINE: none)
    """
    rings, points = 0, 0
    for shape in range(len(at) - 1):
        where, end = at[shape], at[shape + 1]
        kind, width, where = _header(data, where, end)
        parts = 1
        if kind == _MULTIPOLYGON and where + 4 <= end:
            parts, where = _whole(data, where), where + 4
        elif kind != _POLYGON:
            return rings, points, shape, UNREADABLE if kind < 0 else NOT_POLYGON
        before = points
        for _ in range(parts):
            if kind == _MULTIPOLYGON:
                part_kind, width, where = _header(data, where, end)
                if part_kind != _POLYGON:
                    return rings, points, shape, UNREADABLE
            where, rings, points = _polygon(data, where, end, width, rings, points, xy, ring_at, is_shell, write)
            if where < 0:
                return rings, points, shape, UNREADABLE
        if points == before:
            return rings, points, shape, EMPTY
        if write:
            shape_at[shape + 1] = rings
    return rings, points, -1, FINE


@compiled
def read_boxes(data, at, boxes):
    """Write left, bottom, right, top of each geometry; NaN where there are no bytes or no point.

    Returns
    -------
    for the first geometry that cannot be read its place and why (FINE: none)
    """
    point = np.empty(2)
    for shape in range(len(at) - 1):
        where, end = at[shape], at[shape + 1]
        boxes[shape] = np.nan
        if where == end:
            continue
        kind, width, where = _header(data, where, end)
        parts = 1
        if kind == _MULTIPOLYGON and where + 4 <= end:
            parts, where = _whole(data, where), where + 4
        elif kind != _POLYGON:
            return shape, UNREADABLE if kind < 0 else NOT_POLYGON
        for _ in range(parts):
            if kind == _MULTIPOLYGON:
                part_kind, width, where = _header(data, where, end)
                if part_kind != _POLYGON:
                    return shape, UNREADABLE
            where = _widen(data, where, end, width, boxes[shape], point)
            if where < 0:
                return shape, UNREADABLE
    return -1, FINE


@compiled
def _widen(data, where, end, width, box, point):
    """Widen a box to hold a polygon's points (holes lie inside); where it ends (−1: beyond the bytes)."""
    read = point.view(np.uint8)
    if where + 4 > end:
        return -1
    count, where = _whole(data, where), where + 4
    for ring in range(count):
        if where + 4 > end:
            return -1
        size, where = _whole(data, where), where + 4
        if where + size * width > end:
            return -1
        for i in range(size if ring == 0 else 0):
            for byte in range(16):
                read[byte] = data[where + i * width + byte]
            if not (box[0] <= point[0]):
                box[0] = point[0]
            if not (box[1] <= point[1]):
                box[1] = point[1]
            if not (box[2] >= point[0]):
                box[2] = point[0]
            if not (box[3] >= point[1]):
                box[3] = point[1]
        where += size * width
    return where


@compiled
def _polygon(data, where, end, width, rings, points, xy, ring_at, is_shell, write):
    """One polygon's rings; where it ends (−1: beyond the bytes), and the rings and points so far."""
    if where + 4 > end:
        return -1, rings, points
    count, where = _whole(data, where), where + 4
    for ring in range(count):
        if where + 4 > end:
            return -1, rings, points
        size, where = _whole(data, where), where + 4
        if where + size * width > end:
            return -1, rings, points
        if write:
            is_shell[rings] = ring == 0
            ring_at[rings + 1] = points + size
            for i in range(size):
                for byte in range(16):
                    xy[16 * (points + i) + byte] = data[where + i * width + byte]
        rings, points, where = rings + 1, points + size, where + size * width
    return where, rings, points


@inlined
def _header(data, where, end):
    """A geometry's kind (−1: unreadable), the bytes of one of its points, and where its content begins."""
    kind, width = -1, 16
    if where + 5 <= end and data[where] == _LITTLE_ENDIAN:
        said = _whole(data, where + 1)
        where += 5
        if said & _HAS_SRID:
            where += 4
        plain = said & 0x0FFFFFFF
        kind, more = plain % 1000, plain // 1000
        width = 16 + 8 * ((said & _HAS_Z != 0) + (said & _HAS_M != 0) + (more == 1) + (more == 2) + 2 * (more == 3))
    return kind, width, where


@inlined
def _whole(data, where):
    """Four bytes as a whole number."""
    return np.int64(data[where]) | np.int64(data[where + 1]) << 8 | np.int64(data[where + 2]) << 16 | np.int64(data[where + 3]) << 24
