"""An indicator is one row: added, it is in the answer, in the sum, in the exports and on the page; every row says what it needs to."""

from pathlib import Path

import pytest

from actions.exports import figures as exported_figures
from actions.progress.indicators import NOT_MAPPED, rests_on
from actions.progress.status import status
from actions.units.classify import _answer
from actions.units.inventory import _inventory
from landuse.progress import indicators
from landuse.progress.indicators import INDICATORS, Indicator
from landuse.words import messages
from landuse.words.languages import languages
from layers.registry import all_layers
from parks.park import read_park
from scripts import describe_indicators
from tests.actions.conftest import write_park
from tests.squares import perimeter, plots, records, rect, zoning

_ENDINGS = {
    "daa": ("_daa",),
    "%": ("_pct",),
    "m²": ("_m2",),
    "units": ("units",),
    "daa/year": ("_daa_per_year",),
    "": ("_pct", "_kind", "_pace"),
}


def test_a_row_is_all_that_an_indicator_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    for cache in (_answer, _inventory):
        cache.cache_clear()
    new = Indicator("unit_size_daa", "daa", lambda sums: sums.now["total_m2"] / 1000 / sums.now["units"], "a unit's land", 2.5, 1)
    monkeypatch.setattr(indicators, "INDICATORS", (*INDICATORS, new))
    monkeypatch.setattr(describe_indicators, "INDICATORS", (*INDICATORS, new))
    catalogue = messages.text
    monkeypatch.setattr(
        messages, "text", lambda lang, key, **values: "Size" if key == "figure.unit_size_daa" else catalogue(lang, key, **values)
    )
    write_park(
        tmp_path, perimeter=perimeter(rect(0, 0, 200)), plots=plots(("T1", rect(0, 0)), ("T2", rect(100, 0))),
        zoning=zoning({"geometry": rect(0, 0, 200)}), records=records(("plot", "T1", "lease"), ("plot", "T2", "idle")),
    )  # fmt: skip
    told = status(["prove"]).as_json()
    size = told["parks"][0]["total_daa"] / told["parks"][0]["units"]
    assert told["parks"][0]["unit_size_daa"] == told["total"]["unit_size_daa"] == pytest.approx(size)
    park = read_park("prove")
    rows = exported_figures.figures([park], {"prove": park.current_date()}, "nb")
    at = [row["figure"] for row in rows].index("Size")
    assert rows[at] | {"park": ""} == {"park": "", "figure": "Size", "value": pytest.approx(size), "unit": "daa", "decimals": 1}
    assert [rows[place]["figure"] for place in (at - 1, at + 1)] == [catalogue("nb", f"figure.{name}_daa") for name in ("in_use", "vacant")]
    assert "| `unit_size_daa` | daa | a unit's land |  | Size |" in describe_indicators.page()


@pytest.mark.parametrize("row", INDICATORS, ids=lambda row: row.name)
def test_a_row_says_its_unit_in_its_name_and_what_it_is(row: Indicator) -> None:
    assert row.name.endswith(_ENDINGS[row.unit]) and row.meaning and set(rests_on(row)) <= set(all_layers())
    assert row.place is None or all(messages.text(lang, f"figure.{row.name}") for lang in languages())


def test_no_two_rows_share_a_name_or_a_place() -> None:
    places = [row.place for row in INDICATORS if row.place is not None]
    assert len({row.name for row in INDICATORS}) == len(INDICATORS) and len(set(places)) == len(places)


def test_what_is_partly_mapped_is_told_by_its_name() -> None:
    assert NOT_MAPPED and all(messages.has(f"figure.{name}") for name in NOT_MAPPED)


def test_the_page_about_indicators_is_as_the_rows_are() -> None:
    assert describe_indicators.PAGE.read_text(encoding="utf-8") == describe_indicators.page(), "python -m scripts.describe_indicators"
