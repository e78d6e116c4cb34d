"""The national map of grey land on the page Fremdrift: its share beside the rate, and where it and the account differ."""

from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from actions.map import map_data
from actions.progress import grey_map
from actions.progress.grey_map import Beside
from landuse.progress import grey_told
from landuse.progress.ground_look import ground_looks
from landuse.rules import table as rules
from landuse.units.explain import class_labels
from landuse.units.grey_map import LAYER, PARTS, SHARES
from landuse.words import codelists, messages, numbers
from landuse.words.foreign import escape
from layers import looks
from parks.park import Park
from views import state
from views.charts import figure
from views.charts.figure import Table
from views.charts.stacked import Kind, Stack, stacked
from views.fremdrift import data
from views.parts import figures
from views.parts.figures import Tile
from views.parts.words import area_words, capital, unit_name

_MOST_UNITS = 50
_LEAST_M2 = 50  # less reads as 0,0 daa


def beside(parks: list[Park], park: Park | None, example: bool, lang: str) -> None:
    """Share, picture, differences and units; of parks without the map one line, how to get it."""
    found = grey_map.together([grey_map.beside(one.id, _day(one)) for one in parks])
    if found is None:
        key = "grey_map.later" if any(grey_map.has_layer(one) for one in parks) else "grey_map.get"
        st.html(f'<p class="said">{escape(messages.text(lang, key))}</p>')
        return
    title = messages.text(lang, "grey_map.title")
    draw = partial(stacked, rows=_bars(found, lang), kinds=_kinds(lang), label=title, example=example, lang=lang)
    figures.section(title, example, lang)
    _share(found, example, lang)
    left, right = st.columns([1.55, 1], gap="medium")
    with left:
        figure.drawing(draw, f"grey-map-{lang}")
    with right:
        st.html(figure.how_to_read(_how(found, parks, lang), lang))
    st.html(figure.table_html(_parts(found, lang)))
    st.html(figure.table_html(_differences(found, lang), "wordy"))
    names = {one.id: one.name for one in parks} if park is None else {}
    for side in _sides():
        _behind(found.units[found.units["side"] == side], side, names, lang)


def _share(found: Beside, example: bool, lang: str) -> None:
    """The fact that stands beside the rate: no target, no range, the day of its data."""
    told, source = grey_map.told(found), messages.text(lang, "grey_map.source")
    notes = (f"{source}. {grey_told.note(told, lang)}",)
    figures.tiles([Tile(messages.text(lang, "grey_map.share"), grey_told.share_words(told, lang), notes)], example, lang)


def _day(park: Park) -> date:
    return map_data.day(park, state.when())


def _sides() -> list[str]:
    """What people look at first: where the two differ; what the map says nothing of stands apart, last."""
    ids = [row["id"] for row in rules("grey_map")["side"]]
    return sorted(ids, key=lambda side: side == "not_told")


def _kinds(lang: str) -> list[Kind]:
    codes = looks.look(LAYER).codes
    kinds = [Kind(share, codelists.label("grey_share", share, lang) or share, codes[share]) for share in SHARES]
    return [*kinds, Kind("not_mapped", capital(messages.text(lang, "nature.not_mapped")), ground_looks()["not_mapped"])]


def _bars(found: Beside, lang: str) -> list[Stack]:
    labels = class_labels(lang)
    return [
        Stack(labels[str(name)], {part: _seen(row[f"{part}_m2"]) for part in PARTS}, numbers.daa(row.sum(), lang, 1))
        for name, row in found.parts.iterrows()
    ]


def _seen(area_m2: float) -> float:
    return float(area_m2) if area_m2 >= _LEAST_M2 else 0.0


def _how(found: Beside, parks: list[Park], lang: str) -> str:
    lines = [messages.text(lang, "grey_map.how"), messages.text(lang, "grey_map.definition")]
    if len(found.parks) < len(parks):
        names = ", ".join(one.name for one in parks if one.id in found.parks)
        lines.append(messages.text(lang, "grey_map.of_parks", count=len(found.parks), all=len(parks), names=names))
    return "\n".join(lines)


def _parts(found: Beside, lang: str) -> Table:
    """The picture in numbers."""
    kinds = [kind for kind in _kinds(lang) if found.parts[f"{kind.name}_m2"].sum() >= _LEAST_M2]
    head = (messages.text(lang, "grey_map.column.class"), *(kind.label for kind in kinds), messages.text(lang, "progress.sum"))
    labels = class_labels(lang)
    rows = [(labels[str(name)], *_daa_row(row, kinds, lang)) for name, row in found.parts.iterrows()]
    foot = (messages.text(lang, "progress.sum"), *_daa_row(found.parts.sum(), kinds, lang))
    return Table(messages.text(lang, "grey_map.parts.table"), head, rows, foot)


def _daa_row(row: pd.Series, kinds: list[Kind], lang: str) -> list[str]:
    cells = [*(row[f"{kind.name}_m2"] for kind in kinds), row.sum()]
    return [numbers.decimal(area_m2 / numbers.M2_PER_DAA, lang, 1) if area_m2 >= _LEAST_M2 else "–" for area_m2 in cells]


def _differences(found: Beside, lang: str) -> Table:
    """By side and reason: how many units, how much land, and how much of it is what the class does not lead to expect."""
    head = tuple(messages.text(lang, f"grey_map.column.{name}") for name in ("reason", "units", "area", "of_it"))
    rows = []
    for side in _sides():
        of = found.units[found.units["side"] == side]
        rows.append(_line(messages.text(lang, f"grey_map.side.{side}"), of, side, lang))
        for row in rules("grey_map")["reason"]:
            because = of[of["reason"] == row["id"]]
            if row["side"] == side and len(because):
                rows.append(_line("– " + messages.text(lang, f"grey_map.reason.{side}.{row['id']}"), because, side, lang))
    return Table(messages.text(lang, "grey_map.differences"), head, rows)


def _line(said: str, units: pd.DataFrame, side: str, lang: str) -> tuple[str, ...]:
    of_it = "–" if side == "not_told" or units.empty else area_words(units["told_m2"].sum(), lang)
    area = area_words(units["area_m2"].sum(), lang) if len(units) else "–"
    return said, numbers.decimal(len(units), lang), area, of_it


def _behind(units: pd.DataFrame, side: str, names: dict[str, str], lang: str) -> None:
    """The units of one side, folded away until asked for, the largest first, each with a link to its card."""
    if units.empty:
        return
    said = {"count": numbers.decimal(len(units), lang), "area": area_words(units["area_m2"].sum(), lang)}
    key = "grey_map.behind.one" if len(units) == 1 else "grey_map.behind"
    title = messages.text(lang, key, side=messages.text(lang, f"grey_map.side.{side}"), **said)
    columns = ("unit", *(("park",) if names else ()), "class", "reason", "area", "of_it")
    head = tuple(messages.text(lang, f"grey_map.column.{name}") for name in columns)
    labels = class_labels(lang)
    rows = [
        (
            _link(*one, lang),
            *((names[one[0]],) if names else ()),
            labels[row["class"]],
            messages.text(lang, f"grey_map.reason.{side}.{row['reason']}"),
            area_words(row["area_m2"], lang),
            "–" if side == "not_told" else area_words(row["told_m2"], lang),
        )
        for one, row in units.head(_MOST_UNITS).iterrows()
    ]
    with st.expander(title):
        cut = "grey_map.listed" if len(units) > _MOST_UNITS else "grey_map.listed.all"
        words = messages.text(lang, cut, count=_MOST_UNITS, all=numbers.decimal(len(units), lang))
        st.html(figure.table_html(Table(words, head, rows), "wordy"))


def _link(park_id: str, unit_id: str, lang: str) -> figure.Link:
    when = state.when()
    name = data.unit_names(park_id, when).get(unit_id)
    dated = "" if when == "today" else f"&date={when}"
    return figure.link(f"?park={park_id}&unit={unit_id}&lang={lang}{dated}", capital(unit_name(name, lang)))
