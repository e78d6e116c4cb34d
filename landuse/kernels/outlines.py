"""Outlines ready to be measured: which way each ring turns, its box, and boxes around runs of its edges."""

from typing import NamedTuple

import numpy as np

from landuse.kernels.jit import compiled

RUN = 32  # edges in a run: a run whose box lies away from a unit is passed over as one


class Outlines(NamedTuple):
    """Shapes as flat arrays, m.

    xy : (points, 2); ring_at : first point of each ring, and the end; shape_at : first ring of each shape, and the end
    turn : +1 for a shell that runs counter-clockwise or a hole that runs clockwise, else −1
    box : left, bottom, right, top of each shape
    run_at : first run of each ring, and the end; run_box : left, bottom, right, top of each run of edges
    """

    xy: np.ndarray
    ring_at: np.ndarray
    shape_at: np.ndarray
    turn: np.ndarray
    box: np.ndarray
    run_at: np.ndarray
    run_box: np.ndarray


def outlines(xy: np.ndarray, ring_at: np.ndarray, shape_at: np.ndarray, is_shell: np.ndarray) -> Outlines:
    """The shapes with what a measurement needs to know of them beforehand."""
    edges = np.diff(ring_at) - 1
    run_at = np.concatenate([[0], np.cumsum(-(-edges // RUN))])
    return Outlines(
        xy, ring_at, shape_at, _turns(xy, ring_at, is_shell), _boxes(xy, ring_at, shape_at), run_at, _run_boxes(xy, ring_at, run_at)
    )


@compiled
def ring_area(xy, start, stop):
    """Signed area of a closed ring, m², counter-clockwise positive; measured from its own first point."""
    x0, y0 = xy[start, 0], xy[start, 1]
    twice = 0.0
    for i in range(start, stop - 1):
        twice += (xy[i, 0] - x0) * (xy[i + 1, 1] - y0) - (xy[i + 1, 0] - x0) * (xy[i, 1] - y0)
    return 0.5 * twice


@compiled
def shape_areas(xy, ring_at, shape_at, is_shell):
    """Area of each shape, m²: its shells less its holes."""
    areas = np.zeros(len(shape_at) - 1)
    for shape in range(len(areas)):
        for ring in range(shape_at[shape], shape_at[shape + 1]):
            part = abs(ring_area(xy, ring_at[ring], ring_at[ring + 1]))
            areas[shape] += part if is_shell[ring] else -part
    return areas


@compiled
def _turns(xy, ring_at, is_shell):
    turn = np.empty(len(is_shell))
    for ring in range(len(turn)):
        counter_clockwise = ring_area(xy, ring_at[ring], ring_at[ring + 1]) > 0
        turn[ring] = 1.0 if counter_clockwise == is_shell[ring] else -1.0
    return turn


@compiled
def _box(xy, start, stop, box):
    """Write left, bottom, right, top of the points from start up to stop."""
    box[0], box[1], box[2], box[3] = np.inf, np.inf, -np.inf, -np.inf
    for i in range(start, stop):
        box[0], box[1] = min(box[0], xy[i, 0]), min(box[1], xy[i, 1])
        box[2], box[3] = max(box[2], xy[i, 0]), max(box[3], xy[i, 1])


@compiled
def _boxes(xy, ring_at, shape_at):
    boxes = np.empty((len(shape_at) - 1, 4))
    for shape in range(len(boxes)):
        _box(xy, ring_at[shape_at[shape]], ring_at[shape_at[shape + 1]], boxes[shape])
    return boxes


@compiled
def _run_boxes(xy, ring_at, run_at):
    boxes = np.empty((run_at[-1], 4))
    for ring in range(len(run_at) - 1):
        for run in range(run_at[ring], run_at[ring + 1]):
            start = ring_at[ring] + RUN * (run - run_at[ring])
            _box(xy, start, min(start + RUN + 1, ring_at[ring + 1]), boxes[run])
    return boxes
