"""The background map that an installation lets people turn on: none, unless `settings.toml` beside the data says which.

    [background]
    use = "topograatone"        # a row of parks/backgrounds.csv

or tiles of one's own, in web Mercator:

    [background]
    url = "https://tiles.example.no/{z}/{x}/{y}.png"
    attribution = "© Example"

Nothing is asked of any other host before a person turns the map on in the layer list.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landuse.words.errors import LanduseError
from parks.settings import SETTINGS, part

_KNOWN = Path(__file__).parent / "backgrounds.csv"
_ADDRESS = re.compile(r"(?P<host>https?://[A-Za-z0-9.-]+(:\d{1,5})?)/[A-Za-z0-9._~/?=&%{}-]*")
_OWN_ZOOM = 19


@dataclass(frozen=True)
class Background:
    """Tiles of a map under the park's own layers; `verified` is no where nobody here has tried the address."""

    titles: dict[str, str]
    url: str
    attribution: str
    most_zoom: int
    verified: bool

    @property
    def host(self) -> str:
        """The one host that pages may then load images from, as a Content-Security-Policy names it."""
        return _ADDRESS.fullmatch(self.url)["host"]


def background() -> Background | None:
    """The background map that may be turned on; None where the settings name none.

    Raises
    ------
    LanduseError : settings_unreadable, background_unknown, background_address
    """
    said = part("background")
    if not said:
        return None
    found = _own(said) if "url" in said else _known(str(said.get("use", "")))
    if not _ADDRESS.fullmatch(found.url) or not all(part in found.url for part in ("{z}", "{x}", "{y}")):
        raise LanduseError("background_address", file=SETTINGS, address=found.url)
    return found


def _own(said: dict[str, Any]) -> Background:
    titles = {"nb": str(said.get("title_nb") or "Bakgrunnskart"), "en": str(said.get("title_en") or "Background map")}
    return Background(titles, str(said["url"]), str(said.get("attribution") or "–"), int(said.get("most_zoom", _OWN_ZOOM)), True)


def _known(name: str) -> Background:
    with _KNOWN.open(encoding="utf-8", newline="") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    if name not in rows:
        raise LanduseError("background_unknown", file=SETTINGS, name=name, known=", ".join(rows))
    row = rows[name]
    titles = {lang: row[f"title_{lang}"] for lang in ("nb", "en")}
    return Background(titles, row["url"], row["attribution"], int(row["most_zoom"]), row["verified"] == "yes")
