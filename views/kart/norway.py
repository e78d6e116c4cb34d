"""All of Norway: the parks on the map, the total beside its targets, and a table of the parks."""

import math
from typing import Any

import streamlit as st

from actions.map import map_data
from landuse.words import messages, numbers
from landuse.words.foreign import for_markdown
from parks.park import Park, name_words
from views import state
from views.frame import strip
from views.frame.panel import panel
from views.kart import park_figures, park_table
from views.map import parts
from views.map.component import park_map, picked
from views.parts import choices, figures, guard, notice, rerun, style, waiting
from views.web import cached

IN_USE, VACANT = "#14495F", "#F6C667"  # as much of a circle is filled as of the park's land is in use
NOT_ANSWERED = "#FFFFFF"
RING = "#0D2F3D"
BOUNDS = ((57.9, 4.2), (71.3, 31.2))
_NOTHING: dict[str, Any] = {"total": {"parks": []}, "parks": [], "targets": {}}
_LATE = dict.fromkeys(("land_utilisation_pct", "building_utilisation_pct", "vacant_daa", "total_daa"))  # of a park that is waited for
_NO_ANSWER, _NO_RATE = figures.NOT_ANSWERED, "–"  # in the circle of a park without a rate


@guard.fragment
def show(parks: list[Park], when: map_data.When, lang: str) -> None:
    """Draw the overview: the parks on the map, their total over it, the table of them in the panel."""
    rerun.if_asked()
    style.load("plots")
    late = cached.waiting([park.id for park in parks], when)
    there = [park for park in parks if park.id not in late]
    told = cached.all_status(tuple(park.id for park in there), when, lang) if there else _NOTHING
    total, rows, example = told["total"], {row["id"]: row for row in told["parks"]}, any(park.example for park in parks)
    rows |= dict.fromkeys(late, _LATE)
    with st.container(key="stage"):
        park_map(_parts(parks, rows, example, lang) | {"whole": True}, lang, _park_clicked)
    answered = total["parks"] and not late  # a sum of some of the parks would read as that of all
    strip.draw(park_figures.strip(total, told["targets"], lang, whole=True) if answered else [], lang)
    with panel("norway", lang):
        figures.section(messages.text(lang, "views.parks"), example, lang)
        waiting.told(parks, late, lang)
        if not total["parks"] and not late:
            notice.info(messages.text(lang, "views.no_total"), notice.new_park(lang))
        park_table.show(parks, rows, lang)
        said = _total_of(total, parks, lang) if answered else ""
        st.caption(for_markdown(f"{messages.text(lang, 'views.parks.note')} {said}"))
        choices.examples_switch(map_data.parks(), lang)
        if answered:
            _figures(total, told["targets"], example, lang)
    if st.session_state.pop("park_clicked", False):
        st.rerun(scope="app")
    waiting.go_on(late, when, lang)


def _figures(total: dict[str, Any], targets: dict[str, Any], example: bool, lang: str) -> None:
    """All figures of the parks together, beside their targets."""
    figures.remarks(messages.text(lang, "views.notes"), total["notes"])
    with st.expander(messages.text(lang, "views.key_figures")):
        figures.tiles(park_figures.headline(total, targets, lang), example, lang)
        figures.section(messages.text(lang, "views.readings_two"), example, lang)
        figures.tiles(park_figures.two_readings(total, targets, lang), example, lang)
        figures.readings(messages.text(lang, "views.readings_total"), park_figures.readings(total, lang), example, lang)


def _total_of(total: dict[str, Any], parks: list[Park], lang: str) -> str:
    names = ", ".join(park.name for park in parks if park.id in total["parks"])
    counts = {"count": len(total["parks"]), "expected": total["expected_parks"], "own": total["parks_with_own_data"]}
    return messages.text(lang, "views.total_of", names=names, **counts)


def _park_clicked() -> None:
    state.choose_park(picked())
    st.session_state["park_clicked"] = True


def _parts(parks: list[Park], rows: dict[str, dict[str, Any]], example: bool, lang: str) -> dict[str, Any]:
    return (
        parts.norway_parts(lang)
        | {
            "markers": [_marker(park, rows[park.id], lang) for park in parks],
            "bounds": BOUNDS,
            "legend": _legend(lang),
            "attribution": messages.text(lang, "views.map.source_norway"),
        }
        | parts.marks(example, lang)
    )


def _marker(park: Park, row: dict[str, Any], lang: str) -> dict[str, Any]:
    rate = row["land_utilisation_pct"]
    total_m2 = (row["total_daa"] or 0) * numbers.M2_PER_DAA
    figure = park_figures.no_rate(row, lang) or figures.share(rate, lang)
    said = messages.text(lang, "views.marker", park=name_words(park, lang), figure=figure, total=numbers.daa(total_m2, lang))
    return {
        "id": park.id,
        "name": park.name,
        "place": list(park.place),
        "figure": figure,
        "aria": said,
        "size": round(12 + 30 * math.sqrt(total_m2 / 7_000_000)),
        "pct": rate,
        "fill": NOT_ANSWERED if rate is None else IN_USE,
        "rest": VACANT,
        "sign": None if rate is not None else _NO_RATE if park_figures.no_rate(row, lang) else _NO_ANSWER,
        "line": RING,
    }


def _legend(lang: str) -> list[dict[str, Any]]:
    looks = {"in_use": (IN_USE, ""), "vacant": (VACANT, ""), "no_rate": (NOT_ANSWERED, _NO_RATE), "no_answer": (NOT_ANSWERED, _NO_ANSWER)}
    looks["size"] = ("transparent", "")
    return [
        {"label": messages.text(lang, f"views.ring.{name}"), "style": {"only": "ring", "fill": fill, "line": RING, "sign": sign}}
        for name, (fill, sign) in looks.items()
    ]
