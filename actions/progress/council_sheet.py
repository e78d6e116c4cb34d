"""Make the council's page of one park: what moved since its baseline and how far it is, as a PDF of one page."""

from datetime import date
from typing import Any

from actions.exports import common
from actions.progress import council, progress
from actions.progress.progress import Moved
from actions.progress.status import status
from actions.units.classify import snapshot_id
from exchange import council_sheet as sheet_of
from exchange import sharing
from exchange.council_sheet import CouncilFacts
from landuse.units.asked import BUILDINGS
from landuse.units.cut import CUT_FROM
from landuse.words import messages, numbers
from landuse.words.numbers import M2_PER_DAA
from layers import registry
from parks.park import Park, name_words, read_park

_RATES = ("land_utilisation_pct", "building_utilisation_pct", "net_land_utilisation_pct")
_RESTS_ON = (*CUT_FROM, BUILDINGS, "records")
_AREAS = ("total_daa", "in_use_daa", "vacant_daa", "offerable_daa", "undecided_daa")


def council_sheet(park_id: str, on: date | None = None, lang: str = messages.DEFAULT_LANG) -> bytes:
    """The page of a park on a date, the park's today where none is said.

    Raises
    ------
    LanduseError : unknown_park; council_sheet_too_long; as inventory
    """
    park = read_park(park_id)
    day = on or park.current_date()
    told = status([park.id], day, lang).as_json()
    row, moved = told["parks"][0], _moved(park, day)
    units, ground = common.named_units(park, day), common.ground(park, day)
    name = name_words(park, lang)
    facts = CouncilFacts(
        park=name,
        on=day,
        epsg=park.epsg,
        units=units,
        ground=ground,
        sentences=council.sentences(row, told["targets"], moved, name, park.baseline_date, lang),
        notes=row["notes"] + _closed(park, [*_RESTS_ON, *ground], lang),
        figures=_figures(row, told["targets"], lang),
        moves=_moves(moved, lang),
        sources=common.sources_text(park, [*_RESTS_ON, *ground], lang),
        snapshot=str(snapshot_id(park.id, day)),
        mark=messages.text(lang, "export.example_mark") if park.example else None,
    )
    return sheet_of.council_sheet(facts, lang)


def _closed(park: Park, layer_ids: list[str], lang: str) -> list[str]:
    """Which of the layers that the sheet rests on nobody outside may have; nothing where all may."""
    shut = sharing.closed_layers(park)
    titles = [registry.title(name, lang) for name in dict.fromkeys(layer_ids) if name in shut and name in park.layers]
    return [messages.text(lang, "council.paper.closed", layers=", ".join(titles))] if titles else []


def _moved(park: Park, on: date) -> Moved | None:
    """What moved from the baseline to the day; None on the baseline itself, and where there is no perimeter on one of the two."""
    if on <= park.baseline_date or not (progress.has_perimeter(park, park.baseline_date) and progress.has_perimeter(park, on)):
        return None
    return progress.moved(park.id, park.baseline_date, on)


def _figures(row: dict[str, Any], targets: dict[str, Any], lang: str) -> list[tuple[str, str]]:
    rates = [(messages.text(lang, f"figure.{name}"), _rate(row.get(name), targets.get(name), lang)) for name in _RATES]
    return rates + [(messages.text(lang, f"figure.{name}"), _daa(row.get(name), lang)) for name in _AREAS]


def _rate(value: float | None, target: float | None, lang: str) -> str:
    if value is None:
        return messages.text(lang, "cli.not_answered")
    goal = f" ({messages.text(lang, 'views.target', target=numbers.pct(target, lang, 0))})" if target else ""
    return numbers.pct(value, lang) + goal


def _daa(value: float | None, lang: str) -> str:
    return messages.text(lang, "cli.not_answered") if value is None else numbers.daa(value * M2_PER_DAA, lang, 1)


def _moves(moved: Moved | None, lang: str) -> list[tuple[str, str]]:
    """What each cause did to the vacant land, the causes that did nothing to it left out."""
    causes = [] if moved is None else [(str(name), float(change)) for name, change in moved.causes["vacant_m2"].items() if change]
    return [
        (messages.text(lang, f"progress.cause.{name}"), f"{numbers.signed(change / M2_PER_DAA, lang, 1)}\N{NO-BREAK SPACE}daa")
        for name, change in causes
    ]
