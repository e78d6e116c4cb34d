"""Columns of geometry in every form that files have them in, and boxes without reading the shapes."""

import numpy as np
import pyarrow as pa
import pytest
import shapely

from landuse.measure import crs, geometry_columns, outline_areas, ragged
from landuse.words.errors import LanduseError

_RING = shapely.box(0, 0, 9, 9).difference(shapely.box(2, 2, 4, 4))
_PARTS = shapely.MultiPolygon([_RING, shapely.box(20, 0, 25, 5)])
_SHAPES = np.array([_RING, _PARTS, shapely.Polygon([(0, 0), (5, 0), (0, 5)])])


def _nested(shapes: np.ndarray) -> pa.Array:
    _, xy, offsets = shapely.to_ragged_array(shapes)
    column = pa.StructArray.from_arrays([pa.array(xy[:, 0]), pa.array(xy[:, 1])], ["x", "y"])
    for offset in offsets:
        column = pa.ListArray.from_arrays(pa.array(offset, pa.int32()), column)
    return column


def _forms() -> dict[str, pa.Array]:
    wkb = shapely.to_wkb(_SHAPES)
    return {
        "binary": pa.array(wkb),
        "large binary": pa.array(wkb, pa.large_binary()),
        "most significant byte first": pa.array(shapely.to_wkb(_SHAPES, byte_order=0)),
        "both orders": pa.array([*shapely.to_wkb(_SHAPES[:1]), *shapely.to_wkb(_SHAPES[1:], byte_order=0)]),
        "chunks": pa.chunked_array([pa.array(wkb[:1]), pa.array(wkb)[:0], pa.array(wkb)[1:]]),
        "geoarrow": _nested(_SHAPES),
    }


@pytest.mark.parametrize("form", _forms())
def test_every_form_gives_the_same_arrays_and_boxes(form: str) -> None:
    read, expected = geometry_columns.from_arrow(_forms()[form], "layer"), ragged.from_shapes(_SHAPES)
    for name in ("xy", "ring_at", "shape_at", "is_shell"):
        assert np.array_equal(getattr(read, name), getattr(expected, name)), name
    assert np.array_equal(geometry_columns.boxes_of(geometry_columns.Column("layer", _forms()[form])), shapely.bounds(_SHAPES))


def test_columns_are_read_one_after_the_other() -> None:
    forms = _forms()
    read = geometry_columns.from_columns([geometry_columns.Column(form, forms[form]) for form in forms])
    expected = ragged.from_shapes(np.tile(_SHAPES, len(forms)))
    for name in ("xy", "ring_at", "shape_at", "is_shell"):
        assert np.array_equal(getattr(read, name), getattr(expected, name)), name
    assert len(geometry_columns.from_columns([])) == 0


def test_nothing_has_no_box() -> None:
    values = [None, shapely.to_wkb(shapely.Polygon()), shapely.to_wkb(shapely.MultiPolygon()), shapely.to_wkb(_RING)]
    boxes = geometry_columns.boxes_of(geometry_columns.Column("layer", pa.array(values)))
    assert np.isnan(boxes[:3]).all() and boxes[3].tolist() == [0, 0, 9, 9]
    nested = geometry_columns.boxes_of(geometry_columns.Column("layer", _nested(np.array([shapely.Polygon(), shapely.box(1, 2, 3, 4)]))))
    assert np.isnan(nested[0]).all() and nested[1].tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("value", "reason"), [(b"\x01\x02", "fault.unreadable"), (b"\x00\x02", "fault.unreadable"), ("POINT (1 1)", "fault.no_polygon")]
)
def test_the_box_of_what_is_no_polygon_is_refused_by_its_row(value: bytes | str, reason: str) -> None:
    wkb = shapely.to_wkb(shapely.from_wkt(value)) if isinstance(value, str) else value
    column = geometry_columns.Column("zones", pa.array([shapely.to_wkb(_RING), wkb]), np.array([70, 71]))
    for read in (geometry_columns.boxes_of, lambda column: geometry_columns.from_columns([column])):
        with pytest.raises(LanduseError) as refused:
            read(column)
        assert refused.value.values == {"frame": "zones", "row": 71, "reason": reason, "count": 1}


def test_cut_off_bytes_have_no_box() -> None:
    whole = shapely.to_wkb(_PARTS)
    for end in range(1, len(whole)):
        with pytest.raises(LanduseError):
            geometry_columns.boxes_of(geometry_columns.Column("layer", pa.array([whole[:end]])))


def test_some_of_the_shapes_are_taken_whole() -> None:
    read = ragged.from_shapes(_SHAPES)
    for rows in ([2, 0], [1], [], [0, 1, 2]):
        assert shapely.equals(read.taken(np.array(rows, int)).as_shapes(), _SHAPES[rows]).all()


@pytest.mark.parametrize("projection", [25832, 25833, 3857])
@pytest.mark.parametrize("side_m", [0.01, 100.0, 5_000.0])
def test_true_areas_are_those_of_frames(projection: int, side_m: float) -> None:
    import geopandas as gpd

    corner = gpd.GeoSeries.from_xy([500_100.0], [7_000_000.0], crs=25832).to_crs(projection)[0]
    shapes = shapely.transform(_SHAPES, lambda xy: xy * (side_m / 9) + [corner.x, corner.y])
    series = gpd.GeoSeries(shapes, crs=projection)
    found = outline_areas.true_per_planar(ragged.from_shapes(shapes), series.crs) * crs.planar_area_m2(series)
    assert found == pytest.approx(crs.area_m2(series).to_numpy(), rel=1e-9)


def test_no_units_have_no_areas() -> None:
    import pyproj

    assert len(outline_areas.true_per_planar(ragged.from_shapes(np.array([], object)), pyproj.CRS(25832))) == 0
