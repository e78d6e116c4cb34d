"""What is taken in part by part is what would be taken in at once."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.imports.import_files import import_file
from landuse.words import messages
from landuse.quality.changes import Changes, changes
from landuse.quality.findings import Finding, Gathered, listed, quality
from door.report import changes as report_changes
from parks import shape_column
from door.report.changes import compared
from door.open import guarded_copy
from door.intake import take_in
from door.progress import told_to
from parks.rows import Rows
from parks.shape_column import ShapeColumn, column_of
from pandas.testing import assert_frame_equal
from tests.test_issue_types import FILES

CRS = 25832


def frame(rows: list[tuple[str, int, int, float]]) -> gpd.GeoDataFrame:
    """Rows of a name, a column, a value and a shift in metres."""
    shapes = [shapely.box(100 * column + shift, 0, 100 * column + 100 + shift, 100) for _, column, _, shift in rows]
    values = {"name": pd.Series([name for name, *_ in rows], dtype="str"), "value": pd.Series([row[2] for row in rows], dtype="Int64")}
    return gpd.GeoDataFrame(values, geometry=gpd.GeoSeries(shapes, crs=CRS))


ROWS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 9), st.integers(0, 1), st.sampled_from((0.0, 0.01, 3.0))), max_size=9)


def told(found: Changes) -> tuple:
    """Everything that is said of changes, whatever the order."""
    shapes = found.ground.whole() if isinstance(found.ground, ShapeColumn) else found.ground.to_numpy()
    ground = sorted(shapely.to_wkb(shapely.normalize(shapes)).tolist())
    return *(sorted(getattr(found, name)) for name in ("new", "gone", "renamed", "moved", "recoded")), found.same, ground


@settings(max_examples=60, deadline=None)
@given(old=ROWS, new=ROWS)
def test_changes_told_part_by_part_are_those_told_at_once(old: list, new: list) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report_changes, "_PART_ROWS", 2)
        one, other = frame(old), frame(new)
        for key in ("name", None):
            assert told(compared(Rows.of(one), Rows.of(other), key)) == told(changes(one, other, key))


def test_rows_without_a_key_bear_their_number_however_they_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_changes, "_PART_ROWS", 1)
    old = frame([(name, column, 0, 0.0) for column, name in enumerate("abcd")])
    new = old.iloc[[3, 1, 0]].reset_index(drop=True).assign(value=pd.Series([0, 1, 0], dtype="Int64"))
    new.loc[2, "geometry"] = shapely.affinity.translate(new.geometry[2], 3)
    found = compared(Rows.of(old), Rows.of(new), None)
    assert (found.gone, found.recoded, found.moved, found.same) == (("#3",), (("#2", "value", "0", "1"),), (("#3", 3.0),), 1)


def test_a_shape_of_one_part_is_the_same_whether_it_says_so_or_not() -> None:
    one = frame([("a", 0, 0, 0.0), ("b", 1, 0, 0.0)])
    other = one.set_geometry([shapely.MultiPolygon([shape]) for shape in one.geometry], crs=CRS)
    assert compared(Rows.of(one), Rows.of(other), "name").same == 2


def test_shapes_come_back_in_their_order_however_they_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape_column, "_PART_BYTES", 150)  # less than two squares
    shapes = frame([("a", column, 0, 0.0) for column in range(7)]).geometry.to_numpy()
    shapes[3] = None
    column = column_of(shapes, None)
    parts = list(column.parts())
    assert len(column) == 7 and len(parts) > 2 and [places.start for places, _ in parts] == sorted(places.start for places, _ in parts)
    for found in (np.concatenate([part for _, part in parts]), column.whole(), column.at(np.arange(7))):
        assert shapely.to_wkb(found).tolist() == shapely.to_wkb(shapes).tolist()
    assert column.at(np.array([5, 1]))[0].equals(shapes[5]) and np.isnan(column.boxes()[3]).all()


def test_rows_without_geometry_take_no_file() -> None:
    column = ShapeColumn(None, None, 3)
    assert len(column) == 3 and column.whole().tolist() == [None] * 3 and column.at(np.array([2])).tolist() == [None]


def test_findings_gathered_are_those_of_the_first_rows_and_all_are_counted() -> None:
    most = int(quality("listed_rows"))
    rows = np.random.default_rng(3).permutation(np.arange(1, 3 * most + 60)).tolist()
    gathered = Gathered()
    for row in rows:
        gathered.add([Finding("tiny", row, before=0.1)])
    found = gathered.listed()
    assert [one.row for one in found[:most]] == list(range(1, most + 1))
    assert found == listed([Finding("tiny", row, before=0.1) for row in rows])
    assert found[most:] == [Finding("not_listed", before="tiny", count=len(rows) - most)]


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_taken_in_part_by_part_gives_the_same_report(name: str, tmp_path: Path, make_park: Callable, monkeypatch) -> None:
    make, asked = FILES[name]
    park, path = make_park(), make(tmp_path)
    with guarded_copy(path) as file:
        at_once = take_in(file, park, asked)
    monkeypatch.setattr(shape_column, "_PART_BYTES", 1)  # every row by itself
    with guarded_copy(path) as file:
        by_rows = take_in(file, park, asked)
    assert by_rows.findings == at_once.findings and by_rows.repairs == at_once.repairs
    assert by_rows.area_m2 == pytest.approx(at_once.area_m2, rel=1e-12)
    for one, other in ((by_rows.kept, at_once.kept), (by_rows.set_aside, at_once.set_aside)):
        assert_frame_equal(one.drop(columns="geometry"), other.drop(columns="geometry"))
        assert shapely.to_wkb(one.geometry.to_numpy()).tolist() == shapely.to_wkb(other.geometry.to_numpy()).tolist()
        assert one.crs == other.crs


def test_an_import_says_how_far_it_has_come(tmp_path: Path, make_park: Callable) -> None:
    heard: list[tuple[str, int, int]] = []
    make, asked = FILES["clean"]
    park, path = make_park(), make(tmp_path)
    with told_to(lambda *said: heard.append(said)):
        made = import_file(park.id, path, asked=asked)
    last = {stage: (done, rows) for stage, done, rows in heard}
    everything, kept = (made.rows_in_file,) * 2, (made.kept,) * 2
    assert list(last.items()) == [("reading", everything), ("checking", everything), ("looking", kept), ("writing", kept)]
    for stage in last:
        for lang in messages.LANGS:
            assert "{" not in messages.text(lang, f"cli.{stage}", file="a.gpkg", read="1", rows="2")
