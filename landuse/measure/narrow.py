"""How wide shapes are: whether a strip is narrower than a width everywhere, and the width it has as a rule."""

import numpy as np
import shapely

_AS_WIDE_M = 0.002  # what lacks no more is as wide: outlines lie on a grid of 1 mm
_CERTAINLY_WIDER = 2.0  # a shape this many times as wide on the mean holds a place that is wide enough, whatever its corners


def is_narrow(shapes: np.ndarray, width_m: float) -> np.ndarray:
    """Which polygons are narrower than a width everywhere: nothing is left of them when half of it is taken off all around.

    Corners are taken off square, so a strip that turns or branches is no wider for it.
    """
    narrow = np.zeros(len(shapes), bool)
    outline_m = shapely.length(shapes)
    doubtful = np.flatnonzero(2 * shapely.area(shapes) <= _CERTAINLY_WIDER * width_m * outline_m)
    narrow[doubtful] = shapely.is_empty(shapely.buffer(shapes[doubtful], -(width_m - _AS_WIDE_M) / 2, join_style="mitre"))
    return narrow


def strip_width_m(shapes: np.ndarray) -> np.ndarray:
    """Width of the rectangle that has a shape's area and outline; a quarter of the outline where none has."""
    outline_m, area_m2 = shapely.length(shapes), shapely.area(shapes)
    return (outline_m - np.sqrt(np.maximum(outline_m**2 - 16 * area_m2, 0.0))) / 4
