"""All files that were read at once: a list of what each is and why, what is unclear with its choice beside it, and one button."""

from typing import Any

import streamlit as st

from actions.drop import questions, staged_drop, words
from actions.drop.questions import LEAVE, PARK, Question
from actions.drop.reading import How
from actions.drop.staged_drop import StagedDrop
from actions.imports.park_layers import title as layer_title
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape, for_markdown
from landuse.words.languages import said_in
from parks.park import Park, park_ids
from views import state
from views.charts import figure
from views.charts.figure import Table
from views.data_eksport import import_seen, import_upload
from views.parts import figures, notice
from views.parts.words import told_apart

_TABLE = "table"
_LONGEST = 200  # characters of what holds for all rows


def show(park: Park, page: str, lang: str) -> None:
    """The drop that was read last, or another that waits."""
    drops = {one.token: one for one in staged_drop.all_drops(park.id)}
    if not drops:
        return
    figures.section(messages.text(lang, "import.pending"), park.example, lang)
    token = next(iter(drops))
    if len(drops) > 1:
        token = st.selectbox(
            messages.text(lang, "import.choose"), list(drops), key=f"drop-token-{token}", filter_mode="contains",
            format_func=told_apart(drops, lambda one: str(drops[one].told["name"])),
        )  # fmt: skip
    one = drops[token]
    st.html(figure.table_html(_table(one, lang), "wordy"))
    _told(one, lang)
    said = _form(park, one, lang)
    if said is not None:
        _answer(park, one, said, page, lang)
    _buttons(park, one, page, lang)
    _look_closer(park, one, lang)


def _table(one: StagedDrop, lang: str) -> Table:
    head = tuple(messages.text(lang, f"drop.column.{name}") for name in ("file", "layer", "why", "rows", "state"))
    rows = [_row(line, one, lang) for line in one.told["lines"]]
    refused = {name: said_in(sentence, lang) for name, sentence in one.told["refused"].items()}
    rows += [(name, "–", "–", "–", sentence) for name, sentence in refused.items() if name in one.told["archives"]]
    return Table(messages.text(lang, "drop.list"), head, rows)


def _row(line: dict[str, Any], one: StagedDrop, lang: str) -> tuple[str, ...]:
    name = ", ".join(line["pages"])
    if line["state"] == "refused":
        return name, "–", "–", "–", said_in(one.told["refused"][line["name"]], lang)
    state = messages.text(lang, f"drop.state.{line['state']}")
    if "layer" not in line:
        return name, "–", "–", "–", state
    if line["state"] == "ready" and line["replaces"]:
        state = messages.text(lang, "drop.state.replaces", sources=", ".join(line["replaces"]))
    elif line["state"] == "ready" and line["beside"]:
        state = messages.text(lang, "drop.state.adds", sources=", ".join(line["beside"]))
    area = f", {numbers.daa(line['area_m2'], lang, 1)}" if line["area_m2"] else ""
    kept = messages.text(lang, "drop.rows", kept=numbers.decimal(line["rows"], lang), rows=numbers.decimal(line["rows_in_file"], lang))
    return name, layer_title(line["layer"], lang), words.why_told(line["why"], lang), f"{kept}{area}", state


def _told(one: StagedDrop, lang: str) -> None:
    if one.told["left"]:
        st.html(f'<p class="said">{escape(messages.text(lang, "drop.other_files", files=", ".join(one.told["left"])))}</p>')


def _form(park: Park, one: StagedDrop, lang: str) -> dict[str, dict[str, str]] | None:
    """The choices; what was said, by file and question, where it was sent."""
    asked = [questions.from_json(told) for told in one.told["questions"]]
    said: dict[str, dict[str, str]] = {}
    title, count = "drop.unclear" if one.unclear else "drop.change", sum(each.must for each in asked)
    is_open = any(each.must or each.kind not in words.ON_PAGE for each in asked)
    with st.expander(messages.text(lang, title, count=count), expanded=is_open), st.form(f"drop-{one.token}", border=False):
        for number, (question, told) in enumerate(zip(asked, one.told["questions"], strict=True), start=1):
            value = _choice(park, question, said_in(told["sentence"], lang), number, f"ask-{one.token}-{number}", lang)
            if value:
                said.setdefault(question.item, {})[question.name] = value
        _leave_out(one, said, lang)
        _tables(one, said, lang)
        sent = st.form_submit_button(messages.text(lang, "import.again"), type="primary" if one.unclear else "secondary")
    return said if sent else None


def _choice(park: Park, question: Question, sentence: str, number: int, key: str, lang: str) -> str | None:
    """What is unclear, and the choice beside it, with what is proposed filled in."""
    left, right = st.columns([1.3, 1], vertical_alignment="center", gap="medium")
    name = park.name if question.item == PARK else question.item
    left.html(f'<div class="notice next" role="note"><p><b>{number}. {escape(name)}</b></p><p>{escape(sentence)}</p></div>')
    field = f"drop.field.{question.kind}"
    about = questions.value_words("heading", question.about, lang) if question.kind == "constant" else question.about
    if question.kind == "constant" and not question.choices:
        return right.text_input(messages.text(lang, field, about=for_markdown(about), number=number), key=key, max_chars=_LONGEST) or None
    if question.kind == "from":
        day = right.date_input(messages.text(lang, field, number=number), value=None, key=key, format="DD.MM.YYYY")
        return day.isoformat() if day else None
    if question.kind == "basis":
        return right.text_input(messages.text(lang, field, number=number), key=key, max_chars=_LONGEST) or None
    if not question.choices:
        proposed = int(question.proposal) if question.proposal else None
        year = right.number_input(
            messages.text(lang, field, about=for_markdown(question.about), number=number), 1950, 2100, proposed, step=1, key=key
        )
        return str(year) if year else None
    options = [None, *question.choices]
    words = told_apart(
        options, lambda value: questions.choice_words(question, value, lang) if value else messages.text(lang, "drop.choose")
    )
    return right.selectbox(
        messages.text(lang, field, about=for_markdown(about), number=number), options,
        index=options.index(question.proposal), key=key, filter_mode="contains",
        format_func=words,
    )  # fmt: skip


def _leave_out(one: StagedDrop, said: dict[str, dict[str, str]], lang: str) -> None:
    """Files that are not to be taken in, and those that were left out before."""
    names = [line["name"] for line in one.told["lines"] if line["state"] != "asks"]
    gone = [line["name"] for line in one.told["lines"] if line["state"] == "left"]
    chosen = st.multiselect(
        messages.text(lang, "drop.leave"), names, default=gone, key=f"leave-{one.token}",
        placeholder=messages.text(lang, "drop.leave.none"), filter_mode="contains", select_all=False,
    )  # fmt: skip
    for name in set(chosen) - set(gone):
        said.setdefault(name, {})["take"] = LEAVE
    for name in set(gone) - set(chosen):
        before = one.told["answers"].get(name, {})
        said[name] = said.get(name, {}) | {key: "" for key, value in before.items() if value == LEAVE}


def _tables(one: StagedDrop, said: dict[str, dict[str, str]], lang: str) -> None:
    """Tables and sheets that speak for no layer themselves, and may be taken in all the same."""
    names = [f"{line['name']}/{table}" for line in one.told["lines"] for table in line.get("others", ())]
    names = [name for name in names if name not in one.told["answers"]]
    if not names:
        return
    chosen = st.multiselect(
        messages.text(lang, "drop.tables"), names, key=f"tables-{one.token}", placeholder=messages.text(lang, "drop.leave.none"),
        filter_mode="contains", select_all=False,
    )  # fmt: skip
    for name in chosen:
        said.setdefault(name, {})[_TABLE] = name.rpartition("/")[2]


def _answer(park: Park, one: StagedDrop, said: dict[str, dict[str, str]], page: str, lang: str) -> None:
    """Read anew with what was said."""

    def read(how: How) -> StagedDrop:
        return staged_drop.answer(park.id, one.token, staged_drop.with_answers(one, said), how)

    try:
        import_upload.reading(read, lang)
    except LanduseError as error:
        notice.refused(page, park.id, error)
    st.rerun()


def _buttons(park: Park, one: StagedDrop, page: str, lang: str) -> None:
    left, right, _ = st.columns([1, 1, 3])
    seen = (park.id, page, one)
    ready = len(one.items)
    left.button(
        messages.text(lang, "import.take"), type="secondary" if one.unclear else "primary", key=f"take-{one.token}", width="stretch",
        disabled=one.unclear or not ready, on_click=_act, args=("drop.taken", staged_drop.take, *seen),
    )  # fmt: skip
    right.button(
        messages.text(lang, "import.drop"), key=f"drop-{one.token}-away", width="stretch",
        on_click=_act, args=("drop.dropped", staged_drop.drop, *seen),
    )  # fmt: skip


def _act(said: str, act: Any, park_id: str, page: str, one: StagedDrop) -> None:
    """Called with what the page had shown when the button was pressed."""
    try:
        act(park_id, one.token)
    except LanduseError as error:
        notice.refused(page, park_id, error)
    else:
        gone = park_id not in park_ids()
        if gone:  # it was to be made of the files that were put away
            st.session_state["park"] = state.NORWAY
        files = ", ".join(line["name"] for line in one.told["lines"] if line["item"]) or "–"
        notice.done(page, None if gone else park_id, (said, {"files": files}))


def _look_closer(park: Park, one: StagedDrop, lang: str) -> None:
    """One file's report beside its map."""
    items = {item.token: item for item in one.items}
    if not items:
        return
    token = next(iter(items))
    names = {f"{one.token}-{line['item']}": str(line["name"]) for line in one.told["lines"] if line["item"]}
    if len(items) > 1:
        token = st.selectbox(
            messages.text(lang, "drop.look"), list(items), key=f"look-{one.token}", filter_mode="contains",
            format_func=told_apart(items, names.__getitem__),
        )  # fmt: skip
    import_seen.look(park, items[token], lang)
