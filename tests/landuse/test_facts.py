"""The four answers, each from a real situation, and never one for another."""

import geopandas as gpd
import numpy as np
import pytest

from actions.units.layer_questions import question
from landuse.measure.zonal import Grid
from landuse.units import facts
from landuse.units.facts import Question
from landuse.words.errors import LanduseError
from tests.squares import EPSG, SOUTH, WEST, found, frame, parcels, rect, zoning


def _units() -> gpd.GeoDataFrame:
    frame_ = gpd.GeoDataFrame({"area_m2": [10_000, 10_000]}, geometry=[rect(0, 0), rect(100, 0)], crs=EPSG, index=["a", "b"])
    return frame_.rename_axis("unit_id")


def _layer(*shapes: object, **columns: list) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=EPSG)


def _answers(question: Question) -> dict:
    rows = facts.ask_all(_units(), [question])
    return {(row.unit_id, row.code, row.status): (row.overlap_m2, row.overlap_pct) for row in rows.itertuples()}


def test_hit_and_no_hit() -> None:
    answers = _answers(Question("flood", _layer(rect(0, 0, 25))))
    assert answers[("a", "", "HIT")] == pytest.approx((2500, 25))
    assert answers[("b", "", "NO_HIT")] == pytest.approx((0, 0))
    assert len(answers) == 2


def test_hit_by_code() -> None:
    answers = _answers(Question("protected", _layer(rect(0, 0, 25), rect(50, 0, 100), kind=["x", "y"]), code="kind"))
    assert {key: value[1] for key, value in answers.items()} == pytest.approx(
        {("a", "x", "HIT"): 25, ("a", "y", "HIT"): 50, ("b", "y", "HIT"): 50}
    )


def test_rows_that_overlap_are_one_hit() -> None:
    """A flood of 20 years lies inside the one of 200: the ground is flooded once."""
    answers = _answers(Question("flood", _layer(rect(0, 0, 50), rect(0, 0, 25))))
    assert answers[("a", "", "HIT")] == pytest.approx((5000, 50))


def test_not_mapped_where_nobody_has_looked() -> None:
    mapped = gpd.GeoSeries([rect(0, 0, 150)], crs=EPSG)
    answers = _answers(Question("protected", _layer(), mapped=mapped))
    assert answers[("a", "", "NO_HIT")] == pytest.approx((0, 0))
    assert answers[("b", "", "NOT_MAPPED")] == pytest.approx((5000, 50))
    assert len(answers) == 2


def test_a_hit_beside_unmapped_ground_says_both() -> None:
    mapped = gpd.GeoSeries([rect(0, 0, 150)], crs=EPSG)
    answers = _answers(Question("protected", _layer(rect(100, 0, 10)), mapped=mapped))
    assert {key[1:] for key in answers if key[0] == "b"} == {("", "HIT"), ("", "NOT_MAPPED")}


def test_mapped_nowhere_is_not_mapped_everywhere() -> None:
    from shapely import Polygon

    answers = _answers(Question("flood", _layer(), mapped=gpd.GeoSeries([Polygon()], crs=EPSG)))
    assert {key[2]: value[1] for key, value in answers.items()} == {"NOT_MAPPED": 100}


def test_failed_is_not_zero() -> None:
    rows = facts.ask_all(_units(), [Question("flood", None)])
    assert rows["status"].tolist() == ["FAILED", "FAILED"]
    assert rows["overlap_m2"].isna().all() and rows["overlap_pct"].isna().all()


def test_a_blank_in_a_tiling_layer_is_not_mapped() -> None:
    answers = _answers(Question("land_resource", _layer(rect(0, 0, 150), ar5=["30"]), code="ar5", tiles=True))
    assert answers[("b", "", "NOT_MAPPED")] == pytest.approx((5000, 50))
    assert ("a", "", "NOT_MAPPED") not in answers


def test_a_code_can_itself_mean_not_mapped() -> None:
    question = Question("land_resource", _layer(rect(0, 0, 200), ar5=["99"]), code="ar5", tiles=True, unmapped_codes=("99",))
    assert {key[1:] for key in _answers(question)} == {("99", "NOT_MAPPED")}


def test_a_gap_under_a_percent_is_an_edge() -> None:
    assert {key[2] for key in _answers(Question("x", _layer(rect(0, 0, 199.5)), tiles=True))} == {"HIT"}


def test_a_line_has_the_width_it_is_given() -> None:
    from shapely import LineString

    wire = LineString([(WEST, SOUTH + 50), (WEST + 100, SOUTH + 50)])
    answers = _answers(Question("power", _layer(wire), buffer_m=5.0))
    assert answers[("a", "", "HIT")] == pytest.approx((1000, 10))
    assert answers[("b", "", "NO_HIT")] == pytest.approx((0, 0))


def test_a_raster_with_nodata_is_not_mapped_there() -> None:
    classes = np.full((10, 20), 50)
    classes[:, 10:] = 0
    answers = _answers(Question("land_cover_2020", Grid(classes, WEST, SOUTH + 100, 10.0, 0), tiles=True))
    assert answers[("a", "50", "HIT")] == pytest.approx((10_000, 100))
    assert answers[("b", "", "NOT_MAPPED")] == pytest.approx((10_000, 100))


def test_areas_are_true_areas() -> None:
    units = _units().assign(area_m2=[5000, 10_000])  # as if the map stretched twofold at a
    rows = facts.ask_all(units, [Question("flood", _layer(rect(0, 0, 50)))])
    assert rows.set_index("unit_id").loc["a", ["overlap_m2", "overlap_pct"]].tolist() == pytest.approx([2500, 50])


def test_mapped_in_another_crs_is_refused() -> None:
    with pytest.raises(LanduseError) as refused:
        _answers(Question("flood", _layer(), mapped=gpd.GeoSeries([rect(0, 0)], crs=25833)))
    assert refused.value.code == "crs_differ"


def test_no_questions_no_facts() -> None:
    assert facts.ask_all(_units(), []).empty


def test_share_counts_hits_alone() -> None:
    rows = facts.ask_all(
        _units(), [Question("protected", _layer(rect(0, 0, 25), rect(50, 0, 100), kind=["x", "y"]), code="kind"), Question("flood", None)]
    )
    units = _units().index
    assert facts.share_pct(rows, units, "protected").to_dict() == pytest.approx({"a": 75, "b": 50})
    assert facts.share_pct(rows, units, "protected", ("x",)).to_dict() == pytest.approx({"a": 25, "b": 0})
    assert facts.share_pct(rows, units, "flood").to_dict() == {"a": 0, "b": 0}


def test_a_failed_layer_lowers_the_confidence_of_every_unit() -> None:
    frames = {"parcels": parcels(("a", rect(0, 0))), "zoning": zoning({"geometry": rect(0, 0)}), "land_resource": _resource()}
    sure, unsure = (found(rect(0, 0), [Question("flood", rows)], **frames).units for rows in (frame("flood"), None))
    assert (sure["confidence"].tolist(), unsure["confidence"].tolist()) == (["medium"], ["low"])
    assert unsure["confidence_reasons"].tolist() == ['["layer_failed"]']


def test_ground_that_nobody_has_mapped_is_undecided() -> None:
    unit = found(rect(0, 0), parcels=parcels(("a", rect(0, 0))), zoning=zoning({"geometry": rect(0, 0)})).units.iloc[0]
    assert (unit["class"], unit["rule_id"], unit["undecided"], unit["confidence"]) == ("vacant_zoned", "ground_not_mapped", True, "low")
    assert unit["nature_not_mapped_m2"] == unit["area_m2"]


def test_land_that_two_layers_bind_is_bound_once() -> None:
    binding = [
        question("flood", _layer(rect(0, 0, 60), rect(0, 0, 30), return_period_years=[200, 20])),
        question("restrictions", _layer(rect(0, 0, 60), rect(50, 0, 20), kind=["buffer", "landfill"])),
    ]
    unit = found(
        rect(0, 0), binding, parcels=parcels(("a", rect(0, 0))), zoning=zoning({"geometry": rect(0, 0)}), land_resource=_resource()
    ).units.iloc[0]
    assert unit["bound_m2"] == pytest.approx(7000, rel=1e-3)
    assert unit["clarify_m2"] == pytest.approx(6000, rel=1e-3)  # a flood zone asks for safety, it forbids nothing


def _resource() -> gpd.GeoDataFrame:
    from tests.squares import land_resource

    return land_resource(("30", rect(-500, -500, 2000, 2000)))


def test_ground_that_two_codes_share_counts_once_against_what_was_mapped() -> None:
    """A flood of 20 years inside one of 200: 50 m of the unit are shown, and of the 50 m that nobody mapped all are told of."""
    rows = _layer(rect(0, 0, 50), rect(0, 0, 30), return_period_years=[200, 20])
    mapped = gpd.GeoSeries([rect(0, 0, 50)], crs=EPSG)
    answers = _answers(question("flood", rows, mapped))
    assert {key[1:]: round(value[1]) for key, value in answers.items() if key[0] == "a"} == {
        ("20", "HIT"): 30,
        ("200", "HIT"): 50,
        ("", "NOT_MAPPED"): 50,
    }
