"""What is asked of land: `encroach`, `export`, `overlay`."""

from pathlib import Path
from typing import Annotated

import typer

from actions.exports.formats import ENDINGS
from commands._said import AsJson, Lang, On, Scheduler, Workers, checked_lang, day, progress, say, show
from landuse.measure.tiles import BASE_KM, UNIT_ID
from landuse.vacant_first.needs import parse_needs
from landuse.words import messages
from parks.park import read_park


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
    from actions.vacant_first.encroach import encroach as find_encroachment
    from actions.vacant_first.text import answer_text

    baseline = read_park(park).baseline_date if date_ == "baseline" else None
    weighed = {name: _weight(value) for name, value in parse_needs(weights).items()}
    given = Path(footprint) if Path(footprint).suffix else [part.strip() for part in footprint.split(",")]
    answer = find_encroachment(park, given, parse_needs(needs), lines, day(date_, baseline), weighed).as_json()
    show(answer, as_json, lambda: answer_text(answer, checked_lang(lang)))


def _weight(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value  # refused by name where the weights are read


def export(
    park: list[str],
    output: Annotated[Path, typer.Option("-o", "--output", help=f"the file; its ending says the format: {' '.join(ENDINGS)}")],
    date_: On = None,
    published: Annotated[bool, typer.Option("--published", help="only what investors may see: the plots that parks offer")] = False,
    paper: Annotated[str, typer.Option(help="A4 or A3, for .pdf")] = "A4",
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Write the land inventory of parks to a file, a map to look at (.html) or a map to print (.pdf)."""
    from actions.exports.export import On as Day
    from actions.exports.export import export as export_file
    from actions.exports.export import mixes, offered_plots

    on: Day = "baseline" if date_ == "baseline" else day(date_, None)
    offered = offered_plots(park, on, checked_lang(lang)) if published else None
    written = export_file(park, on, output, checked_lang(lang), offered, paper)
    say(messages.text(checked_lang(lang), "cli.exported", count=written.count, file=output.name))
    for sentence in written.left_out:
        say(sentence)
    if mixes(read_park(one) for one in park):
        say(messages.text(lang, "export.mixed"))


def overlay_(
    units: Annotated[str, typer.Argument(help="GeoParquet or GeoPackage of polygons (FILE.gpkg:TABLE for one of several)")],
    output: Annotated[Path, typer.Option("-o", "--output", help="the result, .parquet")],
    layer: Annotated[list[str] | None, typer.Argument(help="the layers to measure on them, as UNITS")] = None,
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

    tell = progress(checked_lang(lang), "cli.overlay_tile")
    done = overlay_files(units, layer or [], output, by or (), raster or (), id_, tile_km, workers, scheduler, tell)
    say(messages.text(lang, "cli.overlay_done", **vars(done), file=output.name))
