"""Kept baselines: what was found in a park on its baseline date, frozen once and read from there ever after.

A folder beside the park's data (`parks.frozen`): `units.parquet` (the inventory, GeoParquet), `facts.parquet` (every answer of every
layer), `ground.parquet` (the kinds of nature on and around the park that day), `inputs.json` (what it rested on) and `about.json`: who,
when, why, the figures (format 1, readable for ever), the SHA-256 of the files, and one digest over all of it. None is ever changed:
a restatement that a person accepted is a folder of its own, and names the one before it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from landuse.words.errors import LanduseError, system_word
from parks import frozen
from parks.scratch import scratch_folder

FORMAT = 1
UNITS, FACTS, GROUND, INPUTS = "units.parquet", "facts.parquet", "ground.parquet", "inputs.json"
_FILES = (UNITS, FACTS, GROUND, INPUTS)
NAMES = (*_FILES, frozen.ABOUT)
_PRINT = 10  # signs of the digest that stand for it in names


@dataclass(frozen=True, eq=False)
class Baseline:
    """A kept baseline, every byte of it checked; one that is read is the same for all who ask.

    about : format, park_id, on, number, by, at, reason, signature, preliminary, figures (landuse.progress.restatement.figures),
        amounts (utilisation.amounts), method, state (of the data and people's word then), restates, sha256, digest
    files : the others by name
    """

    about: dict[str, Any]
    files: dict[str, bytes]

    @property
    def digest(self) -> str:
        """The SHA-256 over all of it."""
        return str(self.about["digest"])

    @property
    def fingerprint(self) -> str:
        """The first signs of the digest, as they stand in names."""
        return self.digest[:_PRINT]

    @property
    def on(self) -> date:
        """The day that it is of."""
        return date.fromisoformat(self.about["on"])

    @cached_property
    def inputs(self) -> dict[str, Any]:
        """What it rested on (landuse.progress.restatement.causes)."""
        return json.loads(self.files[INPUTS])

    @cached_property
    def ground(self) -> gpd.GeoDataFrame:
        """The ground that was mapped that day: kind (schema.NATURE_KINDS), without overlaps. Read it, never change it."""
        return gpd.read_parquet(BytesIO(self.files[GROUND]))


@dataclass(frozen=True)
class Signature:
    """Who froze or restated a baseline, by the clock, and why; a name that somebody typed is `stated`."""

    by: str
    reason: str
    at: datetime


def read(folder: Path) -> Baseline:
    """A kept baseline.

    Raises
    ------
    LanduseError : baseline_damaged
    """
    try:
        files = {name: (folder / name).read_bytes() for name in NAMES}
    except OSError as error:
        raise _damaged(folder.parents[1].name, folder.name, Path(str(error.filename)).name) from error
    return checked(folder.parents[1].name, folder.name, files)


def checked(park_id: str, number: str, files: Mapping[str, bytes]) -> Baseline:
    """The baseline that files (NAMES) are of, every byte of it held against its digests.

    Raises
    ------
    LanduseError : baseline_damaged
    """
    try:
        about = json.loads(files[frozen.ABOUT])
        whole = about["format"] == FORMAT and about["digest"] == _digest(about)
        if not whole or (about["park_id"], f"{about['number']:03d}") != (park_id, number):
            raise _damaged(park_id, number, frozen.ABOUT)
        broken = [name for name in _FILES if hashlib.sha256(files[name]).hexdigest() != about["sha256"][name]]
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(park_id, number, frozen.ABOUT) from error
    if broken:
        raise _damaged(park_id, number, broken[0])
    return Baseline(about, {name: files[name] for name in _FILES})


def files_of(baseline: Baseline) -> dict[str, bytes]:
    """All files of a baseline by name, `about.json` the last."""
    return {**baseline.files, frozen.ABOUT: _as_json(baseline.about)}


def made(
    about: dict[str, Any], signature: Signature, units: gpd.GeoDataFrame, facts: bytes, ground: gpd.GeoDataFrame, inputs: dict[str, Any]
) -> Baseline:
    """A baseline of what was found, signed; nothing is written."""
    outlines, kinds = BytesIO(), BytesIO()
    _plain(units).to_parquet(outlines, schema_version="1.1.0", write_covering_bbox=True)
    ground.to_parquet(kinds, schema_version="1.1.0")
    files = {UNITS: outlines.getvalue(), FACTS: facts, GROUND: kinds.getvalue(), INPUTS: _as_json(inputs)}
    signed = {"by": signature.by, "at": signature.at.isoformat(timespec="seconds"), "reason": signature.reason, "signature": "stated"}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    told = json.loads(_as_json({"format": FORMAT} | about | signed | {"sha256": sums}))
    return Baseline(told | {"digest": _digest(told)}, files)


def keep(park_folder: Path, baseline: Baseline) -> None:
    """Write a baseline beside those that are there, under its number, whole or not at all.

    Raises
    ------
    LanduseError : baseline_frozen, when somebody has kept one of that number; data_unwritable
    """
    parent = park_folder / frozen.FOLDER
    target = parent / f"{baseline.about['number']:03d}"
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with scratch_folder(parent) as folder:
            inner = folder / target.name
            inner.mkdir()
            for name, content in files_of(baseline).items():
                (inner / name).write_bytes(content)
            if (target / frozen.ABOUT).is_file():
                raise LanduseError("baseline_frozen", park=park_folder.name)
            inner.rename(target)
    except OSError as error:
        raise LanduseError("data_unwritable", file=target.name, reason=system_word(error)) from error


def _plain(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The inventory with what people said as text, so that every column has one type."""
    said = [name for name in units.columns if name.startswith("set_")]
    return units.assign(**{name: units[name].map(lambda value: None if pd.isna(value) else str(value)).astype(object) for name in said})


def _damaged(park_id: str, number: str, name: str) -> LanduseError:
    return LanduseError("baseline_damaged", park=park_id, file=f"{number}/{name}")


def _digest(about: dict[str, Any]) -> str:
    return hashlib.sha256(_as_json({name: value for name, value in about.items() if name != "digest"})).hexdigest()


def _as_json(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, default=str, indent=1).encode()
