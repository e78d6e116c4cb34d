"""A figure is written in one place, `landuse/words/numbers.py`, and a moment by the clock in Norway, wherever the server stands."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("landuse", "layers", "parks", "register", "bulk", "exchange", "door", "people", "fetch", "actions", "commands", "views")
_OWN_FIGURE = re.compile(r"\{[^{}]*:[^{}]*\.\d[f%g]\}|round\([^{}]*\)\} ?(?:daa|m²|%)")
_DRAWN = {  # numbers that no person reads: places in a drawing, widths in a style, a bound that is whole, a file's own coordinates
    *("views/parts/figures.py", "exchange/qgis_style.py", "exchange/case_map.py", "exchange/_drawing.py"),
    *("landuse/vacant_first/untouched.py", "landuse/vacant_first/needs.py", "door/gml/checks.py"),
}
_SERVER_CLOCK = re.compile(r"\.astimezone\(\)|datetime\.now\(\)|date\.today\(\)")


def _lines() -> list[tuple[str, str]]:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return [(path.relative_to(ROOT).as_posix(), line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]


def test_no_figure_is_written_by_hand() -> None:
    found = [(name, line.strip()) for name, line in _lines() if _OWN_FIGURE.search(line)]
    strange = [one for one in found if one[0] not in _DRAWN and not one[0].startswith("views/charts/")]
    assert strange == [] and {name for name, _ in found} >= _DRAWN


def test_nothing_is_dated_by_the_servers_own_clock() -> None:
    assert [one for one in _lines() if _SERVER_CLOCK.search(one[1])] == []
