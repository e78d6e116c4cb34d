"""Words that several parts of a page share."""

from landuse.units import explain
from landuse.units.schema import LandClass
from landuse.words import messages, numbers

_LEAST_DAA = 0.05  # smaller areas would read as 0,0 daa


def class_labels(lang: str) -> dict[str, str]:
    """The words of every class, in the legend's order."""
    order = (LandClass.VACANT, LandClass.USED, LandClass.BUILDING, LandClass.NOT_COUNTED)
    return {str(name): capital(explain.class_label(name, lang)) for name in order}


def capital(words: str) -> str:
    """The same words with a capital first."""
    return words[:1].upper() + words[1:]


def unit_name(name: str | None, lang: str) -> str:
    """What a unit is called; ground without plot and parcel says so."""
    return name if isinstance(name, str) and name else messages.text(lang, "views.unregistered")


def area_words(area_m2: float, lang: str) -> str:
    """An area in daa; slivers in m², so that none reads as 0,0 daa."""
    return numbers.m2(area_m2, lang) if area_m2 < _LEAST_DAA * numbers.M2_PER_DAA else numbers.daa(area_m2, lang, 1)
