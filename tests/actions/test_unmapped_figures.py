"""Figures of layers that a park has not got are not mapped, never nought; without an adopted perimeter there is no rate on it."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from actions.exports.export import export
from actions.progress.indicators import NOT_MAPPED
from actions.progress.status import status
from landuse.words import messages
from tests.squares import buildings, frame, land_resource, perimeter, plots, records, rect, zoning
from views.kart import park_figures

_ADOPTED = '[adopted]\nby = "Styret"\non = 2024-01-01\nbasis = "Vedtak"\n'


def _frames(mapped: bool) -> dict:
    """Two plots, one let and one idle; with the layers that nature, bound land and densifying rest on, or without."""
    bare = {
        "perimeter": perimeter(rect(0, 0, 200)),
        "plots": plots(("T1", rect(0, 0)), ("T2", rect(100, 0))),
        "zoning": zoning({"geometry": rect(0, 0, 200)}),
        "records": records(("plot", "T1", "lease"), ("plot", "T2", "idle")),
    }
    more = {"land_resource": land_resource(("30", rect(0, 0, 200))), "restrictions": frame("restrictions"), "buildings": buildings()}
    return bare | more if mapped else bare


def _readings(row: dict, name: str) -> str:
    label = messages.text("nb", f"views.{name}")
    return next(value for said, value, _ in park_figures.readings(row, "nb") if said == label)


def _sheet(target: Path) -> dict[str, object]:
    """The values of the sheet Tall by the name of the figure."""
    export(["prove"], None, target)
    rows = openpyxl.load_workbook(target)[messages.text("nb", "export.sheet.figures")].iter_rows(values_only=True)
    return {row[1]: row[2] for row in rows if len(row) > 2 and row[1]}


def test_what_is_not_mapped_is_not_nought(make_park: Callable, tmp_path: Path) -> None:
    make_park(**_frames(mapped=False))
    told = status(["prove"]).as_json()
    row = told["parks"][0]
    assert [row[name] for name in NOT_MAPPED] == [told["total"][name] for name in NOT_MAPPED] == [None] * len(NOT_MAPPED)
    for name in ("greenfield", "nature_built_into_account", "bound", "spare"):
        assert _readings(row, name) == "ikke kartlagt", name
    figures = _sheet(tmp_path / "ut.xlsx")
    for name in ("greenfield_daa", "bound_daa", "spare_daa", "building_stock_m2", "vacant_building_m2"):
        assert figures[messages.text("nb", f"figure.{name}")] == "ikke kartlagt", name


def test_what_is_mapped_is_a_number_and_nought_too(make_park: Callable, tmp_path: Path) -> None:
    make_park(**_frames(mapped=True))
    row = status(["prove"]).as_json()["parks"][0]
    assert row["greenfield_daa"] == pytest.approx(10, rel=1e-3) and row["bound_daa"] == row["building_stock_m2"] == 0
    assert _sheet(tmp_path / "ut.xlsx")[messages.text("nb", "figure.bound_daa")] == 0


def test_half_a_map_gives_at_least_so_much(make_park: Callable, tmp_path: Path) -> None:
    make_park(**_frames(mapped=True) | {"land_resource": land_resource(("30", rect(100, 0, 50)))})
    row = status(["prove"]).as_json()["parks"][0]
    assert row["greenfield_daa"] + row["greenfield_not_mapped_daa"] == pytest.approx(row["vacant_daa"], abs=0.002)
    assert row["greenfield_not_mapped_daa"] > 1 and any(note.startswith("Minst 5,0") for note in row["notes"]), row["notes"]
    assert _readings(row, "greenfield").startswith("minst ")
    assert _sheet(tmp_path / "ut.xlsx")[messages.text("nb", "figure.greenfield_not_mapped_daa")] > 1


def test_a_total_says_which_figures_are_of_some_parks_alone(make_park: Callable) -> None:
    make_park("a", **_frames(mapped=True))
    make_park("b", **_frames(mapped=False))
    total = status().as_json()["total"]
    said = messages.text("nb", "status.partly_mapped", figure=messages.text("nb", "figure.greenfield_daa"), count=1, all=2)
    assert total["greenfield_daa"] == pytest.approx(10, rel=1e-3) and said in total["notes"]
    assert not any("kartlagt i" in note for note in status(["a"]).as_json()["total"]["notes"])


def test_no_adopted_perimeter_no_rate(make_park: Callable, tmp_path: Path) -> None:
    make_park(**_frames(mapped=True))
    told = status(["prove"]).as_json()
    assert told["parks"][0]["adopted_land_utilisation_pct"] is None and told["total"]["adopted_land_utilisation_pct"] is None
    assert _readings(told["parks"][0], "adopted") == _readings(told["total"], "adopted") == "ikke vedtatt"
    assert _sheet(tmp_path / "ut.xlsx")[messages.text("nb", "figure.adopted_land_utilisation_pct")] == "ikke vedtatt"


def test_an_adopted_perimeter_has_its_rate(make_park: Callable) -> None:
    make_park("a", rest=_ADOPTED, **_frames(mapped=True))
    make_park("b", **_frames(mapped=True) | {"records": records(("plot", "T1", "lease"), ("plot", "T2", "lease"))})
    told = status().as_json()
    assert [row["adopted_land_utilisation_pct"] for row in told["parks"]] == [50.0, None]
    assert told["total"]["adopted_land_utilisation_pct"] == 50.0


@pytest.mark.parametrize("lang", messages.LANGS)
def test_the_range_is_told_of_the_undecided_and_the_list_beside_it(lang: str) -> None:
    how = messages.text(lang, "progress.gauges.how", undecided="3", asking="4")
    assert "3" in how and "4" in how
    keys = ("views.undecided", "export.to_confirm", "column.undecided", "figure.undecided_daa")
    words = {messages.text(lang, key).lower() for key in keys}
    assert len(words) == 1 and messages.text(lang, "views.asks") not in words
