"""A park of any size in a data root, made from a seed: plots with real corners between roads that all connect, plans, buildings, records.

Blocks of six by four plots stand between streets that make one net. A street is cut into a surface per block, and all of them
touch. Every layer is drawn as somebody else would: plots lie some decimetres off their parcels, land resource knows no parcels.
"""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from bench.outlines import Tiling, houses

EPSG, MUNICIPALITY, PARK = 25832, "5038", "benk"
LEFT, BOTTOM = 600_000.0, 7_060_000.0
TODAY = "2026-06-30"
_PLOT_M, _STREET_M = 70.0, 7.0  # side of a plot; half the width of a street
_ACROSS, _UP = 6, 4  # plots of a block
_PLAN_BLOCKS = 5  # blocks of a plan, each way
_POINTS, _KEPT, _SEED = 6, 0.9, 23  # about 26 corners a plot
_TOML = f"""id = "{PARK}"
name = "Benkparken"
municipalities = ["{MUNICIPALITY}"]
epsg = {EPSG}
place = [63.79, 11.44]
in_baseline = true
baseline_date = 2024-01-01
baseline_date_assumed = true
today = {TODAY}
example = false

[adopted]
by = "Styret"
on = 2023-06-01
basis = "Vedtatt avgrensning"
"""
_ABOUT = '\n[layers.{}]\nsource = "Levert fil"\nlicence = "–"\ndated = 2026-05-01\norigin = "own"\n'


def write_park(root: Path, plots: int) -> dict[str, int]:
    """A park of about so many plots in a data root.

    Returns
    -------
    the rows of each layer
    """
    folder = root / "parcels" / PARK
    folder.mkdir(parents=True)
    layers = layers_of(plots)
    for name, frame in layers.items():
        pyogrio.write_dataframe(frame, folder / "park.gpkg", layer=name, driver="GPKG")
    (folder / "park.toml").write_text(_TOML + "".join(_ABOUT.format(name) for name in layers if name != "perimeter"), encoding="utf-8")
    return {name: len(frame) for name, frame in layers.items()}


def layers_of(plots: int) -> dict[str, pd.DataFrame]:
    """Every layer of a park of about so many plots, as text and shapes, as files hold them."""
    across = max(round((plots / (_ACROSS * _UP)) ** 0.5), 1)
    up = max(-(-plots // (_ACROSS * _UP * across)), 1)
    tiling = Tiling(LEFT, BOTTOM, across * _ACROSS, up * _UP, _PLOT_M, _PLOT_M, _POINTS, _KEPT, _SEED)
    cells = np.concatenate([tiling.row(number) for number in range(tiling.rows)])
    block = np.add.outer(np.arange(tiling.rows) // _UP * across, np.arange(tiling.columns) // _ACROSS).ravel()
    streets = _streets(cells, block)
    ground = _less_streets(cells, streets)
    standing = np.concatenate([houses(tiling, number, True) for number in range(tiling.rows)])
    chance = np.random.default_rng([_SEED, plots])
    outline = shapely.box(LEFT - 20, BOTTOM - 20, LEFT + tiling.columns * _PLOT_M + 20, BOTTOM + tiling.rows * _PLOT_M + 20)
    parcels = _parcels(ground, streets)
    frames = {
        "perimeter": {"name": [PARK], "adopted_by": ["Styret"], "adopted_on": ["2023-06-01"], "geometry": [outline]},
        "plots": _plots(ground, chance),
        "parcels": parcels,
        "zoning": _zones(cells, block, across, streets, outline),
        "buildings": _buildings(standing, ground, chance),
        "roads": {"kind": ["access"] * len(streets), "geometry": streets},
        "land_resource": _land_resource(tiling, outline, chance),
    }
    shaped = {name: _frame(columns) for name, columns in frames.items()}
    asked = [{"layer_id": name, "surveyed_on": "2026-05-01"} for name in ("buildings", "roads")]
    shaped["coverage"] = gpd.GeoDataFrame(pd.DataFrame(asked), geometry=[outline.buffer(200)] * 2, crs=EPSG)
    return {**shaped, "records": _records(len(ground), chance)}


def _frame(columns: dict) -> gpd.GeoDataFrame:
    shapes = columns.pop("geometry")
    return gpd.GeoDataFrame(pd.DataFrame(columns).astype("str"), geometry=np.asarray(shapes, dtype=object), crs=EPSG)


def _streets(cells: np.ndarray, block: np.ndarray) -> np.ndarray:
    """The ground round each block, half a street wide on its side: surfaces that touch their neighbours all along."""
    whole = np.array([shapely.coverage_union_all(cells[block == one]) for one in range(block.max() + 1)])
    return shapely.difference(whole, shapely.buffer(whole, -_STREET_M, join_style="mitre"))


def _less_streets(cells: np.ndarray, streets: np.ndarray) -> np.ndarray:
    ground, tree = cells.copy(), shapely.STRtree(streets)
    cell, street = tree.query(cells, predicate="intersects")
    for row in np.unique(cell):
        left = shapely.get_parts(shapely.difference(cells[row], shapely.union_all(streets[street[cell == row]])))
        ground[row] = left[np.argmax(shapely.area(left))]
    return ground


def _parcels(ground: np.ndarray, streets: np.ndarray) -> dict:
    shapes = np.concatenate([ground, streets])
    number = np.arange(len(shapes))
    return {
        "parcel_id": [f"p{n:07d}" for n in number],
        "kommunenummer": [MUNICIPALITY] * len(shapes),
        "gardsnummer": (number // 900 + 1).astype(str),
        "bruksnummer": (number % 900 + 1).astype(str),
        "tenure": np.where(number % 11 == 3, "leased", "own"),
        "registered_area_m2": np.round(shapely.area(shapes), 1).astype(str),
        "geometry": shapes,
    }


def _plots(ground: np.ndarray, chance: np.random.Generator) -> dict:
    """Every third parcel is on the park's own list, drawn up to two decimetres off."""
    own = ground[::3]
    shift = np.repeat(chance.uniform(-0.2, 0.2, (len(own), 2)), shapely.get_num_coordinates(own), axis=0)
    moved = shapely.set_coordinates(own.copy(), shapely.get_coordinates(own) + shift)
    return {"plot_id": [f"T{n:06d}" for n in range(len(own))], "tenure": ["own"] * len(own), "geometry": moved}


def _zones(cells: np.ndarray, block: np.ndarray, across: int, streets: np.ndarray, outline: shapely.Polygon) -> dict:
    """A zone a block and one for its street, under a plan for every few blocks; the municipal plan lies under all."""
    numbers = np.arange(block.max() + 1)
    inner = shapely.difference(np.array([shapely.coverage_union_all(cells[block == one]) for one in numbers]), streets)
    plan = numbers // across // _PLAN_BLOCKS * 1000 + numbers % across // _PLAN_BLOCKS
    codes = np.where(numbers % 13 == 5, "3040", np.where(numbers % 5 == 1, "1300", "1340"))
    shapes = np.concatenate([inner, streets, [outline]])
    plans = np.concatenate([plan, plan, [0]])
    return {
        "plan_id": [*(f"{MUNICIPALITY}-{one}" for one in plans[:-1]), f"{MUNICIPALITY}KPA"],
        "plan_name": [*(f"Plan {one}" for one in plans[:-1]), "Kommuneplanens arealdel"],
        "plan_type": [*np.where(plans[:-1] % 3 == 1, "34", "35"), "20"],
        "plan_status": ["3"] * len(shapes),
        "plan_date": [*(f"{2004 + one % 18}-06-01" for one in plans[:-1]), "2011-06-16"],
        "proposer": ["kommune"] * len(shapes),
        "level": ["2"] * len(shapes),
        "zone_code": [*codes, *(["2010"] * len(streets)), "1300"],
        "geometry": shapes,
    }


def _buildings(standing: np.ndarray, ground: np.ndarray, chance: np.random.Generator) -> dict:
    built = np.flatnonzero(chance.random(len(standing)) < 0.7)
    types = np.array(["211", "219", "231", "321", "161"])[chance.integers(0, 5, len(built))]
    return {
        "building_id": [f"{300_000_000 + n}" for n in built],
        "building_type": types,
        "building_status": np.where(chance.random(len(built)) < 0.04, "IG", "FA"),
        "floor_m2": np.round(1.4 * shapely.area(standing[built])).astype(int).astype(str),
        "parcel_id": [f"p{n:07d}" for n in built],
        "geometry": standing[built],
    }


def _land_resource(tiling: Tiling, outline: shapely.Polygon, chance: np.random.Generator) -> dict:
    """A map of its own over the same ground and a strip around it: built-up, traffic, fields, forest, bog, open ground."""
    own = Tiling(LEFT, BOTTOM, max(tiling.columns * 3 // 4, 1), max(tiling.rows * 3 // 4, 1), 1.0, 1.0, 8, 0.9, _SEED + 1)
    sides = tiling.columns * _PLOT_M / own.columns, tiling.rows * _PLOT_M / own.rows
    own = Tiling(LEFT, BOTTOM, own.columns, own.rows, *sides, 8, 0.9, _SEED + 1)
    cells = np.concatenate([own.row(number) for number in range(own.rows)])
    around = shapely.difference(outline.buffer(200), shapely.box(*shapely.total_bounds(cells)))
    codes = np.array(["11", "12", "21", "30", "50", "60"])[chance.choice(6, len(cells), p=[0.45, 0.1, 0.1, 0.2, 0.1, 0.05])]
    return {
        "ar5_arealtype": [*codes, "30"],
        "ar5_grunnforhold": ["44"] * (len(cells) + 1),
        "geometry": np.concatenate([cells, [around]]),
    }


def _records(plots: int, chance: np.random.Generator) -> pd.DataFrame:
    """What the park has written down of a tenth of its parcels."""
    said = np.flatnonzero(chance.random(plots) < 0.1)
    kinds = np.array(["lease", "own_reserve", "idle", "in_use"])[chance.integers(0, 4, len(said))]
    rows = {"about_type": ["parcel"] * len(said), "about": [f"p{n:07d}" for n in said], "kind": kinds}
    return pd.DataFrame(rows | {"said_by": ["Parkselskapet"] * len(said), "said_on": ["2025-11-15"] * len(said)})
