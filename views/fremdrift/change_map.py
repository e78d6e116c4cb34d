"""What moved between two days as a map: each unit in the colour of its cause, everything else pale; a click opens the unit's card."""

from typing import Any

import streamlit as st

from actions.progress import progress
from actions.progress.progress import Moment, Moved
from landuse.words import messages
from parks.park import Park
from views import state
from views.kart import ADDRESS as MAP
from views.map import parts as map_parts
from views.map.component import park_map, picked
from views.parts import guard, rerun

_PLAIN = {"weight": 1.4, "opacity": 0.9, "dash": None, "pattern": None, "casing": None}
_LOOKS: dict[str, dict[str, Any]] = {
    "taken_into_use": {"fill": "#2f6f8d", "line": "#0d3546"},
    "partly": {"fill": "#8fb3cc", "line": "#0d3546", "pattern": "dots"},
    "emptied": {"fill": "#f6c667", "line": "#a85b00", "pattern": "hatch"},
    "newly_zoned": {"fill": "#cbb8dc", "line": "#5b3a80"},
    "nature_built": {"fill": "#7a4a1e", "line": "#3d2409"},
    "dezoned": {"fill": "#cfe0c3", "line": "#3f6b2a", "pattern": "lines"},
    "entered": {"fill": "#e7d3ef", "line": "#5b3a80", "pattern": "dots"},
    "left": {"fill": "#e3e3de", "line": "#55656a", "pattern": "cross"},
    "told_later": {"fill": "#f4dfea", "line": "#7a0f4b", "pattern": "dots"},
    "evidence_changed": {"fill": "#f4dfea", "line": "#7a0f4b", "pattern": "cross"},
    "set_by_person": {"fill": "#9cc4a8", "line": "#1f6b3a"},
}


def show(park: Park, found: Moved, now: Moment, lang: str) -> None:
    """Draw it, on the units of the later day; ground that is a unit no more stands in the lists alone."""
    causes = _causes(found)
    if not causes:
        return
    parts = map_parts.only(map_parts.park_parts(park, progress.day(park, now), lang), "all", lang)
    there = [cause for cause in _LOOKS if cause in causes.values()]
    rows = [{"label": messages.text(lang, f"progress.cause.{cause}"), "style": _PLAIN | _LOOKS[cause]} for cause in there]
    parts |= {
        "changed": causes,
        "looks": {cause: _PLAIN | _LOOKS[cause] for cause in there},
        "legend": [*rows, {"label": messages.text(lang, "progress.moves.aside"), "style": map_parts.ASIDE}],
        "selected": None,
    }
    st.html(f'<p class="said">{messages.text(lang, "progress.moves.map")}</p>')
    park_map(parts, lang, lambda: _open(now))


def _causes(found: Moved) -> dict[str, str]:
    """The cause of each unit that moved: that of its largest piece."""
    units = found.units[found.units["cause"].isin(list(_LOOKS))]
    return {str(row.unit_id): str(row.cause) for row in units.drop_duplicates("unit_id").itertuples()}


@guard.act
def _open(now: Moment) -> None:
    """The card of a unit, on the later of the two days."""
    if picked():
        st.session_state["page"] = MAP
        state.choose_day(None, now)
        state.choose_unit(picked())
        rerun.ask()
