"""The bench of the whole job tells what was measured."""

import json
from pathlib import Path

import pytest
import shapely

from bench import whole_job
from bench.whole_park import layers_of


def _stage(cpu_s: float, found: int = 1, **stages: float) -> dict:
    return {"stages": stages, "found": found, "peak_mb": 500.0, "cpu_s": cpu_s}


def _run(plots: int, class_s: float) -> dict:
    told = {"plots": plots, "rows": {}, "classify": _stage(9.0, plots + 100, read=1.0, **{"class": class_s})}
    return told | {"status": _stage(2.5), "first_map": _stage(3.5)}


def test_the_page_tells_of_each_size_and_of_the_growth(tmp_path: Path) -> None:
    assert whole_job.section(tmp_path, quick=False) == ""
    runs = [_run(30_000, 60.2), _run(3_000, 6.2), _run(300, 2.0) | {"plain": _stage(4.0, read=1.0, overlay=2.0)}]
    (tmp_path / whole_job.KEPT).write_text(json.dumps(runs), encoding="utf-8")
    page = whole_job.section(tmp_path, quick=False)
    assert "| 3,000 | 3,100 | 1.0 | 6.2 | 2.00 | 500 | 2.5 | 3.5 |  |" in page
    assert "| 300 | 400 | 1.0 | 2.0 | 5.00 | 500 | 2.5 | 3.5 | 3.0 |" in page
    assert "from 3,100 to 30,100 units grows with exponent 1.00" in page
    assert whole_job.section(tmp_path, quick=True) == ""


def test_a_stage_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="benk"):
        whole_job._stage(tmp_path, "first_map")


def test_the_streets_of_a_park_are_one_net_and_nothing_lies_on_them() -> None:
    layers = layers_of(200)
    streets = shapely.union_all(layers["roads"].geometry.to_numpy(), grid_size=0.001)
    assert streets.geom_type == "Polygon" and len(streets.interiors) == len(layers["roads"])
    assert layers["parcels"].geometry.is_valid.all() and len(layers["plots"]) * 3 >= len(layers["parcels"]) - len(layers["roads"])
    again = layers_of(200)
    assert all(layers[name].equals(again[name]) for name in layers)
