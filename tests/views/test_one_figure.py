"""A figure is the same wherever it stands: pages, the command's text and JSON, exports, papers, in both languages, for two parks."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from actions.exports import figures as export_figures
from actions.exports import print_map
from actions.exports.export import export
from actions.progress import baseline
from actions.progress.indicators import exported
from landuse.words import messages, numbers
from landuse.words.numbers import M2_PER_DAA
from parks.park import name_words, read_park
from register.engine import close_registers
from tests.actions.conftest import write_park
from tests.squares import buildings, land_resource, perimeter, plots, records, rect, zoning

_ROOT = Path(__file__).parent.parent.parent
_PARKS = ("prove", "andre")
_NUMBER = re.compile(r"[-−]?\d[\d\s.,\u00a0\u202f]*")


def _frames(wide: float) -> dict:
    """Three plots, one of which was taken into use since the baseline, and a building of which a part is vacant."""
    taken = ("plot", "T3", "taken", None, "2025-06-01", "2025-06-01")
    said = records(("plot", "T1", "lease"), ("plot", "T2", "idle"), taken, ("building", "B1", "vacant_floor", "250"))
    return {
        "perimeter": perimeter(rect(0, 0, 200 + wide)),
        "plots": plots(("T1", rect(0, 0)), ("T2", rect(100, 0, wide, 100)), ("T3", rect(100 + wide, 0))),
        "zoning": zoning({"geometry": rect(0, 0, 200 + wide)}),
        "buildings": buildings({"building_id": "B1", "building_type": "211", "floor_m2": 1234.0, "geometry": rect(10, 10, 40, 30)}),
        "records": said,
        "land_resource": land_resource(("30", rect(-500, -500, 2000, 2000))),
    }


@pytest.fixture(scope="module")
def two_parks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two parks, one of them with a frozen baseline."""
    root = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARKAREAL_DATA", str(root))
        for park_id, wide in zip(_PARKS, (137.0, 61.0), strict=True):
            write_park(root, park_id, rest='[adopted]\nby = "Styret"\non = 2024-01-01\nbasis = "Vedtak"\n', **_frames(wide))
        baseline.freeze("prove", "Kari", "Vedtatt")
        yield root
        close_registers()


@pytest.fixture(scope="module")
def told(two_parks: Path) -> dict[str, dict]:
    """`status --json` of both parks, as a user runs it."""
    command = [sys.executable, "-m", "landuse", "status", *_PARKS, "--json"]
    said = json.loads(subprocess.run(command, cwd=_ROOT, check=True, capture_output=True, text=True).stdout)
    return {park["id"]: park for park in said["parks"]}


def _read(words: str, lang: str) -> tuple[float, int]:
    """The first number of a text in a language, and its decimals."""
    found = _NUMBER.search(words)
    assert found, words
    plain = re.sub(r"\s|\u00a0|\u202f", "", found[0]).replace("−", "-").rstrip(".,")
    plain = plain.replace(".", "").replace(",", ".") if lang == "nb" else plain.replace(",", "")
    return float(plain), len(plain.partition(".")[2])


def _same(words: str, value: float, lang: str, what: str) -> None:
    """The words say the value, to the decimals that they have."""
    said, decimals = _read(words, lang)
    assert said == pytest.approx(round(value, decimals), abs=0.5001 * 10**-decimals), (what, words, value)


def _page(park_id: str, lang: str, page: str) -> str:
    app = AppTest.from_file(str(_ROOT / "views" / "main.py"), default_timeout=600)
    for key, value in {"park": park_id, "lang": lang, "page": page}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return unescape(re.sub(r"<[^>]+>", " ", " ".join(element.proto.body for element in app.get("html"))))


@pytest.mark.parametrize("lang", messages.LANGS)
def test_exports_and_papers_say_what_json_says(two_parks: Path, told: dict[str, dict], lang: str, tmp_path: Path) -> None:
    parks = [read_park(park_id) for park_id in _PARKS]
    names = {messages.text(lang, f"figure.{key}"): key for key in (one.name for one in exported())}
    by_name = {name_words(park, lang): told[park.id] for park in parks}
    rows = export_figures.figures(parks, {park.id: park.current_date() for park in parks}, lang)
    assert len(rows) == len(names) * len(parks)
    for row in rows:
        value = by_name[row["park"]][names[row["figure"]]]
        assert row["value"] == value or isinstance(row["value"], str) and value is None, row
    for park in parks:
        page = print_map.pages([park], {park.id: park.current_date()}, lang)[0]
        for label, words in page.figures:
            _same(words, told[park.id][names[label]], lang, label)
    target = tmp_path / "begge.xlsx"
    export(list(_PARKS), None, target, lang)
    seen = 0
    for sheet in openpyxl.load_workbook(target):
        for cells in sheet.iter_rows(values_only=True):
            said = [cell for cell in cells if cell is not None]
            if len(said) >= 3 and said[0] in by_name and said[1] in names and isinstance(said[2], (int, float)):
                assert said[2] == pytest.approx(by_name[said[0]][names[said[1]]], abs=0.05), said
                seen += 1
    assert seen >= len(parks) * 12


@pytest.mark.parametrize("lang", messages.LANGS)
def test_the_commands_text_says_what_json_says(two_parks: Path, told: dict[str, dict], lang: str) -> None:
    command = [sys.executable, "-m", "landuse", "status", *_PARKS, "--lang", lang]
    text = subprocess.run(command, cwd=_ROOT, check=True, capture_output=True, text=True).stdout
    for park in told.values():
        line = next(line for line in text.splitlines() if line.startswith(park["name"] + " "))
        for words in _rates(park, lang) + [numbers.daa(park[f"{name}_daa"] * M2_PER_DAA, lang) for name in ("total", "vacant")]:
            assert words in line, (words, line)


@pytest.mark.parametrize(("park_id", "lang"), [("prove", "nb"), ("andre", "en")])
@pytest.mark.parametrize("page", ["kart", "fremdrift"])
def test_pages_say_what_json_says(two_parks: Path, told: dict[str, dict], park_id: str, lang: str, page: str) -> None:
    text, park = _page(park_id, lang, page), told[park_id]
    for words in _rates(park, lang):
        assert words in text, words
    assert numbers.daa(park["vacant_daa"] * M2_PER_DAA, lang) in text
    if page == "kart":
        for name in ("greenfield", "nature_in_use", "farmland_in_use", "idle_held", "spare"):
            label = messages.text(lang, f"views.{name}")
            _same(text.partition(label)[2][:40], park[f"{name}_daa"], lang, name)
    else:
        assert numbers.pct(park["by_word_pct"], lang) in text and numbers.pct(park["confirmed_pct"], lang) in text


def _rates(park: dict, lang: str) -> list[str]:
    return [numbers.pct(park[f"{name}_utilisation_pct"], lang) for name in ("land", "building")]


_WORDS: dict[str, tuple[Callable[..., str], tuple, tuple[str, str]]] = {
    "thousands": (numbers.decimal, (48202,), ("48\u00a0202", "48,202")),
    "nothing has no sign": (numbers.decimal, (-0.04,), ("0", "0")),
    "no signed nothing": (numbers.signed, (-0.0,), ("0", "0")),
    "less": (numbers.signed, (-1234.0,), ("−1\u00a0234", "−1,234")),
    "more": (numbers.signed, (3.0,), ("+3", "+3")),
    "a range": (numbers.pct_range, (39.6, 39.7), ("39,6–39,7\u00a0%", "39.6–39.7%")),
    "no range": (numbers.pct_range, (39.62, 39.64), ("39,6\u00a0%", "39.6%")),
}


@pytest.mark.parametrize("name", list(_WORDS))
def test_numbers_are_written_in_one_way(name: str) -> None:
    write, values, expected = _WORDS[name]
    assert tuple(write(*values, lang) for lang in messages.LANGS) == expected
