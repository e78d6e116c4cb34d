"""What the national map of grey land says of the gross area, in words: always with the day of its data, and as the map's."""

from datetime import date
from typing import Any

from landuse.words import messages, numbers
from landuse.words.numbers import M2_PER_DAA

_LEAST_DAA = 0.05  # less is 0,0 in words


def days_words(days: str, lang: str) -> str:
    """The day of the data, or the first and the last, in words; "" is a map that says none."""
    if not days:
        return messages.text(lang, "grey_map.undated")
    return "–".join(numbers.day(date.fromisoformat(day), lang) for day in days.split("/"))


def share_words(told: dict[str, Any], lang: str) -> str:
    """The grey share; "not stated" where the map states no shares, never 0."""
    if told["grey_pct"] is None:
        return messages.text(lang, "grey_map.not_stated")
    return numbers.pct(told["grey_pct"], lang, 0)


def note(told: dict[str, Any], lang: str) -> str:
    """What stands beside the share: day, parts, and the ground that the map says nothing of."""
    said = [messages.text(lang, "grey_map.day", day=days_words(told["data_days"], lang))]
    if told["grey_pct"] is not None:
        shares = {name: numbers.pct(told[f"{name}_pct"], lang, 0) for name in ("building", "green")}
        said.append(messages.text(lang, "grey_map.parts", **shares, area=_daa(told["stated_daa"], lang)))
    for name in ("unstated", "not_mapped"):
        if told[f"{name}_daa"] >= _LEAST_DAA:
            said.append(messages.text(lang, f"grey_map.of.{name}", area=_daa(told[f"{name}_daa"], lang)))
    return " ".join(said)


def sentence(told: dict[str, Any], lang: str) -> str:
    """The share and its note as one line of text."""
    share, source = (messages.text(lang, f"grey_map.{name}") for name in ("share", "source"))
    return f"{share}: {share_words(told, lang)}. {source}. {note(told, lang)}"


def unit_words(evidence: dict[str, Any], lang: str) -> str | None:
    """What the map says of one unit; None where it was not asked or says nothing of it."""
    if evidence.get("grey_map_days") is None:
        return None
    day = days_words(evidence["grey_map_days"], lang)
    if evidence["grey_map_told_pct"] < 0.5:
        return messages.text(lang, "grey_map.unit.nothing", day=day)
    shares = {name: numbers.pct(evidence[f"grey_map_{name}pct"], lang, 0) for name in ("", "building_", "green_")}
    return messages.text(lang, "grey_map.unit", grey=shares[""], building=shares["building_"], green=shares["green_"], day=day)


def _daa(area_daa: float, lang: str) -> str:
    return numbers.area(area_daa * M2_PER_DAA, lang)
