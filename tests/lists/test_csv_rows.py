"""The scanner that counts a CSV's rows and the reader that reads them agree, whatever the quotes, or the file is refused."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from door.guarded import Guarded
from door.lists import csv_rows
from landuse.words.errors import LanduseError


def read(words: str) -> tuple[list[list[str | None]], int]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "leie.csv"
        path.write_bytes(words.encode())
        file = Guarded("leie.csv", "csv", path)
        return csv_rows.rows(file)[0], csv_rows.cells(file, 0).rows


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='"";;,\n\rab 1\t|', max_size=40), st.sampled_from(["", "Tomt;Leietaker\n", "sep=;\n"]))
def test_rows_read_are_rows_counted(words: str, head: str) -> None:
    try:
        rows, counted = read(head + words)
    except LanduseError as error:
        assert error.code == "quote_open"
        return
    assert sum(any(value is not None for value in row) for row in rows) == counted


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ('Tomt;Navn\nT1;"A\nB"\n', [["Tomt", "Navn"], ["T1", "A\nB"]]),
        ('Tomt;Navn\nT1;"A', [["Tomt", "Navn"], ["T1", "A"]]),
        ("SEP=,\r\nTomt,Navn\r\nT1,A;B;C\r\n", [["Tomt", "Navn"], ["T1", "A;B;C"]]),
        ('Tomt;Navn\nT1;5" rør\nT2;"a" b\n', [["Tomt", "Navn"], ["T1", '5" rør'], ["T2", "a b"]]),
    ],
)
def test_rows_of_a_list(words: str, rows: list) -> None:
    assert read(words) == (rows, len(rows))


@pytest.mark.parametrize(("words", "row"), [('a;b\n1;"x\n2;y\n', 2), ('a;b\n1;x\n2;"y\n3;"z"\n', 3)])
def test_an_open_quote_is_told_by_its_row(words: str, row: int) -> None:
    with pytest.raises(LanduseError) as caught:
        read(words)
    assert (caught.value.code, caught.value.values["row"]) == ("quote_open", row)


@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "cp865", "utf-16"])
def test_norwegian_letters_in_every_encoding(codec: str, tmp_path: Path) -> None:
    path = tmp_path / "leie.csv"
    path.write_bytes("Tomt;Navn\nT1;Blåbærmyra på Ørin\n".encode(codec))
    assert csv_rows.rows(Guarded("leie.csv", "csv", path))[0][1] == ["T1", "Blåbærmyra på Ørin"]


def test_quotation_marks_of_windows_are_no_letters_of_dos(tmp_path: Path) -> None:
    path = tmp_path / "leie.csv"
    path.write_bytes("Tomt;Navn\nT1;‘Kaia’ AS, Tom’s\n".encode("cp1252"))
    assert csv_rows.rows(Guarded("leie.csv", "csv", path))[0][1][1] == "‘Kaia’ AS, Tom’s"
