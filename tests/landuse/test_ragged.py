"""Polygons out of WKB and GeoArrow: the same arrays as from shapes, and nothing that a file says is trusted."""

import numpy as np
import pyarrow as pa
import pytest
import shapely

from landuse.measure import geometry_columns, ragged, validity
from landuse.measure.overlap import pair_areas, shared_by_code
from landuse.words.errors import LanduseError

_RING = shapely.box(0, 0, 9, 9).difference(shapely.box(2, 2, 4, 4))
_PARTS = shapely.MultiPolygon([_RING, shapely.box(20, 0, 25, 5)])
_SHAPES = np.array([_RING, _PARTS, shapely.Polygon([(0, 0), (5, 0), (0, 5)])])
_BOWTIE = shapely.Polygon([(0, 0), (9, 9), (9, 0), (0, 9)])


def _same(found: ragged.Ragged, expected: ragged.Ragged) -> None:
    for name in ("xy", "ring_at", "shape_at", "is_shell"):
        assert np.array_equal(getattr(found, name), getattr(expected, name)), name


def _wkb(shapes: np.ndarray, **how: object) -> pa.Array:
    return pa.array(shapely.to_wkb(shapes, **how))


@pytest.mark.parametrize("how", [{}, {"flavor": "iso"}, {"include_srid": True}])
def test_wkb_is_read_as_the_shapes_are(how: dict) -> None:
    shapes = shapely.set_srid(_SHAPES, 25832) if "include_srid" in how else _SHAPES
    _same(geometry_columns.from_arrow(_wkb(shapes, **how), "layer"), ragged.from_shapes(_SHAPES))


@pytest.mark.parametrize("flavor", ["iso", "extended"])
def test_heights_are_passed_over(flavor: str) -> None:
    high = shapely.force_3d(_SHAPES, 7.0)
    _same(geometry_columns.from_arrow(_wkb(high, flavor=flavor), "layer"), ragged.from_shapes(_SHAPES))


def test_a_slice_and_several_chunks_are_read_as_one() -> None:
    column = pa.chunked_array([_wkb(_SHAPES[:1]), _wkb(_SHAPES)[1:]])
    _same(geometry_columns.from_arrow(column, "layer"), ragged.from_shapes(_SHAPES))
    _same(geometry_columns.from_arrow(_wkb(_SHAPES)[1:], "layer"), ragged.from_shapes(_SHAPES[1:]))
    assert len(geometry_columns.from_arrow(pa.array([], pa.binary()), "layer")) == 0


@pytest.mark.parametrize("interleaved", [True, False])
def test_geoarrow_is_read_as_the_shapes_are(interleaved: bool) -> None:
    _, xy, offsets = shapely.to_ragged_array(_SHAPES)
    flat = pa.FixedSizeListArray.from_arrays(pa.array(xy.ravel()), 2)
    column = flat if interleaved else pa.StructArray.from_arrays([pa.array(xy[:, 0]), pa.array(xy[:, 1])], ["x", "y"])
    for offset in offsets:
        column = pa.ListArray.from_arrays(pa.array(offset, pa.int32()), column)
    _same(geometry_columns.from_arrow(column, "layer"), ragged.from_shapes(_SHAPES))
    _same(geometry_columns.from_arrow(column[1:], "layer"), ragged.from_shapes(_SHAPES[1:]))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "fault.empty"),
        (shapely.to_wkb(shapely.Polygon()), "fault.empty"),
        (shapely.to_wkb(shapely.MultiPolygon()), "fault.empty"),
        (shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)])), "fault.no_polygon"),
        (b"", "fault.unreadable"),
        (b"\x01\x03\x00\x00\x00\xff\xff\xff\xff", "fault.unreadable"),
    ],
)
def test_what_is_no_polygon_is_refused_by_its_row(value: bytes | None, reason: str) -> None:
    column = pa.array([shapely.to_wkb(_RING), value])
    with pytest.raises(LanduseError) as refused:
        geometry_columns.from_arrow(column, "zones")
    assert refused.value.values | {"count": 1} == {"frame": "zones", "row": 1, "reason": reason, "count": 1}


def test_cut_off_bytes_are_refused_wherever_they_end() -> None:
    whole = shapely.to_wkb(_PARTS)
    for end in range(len(whole)):
        with pytest.raises(LanduseError):
            geometry_columns.from_arrow(pa.array([whole[:end]]), "layer")


def test_any_byte_may_be_wrong() -> None:
    """Whatever one byte says, the answer is an error or arrays that fit each other: never a read beyond the bytes."""
    whole = bytearray(shapely.to_wkb(_PARTS))
    for place in range(len(whole)):
        for value in (0, 1, 127, 255):
            changed = bytes(whole[:place]) + bytes([value]) + bytes(whole[place + 1 :])
            try:
                found = geometry_columns.from_arrow(pa.array([changed]), "layer")
            except LanduseError:
                continue
            assert found.ring_at[-1] == len(found.xy)
            assert found.shape_at[-1] == len(found.is_shell) == len(found.ring_at) - 1


def test_validity_is_judged_by_row() -> None:
    assert not validity.invalid_rows(ragged.from_shapes(_SHAPES)).any()
    assert not len(validity.invalid_rows(ragged.from_shapes(np.array([], object))))
    zones = geometry_columns.Column("zones", _wkb(np.array([_RING, _BOWTIE, _BOWTIE])), np.array([7, 5, 9]))
    asked = [geometry_columns.Column("good", _wkb(_SHAPES)), zones]
    with pytest.raises(LanduseError) as refused:
        validity.check_columns(geometry_columns.from_columns(asked), asked)
    assert refused.value.values == {"frame": "zones", "row": 5, "reason": "fault.invalid", "count": 2}


def test_a_ring_that_is_not_closed_is_named() -> None:
    good = ragged.from_shapes(np.array([_RING, shapely.box(0, 0, 1, 1)]))
    xy = good.xy.copy()
    xy[-1] += 0.5
    assert validity.invalid_rows(ragged.Ragged(xy, good.ring_at, good.shape_at, good.is_shell)).tolist() == [False, True]


def test_sums_by_code_leave_rows_without_a_code_out() -> None:
    read = geometry_columns.from_arrow(_wkb(_SHAPES), "layer")
    shared = shared_by_code(read, read, np.array([4, -1, 4]))
    assert set(shared.code) == {4}
    pairs = pair_areas(read, read)
    own = pairs.overlap_m2[pairs.unit == pairs.code]
    assert own == pytest.approx(shapely.area(_SHAPES))
    assert shared.overlap_m2[0] == pytest.approx(pairs.overlap_m2[(pairs.unit == 0) & (pairs.code != 1)].sum())
