"""What is told of a nominated plot or building: the fields, their limits, and which of them investors may see."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from landuse.quality import dates
from landuse.rules import table
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError, Number

_TEXT_LIMIT, _LONG_LIMIT, _LIST_LIMIT = 200, 5000, 30
_SPACES = str.maketrans("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}", "  ")  # Word and web pages put them between a number and its unit
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
_PHOTO_ENDINGS = (".jpg", ".jpeg", ".png")


def fields() -> dict[str, dict]:
    """All facts by name, as nomination.toml declares them."""
    return table("nomination")["fact"]


def required() -> list[str]:
    """What must be told before an offer is published."""
    return [name for name, field in fields().items() if field.get("required")]


def checked(facts: Mapping[str, Any], kind: str, today: date | None = None) -> dict[str, Any]:
    """The facts as they are kept: numbers, text, ISO dates, lists of text; blank ones left out.

    Parameters
    ----------
    today : the park's; None for the day that it is in Norway

    Raises
    ------
    LanduseError : fact_unknown, fact_invalid, fact_range, fact_needs, date_outside
    """
    kept = {}
    for name, value in facts.items():
        field = fields().get(name)
        if field is None or kind not in field.get("kinds", [kind]):
            raise LanduseError("fact_unknown", fact=name, known=", ".join(fields()))
        if value is not None and value != "" and value != []:
            kept[name] = _CHECKS[field["type"]](name, value, field)
    for name in [name for name in kept if fields()[name]["type"] == "date"]:
        dates.check(name, date.fromisoformat(kept[name]), today or dates.norwegian_today())
    for name in kept:
        lacking = [other for other in fields()[name].get("with", []) if other not in kept]
        if lacking:
            raise LanduseError("fact_needs", fact=name, missing=", ".join(lacking))
    return kept


def check_fits(facts: Mapping[str, Any], most: Mapping[str, float], title: str) -> None:
    """Refuse an offer of more than there is; a number that is that only because people round it is let through.

    Parameters
    ----------
    most : the largest that each size can be, by fact
    title : what people call the plot or building

    Raises
    ------
    LanduseError : fact_too_large
    """
    for name, largest in most.items():
        decimals = _decimals(fields()[name], largest)
        if facts.get(name, 0) > largest + 0.5 * 10**-decimals:
            said = {"most": Number(round(float(largest), decimals)), "found": Number(facts[name]), "measure": fields()[name]["unit"]}
            raise LanduseError("fact_too_large", fact=name, title=title, **said)


def public(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What investors and other parks may see; nothing about power."""
    return {name: facts.get(name) for name, field in fields().items() if field["public"]}


def label(name: str, lang: str) -> str:
    """A fact's name in words."""
    return messages.text(lang, f"nomination.fact.{name}")


def choices(name: str, lang: str) -> list[tuple[str, str]]:
    """The codes of a fact with their words; none where it is not a choice."""
    field = fields()[name]
    return [(code, messages.text(lang, f"{field['words']}.{code}")) for code in field.get("choices", [])]


def in_words(name: str, value: Any, lang: str) -> str:
    """A fact's value as people write it."""
    field = fields()[name]
    if field["type"] in ("number", "whole"):
        return f"{numbers.decimal(value, lang, _decimals(field, value))}\N{NO-BREAK SPACE}{field['unit']}"
    if field["type"] == "date":
        return numbers.day(date.fromisoformat(value), lang)
    if field["type"] == "list":
        return "; ".join(value)
    return dict(choices(name, lang)).get(value, str(value))


def checked_date(name: str, value: Any, _field: Mapping[str, Any] | None = None) -> str:
    """A date as ISO text.

    Raises
    ------
    LanduseError : fact_invalid
    """
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()[:10]
    except ValueError as error:
        raise _invalid(name, value, "2026-06-30") from error


def checked_text(name: str, value: Any, _field: Mapping[str, Any] | None = None, long: bool = False) -> str:
    """Text of at most 200 characters (5 000 where it may be long), without control characters; a space that does not break is a space.

    Raises
    ------
    LanduseError : fact_invalid
    """
    limit = _LONG_LIMIT if long else _TEXT_LIMIT
    text = value.translate(_SPACES).strip() if isinstance(value, str) else ""
    allowed = all(letter.isprintable() or (long and letter in "\n\r\t") for letter in text)
    if not text or len(text) > limit or not allowed:
        raise _invalid(name, str(value)[:40], f"1–{limit} ABC")
    return text


def _number(name: str, value: Any, field: Mapping[str, Any]) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not field["min"] <= value <= field["max"]:
        limits = {"low": Number(field["min"]), "high": Number(field["max"]), "measure": field["unit"]}
        raise LanduseError("fact_range", fact=name, found=Number(value) if isinstance(value, (int, float)) else value, **limits)
    return round(float(value), 3)


def _decimals(field: Mapping[str, Any], value: float) -> int:
    """How many decimals a number of a field is written with."""
    return field.get("decimals", 0 if float(value).is_integer() else 1)


def _long_text(name: str, value: Any, field: Mapping[str, Any]) -> str:
    return checked_text(name, value, field, long=True)


def _choice(name: str, value: Any, field: Mapping[str, Any]) -> str:
    if value not in field["choices"]:
        raise _invalid(name, value, ", ".join(field["choices"]))
    return str(value)


def _list(name: str, value: Any, _field: Mapping[str, Any]) -> list[str]:
    if not isinstance(value, (list, tuple)) or len(value) > _LIST_LIMIT:
        raise _invalid(name, value, f"0–{_LIST_LIMIT} × ABC")
    return [checked_text(name, words) for words in value]


def _email(name: str, value: Any, field: Mapping[str, Any]) -> str:
    text = checked_text(name, value, field)
    if not _EMAIL.fullmatch(text):
        raise _invalid(name, value, "post@park.no")
    return text


def _photo(name: str, value: Any, field: Mapping[str, Any]) -> str:
    """A picture's place inside the folder of photos, never outside it."""
    text = checked_text(name, value, field)
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or "\\" in text or ":" in text or path.suffix.lower() not in _PHOTO_ENDINGS:
        raise _invalid(name, value, "tomt-b.jpg")
    return path.as_posix()


def _invalid(name: str, value: Any, expected: str) -> LanduseError:
    return LanduseError("fact_invalid", fact=name, expected=expected, found=value)


_CHECKS = {
    "number": _number,
    "text": checked_text,
    "long_text": _long_text,
    "date": checked_date,
    "choice": _choice,
    "list": _list,
    "email": _email,
    "photo": _photo,
}
