"""Other people's validators have nothing to say against our files."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_NOT_OURS = ("RQ22",)  # a Dutch list of CRS, without EUREF89 / UTM 32 as 25832


def test_geoparquet_validator(files: Path) -> None:
    tool = Path(sys.executable).with_name("geoparquet-validator")
    if not tool.exists():
        pytest.skip("geoparquet-validator is not installed (requirements-dev.txt)")
    told = subprocess.run([tool, "check", files / "park.parquet"], capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr
    assert " 0 fail" in told.stdout and "FAIL" not in told.stdout


def test_geojsonhint(files: Path, tmp_path: Path) -> None:
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("no node and npm on this machine: geojsonhint is not run")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_HERE / name, tmp_path)
    fetched = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=tmp_path, capture_output=True, text=True)
    if fetched.returncode:
        pytest.skip("npm could not fetch geojsonhint: no network, or no registry")
    told = subprocess.run([tmp_path / "node_modules/.bin/geojsonhint", files / "park.geojson"], capture_output=True, text=True)
    assert told.returncode == 0 and told.stdout == "", told.stdout[:2000]


def test_pdok_geopackage_validator(files: Path) -> None:
    own = Path(sys.prefix) / "geopackage-validator" / "bin" / "geopackage-validator"
    tool = os.environ.get("GEOPACKAGE_VALIDATOR") or (own if own.exists() else shutil.which("geopackage-validator"))
    if tool is None:
        pytest.skip("no geopackage-validator: sh scripts/geopackage_validator.sh brings it, as make test does")
    told = subprocess.run([tool, "validate", "--gpkg-path", files / "park.gpkg", "--validations", "ALL"], capture_output=True, text=True)
    assert told.returncode in (0, 1), told.stderr  # 1: it has something to say
    results = json.loads(told.stdout)["results"]
    assert [result for result in results if result["validation_code"] not in _NOT_OURS] == []
