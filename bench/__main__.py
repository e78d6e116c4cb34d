"""`python -m bench`: data, runs, report. `--quick` is a look at small sizes in five minutes and leaves RESULTS.md alone."""

from pathlib import Path
from typing import Annotated

import typer

from parks import gdal_fence

gdal_fence.limit_drivers()  # before the rooms that open files are loaded

from bench import more
from bench.contenders import GROWTH, SIDE_BY_SIDE, STREAMED
from bench.generate import STYLES
from bench.measure import Kept
from bench.report import write_report
from bench.rounds import ours_alone, ours_streamed, side_by_side

_HERE = Path(__file__).parent
_ROUNDS = 3
_QUICK = (3_000,)


def main(
    quick: Annotated[bool, typer.Option("--quick", help="small sizes, one round, results in the data folder")] = False,
    only: Annotated[list[str] | None, typer.Option(help="contenders by module: ours, geos, postgis …")] = None,
    data: Annotated[Path, typer.Option(help="where data and runs are kept; runs that are there are not run again")] = _HERE / "data",
    note: Annotated[str, typer.Option(help="what a reader has to know of this run, at the top of the page")] = "",
    report: Annotated[bool, typer.Option("--report", help="only write the report of the runs that are kept")] = False,
) -> None:
    """Speeds side by side with other tools."""
    data.mkdir(parents=True, exist_ok=True)
    kept = Kept(data / ("quick.jsonl" if quick else "runs.jsonl"))
    sizes, rounds = (_QUICK, 1) if quick else (SIDE_BY_SIDE, _ROUNDS)

    def say(line: str) -> None:
        typer.echo(line, err=True)

    if not report:
        for parcels in sizes:
            for style in STYLES:
                side_by_side(kept, data, parcels, style, rounds, only or (), say)
        for parcels in () if quick or only else GROWTH:
            ours_alone(kept, data, parcels, "rich", rounds, say)
        for parcels in _QUICK if quick else () if only else STREAMED:
            ours_streamed(kept, data, parcels, "rich", rounds, say)
        more.measure(data, quick, say)
    typer.echo(str(write_report(kept, sizes, data, data if quick else _HERE, note, more.sections(data, quick))))


if __name__ == "__main__":
    typer.run(main)
