"""Files from the browser: chosen, read one by one with progress, and asked about where their content does not say enough."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from actions.imports import answers, pending
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape, for_markdown
from layers.registry import all_layers
from parks.park import Park
from parks.scratch import scratch_folder
from views.parts import error_words, notice, upload

_FILE_MB = 200
_ENDINGS = ["zip", "gml", "sos", "gpkg", "geojson", "json", "fgb", "parquet", "geoparquet", "csv", "xlsx", "tif", "tiff", "shp"]
_WAITING = "import-waiting"
_ADDS = "+"  # no source's id: those have letters and digits
_FIRST_YEAR, _LAST_YEAR = 1950, 2100


@dataclass(frozen=True)
class Answer:
    """What a person says of a file on the page."""

    layer_id: str | None = None
    as_epsg: int | None = None
    swapped: bool = False
    year: int | None = None
    columns: tuple[tuple[str, str], ...] = ()
    replaces: tuple[str, ...] = ()
    adds: bool = False


def show(park: Park, lang: str) -> None:
    """Choose files, read them, answer what they ask."""
    key = f"import-files-{park.id}-{_turn()}"
    files = upload.field(messages.text(lang, "import.files"), key, _FILE_MB, lang, type=_ENDINGS, accept_multiple_files=True)
    with st.expander(messages.text(lang, "import.answers")):
        said = _answer_fields(park, "first", lang)
    if st.button(messages.text(lang, "import.read"), type="primary", disabled=not files, key="import-read"):
        _read_all(park, [(file, said) for file in files], lang)
    by_id = {file.file_id: file for file in files}
    for file_id, (_, error) in list(_waiting(park).items()):
        if file_id in by_id:
            _ask(park, by_id[file_id], error, lang)
        else:
            _waiting(park).pop(file_id)


def _read_all(park: Park, wanted: list[tuple[Any, Answer]], lang: str) -> None:
    """Read each file in the process for strangers' files; what is asked or refused is kept to be shown."""
    done = 0
    with st.status(messages.text(lang, "import.read"), expanded=True) as status:
        bar = st.progress(0.0)
        for number, (file, said) in enumerate(wanted):
            name = pending.safe_name(file.name)
            words = messages.text(lang, "import.reading", file=name, number=number + 1, count=len(wanted))
            bar.progress(number / len(wanted), for_markdown(words))
            status.update(label=for_markdown(words))
            try:
                with upload.in_line(name, lang):
                    _stage(park, name, file.getbuffer(), said)
            except LanduseError as error:
                _waiting(park)[file.file_id] = (said, error)
            else:
                _waiting(park).pop(file.file_id, None)
                done += 1
        bar.progress(1.0)
        words = messages.text(lang, "import.read_done", count=done, all=len(wanted))
        status.update(label=for_markdown(words), state="complete" if done == len(wanted) else "error", expanded=False)
    if done == len(wanted):
        st.session_state["import-turn"] = _turn() + 1
        st.rerun()


def _stage(park: Park, name: str, content: memoryview, said: Answer) -> None:
    with scratch_folder() as folder:
        path = folder / name
        path.write_bytes(content)
        maps = [f"{theirs}={ours}" for theirs, ours in said.columns]
        asked = answers.said(said.layer_id, said.as_epsg, said.swapped, maps, list(said.replaces), said.adds)
        pending.stage(park.id, path, asked, said.year)


def _ask(park: Park, file: Any, error: LanduseError, lang: str) -> None:
    """A question as a form with the answer that would fit filled in; a refusal with its reason."""
    name, question = pending.safe_name(file.name), error.code in answers.QUESTIONS
    with st.container(border=True, key=f"ask-{file.file_id}"):
        title = messages.text(lang, "import.question" if question else "import.refused", file=name)
        st.html(f'<h3 class="form">{escape(title)}</h3>')
        notice.refusal(error_words.sentence(error, lang))
        if not question:
            return
        before = _waiting(park)[file.file_id][0]
        with st.form(f"form-{file.file_id}", border=False):
            said = _answer_fields(park, file.file_id, lang, before, error)
            if st.form_submit_button(messages.text(lang, "import.again"), type="primary"):
                _read_all(park, [(file, said)], lang)
                st.rerun()


def _answer_fields(park: Park, key: str, lang: str, before: Answer = Answer(), error: LanduseError | None = None) -> Answer:
    """The fields of an answer, filled with what was said before and what the question proposes."""
    values = error.values if error else {}
    layers = [None, *all_layers()]
    proposed = values.get("layer") if values.get("layer") in layers else before.layer_id
    left, middle, right = st.columns([1.4, 1.2, 0.8], vertical_alignment="bottom")
    layer_id = left.selectbox(
        messages.text(lang, "import.layer"), layers, index=layers.index(proposed), key=f"layer-{key}", filter_mode="contains",
        format_func=lambda one: all_layers()[one].title(lang) if one else messages.text(lang, "import.layer.auto"),
    )  # fmt: skip
    systems = answers.reading_systems(park.epsg, values.get("epsg"))
    epsg = values.get("epsg") or before.as_epsg
    as_epsg = middle.selectbox(
        messages.text(lang, "import.crs"), [None, *systems], index=([None, *systems].index(epsg)), key=f"crs-{key}", filter_mode="contains",
        format_func=lambda one: systems[one] if one else messages.text(lang, "import.crs.auto"),
    )  # fmt: skip
    year = right.number_input(messages.text(lang, "import.year"), _FIRST_YEAR, _LAST_YEAR, value=before.year, step=1, key=f"year-{key}")
    swap_first = before.swapped or bool(error and error.code == "file_axes_swapped")
    swapped = st.checkbox(messages.text(lang, "import.swap"), value=swap_first, key=f"swap-{key}")
    columns = tuple(_column(column, values["given"], key, lang) for column in values.get("wanted", ()))
    said = tuple((theirs, ours) for theirs, ours in columns if theirs)
    if "ids" in values:
        before = _source_field(before, values["ids"], key, lang)
    return replace(before, layer_id=layer_id, as_epsg=as_epsg, swapped=swapped, year=year, columns=(*before.columns, *said))


def _column(column: str, given: list[str], key: str, lang: str) -> tuple[str | None, str]:
    none = messages.text(lang, "import.column.none")
    label = messages.text(lang, "import.column", column=column)
    theirs = st.selectbox(label, [None, *given], key=f"column-{column}-{key}", format_func=lambda one: one or none, filter_mode="contains")
    return theirs, column


def _source_field(before: Answer, ids: list[str], key: str, lang: str) -> Answer:
    """Which of the layer's sources the file replaces, or that it stands beside them all."""
    words = {"": "import.source.auto", _ADDS: "import.source.adds"}
    chosen = st.selectbox(
        messages.text(lang, "import.source"), ["", _ADDS, *ids], key=f"source-{key}", filter_mode="contains",
        format_func=lambda one: messages.text(lang, words.get(one, "import.source.replaces"), source=one),
    )  # fmt: skip
    return replace(before, replaces=(chosen,) if chosen in ids else (), adds=chosen == _ADDS)


def _waiting(park: Park) -> dict[str, tuple[Answer, LanduseError]]:
    return st.session_state.setdefault(f"{_WAITING}-{park.id}", {})


def _turn() -> int:
    return st.session_state.get("import-turn", 0)

