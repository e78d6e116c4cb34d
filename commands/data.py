"""Parks and their files: `parks`, `new-park`, `import`, `check`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from commands._said import Accept, Adds, Answer, AsCrs, AsJson, Lang, Layers, Maps, Replaces, Swap, checked_lang, say, show
from door.progress import told_to
from landuse.words import messages, numbers
from parks.park import park_ids, read_park

_WORTH_A_LINE_ROWS = 20_000


def parks(as_json: AsJson = False, lang: Lang = messages.DEFAULT_LANG) -> None:
    """The parks, their data, their dates."""
    from actions.progress import words

    rows = [words.park_row(read_park(park_id)) for park_id in park_ids()]
    show(rows, as_json, lambda: words.parks_table(rows, checked_lang(lang)))


def new_park(
    park: str,
    name: Annotated[str, typer.Option(help="the park's name")],
    municipality: Annotated[list[str], typer.Option(help="kommunenummer, four digits; once for each")],
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Set up an empty park, ready for import."""
    from actions.imports.new_park import new_park as make_park

    made = make_park(park, name, tuple(municipality))
    say(messages.text(checked_lang(lang), "cli.new_park", park=made.id, epsg=made.epsg), err=False)


def import_(
    park: str,
    files: Annotated[list[Path], typer.Argument(help="files, folders and zips")],
    layer: Layers = None,
    as_crs: AsCrs = None,
    year: Annotated[int | None, typer.Option(help="of a land cover raster")] = None,
    map_: Maps = None,
    swap_axes: Swap = False,
    replaces: Replaces = None,
    adds: Adds = False,
    answer: Answer = None,
    accept: Accept = False,
    all_or_none: Annotated[bool, typer.Option("--all-or-none", help="take nothing where a file is refused")] = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Read, check and keep all files of a park at once, each as a source of its layer; asks what is unclear, and prints the data report."""
    from actions.imports.answers import said

    asked = said(layer, as_crs, swap_axes, map_, replaces, adds)
    if not _imported(park, files, (asked, year), answer or [], accept, all_or_none, checked_lang(lang)):
        raise typer.Exit(1)


def _imported(
    park: str, files: list[Path], of_all: tuple[object, int | None], answer: list[str], accept: bool, all_or_none: bool, lang: str
) -> bool:
    """Import, and tell what came of it; whether everything that was given is in use now."""
    from actions.drop import words
    from actions.drop.import_drop import import_drop
    from actions.drop.questions import Said
    from actions.drop.reading import How
    from actions.imports import sums
    from actions.imports.report_words import told_lines

    how = How(Said(*of_all), streamed=True, while_reading=lambda name, number, count: told_to(_how_far(name, number, count, lang)))
    found = import_drop(park, files, words.answers_of(answer), how, accept, all_or_none)
    for error in found.drop.refused.values():
        say(error.text(lang))
    for line in words.kind_lines(found.drop, lang) if len(found.drop.lines) > 1 or found.drop.accepted else ():
        say(line, err=False)
    for report in found.reports:
        say("\n".join(told_lines(report, lang)), err=False)
    for line in sums.lines(found.sums, lang):
        say(line, err=False)
    for one in found.drop.questions:
        say("\n".join(words.question_lines(one, lang)))
    if found.drop.unclear:
        say(messages.text(lang, "drop.questions", count=len(found.drop.unclear)))
    elif found.drop.refused:
        say(messages.text(lang, "drop.refused_some" if found.taken else "cli.import_none", count=len(found.drop.refused)))
    return not (found.drop.unclear or found.drop.refused)


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
    swap_axes: Swap = False,
    replaces: Replaces = None,
    adds: Adds = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="the findings as a file: .xlsx or .geojson")] = None,
    as_json: AsJson = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """The data report alone; nothing is kept. Exit code 1: a file would not be taken, or a question comes first."""
    from actions.imports import findings_file, report_words
    from actions.imports.answers import said
    from actions.imports.check import checked

    if output:
        findings_file.check_ending(output)
    told, asked = [], said(layer, as_crs, swap_axes, map_, replaces, adds)
    for file in files:
        with told_to(_how_far(file.name, 1, 1, checked_lang(lang))):
            told.append(checked(file, park, asked, checked_lang(lang), streamed=True))
    if output:
        findings_file.write([row for one in told for row in one["findings"]], output, lang)
    show({"files": told}, as_json, lambda: report_words.check_text(told, lang))
    if not all(one["taken"] for one in told):
        raise typer.Exit(1)
