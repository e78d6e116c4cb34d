"""The command line: `python -m landuse`. Exit codes: 0 done, 1 the data have errors, 2 wrong call.

Each command fetches what it needs itself: all of it together takes two seconds to load.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated

import layers  # noqa: F401  first: it sets which formats GDAL may open
import typer

from actions._endings import ENDINGS
from actions.new_park import new_park as make_park
from landuse import messages, numbers
from landuse.errors import LanduseError
from landuse.needs import parse_needs
from landuse.tiles import BASE_KM, UNIT_ID
from layers._park import park_ids, read_park
from layers._progress import told_to

_WRONG_CALL = (
    "unknown_park", "unknown_unit", "date_unreadable", "language_unknown", "export_format", "paper_unknown", "print_not_public",
    "unknown_layer", "map_unreadable", "report_format",
    "need_unknown", "need_invalid", "weight_unknown", "weight_invalid", "footprint_unit_unknown", "footprint_unit_not_vacant",
    "by_unknown", "overlay_format", "tile_size", "nothing_asked", "cluster_missing",
)  # fmt: skip
_ROOT = Path(__file__).parent.parent
_WORTH_A_LINE_ROWS = 20_000

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

Lang = Annotated[str, typer.Option("--lang", help="nb or en", envvar="PARKAREAL_LANG")]
On = Annotated[str | None, typer.Option("--date", help="yyyy-mm-dd, or baseline; otherwise the park's today")]
Parks = Annotated[list[str] | None, typer.Argument(help="park ids; all when none is named")]
Layers = Annotated[str | None, typer.Option("--layer", help="which layer the file is")]
AsCrs = Annotated[int | None, typer.Option("--as-crs", help="EPSG number to read it in, whatever it says")]
Maps = Annotated[list[str] | None, typer.Option("--map", metavar="THEIRS=OURS", help="a column of the file, and ours; once for each")]
Swap = Annotated[bool, typer.Option("--swap-axes", help="north stands before east in the file")]
Workers = Annotated[int, typer.Option(min=1, help="processes on this machine")]
Scheduler = Annotated[str | None, typer.Option(help="a Dask cluster instead, such as tcp://10.0.0.1:8786")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON document and nothing else")]


@app.command()
def parks(as_json: AsJson = False, lang: Lang = messages.DEFAULT_LANG) -> None:
    """The parks, their data, their dates."""
    from actions import words

    rows = [words.park_row(read_park(park_id)) for park_id in park_ids()]
    _show(rows, as_json, lambda: words.parks_table(rows, _checked(lang)))


@app.command("new-park")
def new_park(
    park: str,
    name: Annotated[str, typer.Option(help="the park's name")],
    municipality: Annotated[list[str], typer.Option(help="kommunenummer, four digits; once for each")],
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Set up an empty park, ready for import."""
    made = make_park(park, name, tuple(municipality))
    typer.echo(messages.text(_checked(lang), "cli.new_park", park=made.id, epsg=made.epsg))


@app.command("import")
def import_(
    park: str,
    files: list[Path],
    layer: Layers = None,
    as_crs: AsCrs = None,
    year: Annotated[int | None, typer.Option(help="of a land cover raster")] = None,
    map_: Maps = None,
    swap_axes: Swap = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Read, check and keep files as layers of a park; prints the data report."""
    from actions.asked import said
    from actions.import_files import import_file

    read_park(park)
    refused, asked = 0, said(layer, as_crs, swap_axes, map_)
    for file in files:
        try:
            with told_to(_how_far(file, _checked(lang))):
                report = import_file(park, file, year=year, streamed=True, asked=asked)
        except LanduseError as error:
            refused += 1
            typer.echo(error.text(_checked(lang)), err=True)
            continue
        typer.echo("\n".join(report.sentences(_checked(lang))))
    if refused:
        raise typer.Exit(1)


def _how_far(file: Path, lang: str) -> Callable[[str, int, int], None]:
    """Writes how far the import of a large file has come: one line of stderr for each stage."""

    def told(stage: str, done: int, total: int) -> None:
        if total > _WORTH_A_LINE_ROWS:
            counts = {"read": numbers.decimal(done, lang), "rows": numbers.decimal(total, lang)}
            typer.echo("\r" + messages.text(lang, f"cli.{stage}", file=file.name, **counts), nl=done >= total, err=True)

    return told


@app.command()
def check(
    files: list[Path],
    park: Annotated[str | None, typer.Option(help="hold the files against this park; else the municipality is found")] = None,
    layer: Layers = None,
    as_crs: AsCrs = None,
    map_: Maps = None,
    swap_axes: Swap = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="the findings as a file: .xlsx or .geojson")] = None,
    as_json: AsJson = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """The data report alone; nothing is kept. Exit code 1: a file would not be taken, or a question comes first."""
    from actions import findings_file, report_words
    from actions.asked import said
    from actions.check import checked

    if output:
        findings_file.check_ending(output)
    told = [checked(file, park, said(layer, as_crs, swap_axes, map_), _checked(lang)) for file in files]
    if output:
        findings_file.write([row for one in told for row in one["findings"]], output, lang)
    _show({"files": told}, as_json, lambda: report_words.check_text(told, lang))
    if not all(one["taken"] for one in told):
        raise typer.Exit(1)


@app.command()
def classify(
    park: Parks = None,
    date_: On = None,
    workers: Workers = 1,
    scheduler: Scheduler = None,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Find units, facts and classes, and keep them as a snapshot."""
    from actions.classify_many import ParkDay, classify_many

    parks = {park_id: read_park(park_id) for park_id in (park or park_ids())}
    wanted = [ParkDay(one.id, _day(date_, one.baseline_date) or one.current_date()) for one in parks.values()]
    for number, (one, taken) in enumerate(classify_many(wanted, workers, scheduler), start=1):
        if isinstance(taken, LanduseError) and park:
            raise taken
        failed = isinstance(taken, LanduseError)  # one park without data does not stop the others
        said = taken.text(_checked(lang)) if failed else messages.text(_checked(lang), "cli.done")
        typer.echo(f"[{number}/{len(wanted)}] {parks[one.park_id].name} … {said}", err=True)
        if not failed:
            typer.echo(str(taken))


@app.command()
def status(park: Parks = None, date_: On = None, as_json: AsJson = False, lang: Lang = messages.DEFAULT_LANG) -> None:
    """Rates, targets, the difference from the report, notes; the total is of the baseline's parks."""
    from actions import words
    from actions.status import status as park_status

    on = "baseline" if date_ == "baseline" else _day(date_, None)
    found = park_status(park or None, on, _checked(lang))
    _show(found, as_json, lambda: words.status_text(found, lang))


@app.command()
def nature(park: Parks = None, date_: On = None, as_json: AsJson = False, lang: Lang = messages.DEFAULT_LANG) -> None:
    """The nature account: taken, released and planned by kind and year, beside the rate; and what two land covers saw."""
    from actions.nature_account import nature_account as park_nature
    from actions.nature_text import account_text

    found = park_nature(park or None, _day(date_, None))
    _show(found, as_json, lambda: account_text(found, _checked(lang)))


@app.command()
def explain(unit: str, date_: On = None, as_json: AsJson = False, lang: Lang = messages.DEFAULT_LANG) -> None:
    """Why a unit has its class, and what would flip it."""
    from actions import words
    from actions.explain import explain as explain_unit

    baseline = read_park(unit.rpartition("-")[0]).baseline_date if date_ == "baseline" else None
    card = explain_unit(unit, _day(date_, baseline), _checked(lang))
    _show(card, as_json, lambda: words.card_text(card, lang))


@app.command()
def encroach(
    park: Annotated[str, typer.Argument(help="whose vacant plots come first")],
    footprint: Annotated[str, typer.Argument(help="a file with the area; or ids of vacant units that would be built out, with commas")],
    needs: Annotated[str, typer.Option(help="daa=50,width_m=80,quay=yes … (docs/vacant_first.md)")] = "",
    lines: Annotated[Path | None, typer.Option(help="a file of supply lines and points, each with its kind")] = None,
    weights: Annotated[str, typer.Option(help="importance of the ranking, 0–10: nature=5,farmland=5 …")] = "",
    date_: On = None,
    as_json: AsJson = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """What an expansion takes of nature, inside and outside the park, and the vacant plots that could take it instead."""
    from actions._encroach_text import answer_text
    from actions.encroach import encroach as find_encroachment

    baseline = read_park(park).baseline_date if date_ == "baseline" else None
    weighed = {name: _weight(value) for name, value in parse_needs(weights).items()}
    given = Path(footprint) if Path(footprint).suffix else [part.strip() for part in footprint.split(",")]
    answer = find_encroachment(park, given, parse_needs(needs), lines, _day(date_, baseline), weighed)
    _show(answer, as_json, lambda: answer_text(answer, _checked(lang)))


@app.command()
def export(
    park: list[str],
    output: Annotated[Path, typer.Option("-o", "--output", help=f"the file; its ending says the format: {' '.join(ENDINGS)}")],
    date_: On = None,
    published: Annotated[bool, typer.Option("--published", help="only what investors may see: the plots that parks offer")] = False,
    paper: Annotated[str, typer.Option(help="A4 or A3, for .pdf")] = "A4",
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Write the land inventory of parks to a file, a map to look at (.html) or a map to print (.pdf)."""
    from actions.export import export as export_file
    from actions.export import offered_plots

    on = "baseline" if date_ == "baseline" else _day(date_, None)
    offered = offered_plots(park, on, _checked(lang)) if published else None
    written = export_file(park, on, output, _checked(lang), offered, paper)
    typer.echo(messages.text(_checked(lang), "cli.exported", count=written.count, file=output.name), err=True)
    for sentence in written.left_out:
        typer.echo(sentence, err=True)


@app.command("overlay")
def overlay_(
    units: Annotated[str, typer.Argument(help="GeoParquet or GeoPackage of polygons (FILE.gpkg:TABLE for one of several)")],
    layer: Annotated[list[str] | None, typer.Argument(help="the layers to measure on them, as UNITS")] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="the result, .parquet")] = ...,
    by: Annotated[list[str] | None, typer.Option(help="COLUMN to sum the layers by, or LAYER=COLUMN for one")] = None,
    raster: Annotated[list[Path] | None, typer.Option(help="GeoTIFF of classes")] = None,
    id_: Annotated[str, typer.Option("--id", help="the column that names the units")] = UNIT_ID,
    tile_km: Annotated[float, typer.Option(help="side of the largest tiles; changes no result")] = BASE_KM,
    workers: Workers = 1,
    scheduler: Scheduler = None,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """How much of each code of large layers lies on each of very many units, tile by tile; a stopped run goes on."""
    from actions.overlay import overlay as overlay_files

    say = _progress(_checked(lang), "cli.overlay_tile")
    done = overlay_files(units, layer or [], output, by or (), raster or (), id_, tile_km, workers, scheduler, say)
    typer.echo(messages.text(lang, "cli.overlay_done", **vars(done), file=output.name), err=True)


@app.command()
def backup(file: Path, lang: Lang = messages.DEFAULT_LANG) -> None:
    """Keep the whole register (decisions, nominations) in one file."""
    from actions.backup import backup as keep_register

    rows = keep_register(file)
    typer.echo(messages.text(_checked(lang), "cli.backup", rows=sum(rows.values()), file=file.name), err=True)


@app.command()
def restore(
    file: Path,
    replace: Annotated[bool, typer.Option("--replace", help="in place of what the register has; that is kept beside it first")] = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Bring the register back from a backup, whole or not at all."""
    from actions.backup import restore as bring_back

    rows, kept = bring_back(file, replace)
    typer.echo(messages.text(_checked(lang), "cli.restore", rows=sum(rows.values()), file=file.name), err=True)
    if kept:
        typer.echo(messages.text(lang, "cli.replaced", file=kept), err=True)


@app.command()
def migrate(lang: Lang = messages.DEFAULT_LANG) -> None:
    """Make the register, or bring it up to date; any other command does the same when it needs it."""
    from actions.backup import migrate as migrate_register

    typer.echo(messages.text(_checked(lang), "cli.migrate", schema=migrate_register()), err=True)


@app.command()
def warm(lang: Lang = messages.DEFAULT_LANG) -> None:
    """Compile the overlay, once for each version, so that nobody waits for it later."""
    from landuse.warm import compile_kernels

    folder = compile_kernels()
    typer.echo(messages.text(_checked(lang), "cli.warm", folder=folder) if folder else messages.text(lang, "cli.warm_unkept"), err=True)


@app.command()
def serve(port: Annotated[int, typer.Option(help="the port to listen on, on this machine only")] = 8501) -> None:
    """The web app, on this machine only."""
    command = [sys.executable, "-m", "streamlit", "run", str(_ROOT / "app.py")]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    raise typer.Exit(subprocess.call([*command, *options], cwd=_ROOT))


def _checked(lang: str) -> str:
    if lang not in messages.LANGS:
        raise LanduseError("language_unknown", value=lang)
    return lang


def _weight(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value  # refused by name where the weights are read


def _day(value: str | None, baseline: date | None) -> date | None:
    if value is None or (value == "baseline" and baseline is not None):
        return baseline if value else None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise LanduseError("date_unreadable", value=value) from error


def _progress(lang: str, key: str) -> Callable[[int, int], None]:
    """Says how far a long job has come, at most a hundred times."""

    def say(done: int, total: int) -> None:
        if done * 100 // total > (done - 1) * 100 // total or done == total:
            typer.echo(messages.text(lang, key, done=done, total=total), err=True)

    return say


def _show(document: object, as_json: bool, text: object) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1, default=str) if as_json else text())


def main() -> int:
    """Run a command; errors go to stderr as one sentence."""
    wanted = os.environ.get("PARKAREAL_LANG", messages.DEFAULT_LANG)
    if "--lang" in sys.argv[:-1]:
        wanted = sys.argv[sys.argv.index("--lang") + 1]
    try:
        app(standalone_mode=True)
    except LanduseError as error:
        typer.echo(error.text(wanted if wanted in messages.LANGS else messages.DEFAULT_LANG), err=True)
        return 2 if error.code in _WRONG_CALL else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
