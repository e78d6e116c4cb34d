"""Outlines ready to be measured: which way each ring turns, its box, and boxes around runs of its edges."""

from typing import NamedTuple

import numpy as np

from landuse.kernels.jit import compiled

RUN = 8  # edges in a run: one that lies clear of a unit's edges is taken as one (measured: 4 and 16 are slower)
STRETCH = 16  # runs in a stretch: one that lies clear of a unit's box is passed over as one

# Columns of `run`: the box of the edges, and ∫ y dx along them, y from the run's own first point
LEFT, BOTTOM, RIGHT, TOP, MOMENT = range(5)


class Outlines(NamedTuple):
    """Shapes as flat arrays, m.

    xy : (points, 2); ring_at : first point of each ring, and the end; shape_at : first ring of each shape, and the end
    turn : +1 for a shell that runs counter-clockwise or a hole that runs clockwise, else −1
    box : left, bottom, right, top of each shape
    run_at : first run of each ring, and the end; run : what `LEFT` … `MOMENT` say of each run of edges
    stretch_at : first stretch of each ring, and the end; stretch : left, bottom, right, top of each stretch of runs
    """

    xy: np.ndarray
    ring_at: np.ndarray
    shape_at: np.ndarray
    turn: np.ndarray
    box: np.ndarray
    run_at: np.ndarray
    run: np.ndarray
    stretch_at: np.ndarray
    stretch: np.ndarray


def outlines(xy: np.ndarray, ring_at: np.ndarray, shape_at: np.ndarray, is_shell: np.ndarray) -> Outlines:
    """The shapes with what a measurement needs to know of them beforehand."""
    run_at = _parts_at(np.diff(ring_at) - 1, RUN)
    stretch_at = _parts_at(np.diff(run_at), STRETCH)
    run = _runs(xy, ring_at, run_at)
    return Outlines(
        xy, ring_at, shape_at, _turns(xy, ring_at, is_shell), _boxes(xy, ring_at, shape_at),
        run_at, run, stretch_at, _stretches(run, run_at, stretch_at),
    )  # fmt: skip


def _parts_at(sizes: np.ndarray, most: int) -> np.ndarray:
    """Where parts of at most so many begin, for each of some sizes, and the end."""
    return np.concatenate([[0], np.cumsum(-(-sizes // most))])


@compiled
def ring_area(xy, start, stop):
    """Signed area of a closed ring, m², counter-clockwise positive; measured from its own first point."""
    x0, y0 = xy[start, 0], xy[start, 1]
    twice = 0.0
    for i in range(start, stop - 1):
        twice += (xy[i, 0] - x0) * (xy[i + 1, 1] - y0) - (xy[i + 1, 0] - x0) * (xy[i, 1] - y0)
    return 0.5 * twice


@compiled
def areas_and_middles(xy, ring_at, shape_at, is_shell):
    """Area of each shape, m², its shells less its holes, and its centroid (x, y)."""
    found = np.empty((len(shape_at) - 1, 3))
    for shape in range(len(found)):
        start = ring_at[shape_at[shape]]
        x0, y0 = xy[start, 0], xy[start, 1]
        twice = along = up = 0.0
        for ring in range(shape_at[shape], shape_at[shape + 1]):
            part, part_along, part_up = _moments(xy, ring_at[ring], ring_at[ring + 1], x0, y0)
            sign = 1.0 if (part > 0) == is_shell[ring] else -1.0
            twice, along, up = twice + sign * part, along + sign * part_along, up + sign * part_up
        third = 1.0 / (3.0 * twice) if twice != 0.0 else 0.0
        found[shape, 0], found[shape, 1], found[shape, 2] = 0.5 * twice, x0 + along * third, y0 + up * third
    return found


@compiled
def _moments(xy, start, stop, x0, y0):
    """Twice the area of a closed ring, and six times its moments, from a place."""
    twice = along = up = 0.0
    for i in range(start, stop - 1):
        ax, ay, bx, by = xy[i, 0] - x0, xy[i, 1] - y0, xy[i + 1, 0] - x0, xy[i + 1, 1] - y0
        cross = ax * by - bx * ay
        twice, along, up = twice + cross, along + (ax + bx) * cross, up + (ay + by) * cross
    return twice, along, up


@compiled
def _turns(xy, ring_at, is_shell):
    turn = np.empty(len(is_shell))
    for ring in range(len(turn)):
        counter_clockwise = ring_area(xy, ring_at[ring], ring_at[ring + 1]) > 0
        turn[ring] = 1.0 if counter_clockwise == is_shell[ring] else -1.0
    return turn


@compiled
def _boxes(xy, ring_at, shape_at):
    boxes = np.empty((len(shape_at) - 1, 4))
    for shape in range(len(boxes)):
        _box_of_points(xy, ring_at[shape_at[shape]], ring_at[shape_at[shape + 1]], boxes[shape])
    return boxes


@compiled
def _runs(xy, ring_at, run_at):
    runs = np.empty((run_at[-1], 5))
    for ring in range(len(run_at) - 1):
        for run in range(run_at[ring], run_at[ring + 1]):
            start = ring_at[ring] + RUN * (run - run_at[ring])
            stop = min(start + RUN, ring_at[ring + 1] - 1)
            _box_of_points(xy, start, stop + 1, runs[run])
            moment = 0.0
            for i in range(start, stop):
                moment += 0.5 * (xy[i + 1, 0] - xy[i, 0]) * ((xy[i, 1] - xy[start, 1]) + (xy[i + 1, 1] - xy[start, 1]))
            runs[run, MOMENT] = moment
    return runs


@compiled
def _stretches(runs, run_at, stretch_at):
    stretches = np.empty((stretch_at[-1], 4))
    for ring in range(len(run_at) - 1):
        for stretch in range(stretch_at[ring], stretch_at[ring + 1]):
            start = run_at[ring] + STRETCH * (stretch - stretch_at[ring])
            box = stretches[stretch]
            box[:] = runs[start, :4]
            for run in range(start + 1, min(start + STRETCH, run_at[ring + 1])):
                box[0], box[1] = min(box[0], runs[run, LEFT]), min(box[1], runs[run, BOTTOM])
                box[2], box[3] = max(box[2], runs[run, RIGHT]), max(box[3], runs[run, TOP])
    return stretches


@compiled
def _box_of_points(xy, start, stop, box):
    """Write left, bottom, right, top of the points from start up to stop."""
    left, bottom, right, top = np.inf, np.inf, -np.inf, -np.inf
    for i in range(start, stop):
        left, bottom = min(left, xy[i, 0]), min(bottom, xy[i, 1])
        right, top = max(right, xy[i, 0]), max(top, xy[i, 1])
    box[0], box[1], box[2], box[3] = left, bottom, right, top
