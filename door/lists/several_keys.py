"""Several plots, properties or buildings in one cell: `12/3, 12/4 og 15` is three properties, the last under the number before it."""

import re
from collections.abc import Iterator

_SIGNS = r"[;\n+&]|\bog\b|\band\b|\bsamt\b"
_BETWEEN = re.compile(rf"\s*(?:,|{_SIGNS}|\s(?=\d{{1,5}}\s*/))\s*", re.IGNORECASE)
_BETWEEN_PLOTS = re.compile(rf"\s*(?:,(?!\d)|(?<!\d),|{_SIGNS})\s*", re.IGNORECASE)  # 1,5 may be a number
_PARCEL = re.compile(r"(?P<knr>\d{3,4}\s*[-:]\s*)?(?P<gnr>\d{1,5})\s*/\s*(?P<bnr>\d{1,5})(?P<more>(?:\s*/\s*\d{0,5}){0,2})")
_BEFORE = re.compile(r"^(?:gnr\.?\s*[/,]?\s*bnr\.?|gbnr\.?|eiendom(?:mer|mene)?)\s*:?\s*", re.IGNORECASE)
_BUILDING = re.compile(r"\d{6,9}")
_PLOT = re.compile(
    r"(?P<before>(?:(?:tomt(?:er|ene)?|felt|plots?)\s*(?:nr\.?\s*)?)?[^\W\d_]{0,4}[-\s]?)(?P<number>\d{1,4}[a-zæøå]?)", re.IGNORECASE
)
_SEVERAL = re.compile(r"^(tomt|plot)(er|ene|s)\b", re.IGNORECASE)
_ONE = re.compile(r"\d{1,5}")


def several(about: str, cell: str, whole: frozenset[str] = frozenset()) -> list[str]:
    """The keys in a cell, each as it would stand alone; the cell itself where it is one, or where it is not sure that it is several.

    Parameters
    ----------
    about : plot, parcel or building
    whole : keys of the park that are one, whatever signs are in them
    """
    if cell in whole:
        return [cell]
    between, words = (_BETWEEN_PLOTS, cell) if about == "plot" else (_BETWEEN, _BEFORE.sub("", cell.strip(), count=1))
    parts = [part for part in between.split(words.strip()) if part]
    if len(parts) < 2:
        return [cell]
    made = list({"parcel": _parcels, "building": _buildings, "plot": _plots}[about](parts))
    return [cell] if None in made else [one for one in made if one is not None]


def _parcels(parts: list[str]) -> Iterator[str | None]:
    municipality, gnr = "", ""
    for part in parts:
        found = _PARCEL.fullmatch(part)
        if found is not None:
            municipality, gnr = found["knr"] or municipality, found["gnr"]
            yield f"{municipality}{gnr}/{found['bnr']}{found['more']}"
        else:
            yield f"{municipality}{gnr}/{part}" if gnr and _ONE.fullmatch(part) else None


def _buildings(parts: list[str]) -> Iterator[str | None]:
    for part in parts:
        yield part if _BUILDING.fullmatch(part) else None


def _plots(parts: list[str]) -> Iterator[str | None]:
    before = ""
    for part in parts:
        found = _PLOT.fullmatch(part)
        if found is None:
            yield None
            return
        before = found["before"] or before
        yield _SEVERAL.sub(r"\1", before) + found["number"]
