"""One exported file: what was asked for, its address, and its content, kept while nothing that it is made of changes."""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode

from actions.exports.export import Offered, On, export, offered_plots
from actions.map import map_data
from actions.once import once
from actions.people import asking
from parks.scratch import scratch_folder


@dataclass(frozen=True)
class Wish:
    """What to export: parks, each one's today or baseline or one day, ending, language, whether for investors, paper of a print."""

    park_ids: tuple[str, ...]
    when: map_data.When
    ending: str
    lang: str
    published: bool = False
    paper: str = "A4"

    def file_name(self) -> str:
        """The name of the file: parks, day, and whom it is for."""
        days = {map_data.day(map_data.park(park_id), self.when).isoformat() for park_id in self.park_ids}
        parts = (
            *self.park_ids[:3],
            *(["etc"] if len(self.park_ids) > 3 else []),
            max(days),
            *(["published"] if self.published else []),
            self.lang,
        )
        return f"{'-'.join(parts)}{self.ending}"

    def address(self) -> str:
        """Where the file is fetched, relative to the page."""
        more = {"when": self.when, "lang": self.lang, "published": int(self.published), "paper": self.paper}
        return f"export/{self.file_name()}?{urlencode([*(('park', park_id) for park_id in self.park_ids), *more.items()])}"


@dataclass(frozen=True)
class Made:
    """The file, how many units it holds, and what was left out, one sentence each."""

    content: bytes
    count: int
    left_out: tuple[str, ...]


def made(wish: Wish) -> Made:
    """The file as everything is now.

    Raises
    ------
    LanduseError : unknown_park, export_format, print_not_public, paper_unknown, and whatever the inventory says
    """
    for park_id in wish.park_ids:
        asking.check("published" if wish.published else "export", park_id)
    versions = tuple(map_data.version(park_id) for park_id in wish.park_ids)
    if not wish.published:
        return _made(wish, versions, "")
    offered = offered_plots(list(wish.park_ids), _on(wish), wish.lang)
    return _made(wish, versions, hashlib.sha256(offered.rows.to_json(default_handler=str).encode()).hexdigest())


@once(maxsize=24)
def _made(wish: Wish, _versions: tuple[str, ...], _offers: str) -> Made:
    offered: Offered | None = offered_plots(list(wish.park_ids), _on(wish), wish.lang) if wish.published else None
    with scratch_folder() as folder:
        path = folder / wish.file_name()
        written = export(list(wish.park_ids), _on(wish), path, wish.lang, offered, wish.paper)
        return Made(path.read_bytes(), written.count, written.left_out)


def _on(wish: Wish) -> On:
    return None if wish.when == "today" else wish.when
