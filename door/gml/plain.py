"""A GML file written anew so that GDAL's reader takes it for what it is: flat coordinates, one geometry a row, each said to be so.

The reader believes the envelope of a file on how many numbers make a place, and takes the last of several geometries of a row. A
surface of two dimensions in an envelope of three is dropped there, or becomes land of another size. So each list of coordinates is
counted here (`places`), its heights are left out, what a link names is written in its place (`links`), and of several geometries
that stays which the layer wants. Row by row, in the memory of one row; the file from outside stays beside it as it was.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple, TextIO
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from door.gml import links as gml_links
from door.gml.content import GmlContent, of_more
from door.gml.geometries import KIND_OF, Geometry, settled, several_said
from door.gml.places import NOT_SETTLED, Places
from door.limits import check_limit
from landuse.words.errors import LanduseError

MEMBERS = {"featureMember", "featureMembers", "member"}
_COORDINATES = {"posList", "pos", "coordinates", "lowerCorner", "upperCorner"}
_SAYS_DIMENSION = ("srsDimension", "dimension")
_BUFFER_BYTES = 1 << 18
_DEEPEST_LINK = 8  # a surface of surfaces of rings of curves of curves needs 5
_SHAPE_NAMES = {"område", "omrade", "grense", "posisjon", "geometri", "geometry", "geom", "shape", "flate", "senterlinje", "the_geom"}


def plain(path: Path, name: str, wants: str) -> tuple[Path, GmlContent]:
    """The file written plain beside its private copy, made when it is not there yet, and what it has.

    Parameters
    ----------
    wants : which of several geometries of a row is kept where it has one: area, line, point, area_or_point

    Raises
    ------
    LanduseError : file_damaged, when the file is cut off or no XML; doctype_refused
    """
    target, about = path.with_name(f"plain-{wants}.gml"), path.with_name(f"plain-{wants}.json")
    if about.exists():
        return target, GmlContent(**json.loads(about.read_text(encoding="utf-8")))
    with target.open("w", encoding="utf-8", buffering=_BUFFER_BYTES) as sink:
        content = _Writer(sink, wants).written(path, name)
    about.write_text(json.dumps(asdict(content)), encoding="utf-8")
    return target, content


def refused(name: str) -> Callable[..., None]:
    """What an XML parser calls at a DOCTYPE."""

    def refuse(*_: object) -> None:
        raise LanduseError("doctype_refused", file=name)

    return refuse


class _Open(NamedTuple):
    """An element that is open: its name, where its tag stands among the row's words, what it says of dimension and CRS."""

    name: str
    at: int
    said: int | None
    srs: str


class _Writer:
    """Hears a parser and writes what it hears, coordinates flat and rows with one geometry."""

    def __init__(self, sink: TextIO, wants: str) -> None:
        self._sink, self._wants, self._found = sink, wants, GmlContent()
        self._open: list[_Open] = [_Open("", 0, None, "")]
        self._names: dict[str, str] = {}  # by tag, the name without its prefix
        self._row: list[str] | None = None  # the words of the row that is open
        self._row_depth = self._shape_depth = 0
        self._shapes: list[Geometry] = []
        self._text: list[str] | None = None  # of the coordinates that are open
        self._attributes: dict[str, str] = {}
        self._places, self._srs = Places(), dict[str, None]()
        self._targets: dict[str, list[gml_links.Event]] = {}
        self._following: list[str] = []
        self._followed_links, self._name_of_file = 0, ""
        self._astray = ""  # the first link of the row that leads to no geometry

    def written(self, path: Path, name: str) -> GmlContent:
        """Write a file through."""
        self._name_of_file = name
        parser = expat.ParserCreate()
        parser.buffer_text, parser.buffer_size = True, _BUFFER_BYTES
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self._start, self._end, self._words
        parser.StartDoctypeDeclHandler = refused(name)
        self._put('<?xml version="1.0" encoding="UTF-8"?>\n')
        try:
            self._targets = gml_links.targets(path)
            with path.open("rb") as stream:
                parser.ParseFile(stream)
        except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: an encoding that nobody knows
            raise LanduseError("file_damaged", file=name, reason=error) from error
        self._found.srs = list(self._srs)
        return self._found

    def _put(self, words: str) -> None:
        if self._row is None:
            self._sink.write(words)
        else:
            self._row.append(words)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name, above = self._names.get(tag) or self._name(tag), self._open[-1]
        if len(self._open) == 1:
            self._found.of_more = of_more(attributes)
        if self._row is None and above.name in MEMBERS:
            self._begin_row(name, attributes)
        said, srs = self._says(attributes, above) if attributes else (above.said, above.srs)
        row = self._row
        if row is None:
            at = 0
        else:
            at = len(row)
            if not self._shape_depth and name in KIND_OF:
                self._shape_depth = len(self._open)
        self._open.append(_Open(name, at, said, srs))
        if name in _COORDINATES:
            self._text, self._attributes = [], attributes
            return
        link = gml_links.href(attributes) if attributes and self._row is not None else ""
        target = self._followed(link, name) if link else None
        words = _tag(tag, attributes if target is None else gml_links.without(attributes)) if attributes else f"<{tag}>"
        if row is None:
            self._sink.write(words)
        else:
            row.append(words)
        if target is not None:
            self._follow(link[1:], target)

    def _followed(self, link: str, name: str) -> list[gml_links.Event] | None:
        """The geometry that a link leads to; None where it leads to none, or around in a circle."""
        own = link[1:] if link.startswith("#") else ""
        is_endless = own in self._following or len(self._following) >= _DEEPEST_LINK
        if own in self._targets and not is_endless:
            return self._targets[own]
        if self._shape_depth or name.casefold() in _SHAPE_NAMES:
            self._astray = self._astray or link
        return None

    def _follow(self, own: str, target: list[gml_links.Event]) -> None:
        """Hear a geometry once more, where it is pointed to."""
        self._followed_links += 1
        check_limit("gml_links", self._followed_links, self._name_of_file)
        self._following.append(own)
        for kind, said, attributes in target:
            if kind == gml_links.START:
                named = attributes or {}
                self._start(said, named if gml_links.href(named) else gml_links.without(named))
            elif kind == gml_links.END:
                self._end(said)
            else:
                self._words(said)
        self._following.pop()

    def _name(self, tag: str) -> str:
        self._names[tag] = tag.rpartition(":")[2]
        return self._names[tag]

    def _says(self, attributes: dict[str, str], above: _Open) -> tuple[int | None, str]:
        """The dimension, taken out of the attributes, and the CRS that an element says, or those of the one around it."""
        srs = attributes.get("srsName", "")
        if srs:
            self._srs[srs] = None
        dimensions = [int(attributes.pop(own)) for own in _SAYS_DIMENSION if attributes.get(own) in ("2", "3")]
        return (dimensions[0] if dimensions else above.said), srs or above.srs

    def _words(self, words: str) -> None:
        if self._text is not None:
            self._text.append(words)
            return
        if "&" in words or "<" in words or ">" in words or "\r" in words:
            words = escape(words, {"\r": "&#13;"})
        self._put(words)

    def _end(self, tag: str) -> None:
        one, row = self._open.pop(), self._row
        if self._text is not None and one.name in _COORDINATES:
            self._put_places(tag, one)
        if row is None:
            self._sink.write(f"</{tag}>")
            return
        row.append(f"</{tag}>")
        depth = len(self._open)
        if depth == self._shape_depth:
            self._shapes.append(Geometry(KIND_OF[one.name], self._open[-1].name, one.at, len(row), self._open[-1].at, tag))
            self._shape_depth = 0
        elif self._shapes and not self._shape_depth and self._shapes[-1].parent_at == one.at:
            self._shapes[-1].parent_end = len(row)
        if depth == self._row_depth:
            self._end_row(one.name)

    def _begin_row(self, name: str, attributes: dict[str, str]) -> None:
        self._row, self._row_depth, self._shapes, self._astray = [], len(self._open), [], ""
        self._followed_links = 0
        self._found.rows[name] = self._found.rows.get(name, 0) + 1
        self._found.ids.setdefault(name, []).append(attributes.get("gml:id") or attributes.get("fid") or "")

    def _end_row(self, name: str) -> None:
        words, self._row = self._row or [], None
        kept = settled(self._shapes, self._wants, words)
        if several := several_said(self._shapes, self._wants):
            known = self._found.several.setdefault(name, {})
            known[several] = known.get(several, 0) + 1
        if self._astray:
            astray = self._found.elsewhere.setdefault(name, {})
            first = next(iter(astray), self._astray)
            astray[first] = astray.get(first, 0) + 1
        if self._places.raised:
            self._found.raised.setdefault(name, []).append(self._found.rows[name])
        self._places.raised = False
        self._sink.write("".join(kept))

    def _put_places(self, tag: str, one: _Open) -> None:
        """Coordinates without their heights; what cannot be settled stays as it is written, for the row to be named."""
        words, self._text = "".join(self._text or []), None
        above = self._open[-1]
        attributes: dict[str, Any] = self._attributes
        attributes.pop("count", None)
        if one.name in ("lowerCorner", "upperCorner"):
            flat = self._places.corner(words, one.name, of_file=self._row is None)
        elif one.name == "coordinates":
            flat = self._places.tuples(words) if not attributes else NOT_SETTLED
        elif one.name == "pos":
            flat = self._places.one(words)
        else:
            flat = self._places.several(words, above.name == "LinearRing", one.said, one.srs)
        if one.name in ("pos", "posList"):
            attributes["srsDimension"] = "2"
        self._put(_tag(tag, attributes))
        self._put(escape(words) if flat is None else flat)


def _tag(tag: str, attributes: dict[str, Any]) -> str:
    return f"<{tag}{''.join(f' {key}={quoteattr(value)}' for key, value in attributes.items())}>"
