"""Blocks between roads divided into lots that front a road. Local metres."""

import numpy as np
import shapely
from shapely.geometry import Polygon

from examples.tiling import cut, long_axis

FRONTAGE_M = 16.0


def divide_block(block: Polygon, access: shapely.Geometry, mean_m2: float, spread: float, rng: np.random.Generator) -> list[Polygon]:
    """Lots of about `mean_m2` (log-normal `spread`), by recursive cuts across the longer side with turned, sometimes bent edges."""
    waiting, lots = [block], []
    shapely.prepare(access)
    while waiting:
        piece = waiting.pop()
        wish = mean_m2 * rng.lognormal(0, spread)
        parts = _halves(piece, access, rng, piece.area > 3.5 * wish) if piece.area > 1.45 * wish else []
        if parts:
            waiting += parts
        else:
            lots.append(piece)
    return lots


def _halves(piece: Polygon, access: shapely.Geometry, rng: np.random.Generator, much_too_large: bool) -> list[Polygon]:
    angle, length, width = long_axis(piece)
    middle = np.array(piece.centroid.coords[0])
    for attempt in range(12 if much_too_large else 8):
        turn = angle + (np.pi / 2 if attempt < 6 or length > 1.6 * width else 0.0) + rng.normal(0, 0.05 + 0.02 * attempt)
        along = np.array([np.cos(angle), np.sin(angle)])
        place = middle + along * length * rng.uniform(-0.16, 0.16)
        bend = rng.normal(0, 0.07) * width if rng.random() < 0.3 else 0.0
        parts = cut(piece, place, turn, bend)
        if len(parts) > 1 and (piece.interiors or (attempt >= 8 and min(p.area for p in parts) > 2500)):
            return parts
        if len(parts) == 2 and all(_is_lot(p, piece, access, attempt < 8) for p in parts):
            return parts
    return []


def _is_lot(part: Polygon, whole: Polygon, access: shapely.Geometry, needs_road: bool) -> bool:
    if part.area < 0.22 * whole.area or part.area < 900:
        return False
    _, length, width = long_axis(part)
    if width < 18 or length > 5.5 * width or part.area < 0.5 * length * width:
        return False
    return not needs_road or shapely.length(shapely.intersection(part.exterior, access)) >= FRONTAGE_M
