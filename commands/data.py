"""Parks and their files: `parks`, `new-park`, `import`, `check`."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands._said import (
    Accept,
    Adds,
    Answer,
    AsCrs,
    AsJson,
    Basis,
    Constants,
    Covers,
    From,
    Lang,
    Layers,
    Maps,
    Replaces,
    Swap,
    checked_lang,
    day,
    say,
    show,
)
from commands.sources import tell_dropped_out
from door.progress import told_to
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import as_lines
from parks.park import park_ids, read_park

if TYPE_CHECKING:
    from actions.drop.import_drop import Outcome
    from actions.drop.questions import Said
    from actions.drop.reading import How

_WORTH_A_LINE_ROWS = 20_000


def parks(as_json: AsJson = False, lang: Lang = messages.DEFAULT_LANG) -> None:
    """The parks, their data, their dates."""
    from actions.progress import words

    rows = [words.park_row(read_park(park_id)) for park_id in park_ids()]
    show(rows, as_json, lambda: words.parks_table(rows, checked_lang(lang)))


def new_park(
    park: str,
    files: Annotated[list[Path] | None, typer.Argument(help="the park's files, folders and zips: where it lies is found from them")] = None,
    name: Annotated[str | None, typer.Option(help="the park's name; else as its files name it")] = None,
    municipality: Annotated[list[str] | None, typer.Option(help="kommunenummer, four digits; once for each; else found")] = None,
    from_: From = None,
    basis: Basis = None,
    answer: Answer = None,
    accept: Accept = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Set up a park: empty, ready for import; or with all of its files at once, down to its first number."""
    from actions.imports.new_park import new_park as make_park

    if files:
        how = _how(_since(from_, basis), checked_lang(lang))
        _new_from_files(park, files, name, tuple(municipality or ()), answer or [], accept, how, lang)
        return
    if from_ or basis or answer:
        raise LanduseError("import_no_files")
    if not name or not municipality:
        raise LanduseError("new_park_needs")
    made = make_park(park, name, tuple(municipality))
    say(messages.text(checked_lang(lang), "cli.new_park", park=made.id, epsg=made.epsg), err=False)


def _new_from_files(
    park: str, files: list[Path], name: str | None, municipality: tuple[str, ...], answer: list[str], accept: bool, how: "How", lang: str
) -> None:
    from actions.drop import words
    from actions.drop.new_from_files import found_place, new_from_files
    from actions.imports.park_layers import places

    answers = words.answers_of(answer)
    place = found_place(files, answers, how, municipality)
    made, found = new_from_files(park, name or place.proposed_name(lang), place, files, answers, how, accept)
    if found.taken and place.file is None:
        say(messages.text(lang, "cli.new_park", park=made.id, epsg=made.epsg), err=False)
    elif found.taken:
        told = {"name": made.name, "places": ", ".join(places(made)), "file": place.file}
        say(messages.text(lang, "cli.made_from_files", park=made.id, epsg=made.epsg, **told), err=False)
    _tell(park, found, lang)


def import_(
    park: str,
    files: Annotated[list[Path] | None, typer.Argument(help="files, folders and zips; none to answer for the park alone")] = None,
    layer: Layers = None,
    as_crs: AsCrs = None,
    year: Annotated[int | None, typer.Option(help="of a land cover raster")] = None,
    map_: Maps = None,
    constant: Constants = None,
    swap_axes: Swap = False,
    replaces: Replaces = None,
    adds: Adds = False,
    covers: Covers = None,
    from_: From = None,
    basis: Basis = None,
    answer: Answer = None,
    accept: Accept = False,
    all_or_none: Annotated[bool, typer.Option("--all-or-none", help="take nothing where a file is refused")] = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Read, check and keep all files of a park at once, each as a source of its layer; asks what is unclear, and prints the data report."""
    from actions.drop import words
    from actions.drop.import_drop import import_drop
    from actions.drop.questions import PARK, Said
    from actions.imports.answers import said

    asked = said(layer, as_crs, swap_axes, map_, replaces, adds, covers, constant, from_, basis)
    how, answers = _how(Said(asked, year), checked_lang(lang)), words.answers_of(answer or [])
    if not files and "perimeter" not in answers.get(PARK, {}):
        raise LanduseError("import_no_files")
    _tell(park, import_drop(park, files or [], answers, how, accept, all_or_none), lang)


def _since(from_: str | None, basis: str | None) -> "Said":
    """The day from which rows hold that say none, and what it rests on."""
    from actions.drop.questions import Said
    from actions.imports.answers import said

    return Said(said(holds_from=from_, basis=basis))


def _how(said: "Said | None", lang: str) -> "How":
    from actions.drop.questions import Said
    from actions.drop.reading import How

    return How(said or Said(), streamed=True, while_reading=lambda name, number, count: told_to(_how_far(name, number, count, lang)))


def _tell(park: str, found: "Outcome", lang: str) -> None:
    """What came of all that was given; exit code 1 where not all of it is in use now."""
    from actions.drop import words
    from actions.imports import sums
    from actions.imports.report_words import told_lines

    drop, several = found.drop, len(found.drop.lines) > 1
    for error in drop.refused.values():
        say(error.text(lang))
    for line in words.kind_lines(drop, lang) if several or drop.accepted else ():
        say(line, err=False)
    for report in found.reports:
        say(as_lines(told_lines(report, lang)), err=False)
    for line in sums.lines(found.sums, lang):
        say(line, err=False)
    for one in drop.questions:
        if one.kind in words.ON_PAGE and not one.must:
            continue
        say(as_lines(words.question_lines(one, lang)))
    if drop.unclear:
        say(messages.text(lang, "drop.questions", count=len(drop.unclear)))
    elif drop.refused:
        say(messages.text(lang, "drop.refused_some" if found.taken else "cli.import_none", count=len(drop.refused)))
    if found.taken:
        tell_dropped_out(park, lang)
    if found.taken and several:
        _tell_number(park, lang)
    if drop.unclear or drop.refused:
        raise typer.Exit(1)


def _tell_number(park: str, lang: str) -> None:
    """The park's number with what was imported; the import stands where there is none."""
    from actions.drop.first_number import first_number

    try:
        say(first_number(park, lang), err=False)
    except LanduseError as error:
        say(error.text(lang))


def _how_far(file: str, number: int, count: int, lang: str) -> Callable[[str, int, int], None]:
    """Writes how far the reading of a large file has come: one line of stderr for each stage, and for each place in the line before it."""
    last = ""
    file = f"{file} ({number}/{count})" if count > 1 else file

    def told(stage: str, done: int, total: int) -> None:
        nonlocal last
        counts = {"read": numbers.decimal(done, lang), "rows": numbers.decimal(total, lang)}
        words, waits = messages.text(lang, f"cli.{stage}", file=file, **counts), stage == "waiting"
        if words != last and (waits or total > _WORTH_A_LINE_ROWS):
            say(words, over=True, nl=waits or done >= total)
            last = words

    return told


def check(
    files: list[Path],
    park: Annotated[str | None, typer.Option(help="hold the files against this park; else the municipality is found")] = None,
    layer: Layers = None,
    as_crs: AsCrs = None,
    map_: Maps = None,
    constant: Constants = None,
    swap_axes: Swap = False,
    replaces: Replaces = None,
    adds: Adds = False,
    answer: Answer = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="the findings as a file: .xlsx or .geojson")] = None,
    as_json: AsJson = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """The data report alone; nothing is kept. Exit code 1: a file would not be taken, or a question comes first."""
    from actions.drop import words
    from actions.imports import findings_file, report_words
    from actions.imports.answers import said
    from actions.imports.check import about_files, checked

    if output:
        findings_file.check_ending(output)
    told, asked = [], said(layer, as_crs, swap_axes, map_, replaces, adds, constants=constant)
    answers = about_files(files, words.answers_of(answer or []))
    for file in files:
        with told_to(_how_far(file.name, 1, 1, checked_lang(lang))):
            told.append(checked(file, park, asked, checked_lang(lang), streamed=True, answers=answers))
    if output:
        findings_file.write([row for one in told for row in one["findings"]], output, lang)
    show({"files": told}, as_json, lambda: report_words.check_text(told, lang))
    if not all(one["taken"] for one in told):
        raise typer.Exit(1)


def covers(
    park: str,
    layer: Annotated[str | None, typer.Argument(help="a layer of it; all are listed when none is named")] = None,
    source: Annotated[str | None, typer.Argument(help="the id of a source of the layer")] = None,
    extent: Annotated[str | None, typer.Argument(help="what it covers: park, municipality, drawn (only what is drawn) or unknown")] = None,
    dated: Annotated[str | None, typer.Option("--dated", help="yyyy-mm-dd: the day from which it speaks, if not the file's")] = None,
    as_json: AsJson = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """What ground each source covers, and from when; or say it of one, afterwards."""
    from actions.imports import extents, report_words
    from layers.registry import named

    if layer:
        if source is None or (extent is None and dated is None):
            raise LanduseError("covers_incomplete", layer=named(layer))
        extents.set_extent(park, layer, source, extent, day(dated, None, only_days=True))
        tell_dropped_out(park, checked_lang(lang))
    wanted = (layer, source)
    rows = [one for one in extents.covered(read_park(park), checked_lang(lang)) if wanted in ((None, None), (one.layer_id, one.source.id))]
    show(report_words.covered_rows(rows), as_json, lambda: report_words.covered_text(rows, lang))
