"""Small synthetic parks: squares of 100 m near Verdal, as canonical frames, so that every answer is arithmetic."""

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd
import shapely

from landuse.units.evidence import Ground
from landuse.units.facts import Question
from landuse.units.snapshot import Found, find
from layers.registry import layer
from parks.values import canonical_columns

EPSG = 25832
WEST, SOUTH = 619_800.0, 7_075_800.0  # in Verdal, m
PARK = "prove"
PLAN = {
    "plan_id": "P1",
    "plan_name": "Prøveplanen",
    "plan_type": "35",
    "plan_status": "3",
    "plan_date": "2015-06-01",
    "level": "2",
    "zone_code": "1340",
    "further_plan_required": False,
    "proposer": "kommune",
}


def rect(x: float, y: float, width: float = 100.0, height: float = 100.0) -> shapely.Polygon:
    """A rectangle by its lower left corner, m from the park's own corner."""
    return shapely.box(WEST + x, SOUTH + y, WEST + x + width, SOUTH + y + height)


def frame(layer_id: str, rows: Iterable[dict] = (), epsg: int = EPSG) -> gpd.GeoDataFrame:
    """A canonical frame of a layer; columns that a row does not name are blank."""
    declared = layer(layer_id)
    rows = list(rows)
    names = [column.name for column in declared.columns]
    values = pd.DataFrame([{name: row.get(name) for name in names} for row in rows], columns=names, dtype=object)
    shapes = gpd.GeoSeries([row.get("geometry") for row in rows], crs=epsg)
    return gpd.GeoDataFrame(canonical_columns(values, declared.columns), geometry=shapes)


def perimeter(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    """The park's outline."""
    return frame("perimeter", [{"name": "Prøveparken", "geometry": shape} for shape in shapes])


def plots(*rows: tuple, **more: object) -> gpd.GeoDataFrame:
    """Rows (plot_id, shape) or (plot_id, shape, tenure)."""
    named = [dict(zip(("plot_id", "geometry", "tenure"), row)) for row in rows]
    return frame("plots", [{"tenure": "own"} | row | more for row in named])


def parcels(*rows: tuple, tenure: str | None = "own") -> gpd.GeoDataFrame:
    """Rows (parcel_id, shape); the parcel's number is 5038-1/<place in the list>; the park holds them unless said otherwise."""
    number = {"kommunenummer": "5038", "gardsnummer": 1, "tenure": tenure}
    return frame("parcels", [number | {"parcel_id": i, "bruksnummer": n, "geometry": s} for n, (i, s) in enumerate(rows, 1)])


def zoning(*rows: dict) -> gpd.GeoDataFrame:
    """Rows of zones; what a row does not say is the adopted plan P1 with industry (1340)."""
    return frame("zoning", [PLAN | row for row in rows])


def buildings(*rows: dict) -> gpd.GeoDataFrame:
    """Rows of buildings; status FA unless a row says otherwise."""
    return frame("buildings", [{"building_status": "FA"} | row for row in rows])


def records(*rows: tuple) -> gpd.GeoDataFrame:
    """Rows (about_type, about, kind) and then value, said_on and valid_from, where there are any."""
    names = ("about_type", "about", "kind", "value", "said_on", "valid_from")
    said = {"said_by": "Parkselskapet", "said_on": "2025-11-15"}
    return frame("records", [said | dict(zip(names, row)) for row in rows])


def land_resource(*rows: tuple) -> gpd.GeoDataFrame:
    """Rows (ar5_arealtype, shape) or (ar5_arealtype, shape, ar5_grunnforhold)."""
    named = [dict(zip(("ar5_arealtype", "geometry", "ar5_grunnforhold"), row)) for row in rows]
    return frame("land_resource", [{"ar5_grunnforhold": "44"} | row for row in named])


def two_plots() -> dict[str, gpd.GeoDataFrame]:
    """The layers of a park of two plots, wholly zoned for business, on built-up ground that reaches beyond it."""
    return {
        "perimeter": perimeter(rect(0, 0, 200)),
        "plots": plots(("T1", rect(0, 0)), ("T2", rect(100, 0))),
        "zoning": zoning({"geometry": rect(0, 0, 200)}),
        "land_resource": land_resource(("30", rect(-500, -500, 2000, 2000))),
    }


def ground(**frames: gpd.GeoDataFrame) -> Ground:
    """All frames of a park; those that are not given are empty.

    `works` is a list of outlines; `asked` tells which layers of buildings and works the park has, and where each was mapped
    (None: all over); not said: the buildings all over, no works.
    """
    works, mapped = frames.pop("works", []), frames.pop("asked", {"buildings": None})
    told = {name: frames.pop(name) for name in ("dated", "on") if name in frames}
    names = ("plots", "parcels", "zoning", "buildings", "records", "land_resource")
    given = {name: frames.pop(name, frame(name)) for name in names}
    assert not frames, f"no such layer: {sorted(frames)}"
    return Ground(**given, works=gpd.GeoDataFrame(geometry=gpd.GeoSeries(works, crs=EPSG)), asked=mapped, **told)


def found(outline: shapely.Geometry, questions: list[Question] | None = None, **frames: object) -> Found:
    """The snapshot of a park made of the frames that are given."""
    return find(PARK, perimeter(outline), ground(**frames), questions or [])
