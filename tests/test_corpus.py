"""Every nasty file does what its case says: nothing leaks, nothing hangs, nothing is lost in silence."""

import resource
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from actions.imports.import_files import import_file
from door.answers import Asked
from door.intake import Intake, take_in
from door.open import guarded_copy
from door.raster_intake import RasterIntake, take_in_raster
from door.report.report import raster_report, refusal
from landuse.measure import crs
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import Park, read_park
from tests.corpus.case import ACCEPT, ASK, QUESTIONS, REJECT, REPAIR, SECRET, WARN, Case, Surroundings, all_cases, frame, save, square

CASES = all_cases()
WARNING, MENDED = "warning", {"invalid_repaired", "unclosed"}
MOST_S = 30.0
MOST_KB = 2_000_000


@dataclass
class Listener:
    """Somebody on this machine who counts who calls."""

    address: str
    calls: int = 0


@pytest.fixture(scope="session")
def listener() -> Iterator[Listener]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        found = Listener(f"http://127.0.0.1:{server.getsockname()[1]}/")
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    caller, _ = server.accept()
                except TimeoutError:
                    continue
                found.calls += 1
                caller.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield found
        done.set()
        thread.join()


def outcome(found: Intake | RasterIntake) -> str:
    """What became of a file that was taken, in one word."""
    findings = raster_report(found, found.layer_id).findings if isinstance(found, RasterIntake) else found.findings
    told = {finding.issue for finding in findings if finding.kind.severity == WARNING}
    if told - MENDED:
        return WARN
    return REPAIR if told else ACCEPT


def taken(path: Path, case: Case, park: Park) -> Intake | RasterIntake:
    with guarded_copy(path) as file:
        return take_in_raster(file, park, case.layer or "land_cover") if file.format == "tif" else take_in(file, park, Asked(case.layer))


def beside(park: Park, layer: str) -> None:
    """A layer that the park has already: a border, two plots, two parcels or a building."""
    if layer == "perimeter":
        rows = frame(square(0, side=150)).rename(columns={"plot_id": "navn"})
    elif layer == "parcels":
        rows = frame(square(0), square(1), kommunenummer=["5038"] * 2, gardsnummer=[1, 1], bruksnummer=[1, 2]).drop(columns="plot_id")
    elif layer == "buildings":
        rows = frame(square(0, side=40), bygningsnummer=[300123456]).drop(columns="plot_id")
    else:
        rows = frame(square(0), square(1))
    with TemporaryDirectory() as folder:
        import_file(park.id, save(rows, Path(folder) / f"{layer}.gpkg"), layer)


def check_refusal(case: Case, error: LanduseError, path: Path) -> None:
    assert error.code in case.codes, str(error)
    assert case.must in (ASK, REJECT) and (case.must == ASK) <= (error.code in QUESTIONS)
    assert refusal(error).issue == "question" or case.must == REJECT
    for lang in messages.LANGS:
        words = error.text(lang)
        assert path.name in words and "\n" not in words and SECRET not in words and str(path.parent) not in words
        assert words.count(". ") >= 1 and words.endswith(".")  # the cause, and what to do


def check_taken(case: Case, found: Intake | RasterIntake) -> None:
    assert outcome(found) == case.must
    if isinstance(found, RasterIntake):
        findings = raster_report(found, found.layer_id).findings
        assert found.cells == case.rows and set(case.told) <= {finding.issue for finding in findings}
        return
    assert set(case.told) <= {finding.issue for finding in found.findings}
    assert found.rows == len(found.kept) + len(found.set_aside) + found.clipped_rows  # nothing lost
    assert (found.rows, len(found.kept)) == (case.rows if case.rows else found.rows, case.kept)
    assert found.set_aside["reason"].notna().all() and SECRET not in found.kept.to_string()
    for column, expected in (case.values or {}).items():
        assert [None if pd.isna(one) else str(one)[:10] if isinstance(one, pd.Timestamp) else one for one in found.kept[column]] == expected
    if case.area_m2 is not None:
        assert crs.planar_area_m2(found.kept.geometry).sum() == pytest.approx(case.area_m2, rel=1e-6)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_nasty_file(case: Case, tmp_path: Path, make_park, listener: Listener) -> None:
    park = make_park()
    secret = tmp_path / "server" / "secret.geojson"
    secret.parent.mkdir()
    secret.write_text(
        f'{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":null,"properties":{{"plot_id":"{SECRET}"}}}}]}}'
    )
    folder = tmp_path / "opplastet"
    folder.mkdir()
    path = case.make(folder, Surroundings(listener.address, secret))
    for layer in case.beside:
        beside(park, layer)
    processor = time.process_time()
    try:
        check_taken(case, taken(path, case, read_park(park.id)))
    except LanduseError as error:
        check_refusal(case, error, path)
    assert time.process_time() - processor < MOST_S
    assert listener.calls == 0
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    assert largest < MOST_KB


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 80 and {case.must for case in CASES} == {ACCEPT, REPAIR, WARN, ASK, REJECT}
