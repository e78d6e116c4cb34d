"""The bar over every page: name, park, day, pages, the one mark of invented data, the other languages."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from actions.map import map_data
from landuse.words import messages, numbers
from landuse.words.languages import languages
from parks.park import Park, name_words
from views import state
from views.parts.words import told_apart

_WORDS = {
    "name": "views.title", "menu": "frame.menu", "pages": "views.pages", "park": "views.park", "day": "views.date",
    "skip": "access.skip", "mark": "views.example.mark", "sentence": "views.example.sentence",
}  # fmt: skip
_MOUNT_JS = """export default async function (component) {
  const { default: mount } = await import(new URL("assets/frame/bar.js", document.baseURI).href);
  return mount(component);
}"""

_bar = st.components.v2.component("parkareal_bar", html="<header></header>", js=_MOUNT_JS)


def draw(parks: list[Park], park: Park | None, pages: tuple[str, ...], lang: str) -> None:
    """Draw the bar; without parks it has no choice of park and day, with one page no choice of page."""
    _bar(data=data(parks, park, pages, lang), key="bar_widget", on_go_change=lambda: _go(pages), height=48)


def data(parks: list[Park], park: Park | None, pages: tuple[str, ...], lang: str) -> dict[str, Any]:
    """All that the bar shows, in words, each choice with its address."""
    return {
        "page": st.session_state["page"],
        "pages": [
            {"id": page, "label": messages.text(lang, f"views.page.{page}"), "href": _href(page=page)} for page in pages if len(pages) > 1
        ],
        "park": park.id if park else state.NORWAY,
        "parks": _parks(parks, lang),
        "date": st.session_state["date"],
        "dates": _dates(park or parks[0], lang) if parks else [],
        "others": [{"id": own.lang, "label": own.name, "href": _href(lang=own.lang)} for own in languages().values() if own.lang != lang],
        "lang": lang,
        "example": any(each.example for each in ([park] if park else parks)),
        "words": {name: messages.text(lang, key) for name, key in _WORDS.items()},
    }


def _parks(parks: list[Park], lang: str) -> list[dict[str, str]]:
    if not parks:
        return []
    known = {park.id: park for park in parks}
    ids = [state.NORWAY, *known]
    words = told_apart(ids, lambda one: name_words(known[one], lang) if one in known else messages.text(lang, "views.norway"))
    return [{"id": one, "label": words(one)} for one in ids]


def _dates(park: Park, lang: str) -> list[dict[str, str]]:
    said = {when: messages.text(lang, f"views.date.{when}", day=numbers.day(map_data.day(park, when), lang)) for when in state.DAYS}
    chosen = state.when()
    if not isinstance(chosen, str):  # by the slider of time, or by an address
        said[str(chosen)] = numbers.day(chosen, lang)
    words = told_apart(said, said.__getitem__)
    return [{"id": when, "label": words(when)} for when in said]


def _href(**other: str) -> str:
    return "?" + urlencode(state.address(**other))


def _go(pages: tuple[str, ...]) -> None:
    """Take what was chosen in the bar, as far as there is such a thing; another park has other units."""
    asked = (st.session_state.get("bar_widget") or {}).get("go") or {}
    known: dict[str, Callable[[str], object]] = {
        "page": pages.__contains__, "date": state.read_when, "lang": messages.LANGS.__contains__, "park": bool,
    }  # fmt: skip
    chosen = {name: str(value) for name, value in asked.items() if name in known and known[name](str(value))}
    for name, value in chosen.items():
        st.session_state[name] = value
    if "park" in chosen:
        state.leave_unit()
    state.keep()
