"""The side *Ny park*: all of it from its files, dropped at once; or name, municipality, perimeter and who adopted it."""

from datetime import date

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from actions.drop import new_from_files
from actions.imports import set_up_park
from actions.imports.set_up_park import Plan
from actions.map import map_data
from landuse.measure import crs
from landuse.quality import dates
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from parks.park import Park
from views import state
from views.data_eksport import import_upload
from views.map import drawing as map_drawing
from views.map import parts as map_parts
from views.map.component import park_map
from views.map.drawing import Drawing
from views.parts import error_words, figures, notice, upload
from views.parts.words import told_apart

_NAME = "new-park"
_MADE = "park_made"
_WAYS = ("draw", "upload")
_AROUND_DEG = (0.008, 0.016)  # what is shown around a place: about a kilometre each way
_PLACE, _AT = "new-place", "new-at"
_FILE_MB = 200


def show(lang: str) -> None:
    """The form, or the park that was just made."""
    made = st.session_state.get(_MADE)
    if made and made["park"] in map_data.park_ids():
        _result(map_data.park(made["park"]), made["said"], lang)
    else:
        _form(lang)


def _form(lang: str) -> None:
    figures.section(messages.text(lang, "new.drop"), False, lang)
    _from_files(lang)
    figures.section(messages.text(lang, "new.title"), False, lang)
    left, right = st.columns(2, gap="medium")
    name = left.text_input(messages.text(lang, "new.name"), key="new-name", max_chars=set_up_park.LONGEST_NAME, autocomplete="off")
    known = set_up_park.municipalities()
    chosen = right.multiselect(
        messages.text(lang, "new.municipality"),
        list(known),
        key="new-municipality",
        format_func=told_apart(known, lambda number: f"{known[number]} ({number})"),
        placeholder=messages.text(lang, "new.municipality.choose"),
        filter_mode="contains",
        select_all=False,
    )
    drawn, file, as_epsg = _perimeter(tuple(chosen), lang)
    plan = Plan(name, tuple(chosen), *_dates(lang))
    if st.button(messages.text(lang, "new.make"), type="primary", key="new-make"):
        _make(plan, drawn, file, as_epsg, lang)


def _perimeter(chosen: tuple[str, ...], lang: str) -> tuple[bool, UploadedFile | None, int | None]:
    """Whether it is drawn, the file where there is one, and the CRS to read that in."""
    figures.section(messages.text(lang, "new.perimeter"), False, lang)
    way = st.radio(
        messages.text(lang, "new.way"),
        _WAYS,
        key="new-way",
        horizontal=True,
        label_visibility="collapsed",
        format_func=lambda name: messages.text(lang, f"new.way.{name}"),
    )
    if way == "upload":
        return False, *_file(lang)
    _place_field(lang)
    if chosen:
        _drawing(chosen, lang)
    else:
        notice.info(messages.text(lang, "new.municipality.first"))
    return True, None, None


def _file(lang: str) -> tuple[UploadedFile | None, int | None]:
    left, right = st.columns([2, 1], gap="medium")
    with left:
        file = upload.field(messages.text(lang, "new.file"), "new-file", _FILE_MB, lang)
    systems = [None, *crs.WORK_EPSG, crs.MAP_EPSG]
    words = told_apart(systems, lambda epsg: f"EPSG:{epsg}" if epsg else messages.text(lang, "new.crs.own"))
    as_epsg = right.selectbox(messages.text(lang, "new.crs"), systems, key="new-crs", format_func=words)
    st.caption(messages.text(lang, "new.file.help"))
    return file, as_epsg


def _place_field(lang: str) -> None:
    """Where the park lies, by its coordinates: the map goes there, and the municipality is chosen where none is."""
    st.text_input(
        messages.text(lang, "new.place"), key=_PLACE, max_chars=120, placeholder="63,79 11,44", on_change=_go_to_place, autocomplete="off"
    )
    if isinstance(st.session_state.get(_AT), LanduseError):
        notice.refusal(error_words.sentence(st.session_state[_AT], lang))


def _go_to_place() -> None:
    st.session_state.pop(_AT, None)
    text, chosen = str(st.session_state[_PLACE]).strip(), list(st.session_state.get("new-municipality") or [])
    if not text:
        return
    try:
        at, number = set_up_park.place_typed(text, tuple(chosen))
    except LanduseError as error:
        st.session_state[_AT] = error
        return
    st.session_state[_AT] = at
    if number and not chosen:
        st.session_state["new-municipality"] = [number]


def _from_files(lang: str) -> None:
    """All files of the park: it is made with what they say, and they are seen on the side *Import*.

    What stands in the form below goes before what the files say.
    """
    name, chosen = str(st.session_state.get("new-name") or ""), tuple(st.session_state.get("new-municipality") or ())
    files = import_upload.field("new.files", "new-files", lang)
    st.caption(messages.text(lang, "new.files.help"))
    if not st.button(messages.text(lang, "new.files.read"), type="primary", key="new-files-read", disabled=not files):
        return
    try:
        with import_upload.uploaded(files) as paths:
            park = import_upload.reading(lambda how: new_from_files.new_staged(name, chosen, None, paths, how, lang), lang)
    except LanduseError as error:
        happened("refusal", where="new_park", code=error.code, said=error)
        notice.refusal(error_words.sentence(error, lang))
        return
    state.go(park=park.id, page="data", data="import", unit=None)


def _drawing(chosen: tuple[str, ...], lang: str) -> None:
    drawing = Drawing(_NAME, set_up_park.place(chosen), ("polygon",))
    at = st.session_state.get(_AT)
    parts = map_parts.norway_parts(lang) | {
        "bounds": _around(*at) if isinstance(at, tuple) else set_up_park.bounds(chosen),
        "view": f"{at}" if isinstance(at, tuple) else "-".join(chosen),
        "attribution": messages.text(lang, "views.map.source_norway"),
    }
    left, right = st.columns([2.05, 1], gap="medium")
    with left:
        map_drawing.map_with_tools(drawing, parts, lang)
    with right:
        map_drawing.text_beside(drawing, lang)


def _around(lat: float, lon: float) -> list[list[float]]:
    up, aside = _AROUND_DEG
    return [[lat - up, lon - aside], [lat + up, lon + aside]]


def _dates(lang: str) -> tuple[date | None, str, date | None, str]:
    """The baseline date, None while it is assumed; who adopted the perimeter, when, on what."""
    figures.section(messages.text(lang, "new.dates"), False, lang)
    left, right = st.columns(2, gap="medium")
    with left:
        said = st.checkbox(messages.text(lang, "new.baseline.said"), key="new-baseline-said")
        day = st.date_input(
            messages.text(lang, "new.baseline"), value=set_up_park.BASELINE, key="new-baseline", format="DD.MM.YYYY", disabled=not said
        )
        st.caption(messages.text(lang, "new.baseline.help"))
    with right:
        by = st.text_input(messages.text(lang, "new.adopted.by"), key="new-adopted-by", max_chars=120, autocomplete="off")
        on = st.date_input(messages.text(lang, "new.adopted.on"), value=None, key="new-adopted-on", format="DD.MM.YYYY")
        basis = st.text_input(messages.text(lang, "new.adopted.basis"), key="new-adopted-basis", max_chars=200, autocomplete="off")
        st.caption(messages.text(lang, "new.adopted.help"))
    return day if said else None, by, on, basis


def _make(plan: Plan, drawn: bool, file: UploadedFile | None, as_epsg: int | None, lang: str) -> None:
    try:
        with st.spinner(messages.text(lang, "new.making")):
            if not drawn and file is None:
                raise LanduseError("setup_perimeter")
            if drawn:
                park, report = set_up_park.set_up_drawn(plan, map_drawing.drawn(_NAME), dates.norwegian_today())
            else:
                with upload.in_line(file.name, lang):
                    park, report = set_up_park.set_up_file(plan, file.name, file.getvalue(), dates.norwegian_today(), as_epsg)
    except LanduseError as error:
        happened("refusal", where="new_park", code=error.code, said=error)
        notice.refusal(error_words.sentence(error, lang))
        return
    map_drawing.forget(_NAME)
    st.session_state[_MADE] = {"park": park.id, "said": report}
    state.go(park=park.id, page="data", data="new", unit=None)


def _result(park: Park, report: object, lang: str) -> None:
    notice.success(messages.text(lang, "new.made", park=park.name, id=park.id))
    left, right = st.columns([2.05, 1], gap="medium")
    with left:
        parts = map_parts.park_parts(park, park.current_date(), lang)
        bounds = set_up_park.perimeter_bounds(park)
        perimeter = [layer | {"on": True} for layer in parts["layers"] if layer["id"] == "perimeter"]
        under = map_parts.norway_parts(lang)["layers"]
        park_map(
            parts | {"units": None, "layers": [*under, *perimeter], "legend": [], "bounds": bounds, "view": f"made-{park.id}"},
            lang,
            lambda: None,
        )
    with right:
        for sentence in report.sentences(lang):
            st.text(sentence)
        notice.info(messages.text(lang, "new.next"))
        if st.button(messages.text(lang, "new.to_import"), type="primary", key="new-to-import"):
            st.session_state.pop(_MADE)
            state.go(data="import", park=park.id)
        if st.button(messages.text(lang, "new.another"), key="new-another"):
            st.session_state.pop(_MADE)
            state.go(data="new")
