"""Curved lines, smooth noise and organic outlines, in local metres."""

from collections.abc import Callable

import numpy as np
import shapely
from rasterio.features import shapes
from rasterio.transform import Affine
from shapely.geometry import LineString, Polygon, shape


class Noise:
    """Smooth random field over the plane: a sum of waves, about −1 to 1, with features of `size_m`."""

    def __init__(self, rng: np.random.Generator, size_m: float, waves: int = 22):
        angle = rng.uniform(0, 2 * np.pi, waves)
        frequency = 2 * np.pi / (size_m * rng.uniform(0.6, 2.4, waves))
        self._kx, self._ky = frequency * np.cos(angle), frequency * np.sin(angle)
        self._phase = rng.uniform(0, 2 * np.pi, waves)
        self._gain = np.sqrt(2 / waves)

    def __call__(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        total = np.zeros(np.broadcast(x, y).shape)
        for kx, ky, phase in zip(self._kx, self._ky, self._phase, strict=True):
            total += np.cos(kx * x + ky * y + phase)
        return total * self._gain


def spline(points: list, step_m: float = 12.0) -> LineString:
    """Centripetal-looking Catmull–Rom curve through the points, a vertex about every `step_m`."""
    p = np.asarray(points, dtype=float)
    if len(p) < 3:
        return LineString(p)
    p = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    out = []
    for a, b, c, d in zip(p[:-3], p[1:-2], p[2:-1], p[3:], strict=True):
        n = max(2, int(np.hypot(*(c - b)) / step_m))
        t = np.linspace(0, 1, n, endpoint=False)[:, None]
        out.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return LineString(np.vstack([*out, p[-2:-1]])).simplify(0.25)


def chaikin(ring: np.ndarray, rounds: int = 2) -> np.ndarray:
    """Corner-cut a closed ring (first point repeated at the end)."""
    for _ in range(rounds):
        a, b = ring[:-1], ring[1:]
        ring = np.empty((2 * len(a), 2))
        ring[0::2], ring[1::2] = 0.75 * a + 0.25 * b, 0.25 * a + 0.75 * b
        ring = np.vstack([ring, ring[:1]])
    return ring


def smooth(polygon: Polygon, rounds: int = 2, simplify_m: float = 1.0) -> shapely.Geometry:
    """The polygon with rounded corners, valid."""
    rings = [chaikin(np.asarray(r.coords), rounds) for r in (polygon.exterior, *polygon.interiors)]
    return shapely.make_valid(Polygon(rings[0], rings[1:]).simplify(simplify_m))


def closed(points: list, rounds: int = 2) -> shapely.Geometry:
    """A smooth polygon inside its control points."""
    return smooth(Polygon(points), rounds)


def roughen(polygon: shapely.Geometry, noise: Noise, reach_m: float, step_m: float = 18.0) -> shapely.Geometry:
    """The polygon with its outline pushed about by a noise of `reach_m`, as a natural shore."""
    dense = shapely.segmentize(polygon, step_m)
    moved = shapely.transform(
        dense, lambda c: c + reach_m * np.column_stack([noise(c[:, 0], c[:, 1]), noise(c[:, 1] + 911, c[:, 0] - 577)])
    )
    return shapely.make_valid(moved.simplify(1.5))


def patches(bounds: tuple, wanted: Callable[[np.ndarray, np.ndarray], np.ndarray], cell_m: float = 20.0, least_m2: float = 1500.0) -> list:
    """Polygons with organic outlines where `wanted(x, y)` is true, on a grid of `cell_m` over the bounds."""
    west, south, east, north = bounds
    nx, ny = int((east - west) / cell_m) + 1, int((north - south) / cell_m) + 1
    x = west + (np.arange(nx) + 0.5) * cell_m
    y = south + ny * cell_m - (np.arange(ny) + 0.5) * cell_m
    mask = wanted(*np.meshgrid(x, y)).astype("uint8")
    found = shapes(mask, mask=mask.astype(bool), transform=Affine(cell_m, 0, west, 0, -cell_m, south + ny * cell_m))
    out = []
    for geometry, _ in found:
        polygon = shape(geometry)
        if polygon.area >= least_m2:
            out.append(smooth(polygon.simplify(0.8 * cell_m), 2, 2.0))
    return out


def blob_at(rng: np.random.Generator, centre: tuple, radius_m: float, bounds: tuple) -> list:
    """Organic patches of about a radius round a place."""
    noise = Noise(rng, 1.1 * radius_m)
    return patches(bounds, lambda x, y: np.hypot(x - centre[0], y - centre[1]) < radius_m * (1 + 0.35 * noise(x, y)), 20.0, 3000)
