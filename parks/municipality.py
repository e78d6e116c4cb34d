"""The outline of a park's municipalities, against which every file's coordinates are held."""

from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from landuse.measure import crs
from landuse.words.errors import LanduseError
from parks.park import Park, data_root

FILE = "municipalities.geojson"
_SHIPPED = Path(__file__).parent.parent / "data" / FILE
_M_PER_DEG = 111_320  # along a meridian; a little too far to the east and west, which slack may be
_SLACK_M = 3_000  # the outlines are simplified, and quays reach into the sea
_MOST_CORNERS = 20_000  # of a shape that is held against the municipalities' outlines


def municipality_outline(park: Park) -> shapely.Geometry:
    """The park's municipalities with some slack, in the park's work CRS.

    Raises
    ------
    LanduseError : outline_missing
    """
    return _near(_path(), park.municipalities, park.epsg)


def municipality_names(park: Park) -> str:
    """The names of the park's municipalities, in their order in `park.toml`."""
    rows = _municipalities(_path()).set_index("kommunenummer")
    return ", ".join(rows["kommunenavn"].get(number, number) for number in park.municipalities)


def all_municipalities() -> dict[str, str]:
    """The names of all municipalities by number.

    Raises
    ------
    LanduseError : outline_missing
    """
    rows = _municipalities(_path())
    return dict(zip(rows["kommunenummer"].astype(str), rows["kommunenavn"].astype(str)))


def bounds_of(numbers: tuple[str, ...]) -> list[list[float]]:
    """The box around municipalities: (lat, lon) south-west and north-east, in degrees.

    Raises
    ------
    LanduseError : outline_missing, outline_unknown
    """
    rows = _municipalities(_path())
    own = rows[rows["kommunenummer"].isin(numbers)]
    if own.empty:
        raise LanduseError("outline_unknown", number=", ".join(numbers), file=FILE)
    west, south, east, north = own.total_bounds.tolist()
    return [[south, west], [north, east]]


def _path() -> Path:
    own = data_root() / FILE
    return own if own.exists() else _SHIPPED


@cache
def _municipalities(path: Path) -> gpd.GeoDataFrame:
    if not path.exists():
        raise LanduseError("outline_missing", file=FILE)
    rows = pyogrio.read_dataframe(path, use_arrow=True)
    return rows.set_geometry(gpd.GeoSeries(shapely.make_valid(rows.geometry.to_numpy(), method="structure"), crs=crs.MAP_EPSG))


@cache
def _near(path: Path, numbers: tuple[str, ...], epsg: int) -> shapely.Geometry:
    rows = _municipalities(path)
    own = rows[rows["kommunenummer"].isin(numbers)]
    if own.empty:
        raise LanduseError("outline_unknown", number=", ".join(numbers), file=FILE)
    outline = shapely.buffer(own.to_crs(epsg).geometry.union_all(), _SLACK_M)
    shapely.prepare(outline)
    return outline


def municipality_ground(numbers: tuple[str, ...], epsg: int) -> shapely.Geometry:
    """All of some municipalities, in a work CRS: out to sea as far as quays reach, but nothing of their neighbours.

    Returns
    -------
    an empty shape where the outlines have none of the numbers

    Raises
    ------
    LanduseError : outline_missing
    """
    return _ground(_path(), numbers, epsg)


@cache
def _ground(path: Path, numbers: tuple[str, ...], epsg: int) -> shapely.Geometry:
    rows = _municipalities(path)
    is_own = rows["kommunenummer"].isin(numbers).to_numpy()
    if not is_own.any():
        return shapely.Polygon()
    own = rows[is_own].to_crs(epsg).geometry.union_all()
    wide = shapely.buffer(own, _SLACK_M)
    degrees = gpd.GeoSeries([wide], crs=epsg).to_crs(crs.MAP_EPSG).iloc[0]
    near = rows[~is_own].iloc[rows[~is_own].sindex.query(degrees, predicate="intersects")]
    return shapely.union(own, shapely.difference(wide, near.to_crs(epsg).geometry.union_all())) if len(near) else wide


def known_numbers() -> set[str]:
    """The numbers of all municipalities.

    Raises
    ------
    LanduseError : outline_missing
    """
    return set(_municipalities(_path())["kommunenummer"])


@cache
def _names(path: Path) -> dict[str, str]:
    rows = _municipalities(path)
    return dict(zip(rows["kommunenummer"], rows["kommunenavn"], strict=True))


def name_of(number: str) -> str:
    """A municipality's name with its number."""
    return f"{_names(_path()).get(number, '–')} ({number})"


def municipality_at(points: gpd.GeoSeries) -> pd.Series:
    """The number of the municipality that each point lies in, on the points' index; None in the sea, or outside Norway.

    A point off the simplified coast belongs to the nearest municipality within 3 km.
    """
    rows = _municipalities(_path())
    degrees = points.to_crs(crs.MAP_EPSG).to_numpy()
    at, row = rows.sindex.query(degrees, predicate="intersects")
    found = pd.Series(None, index=range(len(degrees)), dtype="object")
    found.iloc[at] = rows["kommunenummer"].to_numpy()[row]
    lost = np.flatnonzero(found.isna() & ~shapely.is_empty(degrees) & ~shapely.is_missing(degrees))
    if len(lost):
        near, row = rows.sindex.nearest(degrees[lost], max_distance=_SLACK_M / _M_PER_DEG, return_all=False)
        found.iloc[lost[near]] = rows["kommunenummer"].to_numpy()[row]
    return found.set_axis(points.index)


def near_municipality(number: str, epsg: int) -> shapely.Geometry:
    """One municipality with 3 km of slack, in a work CRS.

    Raises
    ------
    LanduseError : outline_missing, outline_unknown
    """
    return _near(_path(), (number,), epsg)


def place_of(number: str) -> tuple[float, float]:
    """A point inside a municipality: longitude, latitude in degrees.

    Raises
    ------
    LanduseError : outline_missing, municipality_unknown
    """
    own = _municipalities(_path())
    own = own[own["kommunenummer"] == number]
    if own.empty:
        raise LanduseError("outline_unknown", number=number, file=FILE)
    point = own.geometry.union_all().representative_point()
    return point.x, point.y


def municipalities_at(shapes: gpd.GeoSeries) -> list[str]:
    """The names of the municipalities that shapes meet, with the slack that outlines need at sea; none outside Norway.

    Raises
    ------
    LanduseError : outline_missing
    """
    rows = _municipalities(_path())
    near = gpd.GeoSeries(shapely.buffer(shapes.to_numpy(), _SLACK_M), crs=shapes.crs).to_crs(crs.MAP_EPSG)
    hit = np.unique(rows.sindex.query(near.to_numpy(), predicate="intersects")[1])
    meets = rows.iloc[hit]
    own = meets[meets.intersects(shapes.to_crs(crs.MAP_EPSG).union_all())]
    return sorted((own if len(own) else meets)["kommunenavn"])


def municipalities_of(shapes: gpd.GeoSeries, least_share: float = 0.01) -> tuple[str, ...]:
    """The numbers of the municipalities that at least a share of the shapes' ground lies in, that with most of it first.

    Shapes without area, and those off the simplified coast, count by their middle; so do those that are not valid or have very many
    corners, since nothing here may take long over what nobody has looked at.

    Raises
    ------
    LanduseError : outline_missing
    """
    rows, degrees = _municipalities(_path()), shapes.to_crs(crs.MAP_EPSG)
    areas = degrees[shapely.area(degrees.to_numpy()) > 0]
    sound = shapely.is_valid(areas.to_numpy()) & (shapely.get_num_coordinates(areas.to_numpy()) <= _MOST_CORNERS)
    whole, others = areas.to_numpy()[sound], areas.to_numpy()[~sound]
    one, other = rows.sindex.query(whole, predicate="intersects")
    shared = shapely.area(shapely.intersection(whole[one], rows.geometry.to_numpy()[other]))
    at = municipality_at(gpd.GeoSeries(shapely.centroid(others), crs=crs.MAP_EPSG))
    numbers = np.concatenate([rows["kommunenummer"].to_numpy()[other], at.to_numpy(dtype=object)])
    ground = pd.Series(np.concatenate([shared, shapely.area(others)]), index=numbers, dtype=float)
    ground = ground[pd.notna(ground.index)].groupby(level=0).sum()
    ground = ground.sort_values(ascending=False)
    found = tuple(str(number) for number in ground.index[ground >= least_share * ground.sum()] if ground[number] > 0)
    if found:
        return found
    middles = municipality_at(gpd.GeoSeries(shapely.centroid(degrees.to_numpy()), crs=crs.MAP_EPSG)).value_counts()
    return tuple(str(number) for number in middles.index[middles >= least_share * max(len(degrees), 1)])
