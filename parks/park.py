"""A park's folder: its `park.toml`, read into one frozen record."""

import os
import re
import tomllib
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from landuse.quality import dates
from landuse.units.zones import Counts
from landuse.words import codelists, messages
from landuse.words.errors import LanduseError
from parks.frozen import frozen_day
from parks.own_names import own
from parks.sources import Source, sources_of, words_of

TABLES_FILE = "park.gpkg"
_PARK_FILE = "park.toml"
PARK_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
_DEFAULT_ROOT = Path(__file__).parent.parent / "data"
_ABOUT_TABLES = {"example_total": "example_totals"}


@dataclass(frozen=True)
class Park:
    """One industrial park and what it says of itself.

    epsg : work CRS, one of `landuse.measure.crs.WORK_EPSG`
    place : latitude, longitude in degrees
    today : the example's fixed day; None for a real park
    adopted : by, on, basis of the adopted perimeter; None where none is adopted
    counted_purposes : by, on, basis of the park's adopted list of purposes that count, with `add` and `drop` (codes of zoning
        plans); None where the method's own list holds
    version : number of the last import that was taken into use; 0 before the first
    tables : the GeoPackage in use, seen from the park's folder: park.toml names it, so that both change in one step
    layers : what the park has, by layer id (rasters as `land_cover_2020`), each with source, licence, dated, origin: of all its sources
    sources : the files that each layer is the sum of, by layer id
    example_totals, published, declared : rows of the tables of the same name
    """

    id: str
    name: str
    municipalities: tuple[str, ...]
    epsg: int
    place: tuple[float, float]
    folder: Path
    in_baseline: bool = False
    baseline_date: date = date(2024, 1, 1)
    baseline_date_assumed: bool = True
    today: date | None = None
    example: bool = False
    adopted: dict[str, Any] | None = None
    counted_purposes: dict[str, Any] | None = None
    version: int = 0
    tables: str = TABLES_FILE
    layers: dict[str, dict[str, Any]] = field(default_factory=dict)
    sources: dict[str, tuple[Source, ...]] = field(default_factory=dict)
    example_totals: tuple[dict[str, Any], ...] = ()
    published: tuple[dict[str, Any], ...] = ()
    declared: tuple[dict[str, Any], ...] = ()

    @property
    def tables_path(self) -> Path:
        """The GeoPackage with one table per layer."""
        return self.folder / self.tables

    @property
    def settings_path(self) -> Path:
        """The park's `park.toml`."""
        return self.folder / _PARK_FILE

    @property
    def purposes(self) -> dict[str, str]:
        """How each purpose of the park's adopted list counts, by code; empty where it has none."""
        said = self.counted_purposes or {}
        return dict.fromkeys(said.get("drop", ()), str(Counts.NO)) | dict.fromkeys(said.get("add", ()), str(Counts.NET))

    def current_date(self) -> date:
        """The day that counts as today: the example's fixed one, else the day that it is in Norway."""
        return self.today or dates.norwegian_today()


def source_words(about: dict[str, Any], lang: str) -> str | None:
    """Where a layer comes from, in one language; None where nobody says. Example data say the same in every park."""
    if about.get("origin") == "example":
        return messages.text(lang, "layer.example_source")
    said = about.get(f"source_{lang}") or about.get("source")
    return str(said) if said else None


def name_words(park: Park, lang: str) -> str:
    """A park's name as it leaves the tool and as it is chosen by: an invented one says so itself."""
    return messages.text(lang, "park.example_name", park=park.name) if park.example else park.name


def licence_words(about: dict[str, Any], lang: str) -> str | None:
    """On what terms a layer may be used, in one language where the words are the tool's own; None where nobody says."""
    said = about.get("licence")
    return "; ".join(_licence(one, lang) for one in _licences(str(said))) if said else None


def _licences(said: str) -> list[str]:
    """A licence of the tool's own words as it is; those of several sources, which are joined, apart."""
    return [said] if messages.has(f"licence.{said}") else said.split("; ")


def _licence(said: str, lang: str) -> str:
    return messages.text(lang, f"licence.{said}") if messages.has(f"licence.{said}") else said


def adopted_words(park: Park, lang: str) -> dict[str, str] | None:
    """By whom, when and on what basis the perimeter was adopted, in one language; None where it was not."""
    if not park.adopted:
        return None
    said = {key: str(value) for key, value in park.adopted.items()}
    if park.example:
        said |= {key: messages.text(lang, f"park.example_adopted_{key}") for key in ("by", "basis") if key in said}
    return said


def data_root() -> Path:
    """The folder with everything that is kept: `PARKAREAL_DATA`, else `data` beside the code."""
    return Path(os.environ.get("PARKAREAL_DATA") or _DEFAULT_ROOT)


def park_ids() -> list[str]:
    """The ids of all parks with a folder, sorted; none when there is no data yet."""
    folders = own(data_root() / "parcels", PARK_ID, folders=True)
    return [folder.name for folder in folders if (folder / _PARK_FILE).is_file()]


def read_park(park_id: str) -> Park:
    """One park by its id. The baseline of a park where it is frozen is of the day that it was frozen for, whatever park.toml says since.

    Raises
    ------
    LanduseError : unknown_park, park_unreadable, baseline_damaged
    """
    if park_id not in park_ids():
        raise LanduseError("unknown_park", park=park_id, known=", ".join(park_ids()) or "–")
    path = data_root() / "parcels" / park_id / _PARK_FILE
    said = path.stat()
    park = _read(path, park_id, said.st_mtime_ns, said.st_size, said.st_ino)
    frozen = frozen_day(path.parent)
    return park if frozen in (None, park.baseline_date) else replace(park, baseline_date=frozen)


@lru_cache(maxsize=256)
def _read(path: Path, park_id: str, _mtime_ns: int, _size: int, _inode: int) -> Park:
    """Read once for each state of the file."""
    try:
        return _park(tomllib.loads(path.read_text(encoding="utf-8")), path)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, KeyError, ValueError) as error:
        raise LanduseError("park_unreadable", file=f"{park_id}/{_PARK_FILE}", reason=error) from error


def _park(settings: dict[str, Any], path: Path) -> Park:
    named = {_ABOUT_TABLES.get(key, key): value for key, value in settings.items()}
    for key in ("municipalities", "place", "example_totals", "published", "declared"):
        if key in named:
            named[key] = tuple(named[key])
    if ".." in Path(named.get("tables", TABLES_FILE)).parts or Path(named.get("tables", TABLES_FILE)).is_absolute():
        raise ValueError(f"tables {named['tables']!r} is outside the park's folder")
    if named["id"] != path.parent.name:
        raise ValueError(f"id {named['id']!r} is not the folder's name {path.parent.name!r}")
    _check_purposes(named.get("counted_purposes"))
    entries = named.pop("layers", {})
    return Park(**named, **layered(entries), folder=path.parent)


def _check_purposes(said: dict[str, Any] | None) -> None:
    """An adopted list says who adopted it, when and on what basis, and names purposes that the code list of zoning plans has."""
    if said is None:
        return
    missing = [name for name in ("by", "on", "basis") if not said.get(name)]
    unknown = [code for name in ("add", "drop") for code in said.get(name, ()) if not codelists.is_known("rp_arealformal", str(code))]
    if missing or unknown:
        raise ValueError(f"counted_purposes: missing {', '.join(missing) or '–'}; unknown purposes {', '.join(map(str, unknown)) or '–'}")


def layered(entries: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """`layers` and `sources` of a park, from what its park.toml says of its layers."""
    return {
        "layers": {layer_id: words_of(entry) for layer_id, entry in entries.items()},
        "sources": {layer_id: sources_of(layer_id, entry) for layer_id, entry in entries.items()},
    }
