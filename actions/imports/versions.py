"""The versions of a park's data: what was imported when, and putting an earlier one back."""

import json
from dataclasses import dataclass, replace
from typing import Any

from actions.imports import import_files
from actions.imports.taken import Taken, keep
from actions.people import asking
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from layers.registry import named
from parks import versions as parks_versions
from parks.park import Park, layered, read_park
from parks.read import read_rows
from parks.sources import Source


@dataclass(frozen=True)
class Version:
    """One version of a park's data.

    told : the report of its import; None for the data that the park began with
    put_back : the version that was put back as this one
    source : layer and id of the one source that was put back, or, where nothing was, that was taken out or told what it covers
    covers : what it was told to cover; None where it was not
    in_use : whether it is the park's version now
    can_return : whether its tables are still kept
    """

    number: int
    told: dict[str, Any] | None
    put_back: int | None
    source: tuple[str, str] | None
    covers: str | None
    in_use: bool
    can_return: bool


def versions(park_id: str) -> list[Version]:
    """All versions of a park, the newest first.

    Raises
    ------
    LanduseError : unknown_park
    """
    park = read_park(park_id)
    kept = set(parks_versions.kept_versions(park))
    return [_version(park, number, kept) for number in parks_versions.known_versions(park)]


@asking.asks("import")
def put_back(park_id: str, number: int, seen: int | None = None) -> None:
    """Make an earlier version's tables and layers the park's again; itself a new version, so that it can be undone too.

    Parameters
    ----------
    seen : the version in use that whoever chose has seen; None where nobody looked

    Raises
    ------
    LanduseError : version_missing, park_busy; versions_changed, where another version is in use by now
    """
    with parks_versions.locked(park_id) as park:
        _check(park, number, seen)
        settings = parks_versions.with_state(parks_versions.settings_of(park), parks_versions.state_of(park, number))
        with parks_versions.staging(park) as folder:
            (folder / import_files.REPORT).write_text(json.dumps({"put_back": number}), encoding="utf-8")
            parks_versions.put_in_place(park, folder, settings)
        happened("put_back", park=park_id, version=number, as_version=park.version + 1)


def known_sources(park_id: str) -> dict[tuple[str, str], str | None]:
    """By layer and id, the file of each source that the park has, or had in a version that can come back.

    Raises
    ------
    LanduseError : unknown_park
    """
    park = read_park(park_id)
    states = [parks_versions.state_of(park, number) for number in reversed(parks_versions.kept_versions(park))]
    found = [layered(state.get("layers", {}))["sources"] for state in states] + [park.sources]
    return {(layer_id, one.id): one.name for of_layers in found for layer_id, known in sorted(of_layers.items()) for one in known}


def put_back_source(park_id: str, number: int, layer_id: str, source_id: str, seen: int | None = None) -> None:
    """Make one source of a layer what it was in an earlier version; all other sources stay as they are. Itself a new version.

    Parameters
    ----------
    seen : as `put_back`

    Raises
    ------
    LanduseError : as `put_back`; source_missing, where the version had no such source
    """
    with parks_versions.locked(park_id) as park:
        _check(park, number, seen)
        state = parks_versions.state_of(park, number)
        then = replace(park, tables=state.get("tables", park.tables), **layered(state.get("layers", {})))
        source = _source(then, layer_id, source_id)
        raster = then.folder / source.file if source.file else None
        told = {"put_back": number, "layer": layer_id, "source": source_id}
        gone = tuple(one.id for one in park.sources.get(layer_id, ()) if raster or one.id == source_id or _same_bytes(one, source))
        with parks_versions.staging(park) as folder:
            keep(park, [Taken(layer_id, raster or read_rows(then, layer_id, source_id), source, gone)], told, folder)


def remove_source(park_id: str, layer_id: str, source_id: str, seen: int | None = None) -> None:
    """Take one source out of a layer, and the layer with its last; itself a new version, so that it can be put back.

    Parameters
    ----------
    seen : as `put_back`

    Raises
    ------
    LanduseError : park_busy, versions_changed, source_missing
    """
    with parks_versions.locked(park_id) as park:
        _check_seen(park, park.version, seen)
        source = _source(park, layer_id, source_id)
        with parks_versions.staging(park) as folder:
            told = {"removed": source_id, "layer": layer_id}
            keep(park, [Taken(layer_id, None, source, (source_id,))], told, folder)


def _same_bytes(one: Source, other: Source) -> bool:
    """Whether two sources are of the same file, whatever it is called: its rows count once."""
    return one.sha256 is not None and one.sha256 == other.sha256


def _check(park: Park, number: int, seen: int | None) -> None:
    _check_seen(park, number, seen)
    kept = parks_versions.kept_versions(park)
    if number not in kept:
        raise LanduseError("version_missing", version=number, park=park.name, known=", ".join(map(str, kept)) or "–")


def _check_seen(park: Park, number: int, seen: int | None) -> None:
    if seen is not None and seen != park.version:
        raise LanduseError("versions_changed", park=park.name, version=number, seen=seen, now=park.version)


def _source(park: Park, layer_id: str, source_id: str) -> Source:
    known = {one.id: one for one in park.sources.get(layer_id, ())}
    if source_id not in known:
        raise LanduseError("source_missing", park=park.name, layer=named(layer_id), given=source_id, known=", ".join(known) or "–")
    return known[source_id]


def _version(park: Park, number: int, kept: set[int]) -> Version:
    path = parks_versions.version_folder(park, number) / import_files.REPORT
    told = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
    back = told.get("put_back") if told else None
    extent = told.get("covers") if told and "summary" not in told else None
    one = told and (told.get("removed") or ((back is not None or extent) and told.get("source")))
    source = (told["layer"], one) if one else None
    return Version(number, None if back is not None or source else told, back, source, extent, number == park.version, number in kept)
