"""The national map of grey land: shares per unit and of the gross area, and where the map and the account differ."""

import json
from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.affinity import rotate

from landuse.progress import grey_map as account
from landuse.rules import table
from landuse.units import grey_map
from landuse.units.facts import Question, ask_all
from landuse.units.inventory import inventory
from landuse.units.snapshot import find
from landuse.words import messages
from tests.squares import EPSG, buildings, found, frame, ground, perimeter, plots, records, rect, zoning

_DAY, _WHOLE = "2025-11-24", rect(0, 0, 200)


def _rows(*rows: tuple, day: str | None = _DAY) -> gpd.GeoDataFrame:
    """Rows (building, grey, green, shape)."""
    names = ("building_pct", "grey_pct", "green_pct", "geometry")
    return frame("grey_land", [dict(zip(names, row)) | {"data_date": day} for row in rows])


def _inventory(rows: gpd.GeoDataFrame, outline: shapely.Geometry = _WHOLE, **frames: object) -> pd.DataFrame:
    frames = {"zoning": zoning({"geometry": outline})} | frames
    snapshot = found(outline, [grey_map.question(rows)], **frames)
    return inventory(snapshot.units, gpd.GeoDataFrame(geometry=[], crs=EPSG))


@pytest.mark.parametrize(
    ("stated", "shares"),
    [
        ((22, 61, 17), (22, 61, 17, 0)),
        ((22, 83, 17), (22, 61, 17, 0)),  # buildings in the grey
        ((0, 34, 67), (0, 33, 67, 0)),  # rounded one by one
        ((None, 60, 40), (0, 60, 40, 0)),
        ((None, None, None), (0, 0, 0, 100)),  # a road
        ((0, 0, 0), (0, 0, 0, 100)),
        ((50, 60, 40), (50, 10, 40, 0)),
        ((60, 40, 40), (0, 0, 0, 100)),  # neither three that sum to 100 nor two
        ((-10, 60, 50), (0, 0, 0, 100)),
        ((0, 100, None), (0, 0, 0, 100)),
    ],
)
def test_what_a_surface_states(stated: tuple, shares: tuple) -> None:
    told = grey_map.shares(_rows((*stated, rect(0, 0)))).iloc[0]
    assert tuple(told[list(grey_map.SHARES)]) == pytest.approx(shares) and told.sum() == pytest.approx(100)


def test_shares_of_a_unit_are_weighted_by_area_and_a_blank_is_not_mapped() -> None:
    units = gpd.GeoDataFrame({"area_m2": [10_000, 10_000]}, geometry=[rect(0, 0), rect(100, 0)], crs=EPSG, index=["a", "b"])
    rows = _rows((20, 60, 20, rect(0, 0, 50)), (0, 0, 100, rect(50, 0, 75)), (None, None, None, rect(125, 0, 25)))
    facts = ask_all(units.rename_axis("unit_id"), [grey_map.question(rows)])
    told = grey_map.evidence(units, facts)
    assert told["grey_map_pct"].tolist() == pytest.approx([40, 0])
    assert told["grey_map_building_pct"].tolist() == pytest.approx([10, 0])
    assert told["grey_map_green_pct"].tolist() == pytest.approx([60, 25])
    assert told["grey_map_told_pct"].tolist() == pytest.approx([100, 25])
    areas = grey_map.areas_m2(units, facts)
    assert areas.loc["b", [grey_map.column(part) for part in grey_map.PARTS]].tolist() == [0, 0, 2500, 2500, 5000]
    assert (areas.sum(axis=1) == units["area_m2"]).all()


def test_shares_are_those_that_geos_finds() -> None:
    """Turned units over turned surfaces, cut pair by pair."""
    draw = np.random.default_rng(7)
    units = gpd.GeoDataFrame(geometry=[rotate(rect(60 * i, 40 * (i % 3), 55, 70), 7 * i) for i in range(12)], crs=EPSG)
    units.index = pd.Index([f"u{i}" for i in range(12)], name="unit_id")
    units["area_m2"] = units.area.round().astype(int)
    green = draw.integers(0, 101, 60)
    roofs = [int(draw.integers(0, 101 - one)) for one in green]
    cells = [rect(80 * (i % 12) - 50, 60 * (i // 12) - 60, 80, 60) for i in range(60)]
    rows = _rows(*((roof, 100 - roof - one, one, cell) for roof, one, cell in zip(roofs, green, cells)))
    told = grey_map.evidence(units, ask_all(units, [grey_map.question(rows)]))
    for name, stated in (("grey_map_building_pct", roofs), ("grey_map_green_pct", green)):
        shared = shapely.area(shapely.intersection(units.geometry.to_numpy()[:, None], np.array(cells)[None, :]))
        assert told[name].to_numpy() == pytest.approx((shared * np.array(stated)).sum(axis=1) / units.area.to_numpy(), abs=1e-6)


def test_a_share_states_what_is_and_moves_no_class() -> None:
    frames = {"plots": plots(("T1", rect(0, 0)), ("T2", rect(100, 0))), "outline": rect(0, 0, 200, 100)}
    with_map = _inventory(_rows((40, 50, 10, rect(-50, -50, 400, 400))), **frames)
    without = found(frames["outline"], [], plots=frames["plots"], zoning=zoning({"geometry": frames["outline"]})).units
    assert with_map["class"].tolist() == without["class"].tolist() and with_map["undecided"].tolist() == without["undecided"].tolist()
    assert not account.has_map(without).any() and account.days(without) is None and account.differences(without).empty
    assert account.parts_m2(without).to_numpy().sum() == 0


def test_the_gross_area_by_class_and_part_sums_to_the_account() -> None:
    rows = _rows((20, 70, 10, rect(0, 0)), (0, 5, 95, rect(100, 0, 50)))
    two = plots(("T1", rect(0, 0)), ("T2", rect(100, 0)))
    park = _inventory(rows, rect(0, 0, 200, 100), plots=two, records=records(("plot", "T1", "lease")))
    parts = account.parts_m2(park)
    assert parts.to_numpy().sum() == park["area_m2"].sum()
    assert parts.loc["vacant_zoned", "not_mapped_m2"] == pytest.approx(5000, rel=1e-3)
    whole = parts.sum()
    assert account.share_pct(whole, "building", "grey") == pytest.approx(100 * (90 * 2 + 5) / 300, abs=0.01)
    assert account.days(park) == _DAY


def test_of_ground_that_nothing_is_stated_of_there_is_no_share() -> None:
    park = _inventory(_rows((None, None, None, rect(0, 0, 200))))
    assert account.share_pct(account.parts_m2(park).sum(), "building", "grey") is None
    assert account.differences(park)[["side", "reason"]].to_numpy().tolist() == [["not_told", "unstated"]]


_GREEN, _GREY, _ROOFS = (0, 5, 95), (0, 90, 10), (30, 60, 10)
_IDLE = records(("plot", "T1", "idle"))


@pytest.mark.parametrize(
    ("shares", "frames", "expected"),
    [
        (_GREEN, {"records": records(("plot", "T1", "lease"))}, ("in_use_green", "record")),
        (_GREEN, {"buildings": buildings({"building_id": "1", "geometry": rect(0, 0, 50, 50)})}, ("in_use_green", "green_yard")),
        (_GREEN, {"plots": plots(("T1", rect(0, 0), "other_owner")), "records": _IDLE}, ("in_use_green", "held_idle")),
        (_GREEN, {"zoning": zoning({"geometry": rect(0, 0), "zone_code": "2010"})}, ("in_use_green", "infrastructure")),
        (_GREY, {"records": records(("plot", "T1", "offered"))}, ("vacant_grey", "record")),
        (_ROOFS, {"records": _IDLE}, ("vacant_grey", "building_unseen")),
        (_GREY, {"records": records(("plot", "T1", "lease"))}, None),
        (_GREEN, {"records": _IDLE}, None),
    ],
)
def test_each_difference_has_its_reason(shares: tuple, frames: dict, expected: tuple | None) -> None:
    given = {"plots": plots(("T1", rect(0, 0)))} | frames
    told = account.differences(_inventory(_rows((*shares, rect(0, 0))), rect(0, 0), **given))
    assert [tuple(row) for row in told[["side", "reason"]].to_numpy()] == ([expected] if expected else [])
    if expected:
        per_unit = account.per_unit(_inventory(_rows((*shares, rect(0, 0))), rect(0, 0), **given)).iloc[0]
        assert (per_unit["grey_map_differs"], per_unit["grey_map_reason"]) == expected


def test_ground_that_is_not_mapped_stands_apart_and_the_largest_comes_first() -> None:
    park = _inventory(
        _rows((*_GREY, rect(0, 0)), (*_GREEN, rect(100, 0, 200))),
        rect(0, 0, 700, 100),
        plots=plots(("T1", rect(0, 0)), ("T2", rect(100, 0, 200)), ("T3", rect(300, 0, 400))),
        records=records(("plot", "T1", "idle"), ("plot", "T2", "lease"), ("plot", "T3", "lease")),
    )
    told = account.differences(park)
    assert told["side"].tolist() == ["not_told", "in_use_green", "vacant_grey"]
    assert told["told_m2"].tolist() == pytest.approx([0, 19_000, 9_000], rel=1e-3)


def test_every_side_and_reason_has_words_and_the_last_of_a_side_always_holds() -> None:
    rules = table("grey_map")
    for side in (row["id"] for row in rules["side"]):
        reasons = [row for row in rules["reason"] if row["side"] == side]
        assert reasons[-1]["when"] == []
        for lang in messages.LANGS:
            assert messages.text(lang, f"grey_map.side.{side}")
            assert all(messages.text(lang, f"grey_map.reason.{side}.{row['id']}") for row in reasons)


def test_a_unit_that_was_kept_before_the_map_was_asked_still_reads() -> None:
    park = _inventory(_rows((*_GREY, rect(0, 0, 200))))
    old = park.drop(columns=[grey_map.column(part) for part in grey_map.PARTS])
    old["evidence"] = [json.dumps(_before(json.loads(text))) for text in old["evidence"]]
    assert account.differences(old).empty and account.parts_m2(old).to_numpy().sum() == 0
    assert account.per_unit(old).isna().all(axis=None)


def _before(evidence: dict) -> dict:
    return {name: value for name, value in evidence.items() if not name.startswith(("grey_map", "ssb"))}


def test_ssb_says_the_largest_use_and_how_much_is_business() -> None:
    units = gpd.GeoDataFrame({"area_m2": [10_000]}, geometry=[rect(0, 0)], crs=EPSG, index=pd.Index(["a"], name="unit_id"))
    used = frame("land_use", [{"ssb_use": "Bolig", "geometry": rect(0, 0, 45)}, {"ssb_use": "Industri", "geometry": rect(45, 0, 30)},
                              {"ssb_use": "Lager", "geometry": rect(75, 0, 25)}])  # fmt: skip
    told = grey_map.evidence(units, ask_all(units, [Question("land_use", used, code="ssb_use")])).iloc[0]
    assert (told["ssb_use"], told["ssb_use_pct"], told["ssb_business_pct"]) == ("Bolig", pytest.approx(45), pytest.approx(55))


@pytest.mark.parametrize(
    ("shares", "on", "asked"),
    [
        ((0, 2, 98), "2026-06-30", "yes"),
        ((0, 60, 40), "2026-06-30", "no"),
        ((0, 2, 98), "2030-06-30", "no"),
        ((None, None, None), "2026-06-30", "no"),
    ],
)
def test_a_map_that_has_a_unit_green_is_a_map_of_its_ground_while_it_is_recent(shares: tuple, on: str, asked: str) -> None:
    rows, one = _rows((*shares, rect(0, 0))), rect(0, 0)
    at = replace(ground(zoning=zoning({"geometry": one})), on=date.fromisoformat(on))
    unit = find("prove", perimeter(one), at, [grey_map.question(rows)]).units.iloc[0]
    assert json.loads(unit["evidence"])["ground_asked"] == asked
