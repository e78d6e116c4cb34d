"""All outputs held against each other: what differs is told in a line, what may differ by a named rule is not."""

import gzip
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
import typst

from scripts.compare_outputs import RULES, differences, plain

ROOT = Path(__file__).parent.parent


def _zip(value: str, when: tuple = (2026, 1, 1, 0, 0, 0)) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(zipfile.ZipInfo("xl/sheet1.xml", when), f"<v>{value}</v>")

    return write


def _database(value: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("CREATE TABLE plots (name TEXT)")
            connection.execute("INSERT INTO plots VALUES (?)", (value,))

    return write


def _text(value: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(f"same\n{value}\n", encoding="utf-8")


_KINDS: dict[str, Callable[[str], Callable[[Path], None]]] = {
    "command/status.txt": _text,
    "export/list.xlsx": _zip,
    "export/map.gpkg": _database,
    "export/units.parquet": lambda value: pd.DataFrame({"name": [value]}).to_parquet,
    "route/units.gz.shapes": lambda value: lambda path: path.write_bytes(gzip.compress(value.encode())),
    "page/kart.json": lambda value: lambda path: path.write_text(json.dumps({"type": "html", "given": {"body": value}}), encoding="utf-8"),
    "export/print.pdf": lambda value: lambda path: path.write_bytes(typst.compile(f"#set document(date: none)\n{value}".encode())),
}


@pytest.fixture
def both(tmp_path: Path) -> Callable[..., list[str]]:
    """The differences between two folders that have one file each."""

    def compare(name: str, one: Callable[[Path], None], other: Callable[[Path], None]) -> list[str]:
        for folder, write in (("before", one), ("after", other)):
            (tmp_path / folder / name).parent.mkdir(parents=True, exist_ok=True)
            write(tmp_path / folder / name)
        return list(differences(tmp_path / "before", tmp_path / "after"))

    return compare


@pytest.mark.parametrize("name", _KINDS)
def test_a_difference_in_any_kind_of_file_is_one_line(both: Callable, name: str) -> None:
    make = _KINDS[name]
    (line,) = both(name, make("Tomt 1"), make("Tomt 2"))
    assert line.startswith(name) and "1" in line and "2" in line and "\n" not in line


@pytest.mark.parametrize("name", _KINDS)
def test_the_same_content_is_no_difference(both: Callable, name: str) -> None:
    make = _KINDS[name]
    assert both(name, make("Tomt 1"), make("Tomt 1")) == []


def test_the_hour_in_a_zip_is_no_difference(both: Callable) -> None:
    assert both("export/list.xlsx", _zip("same"), _zip("same", (2026, 5, 5, 5, 5, 6))) == []


def test_a_file_that_is_missing_is_told(both: Callable, tmp_path: Path) -> None:
    both("export/list.xlsx", _zip("same"), _zip("same"))
    (tmp_path / "before" / "export" / "only.csv").write_text("a", encoding="utf-8")
    assert list(differences(tmp_path / "before", tmp_path / "after")) == ["export/only.csv: only in before"]


_MAY_DIFFER = {
    "scratch folder": ("command/check.txt", b"/var/y/outputs-abc123/broken.geojson", b"/var/x/outputs-zzz/broken.geojson"),
    "output folder": ("command/export.txt", b"/srv/one/export/nb/a.gpkg", b"/home/two/export/nb/a.gpkg"),
    "moment of writing": ("export/a.gpkg!rows", b"2026-11-30T09:30:49.123Z", b"2026-12-01T10:00:00.000Z"),
    "snapshot id": ("command/classify.txt", b"verdal_2026-06-30_825e65470a", b"verdal_2026-06-30_794a6221ae"),
    "method fingerprint": ("command/encroach.txt", b'"method": "5a2bfd0aad"', b'"method": "1602f55768"'),
    "address of shapes": ("page/nb/kart.json", b"date=2026-06-30&v=794a6221ae-14", b"date=2026-06-30&v=5d1f93649c-14"),
    "element id": ("page/nb/kart.json", b"$$ID-31984b2a431bb96fedc6ed126841eb71-lang", b"$$ID-5720286dc809c23760aebcc81f1f4822-lang"),
    "register's generation": (
        "page/nb/kart.json", b"-be200357f7c844f281350a2d1f4128c2-14", b"-7a365eb582934ef3970c6fb79c1fce6d-14",
    ),
    "register kept": ("command/restore.txt", b"before-restore-20261130T111935157157.zip", b"before-restore-20261130T112311510258.zip"),
    "folium id": ("export/map.html", b"map_3feb196b3cefaa8090740755344b2d9f", b"map_4718e5a6f99d692ac66fceef3f92d183"),
}  # fmt: skip


def test_every_rule_is_shown_and_has_a_reason() -> None:
    assert sorted(rule.name for rule in RULES) == sorted(_MAY_DIFFER)
    assert all(len(rule.reason) > 30 for rule in RULES)


@pytest.mark.parametrize("rule", _MAY_DIFFER)
def test_what_a_rule_names_may_differ_and_the_rest_may_not(rule: str) -> None:
    name, one, other = _MAY_DIFFER[rule]
    assert plain(name, b"before " + one + b" after") == plain(name, b"before " + other + b" after")
    assert plain(name, b"before " + one + b" after") != plain(name, b"before " + other + b" later")
    assert rule.encode() in plain(name, one)


@pytest.mark.soak
def test_two_runs_of_the_same_code_tell_the_same(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "write_outputs.py"
    for name in ("one", "two"):
        subprocess.run([sys.executable, script, tmp_path / name], check=True, capture_output=True, cwd=tmp_path)
    assert list(differences(tmp_path / "one", tmp_path / "two")) == []
    pages = list((tmp_path / "one" / "page").rglob("*.json"))
    assert len(pages) > 100 and not [page for page in pages if json.loads(page.read_text(encoding="utf-8"))["exceptions"]]
