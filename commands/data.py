"""Parks and their files: `parks`, `new-park`, `import`, `check`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from commands._said import Adds, AsCrs, AsJson, Covers, Lang, Layers, Maps, Replaces, Swap, checked_lang, day, say, show
from door.progress import told_to
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
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
    files: list[Path],
    layer: Layers = None,
    as_crs: AsCrs = None,
    year: Annotated[int | None, typer.Option(help="of a land cover raster")] = None,
    map_: Maps = None,
    swap_axes: Swap = False,
    replaces: Replaces = None,
    adds: Adds = False,
    covers: Covers = None,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Read, check and keep files as sources of a park's layers, all of them or none; prints the data report."""
    from actions.imports.answers import said
    from actions.imports.report_words import told_lines
    from actions.imports.together import import_together

    asked = said(layer, as_crs, swap_axes, map_, replaces, adds, covers)
    found = import_together(park, files, asked, year, streamed=True, while_reading=lambda file: told_to(_how_far(file, checked_lang(lang))))
    for error in found.refused:
        say(error.text(checked_lang(lang)))
    for report in found.reports:
        say("\n".join(told_lines(report, checked_lang(lang))), err=False)
    if found.refused:
        say(messages.text(lang, "cli.import_none"))
        raise typer.Exit(1)


def _how_far(file: Path, lang: str) -> Callable[[str, int, int], None]:
    """Writes how far the reading of a large file has come: one line of stderr for each stage, and for each place in the line before it."""
    last = ""

    def told(stage: str, done: int, total: int) -> None:
        nonlocal last
        counts = {"read": numbers.decimal(done, lang), "rows": numbers.decimal(total, lang)}
        words, waits = messages.text(lang, f"cli.{stage}", file=file.name, **counts), stage == "waiting"
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
        with told_to(_how_far(file, checked_lang(lang))):
            told.append(checked(file, park, asked, checked_lang(lang), streamed=True))
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

    if layer and (source is None or (extent is None and dated is None)):
        raise LanduseError("covers_incomplete", layer=layer)
    if layer:
        extents.set_extent(park, layer, source, extent, day(dated, None))
    wanted = (layer, source)
    rows = [one for one in extents.covered(read_park(park), checked_lang(lang)) if wanted in ((None, None), (one.layer_id, one.source.id))]
    show(report_words.covered_rows(rows), as_json, lambda: report_words.covered_text(rows, lang))
