"""The guard: every limit at its value and one past it, and a reading process that cannot hang, swell, call out or talk back."""

import json
import os
import socket
import sqlite3
import struct
import threading
import time
import zipfile
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import rasterio
import shapely

from door import limits as door_limits
from door.geometry import mend
from door.limits import LIMITS
from door.open import guarded_copy
from door.process import client, jobs, supervisor
from door.tables import read_table, table_names
from landuse.words import messages
from landuse.words.errors import LanduseError

EAST, NORTH = 620_000, 7_076_000
SQUARE = shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)


def refusal(path: Path) -> LanduseError | None:
    """The error that reading everything in a file ends with; None where all of it is read."""
    try:
        with guarded_copy(path) as file:
            for name in table_names(file):
                read_table(file, name)
    except LanduseError as error:
        for lang in messages.LANGS:
            assert path.name in error.text(lang) and "\n" not in error.text(lang)
        return error
    return None


def code(path: Path) -> str | None:
    error = refusal(path)
    return error.code if error else None


def plots(path: Path, geometry: list, **columns) -> Path:
    names = {"plot_id": [str(n) for n in range(len(geometry))], **columns}
    driver = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".fgb": "FlatGeobuf"}[path.suffix]
    pyogrio.write_dataframe(gpd.GeoDataFrame(names, geometry=geometry, crs=25832), path, driver=driver)
    return path


# ---------------------------------------------------------------- the limits


def test_the_limits_are_those_that_were_agreed() -> None:
    agreed = {
        "file_mb": 200, "unpacked_mb": 500, "zip_members": 2000, "zip_ratio": 200, "columns": 500, "vertices": 20_000_000,
        "feature_vertices": 500_000, "cpu_s": 20, "wall_s": 200,
    }  # fmt: skip
    assert {name: door_limits._read()[name] for name in agreed} == agreed and door_limits._read()["memory_mb"] <= 3000


@pytest.mark.parametrize(("size", "refused"), [(200_000_000, None), (200_000_001, "file_too_large")])
def test_file_size(size: int, refused: str | None, tmp_path: Path) -> None:
    path = plots(tmp_path / "stor.gpkg", [SQUARE])
    with path.open("ab") as stream:
        stream.truncate(size)  # sparse: what is behind a database's last page is not read
    found = code(path)
    assert found == refused


def test_the_command_line_takes_a_larger_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = plots(tmp_path / "stor.gpkg", [SQUARE])
    monkeypatch.setitem(LIMITS, "file_mb", 0)
    assert code(path) == "file_too_large"
    with guarded_copy(path, streamed=True) as file:
        assert read_table(file, "stor").rows == 1


@pytest.mark.parametrize(("members", "refused"), [(2000, None), (2001, "past_zip_members")])
def test_members_of_a_zip(members: int, refused: str | None, tmp_path: Path) -> None:
    one = plots(tmp_path / "tomter.geojson", [SQUARE])
    with zipfile.ZipFile(tmp_path / "tomter.zip", "w") as archive:
        archive.write(one, "tomter.geojson")
        for number in range(members - 1):
            archive.writestr(f"{number}.txt", b"x")
    assert code(tmp_path / "tomter.zip") == refused


@pytest.mark.parametrize(("past", "refused"), [(0, None), (1, "past_unpacked_mb")])
def test_what_a_zip_unpacks_to(past: int, refused: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "unpacked_mb", 2)
    one = plots(tmp_path / "tomter.geojson", [SQUARE]).read_bytes()
    with zipfile.ZipFile(tmp_path / "tomter.zip", "w") as archive:
        archive.writestr("tomter.geojson", one)
        archive.writestr("annet.txt", bytes(2_000_000 - len(one) + past))
    assert code(tmp_path / "tomter.zip") == refused


@pytest.mark.parametrize(("ratio", "refused"), [(200, None), (201, "past_zip_ratio")])
def test_how_much_a_zip_swells(ratio: int, refused: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = plots(tmp_path / "tomter.geojson", [SQUARE]).read_bytes()
    with zipfile.ZipFile(tmp_path / "tomter.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tomter.geojson", one + b" " * 400_000)
    with zipfile.ZipFile(tmp_path / "tomter.zip") as archive:
        found = archive.infolist()[0].file_size / archive.infolist()[0].compress_size
    monkeypatch.setitem(LIMITS, "zip_ratio", int(found * 200 / ratio) + (ratio == 200))
    assert code(tmp_path / "tomter.zip") == refused


@pytest.mark.parametrize(("columns", "refused"), [(500, None), (501, "past_columns")])
def test_columns(columns: int, refused: str | None, tmp_path: Path) -> None:
    path = plots(tmp_path / "bred.gpkg", [SQUARE], **{f"k{n}": [n] for n in range(columns - 1)})
    assert code(path) == refused


def ring(vertices: int) -> shapely.Polygon:
    """A circle of so many vertices, the first of them twice."""
    turn = np.linspace(0, 2 * np.pi, vertices)
    return shapely.Polygon(np.column_stack([EAST + 1000 * np.cos(turn), NORTH + 1000 * np.sin(turn)]))


@pytest.mark.parametrize(("vertices", "refused"), [(500_000, None), (500_001, "past_feature_vertices")])
def test_vertices_of_one_row(vertices: int, refused: str | None, tmp_path: Path) -> None:
    assert code(plots(tmp_path / "sirkel.gpkg", [ring(vertices)])) == refused


@pytest.mark.parametrize(("rows", "refused"), [(4, None), (5, "past_vertices")])
def test_vertices_of_a_table(rows: int, refused: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "vertices", 20)
    assert code(plots(tmp_path / "ruter.fgb", [SQUARE] * rows)) == refused


@pytest.mark.soak
@pytest.mark.parametrize(("past", "refused"), [(0, None), (1, "past_vertices")])
def test_twenty_million_vertices(past: int, refused: str | None, tmp_path: Path) -> None:
    path = plots(tmp_path / "mange.fgb", [ring(499_999)] * 40 + [ring(40 + past)])
    with guarded_copy(path, streamed=True) as file:
        if refused is None:
            assert read_table(file, "mange").rows == 41
            return
        with pytest.raises(LanduseError) as error:
            read_table(file, "mange")
    assert error.value.code == refused


@pytest.mark.parametrize(("depth", "refused"), [(200, None), (201, "past_json_depth")])
def test_depth_of_json(depth: int, refused: str | None, tmp_path: Path) -> None:
    deep = "[" * (depth - 3 - 1) + "]" * (depth - 3 - 1)
    text = '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"x":DEEP}}]}'.replace("DEEP", deep)
    (tmp_path / "dyp.geojson").write_text(text)
    assert code(tmp_path / "dyp.geojson") == refused


@pytest.mark.parametrize(("side", "refused"), [(40, None), (41, "past_raster_cells")])
def test_cells_of_a_raster(side: int, refused: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "raster_cells", 1600)
    path = tmp_path / "dekke.tif"
    about = {"driver": "GTiff", "width": side, "height": side, "count": 1, "dtype": "uint8", "crs": "EPSG:25832"}
    with rasterio.open(path, "w", **about, transform=rasterio.Affine(10, 0, EAST, 0, -10, NORTH)) as target:
        target.write(np.full((1, side, side), 50, dtype="uint8"))
    with guarded_copy(path) as file:
        around = {"epsg": 25832, "around": [EAST - 9e3, NORTH - 9e3, EAST + 9e3, NORTH + 9e3], "target": str(tmp_path / "flat.tif")}
        options = {"path": str(file.path), "format": file.format, "layers": {"land_cover": None}, **around}
        if refused is None:
            assert client.run("raster", file.path.parent, file.name, **options)["counts"] == {"50": side * side}
            return
        with pytest.raises(LanduseError) as error:
            client.run("raster", file.path.parent, file.name, **options)
    assert error.value.code == refused


# ---------------------------------------------------------------- the reading process


@pytest.fixture
def worker_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A supervisor in a thread's fork of this process, whose tasks include one that the test gives."""

    def run(task, name: str = "fil.gpkg", **changed: float):
        monkeypatch.setitem(jobs.TASKS, "test", task)
        ours, theirs = socket.socketpair()
        limits = {**LIMITS, **changed}
        job = {
            "task": "test",
            "folder": str(tmp_path),
            "name": name,
            "cpu_s": limits["cpu_s"],
            "wall_s": limits["wall_s"],
            "limits": limits,
        }
        pid = os.fork()
        if pid == 0:
            ours.close()
            supervisor._child(job, theirs)
        theirs.close()
        try:
            found = {}
            with ours.makefile("rb") as lines:
                for line in lines:
                    found |= json.loads(line)
            return found, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        finally:
            ours.close()

    return run


def test_a_child_that_uses_up_its_time_is_ended(worker_with) -> None:
    _, ended = worker_with(lambda job, told: time.sleep(60), wall_s=1)
    assert ended == -14  # by its alarm, not by waking up


def test_a_child_that_uses_up_its_processor_is_ended(worker_with) -> None:
    def spin(job, told):
        while True:
            pass

    _, ended = worker_with(spin, cpu_s=1)
    assert ended in (-24, -9)


def test_a_child_that_takes_too_much_memory_is_told(worker_with) -> None:
    found, _ = worker_with(lambda job, told: len(bytearray(3_500_000_000)))
    assert found["error"] == "reader_memory"


def test_a_child_writes_no_endless_file(worker_with, tmp_path: Path) -> None:
    def fill(job, told):
        with (tmp_path / "stor").open("wb") as stream:
            while True:
                stream.write(bytes(1_000_000))

    _, ended = worker_with(fill, output_mb=5)
    assert ended != 0 and (tmp_path / "stor").stat().st_size <= 5_000_000


def test_the_reading_process_reaches_nobody(tmp_path: Path) -> None:
    """Where the system lets it leave the network; it says whether."""
    if not client.start().offline:
        pytest.skip("the system does not let a process leave the network")
    with Path(f"/proc/{client.start().process.pid}/net/dev").open() as stream:
        devices = [line.split(":")[0].strip() for line in stream if ":" in line]
    assert devices == ["lo"]
    with Path(f"/proc/{client.start().process.pid}/net/route").open() as stream:
        assert len(stream.readlines()) <= 1  # the heading at most


def test_the_reading_process_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = Path(f"/proc/{client.start().process.pid}/environ").read_bytes()
    assert not any(word in environment for word in (b"PARKAREAL", b"DATABASE", b"TOKEN", b"PASSWORD", b"SECRET"))


def test_a_reading_process_that_died_is_started_again(tmp_path: Path) -> None:
    path = plots(tmp_path / "tomter.gpkg", [SQUARE])
    assert refusal(path) is None
    worker = client.start()
    worker.process.kill()
    worker.process.wait()
    assert refusal(path) is None and client.start().process.pid != worker.process.pid


def test_many_at_once_get_their_own_answers(tmp_path: Path) -> None:
    paths = [plots(tmp_path / f"tomter{n}.gpkg", [SQUARE] * (n + 1)) for n in range(6)]
    found: dict[int, int] = {}

    def read(number: int) -> None:
        with guarded_copy(paths[number]) as file:
            found[number] = read_table(file, f"tomter{number}").rows

    threads = [threading.Thread(target=read, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: number + 1 for number in range(6)}


@pytest.mark.parametrize(
    "said",
    [
        {"error": "no_such_sentence", "values": {}},
        {"error": "file_damaged", "values": {}},
        {"error": "file_damaged", "values": ["file"]},
        {"error": ["file_damaged"], "values": {"file": "x", "reason": "y"}},
        {"error": "file_damaged", "values": {"code": "x", "file": "x", "reason": "y"}},
    ],
)
def test_what_a_child_says_is_not_trusted(said: dict) -> None:
    assert client._refusal(said, "fil.gpkg").code == "reader_crashed"


def test_an_arrow_file_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = plots(tmp_path / "tomter.gpkg", [SQUARE])
    right = client.run

    def spoilt(task, folder, name, **params):
        answer = right(task, folder, name, **params)
        if task == "table":
            Path(params["target"]).write_bytes(b"ARROW1\0\0" + os.urandom(200))
        return answer

    monkeypatch.setattr(client, "run", spoilt)
    assert code(path) == "reader_crashed"


# ---------------------------------------------------------------- repairs


def bomb(vertices: int) -> shapely.Polygon:
    """A polygon whose every edge crosses every other."""
    turn = np.arange(vertices) * (np.pi * (1 + 1 / vertices)) + np.pi / 7
    return shapely.Polygon(np.column_stack([EAST + 1000 * np.cos(turn), NORTH + 1000 * np.sin(turn)]))


def test_a_polygon_that_cannot_be_mended_in_time_is_given_up_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "repair_cpu_s", 1)
    bow_tie = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    with client.file_budget(0):
        mended = mend.mended(np.array([bow_tie, bomb(9001), bow_tie], dtype=object))[0]
    assert [shape is None for shape in mended] == [False, True, False]
    assert mended[2].is_valid


def test_a_virtual_table_that_reaches_out_is_refused(tmp_path: Path) -> None:
    path = plots(tmp_path / "tomter.gpkg", [SQUARE])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        sql = "CREATE VIRTUAL TABLE other USING VirtualOGR('/etc/passwd')"
        connection.execute("INSERT INTO sqlite_master VALUES ('table', 'other', 'other', 0, ?)", (sql,))
        connection.commit()
    assert code(path) in ("file_refused", "file_damaged")


def test_an_unclosed_ring_is_closed_and_noted(tmp_path: Path) -> None:
    path = plots(tmp_path / "tomter.gpkg", [SQUARE, SQUARE])
    corners = [(EAST, NORTH), (EAST + 100, NORTH), (EAST + 100, NORTH + 100), (EAST, NORTH + 100)]
    blob = b"GP\0\1" + struct.pack("<i", 25832) + struct.pack("<BIII", 1, 3, 1, 4) + b"".join(struct.pack("<dd", *at) for at in corners)
    with closing(sqlite3.connect(path)) as connection:
        for (sql,) in list(connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")):
            connection.execute(f'DROP TRIGGER "{sql}"')
        connection.execute("UPDATE tomter SET geom = ? WHERE fid = 2", (blob,))
        connection.commit()
    with guarded_copy(path) as file:
        table = read_table(file, "tomter")
    assert table.rows == 2 and not table.unreadable.any() and table.notes.get("unclosed_ring") in ([2], None)
    assert table.frame.geometry.iloc[1].equals(SQUARE)


def test_a_file_that_vanishes_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = tmp_path / "tekst.gpkg"
    path.write_text("not a database")
    assert code(path) == "format_mismatch"
    assert [found.name for found in tmp_path.iterdir()] == ["tekst.gpkg"]


def test_the_command_line_says_how_far_a_large_file_has_come(make_park, tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    from commands import data
    from commands import main as command

    monkeypatch.setattr(data, "_WORTH_A_LINE_ROWS", 2)
    monkeypatch.setattr("sys.argv", ["landuse", "import", make_park().id, str(plots(tmp_path / "tomter.gpkg", [SQUARE] * 3))])
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert ended.value.code == 0 and "tomter.gpkg: lest 3 av 3 rader\n" in capsys.readouterr().err
