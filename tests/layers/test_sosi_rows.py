"""Rows of a SOSI file bear the numbers of their groups, and symbols are not lost."""

from pathlib import Path

import pytest
from door.formats import sosi as formats_sosi
from door.open import guarded_copy
from door.guarded import Guarded
from door.tables import Table, read_table

SALTDAL = Path(__file__).parent.parent / "fixtures" / "sosi" / "regplan_saltdal.sos"
HEAD = """.HODE
..TEGNSETT ISO8859-1
..TRANSPAR
...KOORDSYS 22
...ORIGO-NØ 7076000 620000
...ENHET 0.01
..OMRÅDE
...MIN-NØ 7076000 620000
...MAX-NØ 7077000 621000
..SOSI-VERSJON 4.5
..SOSI-NIVÅ 4
.KURVE 1:
..OBJTYPE RpGrense
..NØ
0 0 ...KP 1
..NØ
0 10000
10000 10000
10000 0
0 0 ...KP 1
"""
AREA = ".FLATE {number}:\n..OBJTYPE RpArealformålOmråde\n..AREALFORMÅL 1340\n..REF :1\n..NØ\n5000 5000\n"
POINT = ".{group} {number}:\n..OBJTYPE {kind}\n..NØ\n5000 {north}\n"


def sosi(path: Path, *groups: str) -> Path:
    path.write_bytes((HEAD + "".join(groups) + ".SLUTT\n").encode("iso8859-1"))
    return path


def read(path: Path, table: str) -> Table:
    with guarded_copy(path) as file:
        return read_table(file, table)


def test_symbols_are_points_and_it_is_said(tmp_path: Path) -> None:
    symbol = POINT.format(group="SYMBOL", number=3, kind="RpPåskrift", north=2500)
    point = POINT.format(group="PUNKT", number=5, kind="Rp", north=7500)
    path = sosi(tmp_path / "plan.sos", AREA.format(number=2), symbol, point)
    found = read(path, "points")
    assert found.plain["objekttypenavn"].tolist() == ["RpPåskrift", "Rp"] and found.rows == 2
    assert found.shapes.whole()[0].coords[0] == pytest.approx((620_025.0, 7_076_050.0))
    assert ("symbols_as_points", 1) in found.done and ("symbols_as_points", 1) in read(path, "polygons").done


def test_rows_bear_the_numbers_of_their_groups(tmp_path: Path) -> None:
    point = POINT.format(group="PUNKT", number=5, kind="Rp", north=7500)
    path = sosi(tmp_path / "plan.sos", AREA.format(number=17), point, AREA.format(number=9))
    assert read(path, "polygons").row.tolist() == [17, 9] and read(path, "points").row.tolist() == [5]


def test_a_number_that_stands_twice_numbers_nothing(tmp_path: Path) -> None:
    assert read(sosi(tmp_path / "plan.sos", AREA.format(number=7), AREA.format(number=7)), "polygons").row.tolist() == [1, 2]


def test_the_driver_gives_groups_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = SALTDAL.read_text(encoding="iso8859-1")
    for table, kind in (("polygons", "FLATE"), ("lines", "KURVE")):
        found = read(SALTDAL, table)
        named = dict(zip(found.row.tolist(), found.plain["objekttypenavn"], strict=True))
        copy = tmp_path / "file.sos"
        copy.write_text(text, encoding="iso8859-1")
        assert found.row.tolist() == formats_sosi.row_numbers(formats_sosi.lines_of(Guarded("plan.sos", "sosi", copy)), table)
        for number, name in named.items():
            group = text[text.index(f".{kind} {number}:") :]
            assert group[group.index("..OBJTYPE") :].split()[1] == name
