"""Shared by all tests: with REQUIRE_ALL=1 a skip is a failure, and long runs only when SOAK=1; parks in a folder of their own."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import settings

from parks.park import Park, read_park

settings.register_profile("no-clock", deadline=None)  # a busy machine is not an error
settings.load_profile("no-clock")

_OUTLINES = Path(__file__).parent / "fixtures" / "municipalities.geojson"
_PARK_TOML = """id = "{id}"
name = "Prøveparken"
municipalities = {municipalities}
epsg = {epsg}
place = [63.79, 11.44]
in_baseline = true
baseline_date = 2024-01-01
baseline_date_assumed = true
example = {example}
{rest}"""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long runs out unless they are asked for."""
    if os.environ.get("SOAK"):
        return
    long = [item for item in items if item.get_closest_marker("soak")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if not item.get_closest_marker("soak")]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> pytest.TestReport:
    """Turn skips into failures where all must run."""
    report = yield
    if report.skipped and os.environ.get("REQUIRE_ALL") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped although REQUIRE_ALL=1: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Streamlit's AppTest leaves its page as the main module, which a process that is spawned would run again."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture
def data_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data root with the outlines of five municipalities."""
    root = tmp_path / "data"
    (root / "parcels").mkdir(parents=True)
    copyfile(_OUTLINES, root / "municipalities.geojson")
    monkeypatch.setenv("PARKAREAL_DATA", str(root))
    return root


@pytest.fixture
def make_park(data_root: Path) -> Callable[..., Park]:
    """Makes a park without layers: `make_park(municipalities=("5038",), epsg=25832)`."""

    def make(
        park_id: str = "prove", municipalities: tuple[str, ...] = ("5038",), epsg: int = 25832, example: bool = False, rest: str = ""
    ) -> Park:
        folder = data_root / "parcels" / park_id
        folder.mkdir()
        numbers = str(list(municipalities)).replace("'", '"')
        words = _PARK_TOML.format(id=park_id, municipalities=numbers, epsg=epsg, example=str(example).lower(), rest=rest)
        (folder / "park.toml").write_text(words, encoding="utf-8")
        return read_park(park_id)

    return make
