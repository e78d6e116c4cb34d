"""A park as its files say it: every layer drawn by somebody else, off by some decimetres, old where it is old, written to a data root."""

from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import rasterio
import shapely
from rasterio.features import rasterize
from rasterio.transform import Affine
from shapely import affinity

from door.columns.joined import joined
from door.lists.statements import unpivoted
from parks.park import read_park
from tests.exam import plans, standing
from tests.exam.papers import Sheet, papers
from tests.exam.park import ExamPark

EPSG, MIDDLE = 25832, (620_400.0, 7_075_600.0)
TODAY = "2026-06-30"
LAYERS = ("plots", "parcels", "zoning", "buildings", "land_resource", "roads", "rail", "quays", "technical", "water_lines", "land_cover")
_OUTLINES = Path(__file__).parent.parent / "fixtures" / "municipalities.geojson"
_OFF_M = {"buildings": (0.1, 0.5), "roads": (0.2, 0.6), "perimeter": (0.0, 0.0)}  # of the others 0.3 to 1.5
_BEYOND_M, _CELL_M, _COVER_YEAR = 120.0, 10.0, 2025
_STALE_SHARE = {"old": 0.5, "new": 0.1}
_TOML = """id = "{id}"
name = "Eksamensparken {seed}"
municipalities = ["5038"]
epsg = {epsg}
place = [63.79, 11.44]
in_baseline = true
baseline_date = 2024-01-01
baseline_date_assumed = true
today = {today}
example = false

[adopted]
by = "Styret"
on = 2023-06-01
basis = "Vedtatt avgrensning"
"""


@dataclass(frozen=True)
class Delivery:
    """What is handed over.

    without : layers that are left out; records : none, some, all; owners : whether the cadastre says who owns what; extents : whether
    the ground that each map was asked on is told; answers : whether the municipality has answered what its plans ask
    """

    without: frozenset[str] = field(default_factory=frozenset)
    records: str = "none"
    owners: bool = False
    extents: bool = True
    answers: bool = False


def deliver(park: ExamPark, root: Path, what: Delivery) -> None:
    """Write a park into a data root that the program reads.

    Raises
    ------
    ValueError : a layer to leave out that no park of the exam has
    """
    if unknown := what.without - set(LAYERS):
        raise ValueError(f"no layer of the exam: {', '.join(sorted(unknown))}; there are {', '.join(LAYERS)}")
    folder = root / "parcels" / park.id
    folder.mkdir(parents=True, exist_ok=True)
    if not (root / "municipalities.geojson").exists():
        copyfile(_OUTLINES, root / "municipalities.geojson")
    written = papers(park, what.records, what.owners)
    tables = _tables(park, what) | {"parcels": written.parcels, "plots": written.plots}
    tables = {name: rows for name, rows in tables.items() if name not in what.without and rows}
    package = folder / "park.gpkg"
    package.unlink(missing_ok=True)
    for name, rows in tables.items():
        pyogrio.write_dataframe(_frame(park, name, rows), package, layer=name, driver="GPKG")
    words = _TOML.format(id=park.id, seed=park.seed, epsg=EPSG, today=TODAY)
    words += "".join(_about(name, f"{park.ar5_year}-08-01" if name == "land_resource" else "2026-05-01") for name in tables)
    if "land_cover" not in what.without:
        _write_cover(park, folder / f"landcover_{_COVER_YEAR}.tif")
        words += _about(f"land_cover_{_COVER_YEAR}", f"{_COVER_YEAR}-12-31") + f'file = "landcover_{_COVER_YEAR}.tif"\n'
    words += _about("records", "2026-06-01") if written.lists else ""
    (folder / "park.toml").write_text(words, encoding="utf-8")
    if written.lists:
        pyogrio.write_dataframe(_records(park, written.lists), package, layer="records", driver="GPKG")


def _records(park: ExamPark, lists: list[Sheet]) -> pd.DataFrame:
    """The park's lists as the door reads them: headings, words and names understood, or not."""
    read = []
    for sheet in lists:
        records = unpivoted(sheet, len(sheet["Status"])).records
        told, _ = joined(pd.DataFrame(records, dtype=object), read_park(park.id))
        read.append(told)
    return pd.concat(read, ignore_index=True).astype("str")


def _about(layer: str, dated: str) -> str:
    return f'\n[layers.{layer}]\nsource = "Levert fil"\nlicence = "–"\ndated = {dated}\norigin = "own"\n'


def _tables(park: ExamPark, what: Delivery) -> dict[str, list[dict]]:
    tables = {
        "perimeter": [{"name": park.id, "adopted_by": "Styret", "adopted_on": "2023-06-01", "geometry": park.ground.outline}],
        "zoning": _zones(park, what.answers),
        "buildings": standing.buildings(park),
        "land_resource": _land_resource(park),
        **standing.works(park),
    }
    if what.extents:
        around = park.ground.outline.buffer(_BEYOND_M)
        asked = [name for name in ("buildings", "roads", "rail", "quays", "technical", "water_lines") if name not in what.without]
        tables["coverage"] = [{"layer_id": name, "surveyed_on": "2026-05-01", "geometry": around} for name in asked]
        for name in asked:
            tables[name] = tables[name] or []
    return tables


def _zones(park: ExamPark, answers: bool) -> list[dict]:
    """The zones of all plans: lots of one plan and code as one, streets, and the municipal plan over everything."""
    rng, rows = park.rng("zones"), []
    shapes: dict[tuple, list[shapely.Polygon]] = {}
    for lot in park.lots:
        if lot.plan is not None:
            shapes.setdefault((lot.plan, lot.zone_code, lot.block), []).append(lot.shape)
    for place, one in enumerate(park.passages):
        shapes.setdefault((one.plan, plans.street_code(rng, one.plan, one.street), f"street {place}"), []).append(one.street.strip)
    for (plan, code, _), parts in shapes.items():
        about = {
            "plan_id": plan.id,
            "plan_name": plan.name,
            "plan_type": plan.kind,
            "plan_status": plan.status,
            "plan_date": plan.date,
            "proposer": plan.proposer,
            "level": "2",
            "zone_code": code,
            **_plan_answers(plan, answers),
        }
        rows += [about | {"geometry": part} for part in shapely.get_parts(shapely.union_all(parts, grid_size=0.001))]
    return rows + _municipal_zones(park, answers)


def _plan_answers(plan: plans.Plan, answers: bool) -> dict[str, str | None]:
    """What the map says of a plan's provisions, or what somebody has answered for the plan."""
    more = plan.more_required if answers else plan.said
    if not answers:
        return {"further_plan_required": _yes_no(more)}
    begun = _yes_no(not plan.lapsed) if plan.kind == "35" else None
    return {"further_plan_required": _yes_no(more), "further_plan_clause": "§ 2.1", "works_begun_in_time": begun, "combines_industry": "ja"}


def _yes_no(said: bool | None) -> str | None:
    return None if said is None else ("ja" if said else "nei")


def _municipal_zones(park: ExamPark, answers: bool) -> list[dict]:
    back = [park.lots[number].shape for number in park.municipal.to_farmland]
    outside = [lot.shape for lot in park.lots if lot.plan is None or lot.pattern.zone in ("green", "farm")]
    farmland = shapely.union_all([*back, *outside], grid_size=0.001)
    business = park.ground.outline.buffer(40).difference(farmland)
    about = {
        "plan_id": "5038KPA",
        "plan_name": "Kommuneplanens arealdel",
        "plan_type": "20",
        "plan_status": "3",
        "plan_date": park.municipal.date,
        "level": "2",
        "older_plans_first": _yes_no(not park.municipal.goes_first) if answers else None,
    }
    zones = [("5100", farmland), ("1300", business)]
    return [about | {"zone_code": code, "geometry": part} for code, shape in zones for part in shapely.get_parts(shape) if part.area > 1]


def _land_resource(park: ExamPark) -> list[dict]:
    """AR5: generalised, and as it was years ago where nobody has renewed it; small idle lots in a built-up block pass for built-up."""
    rng = park.rng("ar5")
    stale = _STALE_SHARE["old" if park.ar5_year < 2020 else "new"]
    shapes: dict[str, list[shapely.Polygon]] = {}
    for lot in park.lots:
        is_old = rng.random() < stale
        swallowed = lot.shape.area < 3_500 and rng.random() < 0.5
        for piece in lot.pieces:
            code = "11" if swallowed and piece.ground not in ("82",) else (piece.old_ground if is_old else piece.ground)
            shapes.setdefault(code, []).append(piece.shape)
    for one in park.passages:
        built = one.truth == "used" and one.street.use != "pipes"
        shapes.setdefault("12" if built else "50", []).append(one.street.strip)
    shapes.setdefault("30", []).append(park.ground.outline.buffer(_BEYOND_M).difference(park.ground.outline))
    rows = []
    for code, parts in shapes.items():
        kind, _, condition = code.partition("/")
        about = {"ar5_arealtype": kind, "ar5_grunnforhold": condition or "44"}
        rows += [about | {"geometry": part} for part in shapely.get_parts(shapely.union_all(parts, grid_size=0.001))]
    return rows


def _frame(park: ExamPark, name: str, rows: list[dict]) -> pd.DataFrame:
    """Rows as a table of text, every layer a little off in its own way."""
    columns = {key: [row.get(key) for row in rows] for key in dict.fromkeys(key for row in rows for key in row) if key != "geometry"}
    table = pd.DataFrame(columns, dtype="str")
    if "geometry" not in rows[0]:
        return table
    off = _offset(park, name)
    rng = park.rng(f"{name} by hand")
    moved = [off(row["geometry"]) for row in rows]
    if name == "plots":
        moved = [affinity.translate(shape, *rng.uniform(-0.2, 0.2, 2)) for shape in moved]
    return gpd.GeoDataFrame(table, geometry=moved, crs=EPSG)


def _offset(park: ExamPark, name: str):
    """How a layer is off: a step of 0.3 to 1.5 m, and a turn of up to two decimetres at the park's edge."""
    rng = park.rng(f"off {name}")
    low, high = _OFF_M.get(name, (0.3, 1.5))
    step, way = rng.uniform(low, high), rng.uniform(0, 2 * np.pi)
    turn = rng.uniform(-2e-4, 2e-4) if high else 0.0
    cos, sin = np.cos(turn), np.sin(turn)
    place = [cos, -sin, sin, cos, MIDDLE[0] + step * np.cos(way), MIDDLE[1] + step * np.sin(way)]
    return lambda shape: affinity.affine_transform(shape, place)


def _write_cover(park: ExamPark, path: Path) -> None:
    """A land cover of 10 m cells: buildings and streets built, the rest as satellites see it."""
    outline = affinity.translate(park.ground.outline.buffer(_BEYOND_M), *MIDDLE)
    west, south, east, north = outline.bounds
    west, north = _CELL_M * np.floor(west / _CELL_M), _CELL_M * np.ceil(north / _CELL_M)
    size = (int(np.ceil((north - south) / _CELL_M)), int(np.ceil((east - west) / _CELL_M)))
    transform = Affine(_CELL_M, 0, west, 0, -_CELL_M, north)
    seen = [(affinity.translate(piece.shape, *MIDDLE), int(piece.cover or (50 if piece.truth == "used" else 30))) for piece in park.truth()]
    seen += [(affinity.translate(row["geometry"], *MIDDLE), 50) for row in standing.buildings(park) if row["building_status"] != "BR"]
    cells = rasterize(seen, out_shape=size, transform=transform, fill=10, dtype="uint8")
    about = {"driver": "GTiff", "height": size[0], "width": size[1], "count": 1, "dtype": "uint8", "nodata": 0, "compress": "deflate"}
    with rasterio.open(path, "w", crs=f"EPSG:{EPSG}", transform=transform, **about) as raster:
        raster.write(cells, 1)
