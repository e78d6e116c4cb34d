"""The bench tells the truth: contenders agree, medians and verdicts are those of the runs, and a slow tool is stopped."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bench.agreement import KEPT_FRAMES, worst_pieces, worst_sums
from bench.contenders import CONTENDERS, EXACT, GEOS, OURS, OURS_STREAMED, Contender
from bench.generate import generate
from bench.goals import verdicts
from bench.growth import exponent, local_exponent
from bench.measure import Kept, Run, Stopped, median, whole_process
from bench.report import write_report
from bench.rivals.stages import LAYERS, Stages, class_sums

_PARCELS = 144


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("bench") / f"rich-{_PARCELS}", _PARCELS, "rich")


@pytest.fixture(scope="module")
def runs(folder: Path) -> Iterator[list[Run]]:
    """Ours and GEOS on a few parcels, in this process, their frames kept as a run keeps them."""
    from bench import ours
    from bench.rivals import geos

    done = []
    for name, work in ((OURS, ours.work), (GEOS, geos.work)):
        stages = Stages()
        frames, said = work(folder, stages)
        sums = {layer: class_sums(frame) for layer, frame in frames.items()}
        (folder / KEPT_FRAMES[name]).mkdir()
        for layer, frame in frames.items():
            frame.to_parquet(folder / KEPT_FRAMES[name] / f"{layer}.parquet")
        done.append(Run(name, "rich", _PARCELS, 0, 1.0, 1.0, 300.0, said={"stages": stages.seconds, "sums": sums, **said}))
    yield done


def test_ours_and_geos_agree(runs: list[Run]) -> None:
    assert worst_sums(runs)[OURS] < 1e-9
    assert set(runs[0].said["stages"]) == {"read", "validate", "overlay", "raster", "sum"}
    assert set(runs[0].said["sums"]) == {*LAYERS, "land_cover"}


def test_pieces_are_compared_once_all_frames_are_there(runs: list[Run], folder: Path) -> None:
    assert worst_pieces(folder) is None
    exact = folder / KEPT_FRAMES[EXACT]
    exact.mkdir()
    (exact / "land_cover.parquet").write_bytes((folder / KEPT_FRAMES[OURS] / "land_cover.parquet").read_bytes())
    worst = worst_pieces(folder)
    assert worst.piece_m2 < 1e-6 and worst.of_allowed < 0.5 and worst.fraction == 0.0


def _run(contender: str, parcels: int, peak_mb: float = 500.0, code: str = "", style: str = "rich", **stages: float) -> Run:
    return Run(contender, style, parcels, 0, sum(stages.values()), 1.0, peak_mb, code, {"stages": stages, "sums": {}, "version": "1"})


def _kept(path: Path, *runs: Run) -> Kept:
    kept = Kept(path / "runs.jsonl")
    for run in runs:
        kept.add(run)
    return Kept(path / "runs.jsonl")  # read again, as the next start does


def test_verdicts_are_of_the_medians_of_the_newest_code(tmp_path: Path) -> None:
    ours = {"read": 1.0, "validate": 9.0, "raster": 1.0}
    rivals = [_run("PostGIS", 100_000, overlay=s) for s in (39.0, 41.0, 900.0)] + [_run("SedonaDB", 100_000, overlay=19.9)]
    old = _run(OURS, 100_000, code="old", overlay=99.0, **ours)
    mine = [old, *(_run(OURS, 100_000, code="new", overlay=s, **ours) for s in (2.0, 1.0, 9.0))]
    told = {line.split("|")[1].strip(): line for line in verdicts(_kept(tmp_path, *rivals, *mine), [10_000, 100_000]) if "| rich |" in line}
    assert "20.5 ×" in told["overlay ≥ 20 × less CPU than PostGIS"] and told["overlay ≥ 20 × less CPU than PostGIS"].endswith("| reached |")
    assert told["overlay ≥ 10 × less CPU than SedonaDB"].endswith("| **not reached** |")
    assert "not measured" in told["overlay ≥ 15 × less CPU than geopandas.overlay"]
    assert "4.00 s" in told["read + overlay + raster ≤ 8 CPU s (validation beside it: 9.00)"]


def test_a_small_look_gives_no_verdict(tmp_path: Path) -> None:
    kept = _kept(tmp_path, _run(OURS, 3_000, overlay=1.0, raster=1.0), _run("PostGIS", 3_000, overlay=2.0))
    lines = [line for line in verdicts(kept, [3_000]) if "PostGIS" in line and "rich" in line]
    assert lines == ["| overlay ≥ 20 × less CPU than PostGIS | rich | 2.0 × (2.0 s against 1.00 s) | asked at 100,000 |"]


@pytest.mark.parametrize(("slope", "peak_mb", "reached"), [(1.0, 900.0, [True, True]), (1.2, 2500.0, [False, False])])
def test_growth_and_memory_are_judged_by_the_streamed_runs(tmp_path: Path, slope: float, peak_mb: float, reached: list[bool]) -> None:
    grown = [_run(OURS_STREAMED, n, peak_mb, streamed=(n / 1000) ** slope) for n in (10_000, 100_000, 1_000_000)]
    kept = _kept(tmp_path, *grown)
    found, points = exponent(kept, OURS_STREAMED)
    assert found == pytest.approx(slope) and local_exponent(points) == pytest.approx(slope)
    in_memory, *streamed = list(verdicts(kept, [100_000]))[-3:]
    assert "not measured" in in_memory
    assert ["**not" not in line for line in streamed] == reached


def test_the_page_has_every_contender_and_says_what_was_stopped(tmp_path: Path) -> None:
    stopped = Run("rasterstats", "rich", 10_000, 0, 600.0, 0.0, 0.0, "", {"stages": {}, "sums": {}, "stopped_cpu_s": 600}, 2.0)
    others = [_run(one.name, 10_000, overlay=2.0, raster=2.0, read=1.0, validate=1.0) for one in CONTENDERS if one.name != "rasterstats"]
    grown = [_run(OURS, n, read=n / 1e4, validate=0.0, overlay=0.0, raster=0.0, sum=0.0) for n in (30_000, 100_000)]
    kept = _kept(tmp_path, *others, stopped, *grown)
    page = write_report(kept, [10_000], tmp_path, tmp_path, "A note.", ["## More\n"]).read_text("utf-8")
    assert all(f"| {one.name} |" in page for one in CONTENDERS)
    assert "stopped after 600" in page and "A note." in page and "## More" in page
    assert (tmp_path / "growth.png").stat().st_size > 5_000


def test_a_run_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(Stopped):
        whole_process(["-c", "while True: pass"], limit_cpu_s=1)
    with pytest.raises(RuntimeError, match="no such luck"):
        whole_process(["-c", "raise SystemExit('no such luck')"], limit_cpu_s=5)
    assert whole_process(["-c", "print(7)"])[0] == "7\n"


def test_medians() -> None:
    assert (median([3, 1, 2]), median([4, 1, 2, 3])) == (2, 2.5)
    assert np.isnan(median([]))


def test_rivals_that_goals_are_set_against_have_no_limit() -> None:
    assert all(not one.limit_cpu_s for one in CONTENDERS if one.is_main)
    assert Contender("x", "y", "both").is_main
