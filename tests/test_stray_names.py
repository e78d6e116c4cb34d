"""Folders that others write to: what is not ours crashes nothing, is taken for nothing, and is left as it was."""

import ast
import os
import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from actions.exports import backup
from actions.imports import pending, versions
from actions.imports.import_files import import_file
from door.answers import NOTHING
from parks.own_names import own
from parks.park import park_ids, read_park
from parks.read import read_layer
from register import photos
from register.engine import close_registers
from tests.door.test_import import plots, saved, square
from tests.imports import ROOMS

ROOT = Path(__file__).parent.parent
MAIN = str(ROOT / "views" / "main.py")
_LISTS = {"iterdir", "glob", "rglob", "listdir", "scandir", "walk"}
_OF_OUR_CODE = {  # folders that come with the programme, hidden names left out, or that a person names
    "parks/own_names.py": "the one rule",
    "actions/imports/staged.py": "digests of a staged import: what is not ours counts only where a library would read it too",
    "landuse/words/messages.py": "catalogues",
    "landuse/words/codelists.py": "code lists",
    "landuse/units/method.py": "rule files and code lists",
    "landuse/kernels/jit.py": "kernels",
    "register/migrate.py": "migrations",
    "views/web/vendor.py": "vendored files, held against their lock",
    "door/open.py": "the parts of a person's file",
    "door/given.py": "a folder that a person names, and what was unpacked of a zip",
    "door/formats/gdb.py": "the parts of a private copy",
    "parks/versions.py": "a staged folder of ours, flushed whole",
    "bulk/result.py": "a work folder of ours",
}
_FILES = (
    ".DS_Store", "._park.toml", ".nfs00000000019d", "Thumbs.db", "desktop.ini", "notes.txt", "~$plots.xlsx", "0002", "0x", "-1", "1e3",
    "fedcba9876543210", "park.toml~", b"\xe6\xf8\xe5.txt", "rejected-.geojson", f"{'b' * 40}.jpg.part", "②",
)  # fmt: skip
_FOLDERS = (
    "foreign", "0003", "0099", "٠٠٠٨", "0123456789abcdef", f"{'a' * 40}.jpg", "rejected-plots.geojson", ".writing", "Kopi av prove",
    "@eaDir",
)  # fmt: skip


def _calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}


def test_every_listing_goes_through_the_one_rule() -> None:
    lists = {path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*.py") if _calls(path) & _LISTS}
    assert lists - {path for path in lists if path.startswith("register/migrations/")} == set(_OF_OUR_CODE)


def _picture() -> bytes:
    content = BytesIO()
    Image.new("RGB", (8, 8)).save(content, "JPEG")
    return content.getvalue()


def _put(folder: Path) -> None:
    """The corpus, where a name is free."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        path = Path(os.fsdecode(name))
        if not os.path.lexists(folder / path):
            (folder / path).write_bytes(b"theirs")
    for name in _FOLDERS:
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "theirs.txt").write_bytes(b"theirs")
    for name, target in (("link", "nowhere"), ("loop", "loop"), ("0044", "nowhere"), ("0011223344556677", "loop")):
        if not os.path.lexists(folder / name):
            (folder / name).symlink_to(target)


def _theirs(root: Path) -> int:
    return sum(path.is_file() and path.read_bytes() == b"theirs" for path in root.rglob("*"))


@pytest.fixture
def strewn(make_park: Callable, data_root: Path, tmp_path: Path) -> Iterator[Path]:
    """A park with a version, a staged import and a photo, and strangers' things in every folder."""
    park = make_park()
    import_file(park.id, saved(plots(square(0)), tmp_path / "en.gpkg"))
    staged = pending.stage(park.id, saved(plots(square(0), square(1)), tmp_path / "to.gpkg"), NOTHING)
    photos.keep(data_root, _picture())
    backup.migrate()
    for folder in (park.folder, park.folder / "versions", park.folder / "versions" / "0001", staged.folder.parent, staged.folder):
        _put(folder)
    for name in ("", "parcels", "photos", "snapshots", "snapshots/prove"):
        _put(data_root / name)
    shutil.copyfile(park.settings_path, data_root / "parcels" / "Kopi av prove" / "park.toml")
    yield data_root
    close_registers()


def test_parks_imports_versions_and_backups_work_among_them(strewn: Path, tmp_path: Path) -> None:
    before = _theirs(strewn)
    assert park_ids() == ["prove"]
    assert [one.number for one in versions.versions("prove")] == [1, 0]
    [staged] = pending.all_pending("prove")
    assert staged.rejected is None and pending.take("prove", staged.token)
    assert read_park("prove").version == 2 and len(read_layer(read_park("prove"), "plots")) == 2
    import_file("prove", saved(plots(square(0), square(1), square(2)), tmp_path / "tre.gpkg"))
    versions.put_back("prove", 1)
    assert len(read_layer(read_park("prove"), "plots")) == 1
    for column in range(3, 12):  # past what is kept, so that old tables are thinned
        import_file("prove", saved(plots(square(column)), tmp_path / f"{column}.gpkg"))
    assert [one.number for one in versions.versions("prove")] == list(range(13, -1, -1))
    backup.backup(tmp_path / "kopi.zip")
    assert photos.names(strewn) == [photos.name_of(_picture())]
    backup.restore(tmp_path / "kopi.zip", replace=True)
    assert not [path for path in read_park("prove").folder.iterdir() if path.name.startswith(".writing-")]
    inside = len(_FILES) + len(_FOLDERS) - 2  # those in the staged import went with it, but for names that were taken
    assert before - inside - 2 <= _theirs(strewn) <= before


def test_pages_list_what_is_ours(strewn: Path) -> None:
    for side in ("layers", "import", "export"):
        app = AppTest.from_file(MAIN, default_timeout=600)
        for key, value in {"page": "data", "data": side, "park": "prove"}.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception and not app.error


def test_the_rule_of_a_listing(tmp_path: Path) -> None:
    import re

    _put(tmp_path)
    assert [path.name for path in own(tmp_path, re.compile(r"[0-9]{4}"), folders=True)] == ["0003", "0099"]
    assert [path.name for path in own(tmp_path, re.compile(r"[0-9]{4}"))] == ["0002"]
    assert own(tmp_path / "nothing", re.compile(".*")) == own(tmp_path / "notes.txt", re.compile(".*")) == []
