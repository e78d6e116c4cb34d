"""Plots that an example park comes with, so that a newcomer's list of plots is not empty: published as a manager would publish them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from actions.offers import nominate
from landuse.offers.nomination import Person
from landuse.words.errors import LanduseError
from parks.park import Park, data_root, read_park
from register import nominations
from register.engine import open_register

FILE = "offers.json"


def publish_given(park_id: str) -> int:
    """Nominate and publish what an example park comes with; how many there were.

    Nothing is done for a park of one's own, or for one of whose plots anything has ever been said: what people withdrew stays withdrawn.

    Raises
    ------
    LanduseError : offers_damaged; data or register out of reach
    """
    park = read_park(park_id)
    path = park.folder / FILE
    if not park.example or not path.is_file() or nominations.nominations(open_register(data_root()), [park_id]):
        return 0
    return sum(_published(park, row, park.current_date()) for row in _read(path))


def _read(path: Path) -> list[dict[str, Any]]:
    """The rows of the file: unit_id, kind, by, facts, consent_by."""
    try:
        rows = json.loads(path.read_bytes())
        return [{"consent_by": None} | {name: row[name] for name in ("unit_id", "kind", "by", "facts", "consent_by")} for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LanduseError("offers_damaged", file=f"{path.parent.name}/{path.name}") from error


def _published(park: Park, row: dict[str, Any], on: date) -> bool:
    """One of them, taken all the way; not one whose ground is another unit since, or can no longer be offered."""
    by = Person(row["by"])
    try:
        number = nominate.new_nomination(park.id, row["unit_id"], by, on, row["kind"], facts=row["facts"])
    except LanduseError as error:
        if error.code in ("unknown_unit", "nomination_not_vacant", "nomination_not_offerable"):
            return False
        raise
    consent = {"consent_by": row["consent_by"], "consent_on": on} if row["consent_by"] else {}
    version = nominate.one_nomination(number, on, by)["version"]
    version = nominate.step(number, "nominate", by, on, version, **consent)
    nominate.step(number, "publish", by, on, version)
    return True
