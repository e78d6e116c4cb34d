"""The part *What happened* of the page Fremdrift: what became what between two land covers, drawn and as a matrix."""

from functools import partial

import pandas as pd
import streamlit as st

from actions.map import map_data
from actions.once import once
from actions.progress import land_cover
from actions.progress.land_cover import Seen
from landuse.progress.cover_change import kinds
from landuse.units.schema import GREENFIELD_KINDS
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_markdown
from parks.park import Park
from views import state
from views.charts import cover_flow, figure
from views.charts.cover_flow import Flow
from views.charts.figure import Table
from views.parts import figures

_SHOWN_DAA = 0.05  # less is 0,0 in words
_UNSEEN = -1


def what_happened(parks: list[Park], example: bool, lang: str) -> None:
    """The bands and the matrix of the parks together, for the ground inside, entered or in the ring."""
    title = messages.text(lang, "cover.title")
    each = [one for one in (_seen(park, lang) for park in parks) if one is not None]
    if not each:
        figures.section(title, example, lang)
        st.html(f'<p class="said">{messages.text(lang, "progress.nature.none")}</p>')
        return
    matrix = pd.concat([one.matrix_m2 for one in each]).groupby(level=[0, 1, 2]).sum()
    years = {"first": min(one.from_year for one in each), "last": max(one.to_year for one in each)}
    figures.section(title, example, lang)
    where = _where(matrix, lang)
    of = matrix.xs(where, level="region")
    rows = _flows(of, lang)
    left, right = st.columns([1.55, 1], gap="medium")
    with left:
        if rows:
            ends = tuple(str(year) for year in years.values())
            draw = partial(cover_flow.flows, rows=rows, label=title, ends=ends, example=example, lang=lang)
            figure.drawing(draw, f"cover-{where}-{lang}")
        else:
            st.html(f'<p class="said">{messages.text(lang, "cover.nothing", **years)}</p>')
    with right:
        st.html(figure.how_to_read(_how(of, years, lang), lang))
    st.html(figure.table_html(_matrix(of, where, years, lang)))


def _where(matrix: pd.Series, lang: str) -> str:
    there = [name for name in land_cover.WHERE if name in matrix.index.get_level_values("region")]
    chosen = st.segmented_control(
        messages.text(lang, "cover.where"),
        there,
        default=there[0],
        required=True,
        wrap=True,
        key="cover-where",
        format_func=lambda name: messages.text(lang, f"cover.where.{name}"),
    )
    return chosen or there[0]


def _seen(park: Park, lang: str) -> Seen | None:
    """What is seen of one park; a raster that cannot be read is told, and the others still shown."""
    try:
        on = map_data.day(park, state.when())
        return _kept(park.id, on, map_data.version(park.id))
    except LanduseError as error:
        st.warning(for_markdown(f"{park.name}: {error.text(lang)}"), icon=":material/warning:")
        return None


@once(maxsize=64)
def _kept(park_id: str, on: object, _version: str) -> Seen | None:
    return land_cover.seen(map_data.park(park_id), on)


def _flows(of: pd.Series, lang: str) -> list[Flow]:
    """What changed, seen in both years."""
    return [
        Flow(_name(was, lang), _name(became, lang), area, _daa(area, lang), _kind(was, became))
        for (was, became), area in of.items()
        if was != became and _UNSEEN not in (was, became) and area / numbers.M2_PER_DAA >= _SHOWN_DAA
    ]


def _kind(was: int, became: int) -> str:
    from_kind, to_kind = kinds().get(was), kinds().get(became)
    if to_kind == "grey" and from_kind in GREENFIELD_KINDS:
        return "built"
    return "restored" if from_kind == "grey" and to_kind in GREENFIELD_KINDS else "other"


def _matrix(of: pd.Series, where: str, years: dict[str, int], lang: str) -> Table:
    wide = of.unstack(fill_value=0.0)
    codes = sorted({*wide.index, *wide.columns}, key=lambda code: (code == _UNSEEN, code))
    wide = wide.reindex(index=codes, columns=codes, fill_value=0.0)
    wide = wide.loc[wide.sum(axis=1) > 0, wide.sum() > 0]
    became, summed = [_name(code, lang) for code in wide.columns], messages.text(lang, "progress.sum")
    rows = [
        (_name(was, lang), *(_cell(area, was == to, lang) for to, area in row.items()), _number(row.sum(), lang))
        for was, row in wide.iterrows()
    ]
    foot = (summed, *(_number(area, lang) for area in wide.sum()), _number(wide.sum(axis=None), lang))
    caption = messages.text(lang, "cover.table", where=messages.text(lang, f"cover.where.{where}"), **years)
    return Table(caption, (messages.text(lang, "cover.corner", **years), *became, summed), rows, foot)


def _how(of: pd.Series, years: dict[str, int], lang: str) -> str:
    total = of.sum()
    unseen = of[[_UNSEEN in pair for pair in of.index]].sum()
    same = sum(area for (was, became), area in of.items() if was == became != _UNSEEN)
    values = {
        "same": _daa(same, lang),
        "changed": _daa(total - same - unseen, lang),
        "unseen": _daa(unseen, lang),
        "total": _daa(total, lang),
    }
    return messages.text(lang, "cover.how", **values, **years)


def _name(code: int, lang: str) -> str:
    return land_cover.class_label(code, lang)


def _cell(area_m2: float, same: bool, lang: str) -> str:
    return "–" if area_m2 == 0 else f"{_number(area_m2, lang)}{' =' if same else ''}"


def _number(area_m2: float, lang: str) -> str:
    return numbers.decimal(area_m2 / numbers.M2_PER_DAA, lang, 1)


def _daa(area_m2: float, lang: str) -> str:
    return numbers.daa(area_m2, lang, 1)
