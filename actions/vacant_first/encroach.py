"""What a proposed expansion takes of nature, inside the park and outside it, and the vacant land that could take it instead."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.vacant_first.proposal_stands import held_against
from actions.vacant_first.read_ground import read_ground, shared_ground
from actions.vacant_first.read_proposal import read_footprint, read_lines
from actions.vacant_first.sites import own_sites, published_sites
from exchange.sharing import closed_layers
from landuse.quality import dates
from landuse.rules import table
from landuse.units.method import method_fingerprint
from landuse.vacant_first import ranking
from landuse.vacant_first.answer import Answer
from landuse.vacant_first.answering import answer_to
from landuse.vacant_first.needs import read_needs
from landuse.vacant_first.order import ranked
from landuse.vacant_first.proposal import Ground, what_it_takes
from layers.registry import all_layers
from parks.park import Park, read_park


def encroach(
    park_id: str | None,
    footprint: Any,
    needs: Mapping[str, Any] | None = None,
    lines: Any = None,
    on: date | None = None,
    weights: Mapping[str, float | str] | None = None,
) -> Answer:
    """The whole answer without words of a language.

    Parameters
    ----------
    park_id : whose plots come first; None: published plots of all parks alone
    footprint : GeoDataFrame or GeoSeries with a CRS, GeoJSON in degrees, a file's path, or ids of vacant units to build out
    needs : see landuse.vacant_first.needs; the footprint's own area where nothing is said of size
    lines : supply lines in the same forms, with kind and serves
    on : a date; the park's today where it is None
    weights : importance of each ranking criterion, 0–10

    Raises
    ------
    LanduseError : unknown_park, footprint_*, line_*, need_*, weight_*, and as the door says of a file
    """
    park = read_park(park_id) if park_id else None
    day = on or (park.current_date() if park else dates.norwegian_today())
    shape = read_footprint(footprint, park, day)
    drawn = read_lines(lines, shape.epsg)
    ground = read_ground(park, shape.epsg, day)
    proposal = what_it_takes(shape, drawn, ground)
    asked, assumed = read_needs(needs, proposal.told["footprint_m2"])
    weighed = ranking.read_weights(weights)
    all_sites = ([own_sites(park, day)] if park else []) + published_sites(park)
    best, counted = ranked(all_sites, asked, weighed, frozenset(shape.units), table("vacant_first")["search"]["shown"])
    others = {one.sites.park_id for one in best if not one.sites.own}
    grounds = {"": ground} | ({park.id: ground} if park else {}) | {other: shared_ground(other) for other in others}
    about = {
        "park_id": park_id,
        "park_name": park.name if park else None,
        "date": day.isoformat(),
        "example": any(one.sites.example for one in best) or bool(park and park.example),
        "method": method_fingerprint(),
        "needs_assumed": assumed,
        "counted": counted,
        "weights": weighed,
        "sources": _sources(ground, park) if park else [],
    }
    return answer_to(about, grounds, best, held_against(park, shape, drawn, proposal, ground, asked, day))


def _sources(ground: Ground, park: Park) -> list[dict]:
    """The layers that the answer rests on, with what the park says of each."""
    closed = closed_layers(park)
    rests_on = [layer_id for layer_id, declared in all_layers().items() if "proposals" in declared.asked_of]
    themes = [theme.question.layer_id for theme in ground.themes]
    rows = []
    for layer_id in dict.fromkeys([*rests_on, *themes]):
        said = park.layers.get(layer_id)
        if said:
            dated = str(said["dated"]) if said.get("dated") else None
            row = {"layer_id": layer_id, "source": said.get("source"), "dated": dated, "licence": said.get("licence")}
            rows.append(row | {"origin": said.get("origin"), "shareable": layer_id not in closed})
    return rows
