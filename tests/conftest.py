"""What all tests share: the allowed drivers before anything starts GDAL, and parks in a folder of their own."""

import layers  # first: it limits the drivers before pyogrio and rasterio start

from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest

from layers._park import Park, read_park

assert layers
FIXTURES = Path(__file__).parent / "fixtures"

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


@pytest.fixture
def data_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data root with the outlines of five municipalities."""
    root = tmp_path / "data"
    (root / "parcels").mkdir(parents=True)
    copyfile(FIXTURES / "municipalities.geojson", root / "municipalities.geojson")
    monkeypatch.setenv("PARKAREAL_DATA", str(root))
    return root


@pytest.fixture
def make_park(data_root: Path) -> Callable[..., Park]:
    """Makes a park without layers: `make_park(municipalities=("5038",), epsg=25832)`."""

    def make(park_id: str = "prove", municipalities=("5038",), epsg: int = 25832, example: bool = False, rest: str = "") -> Park:
        folder = data_root / "parcels" / park_id
        folder.mkdir()
        numbers = str(list(municipalities)).replace("'", '"')
        words = _PARK_TOML.format(id=park_id, municipalities=numbers, epsg=epsg, example=str(example).lower(), rest=rest)
        (folder / "park.toml").write_text(words, encoding="utf-8")
        return read_park(park_id)

    return make
