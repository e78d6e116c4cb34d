"""What the figures rest on, beside the method's words: layers with their licences, what was measured, versions, whom to ask."""

import platform
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from landuse.units.method import method_fingerprint
from landuse.words import numbers
from landuse.words.errors import LanduseError
from layers import registry
from parks.park import Park, data_root, licence_words, source_words

_ROOT = Path(__file__).parent.parent
_METHOD = _ROOT / "docs" / "method.md"
_LOCALE = _ROOT / "landuse" / "locale"
_MEASURED = re.compile(r"<!-- (confusion matrix|by eye), written by .*?-->\n(.*?)<!-- end of", re.DOTALL)
_KINDS = {"confusion matrix": "matrix", "by eye": "by_eye"}
_SHOWN = ("geopandas", "shapely", "pyproj", "pandas", "streamlit")


@dataclass(frozen=True)
class LayerUse:
    """One layer as parks have it: where it comes from, under what terms, and when it was dated."""

    title: str
    parks: tuple[str, ...]
    source: str
    licence: str
    dated: str


@dataclass(frozen=True)
class Measured:
    """A table of what was measured: its kind (`matrix` or `by_eye`) and the percent of its sentence, where it has one."""

    kind: str
    pct: float | None
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]


def text(lang: str) -> dict[str, str]:
    """The page's words in sections, as markdown, by the name that stands before each."""
    parts = re.split(r"<!-- (\w+) -->\n", (_LOCALE / lang / "about.md").read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))


def layer_uses(parks: list[Park], lang: str) -> list[LayerUse]:
    """Each layer, source and licence once, with the parks that have it so."""
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for park in parks:
        for layer_id, about in park.layers.items():
            dated = numbers.day(date.fromisoformat(str(about["dated"])), lang) if about.get("dated") else "–"
            words = [source_words(about, lang) or "–", licence_words(about, lang) or "–", dated]
            found.setdefault((registry.title(layer_id, lang), *words), []).append(park.name)
    return [LayerUse(title, tuple(names), *words) for (title, *words), names in sorted(found.items())]


def measured() -> list[Measured]:
    """What the tests wrote into docs/method.md; nothing where they have not yet, or where the documents are not kept."""
    if not _METHOD.is_file():
        return []
    blocks = _MEASURED.findall(_METHOD.read_text(encoding="utf-8"))
    return [_table(_KINDS[name], block) for name, block in blocks if "|" in block]


def versions() -> list[tuple[str, str]]:
    """The method's fingerprint and the packages that measure; (name, version)."""
    rows = [("method", method_fingerprint()), ("python", platform.python_version())]
    return rows + [(name, version(name)) for name in _SHOWN]


def contact() -> dict[str, str]:
    """Whom to ask: name, email, phone as data/about.toml says; empty where it says nothing.

    Raises
    ------
    LanduseError : about_unreadable
    """
    path = data_root() / "about.toml"
    if not path.is_file():
        return {}
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8")).get("contact", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LanduseError("about_unreadable", file=path.name, reason=error) from error
    return {name: str(said[name]) for name in ("name", "email", "phone") if said.get(name)}


def _table(kind: str, block: str) -> Measured:
    lines = [line.strip().strip("|").split("|") for line in block.splitlines() if line.startswith("|")]
    rows = [tuple(cell.strip() for cell in line) for line in lines]
    said = re.search(r"\*\*([\d.]+) %\*\*", block)
    return Measured(kind, float(said[1]) if said else None, rows[0], rows[2:])
