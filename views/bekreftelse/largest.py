"""The ten questions that narrow the park's range most, of plans, holders and patches, before the lists in which they are answered."""

from datetime import date
from typing import Any

import streamlit as st

from actions.map import map_data
from actions.once import once
from actions.plans import questions as plan_questions
from actions.units import decide, questions
from landuse.words import messages
from landuse.words.foreign import escape
from parks.park import Park

_LEAST = 3  # fewer are seen at a glance in the lists themselves


def show(park: Park, on: date, lang: str) -> None:
    """Draw them, closed until somebody wants to see them; nothing where there are few."""
    said = f"{decide.version(park.id).key} {plan_questions.version(park.id).key}"
    rows = _rows(park.id, on, lang, map_data.version(park.id), said)
    if len(rows) < _LEAST:
        return
    with st.expander(messages.text(lang, "question.title", count=len(rows)), key=f"largest-{park.id}", on_change="ignore"):
        st.caption(messages.text(lang, "question.intro"))
        lines = (f"<li>{escape(row['text'])}<br>{escape(row['waits'])}</li>" for row in rows)
        st.html(f'<div class="card asks"><ol>{"".join(lines)}</ol></div>')


@once(maxsize=50)
def _rows(park_id: str, on: date, lang: str, _version: str, _said: str) -> list[dict[str, Any]]:
    return questions.largest(park_id, on, lang)
