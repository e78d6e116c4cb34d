"""What a council is told: three sentences that say what the figures say, and a page of one sheet with them."""

import io
from datetime import date

import pandas as pd
import pypdf
import pytest

from actions.progress import council
from actions.progress.council_sheet import council_sheet
from actions.progress.progress import Moved
from actions.progress.status import status
from landuse.words import messages
from tests.squares import perimeter, plots, records, rect, zoning

_THEN = date(2024, 1, 1)
_ROW = {
    "date": "2026-06-30", "land_utilisation_pct": 80.0, "total_daa": 200.0, "land_utilisation_range_pct": (78.0, 84.0),
    "confirmed_pct": 12.4, "undecided_units": 1, "undecided_daa": 12.0,
}  # fmt: skip


def moved(**causes: float) -> Moved:
    """What moved 40 daa of vacant land by these causes, m²."""
    frame = pd.DataFrame({"vacant_m2": causes, "in_use_m2": {name: -change for name, change in causes.items()}})
    now = 40_000 + sum(causes.values())
    sums = [pd.Series({"vacant_m2": vacant, "in_use_m2": 160_000}) for vacant in (40_000, now)]
    return Moved(frame, *sums, pd.DataFrame(), pd.DataFrame(), pd.Series(dtype=float), (0.0, 0.0))


def test_three_sentences_say_how_far_what_moved_and_how_sure() -> None:
    found = moved(taken_into_use=-9_000, newly_zoned=14_000, emptied=3_000)
    far, what, sure = (one.replace("\N{NO-BREAK SPACE}", " ") for one in council.sentences(_ROW, _GOALS, found, "Prøve", _THEN, "nb"))
    assert "80,0 %" in far and "10,0 prosentpoeng, om lag 20,0 daa" in far and "2030" in far
    assert "fra 40,0 daa til 48,0 daa" in what and "«Nyregulert» (+14,0 daa)" in what and "«Tatt i bruk» (−9,0 daa)" in what
    assert sure.startswith("1 arealenhet er uavklart (12,0 daa)") and "78,0–84,0 %" in sure and "12 % av arealet" in sure


_GOALS = {"land_utilisation_pct": 90.0}


@pytest.mark.parametrize("lang", messages.LANGS)
@pytest.mark.parametrize("causes", [{"newly_zoned": 14_000.0}, {"taken_into_use": -9_000.0}, {"remeasured": 0.0}])
def test_what_moved_one_way_or_not_at_all_names_no_other_cause(causes: dict[str, float], lang: str) -> None:
    said = council.what_moved(moved(**causes), _THEN, lang)
    named = [name for name in ("newly_zoned", "taken_into_use", "remeasured") if messages.text(lang, f"progress.cause.{name}") in said]
    assert named == [name for name, change in causes.items() if change]


def test_what_nobody_can_say_is_said() -> None:
    row = _ROW | {"land_utilisation_pct": None, "land_utilisation_range_pct": None}
    said = council.sentences(row, _GOALS, None, "Prøve", _THEN, "nb")
    assert said[1:] == [messages.text("nb", "council.moved.none"), messages.text("nb", "council.sure.none")] and "%" not in said[0]
    assert "er nådd" in council.how_far(_ROW | {"land_utilisation_pct": 90.0}, 90.0, "Prøve", "nb")


@pytest.mark.parametrize("lang", messages.LANGS)
def test_the_page_is_one_sheet_with_the_sentences_the_sources_and_the_day(park, lang: str) -> None:
    pages = pypdf.PdfReader(io.BytesIO(council_sheet(park.id, date(2026, 6, 30), lang))).pages
    said = " ".join(pages[0].extract_text().split()).replace("\N{NO-BREAK SPACE}", " ")
    assert len(pages) == 1 and messages.text(lang, "export.example_mark") in said
    assert "50" in said and "2026" in said and messages.text(lang, "layer.example_source") in said
    assert messages.text(lang, "council.paper.moves") in said
    notes = status([park.id], date(2026, 6, 30), lang).as_json()["parks"][0]["notes"]
    assert notes and all(" ".join(note.split()).replace("\N{NO-BREAK SPACE}", " ") in said for note in notes)  # what the page says beside


@pytest.fixture
def park(make_park):
    """Two plots, of which one is taken into use."""
    taken = ("plot", "T2", "taken", None, "2025-06-01", "2025-06-01")
    return make_park(
        perimeter=perimeter(rect(0, 0, 200)),
        plots=plots(("T1", rect(0, 0)), ("T2", rect(100, 0))),
        zoning=zoning({"geometry": rect(0, 0, 200)}),
        records=records(("plot", "T1", "idle"), taken),
    )
