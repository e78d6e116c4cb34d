"""Which boxes meet a box: a packed tree over boxes in the order of a Hilbert curve.

Built once, never changed, no parameter to tune: a layer may hold boathouses and a municipality's woods side by side.

Source
------
Kamel and Faloutsos, On packing R-trees (1993)
"""

from typing import NamedTuple

import numpy as np

from landuse.kernels.jit import compiled

FAN = 16  # boxes under one node
_BITS = 16  # of the Hilbert curve, each way


class BoxTree(NamedTuple):
    """item : the row of each lowest box; box : all boxes, the lowest level first; level_at : first box of each level, and the end."""

    item: np.ndarray
    box: np.ndarray
    level_at: np.ndarray


def box_tree(boxes: np.ndarray) -> BoxTree:
    """The tree over boxes (left, bottom, right, top)."""
    item = hilbert_order(boxes)
    levels = [boxes[item]]
    while len(levels[-1]) > FAN:
        levels.append(_around(levels[-1]))
    return BoxTree(item, np.concatenate(levels), np.concatenate([[0], np.cumsum([len(level) for level in levels])]))


def hilbert_order(boxes: np.ndarray) -> np.ndarray:
    """The rows so that neighbours in the list are neighbours on the ground."""
    return np.argsort(_hilbert_places(boxes), kind="stable")


def scratch(tree: BoxTree) -> tuple[np.ndarray, np.ndarray]:
    """Room for `meeting`: nodes still to open (node, level), and rows found."""
    return np.empty((FAN * (len(tree.level_at) + 1), 2), np.int64), np.empty(len(tree.item), np.int64)


@compiled
def meeting(items, boxes, level_at, box, to_open, found):
    """Write the rows whose boxes share ground with a box into `found`; returns how many. A common border is not ground."""
    count, waiting = 0, 0
    top = len(level_at) - 2
    for node in range(level_at[top], level_at[top + 1]):
        to_open[waiting, 0], to_open[waiting, 1] = node, top
        waiting += 1
    while waiting:
        waiting -= 1
        node, level = to_open[waiting, 0], to_open[waiting, 1]
        if boxes[node, 0] >= box[2] or box[0] >= boxes[node, 2] or boxes[node, 1] >= box[3] or box[1] >= boxes[node, 3]:
            continue
        if level == 0:
            found[count] = items[node]
            count += 1
            continue
        first = level_at[level - 1] + FAN * (node - level_at[level])
        for child in range(first, min(first + FAN, level_at[level])):
            to_open[waiting, 0], to_open[waiting, 1] = child, level - 1
            waiting += 1
    return count


@compiled
def _around(boxes):
    """The boxes around each FAN of boxes."""
    outer = np.empty(((len(boxes) + FAN - 1) // FAN, 4))
    for node in range(len(outer)):
        outer[node] = boxes[FAN * node]
        for i in range(FAN * node + 1, min(FAN * (node + 1), len(boxes))):
            outer[node, 0], outer[node, 1] = min(outer[node, 0], boxes[i, 0]), min(outer[node, 1], boxes[i, 1])
            outer[node, 2], outer[node, 3] = max(outer[node, 2], boxes[i, 2]), max(outer[node, 3], boxes[i, 3])
    return outer


@compiled
def _hilbert_places(boxes):
    """Where the middle of each box comes on a Hilbert curve through all of them."""
    places = np.zeros(len(boxes), np.int64)
    if len(boxes) == 0:
        return places
    left, bottom = boxes[:, 0].min(), boxes[:, 1].min()
    extent = max(boxes[:, 2].max() - left, boxes[:, 3].max() - bottom)
    scale = ((1 << _BITS) - 1) / extent if extent > 0 else 0.0
    for i in range(len(boxes)):
        x = np.int64((0.5 * (boxes[i, 0] + boxes[i, 2]) - left) * scale)
        y = np.int64((0.5 * (boxes[i, 1] + boxes[i, 3]) - bottom) * scale)
        places[i] = _hilbert_place(x, y)
    return places


@compiled
def _hilbert_place(x, y):
    place = np.int64(0)
    side = np.int64(1) << (_BITS - 1)
    while side > 0:
        right, upper = np.int64((x & side) > 0), np.int64((y & side) > 0)
        place += side * side * ((3 * right) ^ upper)
        if upper == 0:
            if right == 1:
                x, y = (1 << _BITS) - 1 - x, (1 << _BITS) - 1 - y
            x, y = y, x
        side >>= 1
    return place
