"""A plot's facts as people read them: each with its label, its unit and its choice in words."""

from typing import Any

from landuse.offers import facts as offer_facts
from landuse.words import codelists
from views.parts.words import capital
from views.tomter import fact_form

_GROUPS = {"unmet_conditions": "\n"}  # one line each


def rows(facts: dict[str, Any], kind: str, lang: str, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Label and text of every fact that is given, in the form's order."""
    asked = [field for field in fact_form.fields(kind, lang) if field["key"] not in without]
    return [
        (field["label"], words(field["key"], facts[field["key"]], lang)) for field in asked if facts.get(field["key"]) not in (None, "", [])
    ]


def answer(name: str, value: Any, lang: str) -> str:
    """One fact as it stands alone in a table: a choice begins with a capital, what somebody typed stays as it is."""
    said = words(name, value, lang)
    return capital(said) if offer_facts.fields()[name]["type"] == "choice" else said


def size(facts: dict[str, Any], lang: str) -> str:
    """How much is on offer: the plot's net area, the building's floor, or both."""
    said = [offer_facts.in_words(name, facts[name], lang) for name in ("net_daa", "floor_m2") if facts.get(name)]
    return " · ".join(said)


def words(name: str, value: Any, lang: str) -> str:
    """One fact in words."""
    if name == "zone":
        label = codelists.label("rp_arealformal", str(value), lang)
        return f"{label} ({value})" if label else str(value)
    if name in _GROUPS:
        return _GROUPS[name].join(value)
    return offer_facts.in_words(name, value, lang)
