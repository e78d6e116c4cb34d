"""What people answer: `hold`."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from commands._said import AsJson, Lang, On, checked_lang, day, say, show
from landuse.units.holders import NOT_SAID
from landuse.words import codelists, messages, numbers
from landuse.words.foreign import as_lines
from parks.park import read_park

if TYPE_CHECKING:
    from actions.units.hold import Property


def hold(
    park: Annotated[str, typer.Argument(help="whose properties")],
    tenure: Annotated[str | None, typer.Argument(help="own, leased, ground_lease or other_owner; without it, the list")] = None,
    names: Annotated[str, typer.Argument(help="the properties, with commas: 5038-1/2, 1/3, or plots by their names")] = "",
    by: Annotated[str, typer.Option(help="who says it")] = "",
    reason: Annotated[str, typer.Option(help="what it rests on")] = "",
    date_: On = None,
    from_: Annotated[str | None, typer.Option("--from", help="yyyy-mm-dd, or baseline: the day from which it holds")] = None,
    as_json: AsJson = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Say which properties the park or its owner holds, and which others do; without an answer, list them."""
    from actions.units import decide
    from actions.units import hold as holding

    told, one = checked_lang(lang), read_park(park)
    on = day(date_, one.baseline_date) or one.current_date()
    if tenure is None:
        rows = holding.properties(park, on)
        show({"properties": [asdict(row) for row in rows]}, as_json, lambda: as_lines(_line(row, told) for row in rows))
        return
    based_on = decide.version(park)
    wanted = holding.read_names(names, park)
    events = holding.hold(park, wanted, tenure, by, reason, on, based_on, day(from_, one.baseline_date))
    if as_json:
        show({"park": park, "tenure": tenure, "properties": wanted, "units": len(events)}, as_json, str)
    else:
        say(messages.text(told, "hold.saved", count=len(wanted), units=len(events)))


def _line(row: "Property", lang: str) -> str:
    said = codelists.label("tenure", row.tenure, lang) if row.tenure not in ("", NOT_SAID) else None
    word = said or messages.text(lang, "hold.mixed" if not row.tenure else "hold.not_said")
    waits = messages.text(lang, "hold.open", area=numbers.area(row.open_m2, lang))
    return f"{row.name:<20} {numbers.area(row.area_m2, lang):>14} {word} ({waits})"
