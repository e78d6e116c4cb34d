"""The fields of a plot's selling facts, built from the action's own list of them."""

from datetime import date
from typing import Any

import streamlit as st

from actions.offers import nominate
from landuse.quality import dates
from landuse.words import messages
from views.parts.words import told_apart
from views.tomter import photo_field

Facts = dict[str, Any]


def fields(kind: str, lang: str) -> list[dict[str, Any]]:
    """The facts that a plot or a building can have."""
    return [field for field in nominate.fact_fields(lang) if kind in field["kinds"] and field["type"] != "photo"]


def draw(key: str, kind: str, facts: Facts, lang: str) -> None:
    """Draw every field in two columns, filled with what is known."""
    st.caption(messages.text(lang, "plots.fact.marks"))
    asked = fields(kind, lang)
    half = (len(asked) + 1) // 2
    for column, part in zip(st.columns(2, gap="medium"), (asked[:half], asked[half:]), strict=True):
        with column:
            for field in part:
                _field(f"{key}-{field['key']}", field, facts.get(field["key"]), lang)
    photo_field.draw(f"{key}-photo", facts.get("photo"), lang)


def read(key: str, kind: str, lang: str, before: Facts | None = None) -> Facts:
    """What stands in the fields now; None where one is blank.

    Raises
    ------
    LanduseError : a photo that is too large or cannot be read
    """
    said = {field["key"]: _value(field["type"], st.session_state.get(f"{key}-{field['key']}")) for field in fields(kind, lang)}
    return said | {"photo": photo_field.read(f"{key}-photo", (before or {}).get("photo"))}


def date_field(label: str, key: str, value: date | None, help: str | None = None) -> None:
    """A field for a day, blank or filled; it takes any that can be meant, so that the action judges it."""
    st.date_input(label, value=value, key=key, help=help, format="DD.MM.YYYY", min_value=dates.FIRST, max_value=dates.LAST)


def changed(before: Facts, after: Facts) -> Facts:
    """The facts that differ."""
    return {name: value for name, value in after.items() if value != before.get(name)}


def _label(field: dict[str, Any], lang: str) -> str:
    unit = f" ({field['unit']})" if field.get("unit") else ""
    star = " *" if field["required"] else ""
    house = "" if field["public"] else f" – {messages.text(lang, 'plots.fact.house')}"
    return f"{field['label']}{unit}{star}{house}"


def _help(field: dict[str, Any], lang: str) -> str | None:
    key = f"plots.help.{field['key']}"
    return messages.text(lang, key) if messages.has(key) else None


def _field(key: str, field: dict[str, Any], value: Any, lang: str) -> None:
    shown = {"label": _label(field, lang), "key": key, "help": _help(field, lang)}
    kind = field["type"]
    if kind in ("number", "whole"):
        _number(shown, field, value)
    elif kind == "choice":
        words = dict(field["choices"])
        codes = list(words)
        st.selectbox(
            **shown,
            options=codes,
            index=codes.index(value) if value in words else None,
            format_func=told_apart(codes, words.__getitem__),
            placeholder=messages.text(lang, "plots.fact.not_said"),
        )
    elif kind == "date":
        date_field(**shown, value=date.fromisoformat(value) if value else None)
    elif kind in ("list", "long_text"):
        text = "\n".join(value) if isinstance(value, (list, tuple)) else value
        st.text_area(**shown, value=text or "", height=84)
    else:
        st.text_input(**shown, value=value or "")


def _number(shown: dict[str, Any], field: dict[str, Any], value: Any) -> None:
    whole = field["type"] == "whole"
    made = int if whole else float  # without limits: the action says in words what is wrong, the widget would only turn red
    st.number_input(**shown, value=None if value is None else made(value), step=made(1), format="%d" if whole else "%.1f")


def _value(kind: str, value: Any) -> Any:
    if kind == "list":
        return [line.strip() for line in (value or "").splitlines() if line.strip()] or None
    if isinstance(value, str):
        return value.strip() or None
    return value.isoformat() if isinstance(value, date) else value
