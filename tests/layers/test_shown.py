"""Names from outside: what a terminal acts on is not shown, and no name keeps a good file out."""

import os
from pathlib import Path

import pytest

from actions.imports.check import checked
from actions.imports.import_files import import_file
from landuse.words.errors import LanduseError
from door.answers import Asked
from door.open import guarded_copy
from door.names import shown_name
from tests.corpus.case import frame, save, square


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("blåbær på øya.gpkg", "blåbær på øya.gpkg"),
        ("a\nb.gpkg", "a�b.gpkg"),
        ("\x1b[31mrød.gpkg", "�[31mrød.gpkg"),
        ("a\u202egpkg.exe", "a�gpkg.exe"),
        ("bl\udce5.gpkg", "bl�.gpkg"),
        ("a\u00a0b", "a b"),
    ],
)
def test_a_name_as_it_is_shown(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@pytest.mark.parametrize("name", [b"bl\xe5b\xe6r.gpkg", "a\nb\u202ec.gpkg".encode()])
def test_a_name_keeps_no_file_out(name: bytes, tmp_path: Path, make_park) -> None:
    park = make_park()
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    save(frame(square(0)), tmp_path / "plain.gpkg").rename(path)
    report = import_file(park.id, path, "plots")
    assert report.kept == 1 and report.file == shown_name(path.name)


def test_a_refusal_shows_the_name_without_signs_that_steer(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/n\n\xe5.geojson"))
    path.write_text("{}")
    answer = checked(path, None, Asked("plots"), "en")
    assert answer["file"] == "n��.geojson" and "n��.geojson" in str(answer) and "\udce5" not in str(answer)


@pytest.mark.parametrize(("kind", "code"), [("folder", "file_is_folder"), ("pipe", "file_not_plain"), ("nothing", "file_missing")])
def test_what_is_no_file_is_called_what_it_is(kind: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "tomter.gpkg"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    with pytest.raises(LanduseError) as caught, guarded_copy(path):
        pass
    assert caught.value.code == code
