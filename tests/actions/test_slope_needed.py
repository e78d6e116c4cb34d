"""How steep the ground may be: asked of every candidate and of the proposal where there is a terrain model, not known elsewhere."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio

from actions.units.inventory import inventory
from actions.vacant_first.encroach import encroach
from actions.vacant_first.words import in_words
from landuse.vacant_first.needs import parse_needs, read_needs
from landuse.words.errors import LanduseError
from parks.park import Park
from tests.squares import EPSG, SOUTH, WEST, buildings, frame, parcels, perimeter, plots, records, rect, zoning

_DAY = date(2026, 6, 30)
_GROUND = {"A": rect(0, 0), "B": rect(200, 0), "C": rect(400, 0)}
_PROPOSAL = gpd.GeoSeries([rect(0, 300)], crs=EPSG)
_SLOPES = {"A": 2.0, "B": 12.0}  # C has no terrain model under it
_WORDS = '\n[layers.terrain]\nsource = "Kartverket"\nfile = "terrain.tif"\ndated = 2025-06-01\norigin = "own"\n'


def _terrain(folder: Path, nodata: float = -9999.0) -> None:
    """Cells of 1 m: plot A rises 2 % eastwards, B 12 %, the proposal 30 % northwards; nothing under C."""
    row, col = np.mgrid[0:500, 0:600]
    east, north = col + 0.5 - 40, 460 - row - 0.5  # m from the corner of the squares
    heights = 100 + np.where(east < 150, 0.02, 0.12) * (east - 150)
    heights = np.where(north > 250, 100 + 0.3 * north, heights)
    heights[:, 400:] = nodata
    at = rasterio.Affine(1, 0, WEST - 40, 0, -1, SOUTH + 460)
    about = {"driver": "GTiff", "width": 600, "height": 500, "count": 1, "dtype": "float32", "nodata": nodata, "crs": f"EPSG:{EPSG}"}
    with rasterio.open(folder / "terrain.tif", "w", transform=at, **about) as raster:
        raster.write(heights.astype("float32"), 1)


def _park(make_park: Callable[..., Park], tmp_path: Path, terrain: bool = True, **more: object) -> Park:
    layers = {
        "perimeter": perimeter(*_GROUND.values()),
        "plots": plots(*_GROUND.items()),
        "parcels": parcels(*zip("pqr", _GROUND.values())),
        "zoning": zoning({"geometry": rect(0, 0, 500)}),
        "records": records(*(("plot", name, "idle") for name in _GROUND)),
        "buildings": buildings({"building_id": "9", "geometry": rect(900, 900)}),
    }
    if terrain:
        (tmp_path / "parcels" / "prove").mkdir(parents=True)
        _terrain(tmp_path / "parcels" / "prove")
    return make_park(rest=_WORDS if terrain else "", **layers | more)


def _ask(needs: dict, footprint: object = _PROPOSAL) -> dict:
    return encroach("prove", footprint, needs, None, _DAY).as_json()


def _slope(stands: dict) -> tuple[str, dict]:
    return next((answer, row) for answer in ("fits", "fails", "unknown") for row in stands[answer] if row["need"] == "slope_pct")


def _by_plot(answer: dict) -> dict[str, tuple[str, dict]]:
    names = inventory("prove", _DAY)["plot_id"]
    return {"+".join(str(names[unit]) for unit in one["units"]): _slope(one) for one in answer["alternatives"]}


def test_each_candidate_and_the_proposal_are_held_against_the_slope(make_park: Callable, tmp_path: Path) -> None:
    _park(make_park, tmp_path)
    answer = _ask({"daa": 9, "slope_pct": 8})
    found = _by_plot(answer)
    assert {plot: (word, row["has"], row["because"]) for plot, (word, row) in found.items()} == {
        "A": ("fits", 2.0, "measured"),
        "B": ("fails", 12.0, "measured"),
        "C": ("unknown", None, "terrain_not_mapped"),
    }
    assert found["B"][1]["short"] == 4.0 and found["B"][1]["unit"] == "%" and answer["answer"] == "vacant_can"
    assert [one["rank_word"] for one in answer["alternatives"]] == ["fits", "may_fit", "falls_short"]
    assert answer["alternatives"][2]["lacking"] == pytest.approx(1 - 8 / (4 + 8), abs=0.001)
    word, row = _slope(answer["proposal_stands"])
    assert (word, row["has"], row["short"]) == ("fails", 30.0, 22.0)
    assert "terrain" in {row["layer_id"] for row in answer["sources"]}
    assert [row["value"] for row in answer["assumptions"] if row["what"] == "slope.step_m"] == [10.0]


@pytest.mark.parametrize(
    ("lang", "fits", "fails", "unknown", "asked"),
    [
        ("nb", "Gjennomsnittlig helning: 2 % (høyst 8 %)", "12 %, 4,0 prosentpoeng for bratt", "terrenget er ikke kartlagt", "8 %"),
        ("en", "Mean slope: 2% (at most 8%)", "12%, 4.0 percentage points too steep", "the terrain is not mapped", "8%"),
    ],
    ids=["nb", "en"],
)
def test_it_is_said_in_words(make_park: Callable, tmp_path: Path, lang: str, fits: str, fails: str, unknown: str, asked: str) -> None:
    _park(make_park, tmp_path)
    told = in_words(_ask({"daa": 9, "slope_pct": 8}), lang)
    plain = {plot: row["text"].replace("\N{NO-BREAK SPACE}", " ") for plot, (_, row) in _by_plot(told).items()}
    assert plain["A"] == fits and fails in plain["B"] and unknown in plain["C"]
    assert asked in [row["text"].replace("\N{NO-BREAK SPACE}", " ") for row in told["needs_text"]]
    assert any("10" in one and plain["A"].partition(":")[0] in one for one in told["assumptions_text"])


def test_without_a_terrain_model_nobody_knows(make_park: Callable, tmp_path: Path) -> None:
    _park(make_park, tmp_path, terrain=False)
    answer = _ask({"daa": 9, "slope_pct": 100})
    rows = [*_by_plot(answer).values(), _slope(answer["proposal_stands"])]
    assert len(rows) == 4 and all((word, row["has"], row["because"]) == ("unknown", None, "terrain_not_mapped") for word, row in rows)
    assert answer["answer"] == "vacant_may"


def test_of_a_proposal_of_vacant_units_each_is_asked(make_park: Callable, tmp_path: Path) -> None:
    _park(make_park, tmp_path)
    units = inventory("prove", _DAY)
    of = {plot: str(units.index[units["plot_id"] == plot][0]) for plot in _GROUND}
    for plot, (word, has) in {"A": ("fits", 2.0), "B": ("fails", 12.0), "C": ("unknown", None)}.items():
        found = _slope(_ask({"daa": 5, "slope_pct": 8}, [of[plot]])["proposal_stands"])
        assert (found[0], found[1]["has"]) == (word, has)


def test_an_assembly_is_as_steep_as_its_steepest_plot(make_park: Callable, tmp_path: Path) -> None:
    ground = {"A": rect(0, 0, 75), "B": rect(75, 0, 50), "C": rect(200, 0, 100)}
    layers = {"plots": plots(*ground.items()), "perimeter": perimeter(*ground.values()), "parcels": parcels(*zip("pqr", ground.values()))}
    _park(make_park, tmp_path, **layers)
    found = _by_plot(_ask({"daa": 12, "slope_pct": 8}))
    assert found["A+B"][0] == "fits" and found["A+B"][1]["has"] == 2.0
    steep = _by_plot(_ask({"daa": 12, "slope_pct": 1.5}))
    assert steep["A+B"][0] == "fails" and steep["A+B"][1]["short"] == 0.5


def test_bound_ground_is_left_out(make_park: Callable, tmp_path: Path) -> None:
    """Of a plot that is gentle in the west and steep in the east, with the west bound: the slope of the east, next to the break 9.5 %."""
    ground = rect(100, 0)
    layers = {"plots": plots(("B", ground)), "perimeter": perimeter(ground), "parcels": parcels(("q", ground))}
    west = frame("restrictions", [{"kind": "safety_distance", "geometry": rect(100, 0, 50)}])
    _park(make_park, tmp_path, **layers, restrictions=west)
    assert _by_plot(_ask({"daa": 4, "slope_pct": 8}))["B"][1]["has"] == pytest.approx((9.5 + 4 * 12) / 5, abs=0.02)
    stands = _ask({"daa": 4, "slope_pct": 8}, gpd.GeoSeries([ground], crs=EPSG))["proposal_stands"]
    assert _slope(stands)[1]["has"] == pytest.approx((9.5 + 4 * 12) / 5, abs=0.02)


def test_with_nothing_bound_all_of_the_plot_counts(make_park: Callable, tmp_path: Path) -> None:
    ground = rect(100, 0)
    _park(make_park, tmp_path, plots=plots(("B", ground)), perimeter=perimeter(ground), parcels=parcels(("q", ground)))
    assert _by_plot(_ask({"daa": 4, "slope_pct": 8}))["B"][1]["has"] == pytest.approx((4 * 2 + 4.5 + 9.5 + 4 * 12) / 10, abs=0.02)


@pytest.mark.parametrize("wrong", [0, -1, 100.5, "bratt", True])
def test_a_slope_out_of_range_is_refused(wrong: object) -> None:
    with pytest.raises(LanduseError) as error:
        read_needs({"slope_pct": wrong}, 1000)
    assert error.value.code == "need_invalid" and "0–100 %" in error.value.text("nb") and "0–100 %" in error.value.text("en")


def test_the_need_is_read_from_a_command_line() -> None:
    assert read_needs(parse_needs("daa=5,slope_pct=7.5"), 1000) == ({"daa": 5.0, "slope_pct": 7.5}, [])
    assert read_needs({"slope_pct": "7,5"}, 5000)[0] == {"daa": 5.0, "slope_pct": 7.5}
