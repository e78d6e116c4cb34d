"""What the app exports is read again: the same rows, ids and texts, the same areas."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree

import geopandas as gpd
import pandas as pd
import pytest
from playwright.sync_api import APIRequestContext

from actions.map import map_data
from actions.imports.import_files import import_file
from landuse.measure import crs
from door.answers import Asked
from parks.park import read_park
from parks.read import read_layer
from register.engine import close_registers

ENDINGS = (".geojson", ".gpkg")
_MOST_RELATIVE = 1e-4  # 0.01 %
_UNITS_AS_PLOTS = Asked(columns={"unit_id": "plot_id", "plot_id": ""})  # as the page lets a person say


def check_round_trip(request: APIRequestContext, address: str, data_root: Path, park_id: str, folder: Path) -> None:
    """Export a park in each format that has shapes, and import the file as plots into a copy of the park."""
    with _data_root(data_root):
        park = read_park(park_id)
        shown = map_data.units_table(park_id, park.current_date(), map_data.version(park_id))
    for ending in ENDINGS:
        path = folder / f"again{ending}"
        answer = request.get(f"{address}export/{path.name}?park={park_id}&when=today&lang=nb")
        assert answer.status == 200, answer.text()
        path.write_bytes(answer.body())
        copy = folder / ending[1:]
        copytree(data_root / "parcels" / park_id, copy / "parcels" / park_id)
        with _data_root(copy):
            report = import_file(park_id, path, "plots", asked=_UNITS_AS_PLOTS)
            assert (report.rows_in_file, report.kept, report.set_aside) == (len(shown), len(shown), 0)
            check_same(shown, read_layer(read_park(park_id), "plots"))


def check_same(shown: pd.DataFrame, again: gpd.GeoDataFrame) -> None:
    """Every unit once under its id, with its name and its true area."""
    again = again.set_index("plot_id")
    assert again.index.is_unique and set(again.index) == set(shown.index)
    names = again["name"].reindex(shown.index)
    assert names.fillna("").tolist() == shown["name"].fillna("").tolist()
    area_m2 = crs.area_m2(again.geometry).reindex(shown.index)
    apart = (area_m2 - shown["area_m2"]).abs() - 0.5  # shown areas are whole square metres
    assert (apart <= _MOST_RELATIVE * shown["area_m2"]).all(), apart.max()


@contextmanager
def _data_root(root: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PARKAREAL_DATA", str(root))
        close_registers()
        yield
        close_registers()
