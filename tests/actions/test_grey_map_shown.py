"""The national map beside a park's account, from its folder to status, card, export and page; nothing of it where it is not."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from actions.exports.export import export
from actions.progress import grey_map
from actions.progress.status import status
from actions.progress.words import card_text, status_text
from actions.units.explain import explain
from actions.units.inventory import inventory
from landuse.words import messages
from tests.squares import frame, perimeter, plots, records, rect, zoning
from views.kart import park_figures

_NOW = date(2026, 6, 30)


def _frames(**more: object) -> dict:
    """Two plots of 10 daa, one let and mostly green, one idle and mostly grey, and a third that the map does not reach."""
    own = {
        "perimeter": perimeter(rect(0, 0, 300, 100)),
        "plots": plots(("T1", rect(0, 0)), ("T2", rect(100, 0)), ("T3", rect(200, 0))),
        "zoning": zoning({"geometry": rect(0, 0, 300, 100)}),
        "records": records(("plot", "T1", "lease"), ("plot", "T2", "idle"), ("plot", "T3", "lease")),
    }
    return own | more


def _map() -> dict:
    day = {"data_date": "2025-11-24", "valid_from": "2025-11-24"}
    names = ("building_pct", "grey_pct", "green_pct", "geometry")
    rows = [dict(zip(names, row)) | day for row in ((0, 10, 90, rect(0, 0)), (5, 85, 10, rect(100, 0)))]
    return {
        "grey_land": frame("grey_land", rows),
        "land_use": frame("land_use", [{"ssb_use": "Industri", "geometry": rect(0, 0, 80)}]),
    }


def _exported(folder: Path) -> pd.DataFrame:
    export(["prove"], _NOW, folder / "out.geojson")
    units = json.loads((folder / "out.geojson").read_text(encoding="utf-8"))["features"]
    return pd.DataFrame([unit["properties"] for unit in units]).set_index("plot_id")


def test_share_and_differences_of_a_park(make_park: object) -> None:
    make_park(**_frames(**_map()))
    told = status(["prove"]).as_json()
    row = told["parks"][0]["grey_map"]
    assert (row["data_days"], row["grey_pct"], row["building_pct"], row["green_pct"]) == ("2025-11-24", 50.0, 2.5, 50.0)
    amounts = {name: round(row[f"{name}_daa"]) for name in ("stated", "unstated", "not_mapped", "in_use_green", "vacant_grey")}
    assert amounts == {"stated": 20, "unstated": 0, "not_mapped": 10, "in_use_green": 10, "vacant_grey": 10}
    assert told["total"]["grey_map"] == row
    said = status_text(told, "nb")
    assert "Grå andel av bruttoarealet: 50 %" in said.replace("\N{NO-BREAK SPACE}", " ") and "24. november 2025" in said
    assert messages.text("nb", "grey_map.share") in {label for label, _, _ in park_figures.readings(told["parks"][0], "nb")}
    found = grey_map.beside("prove", _NOW)
    assert sorted(found.units["reason"]) == ["not_mapped", "record", "record"]
    assert found.parts.to_numpy().sum() == inventory("prove", _NOW)["area_m2"].sum()


def test_before_the_day_of_its_data_the_map_says_nothing(make_park: object) -> None:
    park = make_park(**_frames(**_map()))
    assert status(["prove"], "baseline").as_json()["parks"][0]["grey_map"] is None
    assert grey_map.has_layer(park) and grey_map.beside("prove", park.baseline_date) is None


@pytest.mark.parametrize("lang", messages.LANGS)
def test_the_card_has_both_maps_beside_the_class(make_park: object, lang: str) -> None:
    make_park(**_frames(**_map()))
    units = inventory("prove", _NOW)
    card = explain(str(units.index[units["plot_id"] == "T1"][0]), _NOW, lang)
    assert [row["layer_id"] for row in card["beside"]] == ["grey_land", "land_use"]
    assert {"nb": "24. november 2025", "en": "24 November 2025"}[lang] in card["beside"][0]["text"]
    assert card["beside"][1]["text"].startswith({"nb": "Industri (80", "en": "Industry (80"}[lang])
    assert card["beside"][0]["text"] in card_text(card, lang)


def test_without_the_maps_nothing_is_said_of_them(make_park: object, tmp_path: Path) -> None:
    make_park(**_frames())
    told = status(["prove"]).as_json()
    assert told["parks"][0]["grey_map"] is None and told["total"]["grey_map"] is None
    word = messages.text("nb", "grey_map.share")
    assert word not in status_text(told, "nb") and word not in {label for label, _, _ in park_figures.readings(told["parks"][0], "nb")}
    units = inventory("prove", _NOW)
    card = explain(str(units.index[0]), _NOW)
    assert card["beside"] == [] and not [row for row in card["evidence"] if row["layer_id"] in ("grey_land", "land_use")]
    assert _exported(tmp_path)[["grey_map_pct", "grey_map_differs", "ssb_use"]].isna().all(axis=None)


def test_the_export_holds_the_comparison(make_park: object, tmp_path: Path) -> None:
    make_park(**_frames(**_map()))
    rows = _exported(tmp_path)
    assert rows["grey_map_differs"].to_dict() == {"T1": "in_use_green", "T2": "vacant_grey", "T3": "not_told"}
    assert rows.loc["T2", "grey_map_reason"] == "record" and rows.loc["T1", "ssb_use"] == "Industri"
    assert rows.loc["T3", "grey_map_differs_label"].endswith(messages.text("nb", "grey_map.reason.not_told.not_mapped"))


def test_several_parks_are_summed_and_say_whose_the_map_is(make_park: object) -> None:
    make_park("a", **_frames(**_map()))
    make_park("b", **_frames())
    total = status(["a", "b"]).as_json()["total"]["grey_map"]
    assert total["parks"] == ["a"] and total["grey_pct"] == 50.0


def test_a_map_without_days_is_of_its_files_day(make_park: object) -> None:
    rows = frame("grey_land", [{"grey_pct": 60, "green_pct": 40, "geometry": rect(0, 0, 300, 100)}])
    park = make_park(**_frames(grey_land=rows))
    assert status(["prove"]).as_json()["parks"][0]["grey_map"]["data_days"] == str(park.layers["grey_land"]["dated"])
