"""How much of each cell of a raster lies inside a polygon, exactly, and the sum of that for each class.

Every edge leaves in the cells that it crosses the signed area to its right, and the rest of its height in the next cell; summed
along a row from the left, that is the part of each cell that lies inside. Edges are cut at the lines between rows by the
edge's own equation, so neither the window that is read nor the rows that are taken together change a bit.

Source
------
The accumulation of signed areas is that of font rasterisers (Levien, font-rs, 2016); checked against exactextract
"""

import numpy as np

from landuse.kernels.jit import compiled, inlined

_NOTHING = 1e-12  # of a cell: what is left of rounding when a row is summed beyond a polygon


@compiled
def class_sums(xy, ring_at, shape_at, turn, windows, shapes, first_row, last_row, places, row0, col0, left, top, cell, highest):
    """Cells of each class inside some shapes, one after the other: shape, place of the class, cells; nodata has place 0.

    Parameters
    ----------
    windows : rows and columns (row, end, column, end) of the whole raster that each shape's box meets
    shapes : the rows of the shapes to take; first_row, last_row : of the whole raster, to take of them
    places : window of the raster, each cell the place of its class; row0, col0 : where in the raster it begins
    left, top, cell : corner of the raster and side of a cell, m
    highest : no place is higher
    """
    number = 0
    shape_of, place_of, cells_of = np.empty(64, np.int64), np.empty(64, np.int64), np.empty(64)
    sums, seen, met = np.zeros(highest + 1), np.zeros(highest + 1, np.bool_), np.empty(highest + 1, np.int64)
    room = np.zeros(1024)
    for shape in shapes:
        rows = max(windows[shape, 0], first_row), min(windows[shape, 1], last_row)
        columns = windows[shape, 2], windows[shape, 3]
        width = columns[1] - columns[0] + 2
        height = rows[1] - rows[0]
        if height <= 0:
            continue
        if height * width > len(room):
            room = np.zeros(2 * height * width)
        parts = room[: height * width].reshape(height, width)
        parts[:] = 0.0
        for ring in range(shape_at[shape], shape_at[shape + 1]):
            at = ring_at[ring]
            ax, ay = (xy[at, 0] - left) / cell - columns[0], (top - xy[at, 1]) / cell - rows[0]
            for i in range(at + 1, ring_at[ring + 1]):
                bx, by = (xy[i, 0] - left) / cell - columns[0], (top - xy[i, 1]) / cell - rows[0]
                _leave_edge(parts, ax, ay, bx, by, turn[ring])
                ax, ay = bx, by
        count = _sum_rows(parts, places, rows[0] - row0, columns[0] - col0, sums, seen, met)
        while number + count > len(shape_of):
            shape_of, place_of, cells_of = _twice(shape_of), _twice(place_of), _twice(cells_of)
        for k in range(count):
            shape_of[number], place_of[number], cells_of[number] = shape, met[k], sums[met[k]]
            sums[met[k]], seen[met[k]] = 0.0, False
            number += 1
    return shape_of[:number].copy(), place_of[:number].copy(), cells_of[:number].copy()


@compiled
def windows_of(boxes, left, top, cell):
    """Rows and columns of a raster that boxes meet: row, end, column, end; beyond the raster too."""
    windows = np.empty(boxes.shape, np.int64)
    for i in range(len(boxes)):
        windows[i, 0], windows[i, 1] = int(np.floor((top - boxes[i, 3]) / cell)), int(np.floor((top - boxes[i, 1]) / cell)) + 1
        windows[i, 2], windows[i, 3] = int(np.floor((boxes[i, 0] - left) / cell)), int(np.floor((boxes[i, 2] - left) / cell)) + 1
    return windows


@compiled
def batches(windows, order, most):
    """Shapes in an order, parted so that the window around each part has at most so many cells, or holds one shape alone.

    Returns
    -------
    the end of each part, as a place in the order; the window around it: row, end, column, end
    """
    ends, around = np.empty(len(order), np.int64), np.empty((len(order), 4), np.int64)
    number = -1
    for place in range(len(order)):
        row, row_end, column, column_end = windows[order[place]]
        if number >= 0:
            top, bottom = min(row, around[number, 0]), max(row_end, around[number, 1])
            left, right = min(column, around[number, 2]), max(column_end, around[number, 3])
        if number >= 0 and (bottom - top) * (right - left) <= most:
            row, row_end, column, column_end = top, bottom, left, right
        else:
            number += 1
        around[number, 0], around[number, 1], around[number, 2], around[number, 3] = row, row_end, column, column_end
        ends[number] = place + 1
    return ends[: number + 1].copy(), around[: number + 1].copy()


@compiled
def _leave_edge(parts, ax, ay, bx, by, turn):
    """Leave the signed area to the right of an edge in the cells of each row that it crosses; in cells, y downwards."""
    if ay == by:
        return
    sign = turn if ay < by else -turn
    if ay > by:
        ax, ay, bx, by = bx, by, ax, ay
    slope = (bx - ax) / (by - ay)
    for row in range(max(int(np.floor(ay)), 0), min(int(np.ceil(by)), len(parts))):
        upper, lower = max(ay, float(row)), min(by, row + 1.0)
        x = ax if upper == ay else ax + slope * (upper - ay)
        y = bx if lower == by else ax + slope * (lower - ay)
        _leave_in_row(parts, row, min(x, y), max(x, y), sign * (lower - upper))


@compiled
def _leave_in_row(parts, row, start, stop, rise):
    """Leave what an edge rises inside one row, from x = start to stop, in the cells it crosses and the next."""
    first, last = int(np.floor(start)), int(np.ceil(stop)) - 1
    first = max(first, 0)
    last = min(max(last, first), parts.shape[1] - 2)
    if last == first:
        right = first + 1 - 0.5 * (start + stop)
        parts[row, first] += rise * right
        parts[row, first + 1] += rise * (1.0 - right)
        return
    steep = rise / (stop - start)
    before = 0.0
    for column in range(first, last + 1):
        a, b = max(start, float(column)), min(stop, column + 1.0)
        right = steep * (max(column - start, 0.0) + (b - a) * (column + 1 - 0.5 * (a + b)))
        parts[row, column] += right - before
        before = right
    parts[row, last + 1] += rise - before


@compiled
def _sum_rows(parts, places, row0, col0, sums, seen, met):
    """Sum the parts of a window by class; returns how many classes were met."""
    count = 0
    for row in range(len(parts)):
        at_row = row + row0
        if at_row < 0 or at_row >= len(places):
            continue
        part = 0.0
        for column in range(parts.shape[1] - 2):
            part += parts[row, column]
            at_column = column + col0
            if part > _NOTHING and 0 <= at_column < places.shape[1]:
                place = places[at_row, at_column]
                if not seen[place]:
                    seen[place] = True
                    met[count] = place
                    count += 1
                sums[place] += part
    return count


@inlined
def _twice(array):
    larger = np.empty(2 * len(array), array.dtype)
    larger[: len(array)] = array
    return larger
