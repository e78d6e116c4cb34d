"""What ground the sources of a park's layers cover: listed with what follows of it, and answered or changed afterwards."""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from actions.imports.park_layers import title
from actions.imports.row_days import always_rows
from actions.imports.taken import REPORT
from actions.people import asking
from door.report import report as import_report
from door.sources.extent import Extent, about_extent, is_asked, of_before
from landuse.quality.findings import Finding, issue_types
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from layers.registry import all_layers, named, named_all
from parks import versions
from parks.asked import COVERAGE
from parks.municipality import name_of
from parks.park import Park, read_park
from parks.read import read_layer
from parks.sources import ANSWERS, DRAWN, MUNICIPALITY, UNKNOWN, Source, with_source

CHOICES = (*ANSWERS, UNKNOWN)
_ISSUES = ("extent_said", "extent_named", "extent_unknown")


@dataclass(frozen=True)
class Covered:
    """One source of a layer in which it matters what ground a source covers, and from when.

    words : what it covers
    follows : what that means, in a sentence
    days : from when its rows hold that say no day; "" where all say one
    finding : what is to be known of it; None where all is said
    """

    layer_id: str
    layer: str
    source: Source
    words: str
    follows: str
    finding: Finding | None
    days: str = ""


def covered(park: Park, lang: str) -> list[Covered]:
    """Every source of a park whose ground or day matters, by layer and in its order; then those with rows whose days are told.

    Raises
    ------
    LanduseError : layer_unreadable
    """
    known = [(title(layer_id, lang), layer_id) for layer_id in park.sources if choices(layer_id)]
    mapped = set(read_layer(park, COVERAGE)["layer_id"])
    found = [_covered(layer_id, name, one, layer_id in mapped, lang) for name, layer_id in sorted(known) for one in park.sources[layer_id]]
    others = sorted((title(layer_id, lang), layer_id) for layer_id in park.sources if not choices(layer_id))
    found += [Covered(layer_id, name, one, "–", "–", None) for name, layer_id in others for one in park.sources[layer_id]]
    dated = [_with_days(park, one, lang) for one in found]
    return [one for one in dated if choices(one.layer_id) or one.days]


def choices(layer_id: str) -> tuple[str, ...]:
    """What a source of a park's layer may be said to cover; nothing where neither its ground nor its day matters, as of a raster."""
    declared = all_layers().get(layer_id)
    if declared is None or declared.geometry == "raster":
        return ()
    return CHOICES if declared.silence else (DRAWN,) if declared.tiles else ()


def words_of(source: Source, lang: str) -> str:
    """What a source covers, in words."""
    if source.extent is None:
        return messages.text(lang, "extent.always")
    if source.extent == MUNICIPALITY and source.key:
        return messages.text(lang, "extent.municipality_named", names=", ".join(name_of(number) for number in source.key))
    return messages.text(lang, f"extent.{source.extent}")


def answered(source: Source, told: dict[str, Any], covers: str | None) -> tuple[Source, dict[str, Any]]:
    """A staged source and its report with what whoever saw it says that it covers.

    Raises
    ------
    LanduseError : covers_unknown
    """
    if covers is None or not is_asked_of(told) or covers == source.extent:
        return source, told
    _check(covers)
    source = replace(source, extent=covers)
    found = about_extent(Extent(covers, "unknown" if covers == UNKNOWN else "said"), source, ())
    new = import_report.rows(told["file"], told["layer"], tuple(found), messages.DEFAULT_LANG)
    old = [row for row in told["findings"] if row["issue"] in _ISSUES]
    counts = dict(told["counts"])
    for rows, by in ((old, -1), (new, 1)):
        for row in rows:
            counts[row["severity"]] += by
    findings = [*(row for row in told["findings"] if row not in old), *new]
    return source, {**told, "covers": covers, "counts": counts, "findings": sorted(findings, key=_worst_first)}


def is_asked_of(told: dict[str, Any]) -> bool:
    """Whether a staged import is one of which it is asked what ground it covers; one staged before that was asked is not."""
    return told.get("covers") is not None


@asking.asks("import")
def set_extent(
    park_id: str, layer_id: str, source_id: str, covers: str | None = None, dated: date | None = None, seen: int | None = None
) -> Source:
    """Say what ground a source in use covers, or from which day; itself a new version, so that it can be put back.

    Parameters
    ----------
    covers, dated : what it was where it is None; one of before anybody was asked must be told what it covers
    seen : the version in use that whoever chose has seen; None where nobody looked

    Raises
    ------
    LanduseError : unknown_park, park_busy, versions_changed, source_missing, extent_not_asked, covers_unknown
    """
    if covers is not None:
        _check(covers)
    if not choices(layer_id) or (covers is not None and covers not in choices(layer_id)):
        raise LanduseError("extent_not_asked", layer=named(layer_id), known=named_all(name for name in all_layers() if is_asked(name)))
    with versions.locked(park_id) as park:
        if seen is not None and seen != park.version:
            raise LanduseError("versions_changed", park=park.name, version=seen, seen=seen, now=park.version)
        known = {one.id: one for one in park.sources.get(layer_id, ())}
        if source_id not in known:
            raise LanduseError("source_missing", park=park.name, layer=named(layer_id), given=source_id, known=", ".join(known) or "–")
        old = known[source_id]
        new = replace(old, extent=covers or old.extent, dated=dated or old.dated)
        if new != old:
            settings = versions.settings_of(park)
            entry = with_source(layer_id, settings["layers"][layer_id], new)
            with versions.staging(park) as folder:
                told = {"covers": new.extent, "dated": str(new.dated), "layer": layer_id, "source": source_id}
                (folder / REPORT).write_text(json.dumps(told), encoding="utf-8")
                versions.put_in_place(park, folder, versions.with_layer(settings, layer_id, entry))
            happened("covers", park=park_id, layer=layer_id, source=source_id, covers=new.extent, dated=new.dated, version=park.version + 1)
    return next(one for one in read_park(park_id).sources[layer_id] if one.id == source_id)


def _check(covers: str) -> None:
    if covers not in CHOICES:
        raise LanduseError("covers_unknown", given=covers, known=", ".join(CHOICES))


def _with_days(park: Park, one: Covered, lang: str) -> Covered:
    """With what its rows hold from that say no day; those of before they were given one hold on every day, which is a finding."""
    source, always = one.source, always_rows(park, one.layer_id, one.source)
    said = []
    if source.rows_from:
        key = "import.undated" if source.rows_basis is None else "import.undated_stated"
        values = {"count": source.undated or 0, "day": numbers.day(source.rows_from, lang), "basis": source.rows_basis or "–"}
        said.append(messages.text(lang, key, **values))
    old = Finding("undated_before", before=source.id, count=always) if always else None
    said += [old.text(lang)] if old else []
    return replace(one, days=" ".join(said), finding=one.finding or old)


def _covered(layer_id: str, layer: str, source: Source, is_mapped: bool, lang: str) -> Covered:
    day = numbers.day(source.dated, lang) if source.dated else "–"
    follows = messages.text(lang, f"extent.follows.{_follows(layer_id, source, is_mapped)}", day=day)
    if is_mapped:
        return Covered(layer_id, layer, source, words_of(source, lang), follows, None)
    found = of_before((source,)) if is_asked(layer_id) else []
    if source.extent == UNKNOWN:
        found = about_extent(Extent(UNKNOWN, "unknown"), source, ())
    return Covered(layer_id, layer, source, words_of(source, lang), follows, found[0] if found else None)


def _follows(layer_id: str, source: Source, is_mapped: bool) -> str:
    """What follows of what is said of a source, by its key; rows of the layer `coverage` go before all of it."""
    if is_mapped:
        return "coverage"
    if not is_asked(layer_id):
        return "always_tiles" if source.extent is None else "tiles"
    return "always" if source.extent is None else UNKNOWN if source.extent == UNKNOWN else "covered" if source.dated else "undated"


def _worst_first(row: dict[str, Any]) -> tuple[int, int]:
    order = list(issue_types())
    return (("error", "warning", "notice").index(row["severity"]), order.index(row["issue"]))
