"""Geometry that GML points to instead of writing it (`xlink:href="#k1"`): kept as it stands in the file, to be written where it is meant.

Neighbours share their borders so, and a surface its rings. Only geometry is followed: a link to another object is a value like others.
"""

from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from door.gml.geometries import KIND_OF

START, WORDS, END = "start", "words", "end"
Event = tuple[str, str, dict[str, str] | None]
_TARGETS = {*KIND_OF, "Ring", "Shell", "PolygonPatch"}
_PIECE_BYTES = 1 << 20
_INHERITED = ("srsName", "srsDimension")


def href(attributes: dict[str, str]) -> str:
    """What an element points to; "" where it points to nothing."""
    return next((value for key, value in attributes.items() if key == "href" or key.endswith(":href")), "")


def without(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes of an element that is written a second time, or whose link has been followed."""
    own = ("href", "gml:id", "id", "fid")
    return {key: value for key, value in attributes.items() if key not in own and not key.endswith((":href", ":id"))}


def targets(path: Path) -> dict[str, list[Event]]:
    """The geometries that links of the same file name, by gml:id, each as a parser says it.

    Raises
    ------
    expat.ExpatError, LookupError, ValueError : as the parser does
    """
    if not _may_point(path):
        return {}
    wanted = _Wanted().of(path)
    return _Kept(wanted).of(path) if wanted else {}


def _may_point(path: Path) -> bool:
    with path.open("rb") as stream:
        last = b""
        while piece := stream.read(_PIECE_BYTES):
            if b"href" in (last + piece).replace(b"\0", b""):
                return True
            last = piece[-16:]
    return False


class _Wanted:
    """Which ids links of a file name."""

    def __init__(self) -> None:
        self._found: set[str] = set()

    def of(self, path: Path) -> set[str]:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        with path.open("rb") as stream:
            parser.ParseFile(stream)
        return self._found

    def _start(self, _: str, attributes: dict[str, str]) -> None:
        if attributes and (named := href(attributes)).startswith("#"):
            self._found.add(named[1:])


@dataclass
class _Open:
    """A geometry that is being kept, up to the end of the element at its depth."""

    own: str
    depth: int
    events: list[Event] = field(default_factory=list)


class _Kept:
    """Hears a parser and keeps the geometries that are wanted, with the CRS and dimension that they inherit."""

    def __init__(self, wanted: set[str]) -> None:
        self._wanted, self._found = wanted, dict[str, list[Event]]()
        self._open: list[_Open] = []
        self._said: list[dict[str, str]] = [{}]

    def of(self, path: Path) -> dict[str, list[Event]]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self._start, self._end, self._words
        with path.open("rb") as stream:
            parser.ParseFile(stream)
        return self._found

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        said = {**self._said[-1], **{key: attributes[key] for key in _INHERITED if key in attributes}} if attributes else self._said[-1]
        own = attributes.get("gml:id", "") if attributes else ""
        if own in self._wanted and own not in self._found and tag.rpartition(":")[2] in _TARGETS:
            self._open.append(_Open(own, len(self._said)))
            attributes = {**said, **attributes}
        self._say((START, tag, dict(attributes)))
        self._said.append(said)

    def _words(self, words: str) -> None:
        self._say((WORDS, words, None))

    def _end(self, tag: str) -> None:
        self._say((END, tag, None))
        self._said.pop()
        while self._open and self._open[-1].depth == len(self._said):
            done = self._open.pop()
            self._found[done.own] = done.events

    def _say(self, event: Event) -> None:
        for one in self._open:
            one.events.append(event)
