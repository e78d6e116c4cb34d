"""What a newcomer needs of a site: read from a form, a file or a command line, checked, and in one form."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from landuse.quality import dates
from landuse.words.errors import LanduseError
from landuse.words.numbers import M2_PER_DAA

# How each need is read, its unit, and the largest value that makes sense.
NEEDS: dict[str, tuple[str, str, float]] = {
    "daa": ("number", "daa", 100_000),
    "width_m": ("number", "m", 2_000),
    "side_m": ("number", "m", 10_000),
    "floor_m2": ("number", "m²", 1_000_000),
    "mw": ("number", "MW", 5_000),
    "water": ("yes", "", 1),
    "sewer": ("yes", "", 1),
    "quay": ("yes", "", 1),
    "rail": ("yes", "", 1),
    "main_road_m": ("number", "m", 100_000),
    "slope_pct": ("number", "%", 100),
    "zone_codes": ("codes", "", 1),
    "ready_by": ("date", "", 1),
}
SIZE = ("daa", "width_m", "side_m")
_YES = ("yes", "ja", "true", "1", True, 1)
_NO = ("no", "nei", "false", "0", False, 0, "", None)


def read_needs(said: Mapping[str, Any] | None, footprint_m2: int) -> tuple[dict[str, Any], list[str]]:
    """The needs in order, and those that nobody stated: the footprint's own area stands in for a size.

    Returns
    -------
    numbers as floats, `water` and the like as True, `zone_codes` as a list of text, `ready_by` as ISO text

    Raises
    ------
    LanduseError : need_unknown, need_invalid, date_outside
    """
    given = dict(said or {})
    unknown = [name for name in given if name not in NEEDS]
    if unknown:
        raise LanduseError("need_unknown", need=unknown[0], known=", ".join(NEEDS))
    needs = {name: _read(name, given[name]) for name in NEEDS if name in given}
    needs = {name: value for name, value in needs.items() if value is not None}
    if "daa" in needs or "floor_m2" in needs:
        return needs, []
    return {"daa": footprint_m2 / M2_PER_DAA} | needs, ["daa"]


def parse_needs(words: str) -> dict[str, str]:
    """Needs as written on a command line: `daa=50,width_m=80,zone_codes=1340;1350`.

    Raises
    ------
    LanduseError : need_invalid
    """
    pairs = [part.strip() for part in words.split(",") if part.strip()]
    wrong = next((part for part in pairs if "=" not in part), None)
    if wrong:
        raise LanduseError("need_invalid", need=wrong, expected="daa=50", found=wrong)
    return {name.strip(): value.strip() for name, value in (part.split("=", 1) for part in pairs)}


def _read(name: str, value: Any) -> Any:
    kind, unit, largest = NEEDS[name]
    return {"number": _number, "yes": _yes, "codes": _codes, "date": _day}[kind](name, value, unit, largest)


def _number(name: str, value: Any, unit: str, largest: float) -> float | None:
    if value is None or value == "":
        return None
    try:
        number = float(str(value).replace(",", "."))
    except ValueError as error:
        raise _invalid(name, value, f"0–{largest:.0f} {unit}") from error
    if isinstance(value, bool) or not 0 < number <= largest:
        raise _invalid(name, value, f"0–{largest:.0f} {unit}")
    return number


def _yes(name: str, value: Any, _unit: str, _largest: float) -> bool | None:
    plain = value.strip().lower() if isinstance(value, str) else value
    if plain in _NO:
        return None
    if plain not in _YES:
        raise _invalid(name, value, "yes, no")
    return True


def _codes(name: str, value: Any, _unit: str, _largest: float) -> list[str] | None:
    parts = re.split(r"[;\s]+", value) if isinstance(value, str) else list(value or ())
    codes = list(dict.fromkeys(str(part).strip() for part in parts if str(part).strip()))
    if any(not code.isdigit() for code in codes):
        raise _invalid(name, value, "1340;1350")
    return codes or None


def _day(name: str, value: Any, _unit: str, _largest: float) -> str | None:
    if value is None or value == "":
        return None
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise _invalid(name, value, "2027-06-30") from error
    dates.check(name, date.fromisoformat(day.isoformat()[:10]), dates.norwegian_today())
    return day.isoformat()[:10]


def _invalid(name: str, value: Any, expected: str) -> LanduseError:
    return LanduseError("need_invalid", need=name, expected=expected, found=str(value)[:40])
