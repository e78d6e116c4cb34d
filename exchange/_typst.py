"""Typeset a page: a Typst template beside this file, its facts as JSON (never as markup) and its drawings as SVG."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from exchange import _font
from landuse.words.foreign import each

_HERE = Path(__file__).parent
_STANDARD = "ua-1"  # PDF/UA: read aloud in order, every picture with its words


def pdf(template: str, facts: dict[str, Any], pictures: dict[str, bytes], on: date) -> bytes:
    """A PDF made without network and without the machine's own fonts; the same input gives the same file.

    Parameters
    ----------
    template : name of a `.typ` file of this room
    facts : what the template reads as `facts.json`
    pictures : SVG by the name that the template calls them
    on : the day that the document is dated
    """
    made = datetime(on.year, on.month, on.day, tzinfo=UTC)
    return typst.compile(
        _sources(template, facts, pictures),
        font_paths=[str(_font.folder())],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=_STANDARD,
        timestamp=made,
    )


def page_count(template: str, facts: dict[str, Any], pictures: dict[str, bytes]) -> int:
    """How many pages `pdf` would give."""
    sources = _sources(template, facts, pictures)
    pages = typst.compile(sources, font_paths=[str(_font.folder())], ignore_system_fonts=True, format="png", ppi=10)
    return len(pages) if isinstance(pages, list) else 1


def one_page(template: str, tries: Iterable[tuple[dict[str, Any], dict[str, bytes]]], on: date) -> bytes | None:
    """The first of some tries that fills one page, as `pdf` gives it; None where none does.

    Parameters
    ----------
    tries : facts and pictures, the ones that give most room to pictures first
    """
    fitting = (each_try for each_try in tries if page_count(template, *each_try) == 1)
    fits = next(fitting, None)
    return None if fits is None else pdf(template, *fits, on)


def png(svg: str, width_mm: float, height_mm: float, ppi: int) -> bytes:
    """A drawing as a picture, for documents that take no drawings."""
    page = f'#set page(width: {width_mm}mm, height: {height_mm}mm, margin: 0mm)\n#image("drawing.svg", width: 100%)'
    sources = {"main.typ": page.encode(), "drawing.svg": svg.encode()}
    return typst.compile(sources, font_paths=[str(_font.folder())], ignore_system_fonts=True, format="png", ppi=ppi)


def _sources(template: str, facts: dict[str, Any], pictures: dict[str, bytes]) -> dict[str, bytes]:
    texts = {"facts.json": json.dumps(each(facts, _font.for_paper), ensure_ascii=False).encode()}
    return {"main.typ": _template(template), "_page.typ": _template("_page.typ")} | texts | pictures


@cache
def _template(name: str) -> bytes:
    return (_HERE / name).read_bytes()
