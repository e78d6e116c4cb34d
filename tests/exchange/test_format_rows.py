"""Formats are rows: what stands in one is written, served, offered and explained, with nothing said of it anywhere else."""

import csv
from pathlib import Path

import geopandas as gpd
import pytest

from actions.exports import formats as endings
from exchange import formats as declared
from landuse.words import messages
from tests.imports import ROOT

_ROWS = list(csv.DictReader((ROOT / "exchange" / "formats.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("form", declared.formats().values(), ids=declared.formats())
def test_a_row_names_a_writer_and_has_its_words(form: declared.Format) -> None:
    assert callable(form.writer) and form.writer.__doc__
    assert all(messages.has(key) for key in (f"export.page{form.ending}", f"export.page.about{form.ending}"))
    assert endings.media_type(form.ending) == form.media_type and endings.is_printed(form.ending) == (form.of == "pages")


def test_what_can_be_chosen_is_what_stands_there() -> None:
    assert list(endings.ENDINGS) == [row["ending"] for row in _ROWS]


def test_a_row_more_is_a_format_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = tmp_path / "formats.csv"
    rows = (ROOT / "exchange" / "formats.csv").read_text(encoding="utf-8")
    more.write_text(f"{rows}.wkt,text/plain,tests.exchange.test_format_rows.wkt,units\n", encoding="utf-8")
    monkeypatch.setattr(declared, "_FILE", more)
    form = declared.formats.__wrapped__()[".wkt"]
    form.writer(tmp_path / "one.wkt", gpd.GeoSeries.from_wkt(["POINT (1 2)"]))
    assert (tmp_path / "one.wkt").read_text() == "POINT (1 2)"


def wkt(path: Path, shapes: gpd.GeoSeries) -> None:
    """A writer that a row can name."""
    path.write_text("\n".join(shapes.to_wkt()))
