"""The side *Eksport*: one or several parks, on one of two days, in every format; made with progress, fetched by an address that checks."""

import streamlit as st

from actions.exports.export import mixes
from actions.exports.formats import ENDINGS, is_printed
from actions.map import map_data
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape, for_markdown
from parks.park import Park, name_words
from views import state
from views.data_eksport import export_file
from views.data_eksport.export_file import Wish
from views.parts import figures, notice
from views.parts.words import told_apart

_AUDIENCES = ("house", "investors")
_PAPERS = ("A4", "A3")
_MEGABYTE = 1_000_000


def show(parks: list[Park], park: Park | None, lang: str) -> None:
    """What to export, and the file once it is made."""
    figures.section(messages.text(lang, "export.page.title"), any(each.example for each in parks), lang)
    wish = _wish(parks, park, lang)
    if not wish.park_ids:
        notice.info(messages.text(lang, "export.page.choose"))
        return
    if wish.published and wish.ending == ".pdf":
        notice.info(messages.text(lang, "export.page.no_public_print"))
        return
    if st.button(messages.text(lang, "export.page.make"), type="primary", key="export-make"):
        _make(wish, lang)
    if st.session_state.get("export-made") == wish:
        _file(wish, lang)


def _wish(parks: list[Park], park: Park | None, lang: str) -> Wish:
    names = {each.id: name_words(each, lang) for each in parks}
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        ending = st.radio(
            messages.text(lang, "export.page.format"),
            ENDINGS,
            key="export-format",
            format_func=lambda name: messages.text(lang, f"export.page{name}"),
            captions=[messages.text(lang, f"export.page.about{name}") for name in ENDINGS],
        )
    with right:
        chosen = st.multiselect(
            messages.text(lang, "export.page.parks"),
            list(names),
            default=[park.id] if park else [one.id for one in parks if not one.example] or list(names),
            key=f"export-parks-{park.id if park else 'all'}",
            format_func=told_apart(names, names.__getitem__),
            placeholder=messages.text(lang, "export.page.choose"),
            filter_mode="contains",
            select_all=False,
        )
        if mixes(one for one in parks if one.id in chosen):
            st.caption(messages.text(lang, "export.mixed"))
        audience = _choice("audience", _AUDIENCES, lang)
        file_lang = _choice("lang", messages.LANGS, lang, messages.LANGS.index(lang))
        paper = _choice("paper", _PAPERS, lang) if is_printed(ending) else _PAPERS[0]
        when = state.when()
        which = when if isinstance(when, str) else "other"
        day = {} if isinstance(when, str) else {"day": numbers.day(when, lang)}
        st.caption(for_markdown(messages.text(lang, f"export.page.day.{which}", **day)))
    return Wish(tuple(chosen), when, ending, file_lang, audience == "investors", paper)


def _choice(name: str, options: tuple[str, ...], lang: str, index: int = 0) -> str:
    return st.radio(
        messages.text(lang, f"export.page.{name}"),
        options,
        index=index,
        key=f"export-{name}-{lang}" if name == "lang" else f"export-{name}",
        horizontal=True,
        format_func=lambda option: messages.text(lang, f"export.page.{name}.{option}"),
    )


def _make(wish: Wish, lang: str) -> None:
    """Find the classes park by park, then write; told as it goes."""
    bar = st.progress(0.0, messages.text(lang, "export.page.begins"))
    try:
        for number, park_id in enumerate(wish.park_ids):
            park = map_data.park(park_id)
            words = messages.text(lang, "export.page.classes", park=park.name, number=number + 1, count=len(wish.park_ids))
            bar.progress(0.8 * number / len(wish.park_ids), for_markdown(words))
            map_data.units_frame(park_id, map_data.day(park, wish.when), map_data.version(park_id))
        bar.progress(0.8, messages.text(lang, "export.page.writes"))
        export_file.made(wish)
    except LanduseError as error:
        notice.refusal(error.text(lang))
        st.session_state.pop("export-made", None)
    else:
        st.session_state["export-made"] = wish
    bar.empty()


def _file(wish: Wish, lang: str) -> None:
    """The link, how large the file is, what it holds, and what was left out of it."""
    found = export_file.made(wish)
    size = f"{numbers.decimal(len(found.content) / _MEGABYTE, lang, 1 if len(found.content) > 50_000 else 3)}\N{NO-BREAK SPACE}MB"
    words = messages.text(lang, "export.page.fetch", file=wish.file_name())
    notice.success(messages.text(lang, "export.page.made", count=numbers.decimal(found.count, lang), size=size))
    st.html(f'<p class="links"><a class="sheet" href="{escape(wish.address())}" download>{escape(words)}</a></p>')
    if found.left_out:
        items = "".join(f"<li>{escape(sentence)}</li>" for sentence in found.left_out)
        head = escape(messages.text(lang, "export.page.left_out"))
        st.html(f'<section class="remarks"><h3 class="form">{head}</h3><ul>{items}</ul></section>')
