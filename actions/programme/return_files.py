"""A return's three files: sealed, for machines; a workbook; and a PDF that can be laid before a board."""

from datetime import date
from pathlib import Path
from typing import Any

from actions.programme import returns
from actions.programme.found import figures_from, in_words, places
from actions.programme.returns import Verified
from exchange.programme_paper import Paper, Section, programme_paper
from exchange.programme_sheet import Page, return_sheet
from landuse.programme.returns import Return, figures_of
from landuse.words import messages, numbers
from parks.atomic import write_whole

ENDING = ".return.json"
INDICATORS = ("land_mapped", "coordinated", "pyramid_updated", "local_fund", "doga_guide")
_MOST_RESTATED = 20


def files(park_id: str, by: str, on: date | None = None, lang: str = messages.DEFAULT_LANG) -> dict[str, bytes]:
    """Make a park's return; its files by name: the sealed one, the workbook and the PDF.

    Raises
    ------
    LanduseError : as `returns.make`
    """
    content = returns.make(park_id, by, on)
    verified = returns.verify(content, park_id)
    stem = f"{park_id}-{_return_of(verified).on.isoformat()}"
    return {f"{stem}{ENDING}": content, f"{stem}.xlsx": sheet(verified, lang), f"{stem}.pdf": paper(verified, lang)}


def write(park_id: str, by: str, folder: Path, on: date | None = None, lang: str = messages.DEFAULT_LANG) -> list[Path]:
    """Make a park's return and write its files; their paths.

    Raises
    ------
    LanduseError : as `files`; data_unwritable
    """
    made = files(park_id, by, on, lang)
    for name, content in made.items():
        _keep(folder / name, content)
    return [folder / name for name in made]


def _keep(path: Path, content: bytes) -> None:
    write_whole(path, lambda target: target.write_bytes(content))


def sheet(verified: Verified, lang: str) -> bytes:
    """The workbook: figures, declarations, the baseline's signatures, sources, and what it was found with."""
    found = _return_of(verified)
    heads = {
        "figures": ("figure", "value", "unit"),
        "declared": ("indicator", "answer", "date", "note"),
        "restated": ("step", "by", "at", "reason"),
        "sources": ("layer", "file", "dated", "rows", "sha256"),
        "receipt": ("what", "value"),
    }
    rows: dict[str, list[tuple[Any, ...]]] = {
        "figures": [(messages.text(lang, f"figure.{name}"), value, unit) for name, value, unit in _figures(found)],
        "declared": _declared(found, lang),
        "restated": [tuple(one.get(name) for name in heads["restated"]) for one in found.restatements],
        "sources": [tuple(one.get(name) for name in ("layer", "name", "dated", "rows", "sha256")) for one in _sources(found)],
        "receipt": _receipt(verified, lang),
    }
    pages = [
        Page(
            messages.text(lang, f"return.sheet.{name}"),
            tuple(messages.text(lang, f"return.column.{one}") for one in head),
            [tuple(_cell(value, lang) for value in row) for row in rows[name]],
        )
        for name, head in heads.items()
    ]
    return return_sheet(title(found, lang), found.on, pages, _mark(found, lang))


def paper(verified: Verified, lang: str) -> bytes:
    """The PDF."""
    found = _return_of(verified)
    figures = [
        (messages.text(lang, f"figure.{name}"), in_words(value, unit, decimals, lang))
        for name, value, unit, decimals in _with_places(found)
    ]
    declared = [(row[0], ", ".join(str(_cell(one, lang)) for one in row[1:] if one)) for row in _declared(found, lang)]
    restated = [" · ".join(str(one.get(name, "–")) for name in ("step", "at", "by", "reason")) for one in found.restatements]
    sources = [" · ".join(str(one.get(name) or "–") for name in ("layer", "name", "dated", "sha256")) for one in _sources(found)]
    sections = (
        Section(messages.text(lang, "return.sheet.figures"), pairs=tuple(figures)),
        Section(messages.text(lang, "return.sheet.declared"), pairs=tuple(declared)),
        Section(messages.text(lang, "return.sheet.restated"), tuple(restated[-_MOST_RESTATED:]) or (messages.text(lang, "return.none"),)),
        Section(messages.text(lang, "return.sheet.sources"), tuple(sources) or (messages.text(lang, "return.none"),)),
        Section(messages.text(lang, "return.sheet.receipt"), pairs=tuple(_receipt(verified, lang))),
    )
    day = numbers.day(found.on, lang)
    sentences = (messages.text(lang, "return.signed", by=found.by, at=found.at[:10]), messages.text(lang, "return.note"))
    footer = (messages.text(lang, "return.footer"),)
    return programme_paper(Paper(title(found, lang), day, found.on, sentences, sections, footer, _mark(found, lang)), lang)


def title(found: Return, lang: str) -> str:
    """What a return is called; an invented one says so itself."""
    name = messages.text(lang, "park.example_name", park=found.name) if found.example else found.name
    return messages.text(lang, "return.title", park=name, year=str(found.on.year))


def _return_of(verified: Verified) -> Return:
    if verified.found is None:
        raise ValueError("a return that is not whole is never shown")
    return verified.found


def _with_places(found: Return) -> list[tuple[str, Any, str, int]]:
    told = figures_of(found.now, found.then, found.since, found.on, found.baseline_date, found.unmapped, figures_from)
    return [(name, told[name], unit, decimals) for name, (unit, decimals) in places().items()]


def _figures(found: Return) -> list[tuple[str, Any, str]]:
    return [(name, value, unit) for name, value, unit, _ in _with_places(found)]


def _declared(found: Return, lang: str) -> list[tuple[Any, ...]]:
    """Each of the declared indicators, "not answered" among the answers."""
    rows: list[tuple[Any, ...]] = []
    for name in INDICATORS:
        said = found.declarations.get(name)
        said = said if isinstance(said, dict) else {}
        answer = str(said.get("answer", ""))
        key = f"views.answer.{answer}"
        words = messages.text(lang, key) if messages.has(key) else answer or messages.text(lang, "views.not_answered")
        rows.append((messages.text(lang, f"views.indicator.{name}"), words, str(said.get("date", "")), str(said.get("note", ""))))
    return rows


def _sources(found: Return) -> list[dict[str, Any]]:
    rows = found.receipt.get("sources")
    return [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []


def _receipt(verified: Verified, lang: str) -> list[tuple[str, str]]:
    found = _return_of(verified)
    snapshots = found.receipt.get("snapshots")
    said = {
        "by": found.by,
        "at": found.at,
        "method": str(found.receipt.get("method", "–")),
        "snapshots": ", ".join(map(str, snapshots)) if isinstance(snapshots, list) else "–",
        "key": found.key,
    }
    return [(messages.text(lang, f"return.receipt.{name}"), words or "–") for name, words in said.items()]


def _cell(value: Any, lang: str) -> Any:
    """A cell of the workbook: a number as it is, "not answered" where there is none, all else as text."""
    if value is None:
        return messages.text(lang, "views.not_answered")
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _mark(found: Return, lang: str) -> str | None:
    return messages.text(lang, "export.example_mark") if found.example else None
