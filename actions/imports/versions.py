"""The versions of a park's data: what was imported when, and putting an earlier one back."""

import json
from dataclasses import dataclass
from typing import Any

from actions.imports import import_files
from landuse.words.errors import LanduseError
from parks import versions as parks_versions
from parks.park import read_park


@dataclass(frozen=True)
class Version:
    """One version of a park's data.

    told : the report of its import; None for the data that the park began with
    put_back : the version that was put back as this one
    in_use : whether it is the park's version now
    can_return : whether its tables are still kept
    """

    number: int
    told: dict[str, Any] | None
    put_back: int | None
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
        if seen is not None and seen != park.version:
            raise LanduseError("versions_changed", park=park.name, version=number, seen=seen, now=park.version)
        kept = parks_versions.kept_versions(park)
        if number not in kept:
            raise LanduseError("version_missing", version=number, park=park.name, known=", ".join(map(str, kept)) or "–")
        settings = parks_versions.with_state(parks_versions.settings_of(park), parks_versions.state_of(park, number))
        with parks_versions.staging(park) as folder:
            (folder / import_files.REPORT).write_text(json.dumps({"put_back": number}), encoding="utf-8")
            parks_versions.put_in_place(park, folder, settings)


def _version(park: Any, number: int, kept: set[int]) -> Version:
    path = parks_versions.version_folder(park, number) / import_files.REPORT
    told = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
    back = told.get("put_back") if told else None
    return Version(number, None if back is not None else told, back, number == park.version, number in kept)
