"""Printed maps and plot sheets: whole, to scale, marked, readable aloud, the same each time."""

import io
from pathlib import Path

import pypdf
import pytest
import shapely

from actions.exports import common
from actions.offers.plot_sheet import plot_sheet
from actions.exports.print_map import print_map
from exchange import _drawing
from landuse.words.errors import LanduseError
from parks.park import Park
from tests.exchange.conftest import HOSTILE, ON, PARK_ID

_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def _text(document: bytes) -> str:
    """The words of a PDF, spaces alike."""
    pages = pypdf.PdfReader(io.BytesIO(document)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _unit(park: Park) -> str:
    units = common.named_units(park, ON)
    return str(units.index[units["class"] == "vacant_zoned"][0])


def _page_count(document: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(document)).pages)


def test_a_plot_sheet_is_one_page_in_each_language(park: Park) -> None:
    for lang in ("nb", "en"):
        document = plot_sheet(_unit(park), {"photo": _PNG, "description": "x " * 200}, ON, lang)
        assert document.startswith(b"%PDF-1.7") and _page_count(document) == 1
        assert pypdf.PdfReader(io.BytesIO(document)).root_object["/Lang"] == lang


def test_a_plot_sheet_says_what_an_investor_asks(park: Park) -> None:
    facts = {
        "title": HOSTILE[18],
        "net_daa": 3.2,
        "readiness": "byggeklar",
        "unmet_conditions": ["Støyvoll #1"],
        "contact_role": "Parkkontoret",
        "contact_email": "post@example.no",
        "facts_text": [("max_height_m", "Største byggehøyde", "18 m"), ("net_daa", "Nettoareal", "3,2 daa")],
    }
    said = _text(plot_sheet(_unit(park), facts, ON, "nb"))
    for words in (
        "EKSEMPEL",
        HOSTILE[18],
        "3,2 daa",
        "Støyvoll #1",
        "byggeklar",
        "18 m",
        "post@example.no",
        "EUREF89",
        "30. juni 2026",
        "CC0-1.0",
    ):
        assert words in said, words


def test_a_public_sheet_names_nobody(park: Park) -> None:
    for unit in common.named_units(park, ON).query("`class` == 'vacant_zoned'").index[:3]:
        assert "Parkselskapet" not in _text(plot_sheet(unit, {}, ON, "nb"))


def test_the_same_sheet_twice_is_the_same_file(park: Park) -> None:
    assert plot_sheet(_unit(park), {}, ON, "en") == plot_sheet(_unit(park), {}, ON, "en")


@pytest.mark.parametrize(
    ("facts", "code"), [({"photo": b"GIF89a"}, "photo_unreadable"), ({"description": "ord " * 9000}, "sheet_too_long")]
)
def test_what_does_not_fit_is_told(park: Park, facts: dict, code: str) -> None:
    with pytest.raises(LanduseError) as told:
        plot_sheet(_unit(park), facts, ON)
    assert told.value.code == code


@pytest.mark.parametrize("unit", ["verdal-nothing", "nowhere-1"])
def test_an_unknown_unit_is_told(park: Park, unit: str) -> None:
    with pytest.raises(LanduseError) as told:
        plot_sheet(unit, {}, ON)
    assert told.value.code == "unknown_unit"


def test_a_print_says_what_a_map_must(park: Park, files: Path) -> None:
    said = _text((files / "park.pdf").read_bytes())
    for words in ("EKSEMPEL", park.name, "1:", "Planer (planID)", "EUREF89", "EPSG:25832", "Kilder:", "Tegnforklaring", "30. juni 2026"):
        assert words in said, words


def test_a3_is_larger_and_each_park_has_its_page(park: Park) -> None:
    document = print_map([PARK_ID, PARK_ID], ON, "en", "A3")
    assert _page_count(document) == 2 and pypdf.PdfReader(io.BytesIO(document)).pages[0].mediabox.width == pytest.approx(1190.55, abs=0.1)


def test_the_sheet_is_to_scale() -> None:
    sheet = _drawing.sheet_around((0.0, 0.0, 900.0, 500.0), 100.0, 80.0, margin=0.0)
    assert sheet.scale == 10_000 and sheet.box.area == pytest.approx(1000 * 800)
    line = sheet.points(shapely.LineString([(0, 0), (500, 0)]))
    assert line.length == pytest.approx(50.0)
    assert _drawing.sheet_around((0.0, 0.0, 1.0, 1.0), 100.0, 80.0, largest=2000).scale == 2000


def test_names_cannot_break_out_of_the_drawing() -> None:
    drawn = _drawing.text_svg(shapely.Point(1, 1), "</text><script>x</script>&", 2.0)
    assert "<script>" not in drawn and "&lt;/text&gt;" in drawn
