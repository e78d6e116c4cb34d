"""The background map that an installation lets people turn on: none, unless `[background]` in the settings says which.

Nothing is asked of any other host before a person turns the map on in the layer list.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from landuse.words.errors import LanduseError
from parks.settings import SETTINGS, part, setting

_KNOWN = Path(__file__).parent / "backgrounds.csv"
_ADDRESS = re.compile(r"(?P<host>https?://[A-Za-z0-9.-]+(:\d{1,5})?)/[A-Za-z0-9._~/?=&%{}-]*")


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
        return _host(self.url) or ""


def background() -> Background | None:
    """The background map that may be turned on; None where the settings name none.

    Raises
    ------
    LanduseError : as parks.settings.part, background_unknown, background_address
    """
    said = part("background")
    if not said:
        return None
    found = _own() if "url" in said else _known(said.get("use", ""))
    if not _host(found.url) or not all(part in found.url for part in ("{z}", "{x}", "{y}")):
        raise LanduseError("background_address", file=SETTINGS, address=found.url)
    return found


def _host(url: str) -> str | None:
    address = _ADDRESS.fullmatch(url)
    return address["host"] if address else None


def _own() -> Background:
    url, attribution, most_zoom = (setting("background", key) for key in ("url", "attribution", "most_zoom"))
    return Background({lang: setting("background", f"title_{lang}") for lang in ("nb", "en")}, url, attribution or "–", most_zoom, True)


def _known(name: str) -> Background:
    with _KNOWN.open(encoding="utf-8", newline="") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    if name not in rows:
        raise LanduseError("background_unknown", file=SETTINGS, name=name, known=", ".join(rows))
    row = rows[name]
    titles = {lang: row[f"title_{lang}"] for lang in ("nb", "en")}
    return Background(titles, row["url"], row["attribution"], int(row["most_zoom"]), row["verified"] == "yes")
