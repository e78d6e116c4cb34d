"""The programme: `pace`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, cast

import typer

from commands._said import AsJson, Lang, On, Parks, checked_lang, day, show
from landuse.programme.pace import What
from landuse.vacant_first.needs import parse_needs
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import park_ids, read_park

if TYPE_CHECKING:  # loaded when asked for
    from actions.programme.pace import Wanted

Take = Annotated[list[str] | None, typer.Option("--take", metavar="UNIT=DATE", help="a vacant plot taken into use by a day; once for each")]
Release = Annotated[list[str] | None, typer.Option("--release", metavar="UNIT=DATE", help="a vacant plot taken out of building purpose")]
Add = Annotated[
    list[str] | None,
    typer.Option("--add", metavar="daa=100,nature=80,farmland=0,use=vacant,on=2028-01-01", help="new ground, vacant or used at once"),
]
_USES: dict[str, What] = {"vacant": "add_vacant", "used": "add_used"}


def pace(
    park: Parks = None,
    take: Take = None,
    release: Release = None,
    add: Add = None,
    date_: On = None,
    as_json: AsJson = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Which plots taken by when give which rate and nature; the set that reaches the target with the least taken; years of supply."""
    from actions.programme import pace_text
    from actions.programme.pace import Wanted
    from actions.programme.pace import pace as find_pace

    plots = [(cast("What", what), words) for what, given in (("take", take), ("release", release)) for words in given or ()]
    steps = [Wanted(what, _day(by), unit) for what, (unit, by) in ((what, _halves(words)) for what, words in plots)]
    steps += [_new(words) for words in add or ()]
    starts = {read_park(one).baseline_date for one in park or park_ids()}
    baseline = starts.pop() if len(starts) == 1 else None  # of several parks with days of their own it is none
    found = find_pace(park or None, steps, day(date_, baseline, only_days=baseline is None))
    show(found.as_json(), as_json, lambda: pace_text.text(found, checked_lang(lang)))


def _new(words: str) -> "Wanted":
    from actions.programme.pace import Wanted

    said = parse_needs(words)
    unknown = sorted({*said} - {"daa", "nature", "farmland", "use", "on"})
    if unknown or said.get("use", "vacant") not in _USES or "on" not in said or "daa" not in said:
        raise LanduseError("pace_add", given=words)
    return Wanted(
        _USES[said.get("use", "vacant")],
        _day(said["on"]),
        daa=_number(said["daa"], words),
        nature_daa=_number(said.get("nature", "0"), words),
        farmland_daa=_number(said.get("farmland", "0"), words),
    )


def _number(said: str, words: str) -> float:
    try:
        return float(said)
    except ValueError as error:
        raise LanduseError("pace_add", given=words) from error


def _halves(words: str) -> tuple[str, str]:
    unit, equals, by = words.partition("=")
    if not equals:
        raise LanduseError("pace_step", given=words)
    return unit.strip(), by.strip()


def _day(words: str) -> date:
    found = day(words, None)
    if found is None:
        raise LanduseError("date_unreadable", value=words)
    return found
