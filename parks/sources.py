"""The sources of a layer: a layer is the sum of the files that were brought for it, each known by what it is the file of.

park.toml names them as `[[layers.zoning.sources]]`; every row of the layer's table carries the id of its own (`source_id`). An entry
without them is of before there were sources, or a raster: it is read as one source, whose rows carry no id, and stays as it is
written until the next import.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import PurePath
from typing import Any

ROW_SOURCE = "source_id"
PARK, MUNICIPALITY, DRAWN = "park", "municipality", "drawn"
ANSWERS = (PARK, MUNICIPALITY, DRAWN)  # what a person can say that a file covers
PLAN, UNKNOWN = "plan", "unknown"
EXTENTS = (*ANSWERS, PLAN, UNKNOWN)
_SOURCES = "sources"
_LONGEST_ID = 40
_FOLDED = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


@dataclass(frozen=True)
class Source:
    """One file of a layer, as it is in use.

    id : its name among the layer's sources; a newer file of it keeps it
    key : what it is the file of: plans (5038/2015001), municipalities (5038), or the name of a list; empty where nobody knows
    name : of the file
    rows : in the layer's table; None where nobody counted, as before there were sources, and of a raster
    sha256 : of the file
    extent : the ground that it was asked on, one of EXTENTS: all of the park, all of the municipalities of its key, only what it
        draws, the plan that it is, or nobody knows, which is nowhere. None of before this was asked: everywhere, on every day
    origin : "own", or "example" for invented data
    file : of a raster, seen from the park's folder
    version : the import that brought it
    other : what else a person has written of it in park.toml
    undated : how many of its rows say no day of their own, and hold from `rows_from`: a day that a person stated with its basis
        (`rows_basis`), or the file's. None where all say one, or hold on every day, of before rows were given one
    within : the box outside which its rows were left out on importing, in the park's work CRS; None where all of it was kept
    """

    id: str
    key: tuple[str, ...] = ()
    name: str | None = None
    dated: date | None = None
    licence: str | None = None
    rows: int | None = None
    sha256: str | None = None
    extent: str | None = None
    origin: str | None = None
    file: str | None = None
    version: int | None = None
    other: dict[str, Any] = field(default_factory=dict)
    within: tuple[float, ...] | None = None
    undated: int | None = None
    rows_from: date | None = None
    rows_basis: str | None = None


_OF_BEFORE = {"source": "name", "digest": "sha256"}  # a layer's words, and what they are called of a source
_OWN = {one.name for one in fields(Source)} - {"other"}


def sources_of(layer_id: str, entry: dict[str, Any]) -> tuple[Source, ...]:
    """The sources that a layer's entry in park.toml names, in their order; the entry itself as one where it names none."""
    if _SOURCES in entry:
        return tuple(_source(dict(one)) for one in entry[_SOURCES])
    said = {_OF_BEFORE.get(key, key): value for key, value in entry.items()}
    return (_source({"id": plain_id(PurePath(str(said.get("name") or layer_id)).stem) or layer_id, **said}),)


def entry_of(sources: Iterable[Source]) -> dict[str, Any]:
    """A layer's entry in park.toml."""
    return {_SOURCES: [_said(one) for one in sources]}


def with_source(layer_id: str, entry: dict[str, Any], source: Source) -> dict[str, Any]:
    """A layer's entry with what one of its sources says of its ground and its day; what a person wrote beside it stays as it is."""
    said = {"extent": source.extent, "dated": source.dated}
    if _SOURCES not in entry:
        return {**entry, **said}
    known = sources_of(layer_id, entry)
    return {**entry, _SOURCES: [{**one, **said} if at.id == source.id else one for one, at in zip(entry[_SOURCES], known, strict=True)]}


def words_of(entry: dict[str, Any]) -> dict[str, Any]:
    """What an entry says of the layer as a whole: source, licence, dated, origin, digest, version, file, shareable.

    The newest date and version, all names and licences, invented only where all of it is, shareable as soon as no source forbids it.
    """
    if _SOURCES not in entry:
        return entry
    sources = sources_of("", entry)
    if len(sources) == 1:
        said = {key: value for key, value in _said(sources[0]).items() if key in ("dated", "licence", "origin", "file", "version")}
        return {"source": sources[0].name, **said, "digest": sources[0].sha256, **sources[0].other}
    origins = {one.origin for one in sources}
    shareable = [one.other.get("shareable") for one in sources]
    said = {
        "source": _all((one.name for one in sources), ", "),
        "dated": max((one.dated for one in sources if one.dated), default=None),
        "licence": _all((one.licence for one in sources), "; "),
        "origin": origins.pop() if len(origins) == 1 else "own",
        "digest": _all((one.sha256 for one in sources), "+"),
        "version": max((one.version for one in sources if one.version is not None), default=None),
        "shareable": False if False in shareable else (True if all(shareable) else None),
    }
    return {key: value for key, value in said.items() if value is not None}


def new_id(wanted: str, sources: Iterable[Source]) -> str:
    """An id that none of the sources has, as near to what is wanted as can be."""
    taken, plain = {one.id for one in sources}, plain_id(wanted) or "source"
    return next(one for one in (plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3))) if one not in taken)


def plain_id(words: str) -> str:
    """Words as an id: small letters, digits and hyphens, so that a command line takes it."""
    ascii_words = unicodedata.normalize("NFKD", words.lower().translate(_FOLDED)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_words)[:_LONGEST_ID].strip("-")


def _source(said: dict[str, Any]) -> Source:
    own = {key: said[key] for key in _OWN if key in said}
    own["key"] = tuple(str(one) for one in own.get("key", ()))
    if own.get("within") is not None:
        own["within"] = tuple(float(side) for side in own["within"])
    if own.get("extent") not in (None, *EXTENTS):
        raise ValueError(f"extent {own['extent']!r} is none of {', '.join(EXTENTS)}")
    return Source(**own, other={key: value for key, value in said.items() if key not in _OWN})


def _said(source: Source) -> dict[str, Any]:
    said = {key: value for key, value in asdict(source).items() if key in _OWN and value is not None}
    said |= {"within": list(source.within)} if source.within else {}
    return {**said, "key": list(source.key), **source.other}


def _all(values: Iterable[str | None], between: str) -> str | None:
    """Each value once, in order."""
    return between.join(dict.fromkeys(str(value) for value in values if value)) or None
