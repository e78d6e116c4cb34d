"""Small parks whose vacant plots differ in what lies on them."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import geopandas as gpd
import pytest

from parks.park import Park
from register.engine import close_registers
from tests.actions.conftest import write_park
from tests.squares import land_resource, perimeter, plots, records, rect, zoning


@pytest.fixture
def make_park(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Park]]:
    """`make_park("prove", **frames)` writes a park in a data root of its own."""
    root = tmp_path / "data"
    root.mkdir()
    monkeypatch.setenv("PARKAREAL_DATA", str(root))
    yield partial(write_park, root)
    close_registers()


def four_plots() -> dict[str, gpd.GeoDataFrame]:
    """T1 let; T2 idle on grey ground, T3 idle in forest, T4 idle half on farmland, T5 taken in 2025; 10 daa each."""
    taken = ("plot", "T5", "taken", None, "2025-06-01", "2025-06-01")
    return {
        "perimeter": perimeter(rect(0, 0, 500)),
        "plots": plots(*((f"T{number}", rect(100 * (number - 1), 0)) for number in range(1, 6))),
        "zoning": zoning({"geometry": rect(0, 0, 500)}),
        "records": records(("plot", "T1", "lease"), ("plot", "T2", "idle"), ("plot", "T3", "idle"), ("plot", "T4", "idle"), taken),
        "land_resource": land_resource(
            ("11", rect(0, 0, 200)), ("30", rect(200, 0)), ("21", rect(300, 0, 50)), ("11", rect(350, 0, 50)), ("30", rect(400, 0))
        ),
    }
