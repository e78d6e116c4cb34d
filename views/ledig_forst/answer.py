"""The answer on the page Ledig først: in one sentence, what is taken, what lies there, and the candidates side by side."""

from typing import Any

import streamlit as st

from landuse.progress import nature_told
from landuse.units import schema
from landuse.vacant_first import available, ladder, taken
from landuse.vacant_first.needed import KINDS, NATURE
from landuse.words import messages, numbers
from landuse.words.foreign import escape
from parks.park import Park
from views.charts import figure
from views.charts.figure import Table
from views.parts import figures
from views.parts.figures import Tile, mark
from views.parts.words import told_apart

Answer = dict[str, Any]
_HOWS = ("nedbygd", "berort", "midlertidig")
_SIDE_BY_SIDE = 3
_SIGNS = {"fits": ("yes", "✓"), "fails": ("no", "✗"), "unknown": ("unsure", "?")}


def in_short(told: Answer, lang: str) -> None:
    """The answer in a sentence, and its key figures."""
    st.html(_verdict(told, lang))
    figures.tiles(_tiles(told, lang), told["example"], lang, messages.text(lang, "first.figures"))


def in_full(park: Park, told: Answer, lang: str) -> None:
    """What is taken, what lies there, and the candidates beside the proposal."""
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        figures.section(messages.text(lang, "first.taken"), told["example"], lang)
        st.html(figure.table_html(_taken(told, lang)))
        if told["lines"]:
            st.html(figure.table_html(_lines(told, lang)))
        figures.section(messages.text(lang, "first.zero"), told["example"], lang)
        st.html(f'<p class="said">{escape(told["zero"]["text"])}</p>')
    with right:
        figures.section(messages.text(lang, "first.layers"), told["example"], lang)
        st.html(_layers(told, lang))
    _compare(park, told, lang)


def _verdict(told: Answer, lang: str) -> str:
    title = escape(messages.text(lang, f"first.verdict.{told['answer']}"))
    words = f"{title}{mark(told['example'], lang)}"
    counts = {word: sum(one["rank_word"] == word for one in told["alternatives"]) for word in ("fits", "may_fit")}
    said = messages.text(lang, f"case.answer.{told['answer']}", shown=len(told["alternatives"]), **counts)
    attributes = f'class="verdict {told["answer"]}" role="status" data-answer="{told["answer"]}"'
    return f"<div {attributes}><h2>{words}</h2><p>{escape(said)}</p></div>"


def _tiles(told: Answer, lang: str) -> list[Tile]:
    sums = told["taken_sums"]["footprint"]
    nature, farmland = ladder.nature_m2(sums), sum(groups.get("farmland", 0) for groups in sums.values())
    where = messages.text(
        lang,
        "first.where",
        inside=numbers.area(told["footprint"]["inside_m2"], lang),
        outside=numbers.area(told["footprint"]["outside_m2"], lang),
    )
    note = messages.text(lang, "first.tile.nature.note")
    ground = taken.by_group(row for row in told["taken"] if row["of"] == taken.FOOTPRINT)
    tiles = [
        Tile(messages.text(lang, "first.tile.footprint"), numbers.area(told["footprint_m2"], lang), (where,)),
        Tile(messages.text(lang, "first.tile.nature"), nature_told.amount(ground, nature, lang), (note,)),
        Tile(messages.text(lang, "first.tile.farmland"), nature_told.amount(ground, farmland, lang)),
    ]
    if told["lines"]:
        km = numbers.decimal(sum(row["km"] for row in told["lines"]), lang, 2)
        tiles.append(Tile(messages.text(lang, "first.tile.lines"), numbers.area(told["lines_m2"], lang), (f"{km} km",)))
    return tiles


def _taken(told: Answer, lang: str) -> Table:
    """Every kind of ground by what is done to it; the lines' ground beside the footprint's."""
    rows = []
    for of in ("footprint", "lines"):
        mine = [row for row in told["taken"] if row["of"] == of]
        for kind in dict.fromkeys(row["kind"] for row in mine):
            parts = [row for row in mine if row["kind"] == kind]
            label = parts[0]["kind_label"] if of == "footprint" else messages.text(lang, "first.of_lines", kind=parts[0]["kind_label"])
            if any(row["status"] != schema.Status.HIT for row in parts) and parts[0]["status_label"] != parts[0]["kind_label"]:
                label += f" ({parts[0]['status_label']})"
            rows.append((label, *_amounts(parts, lang)))
    head = tuple(messages.text(lang, f"case.column.{name}") for name in ("ground", *_HOWS, "inside", "outside", "sum"))
    foot = (messages.text(lang, "case.word.sum"), *_amounts(told["taken"], lang))
    return Table(messages.text(lang, "first.taken.table"), head, rows, foot)


def _amounts(rows: list[dict], lang: str) -> tuple[str, ...]:
    hows = [sum(row["m2"] for row in rows if row["how"] == how) for how in _HOWS]
    wheres = [sum(row["m2"] for row in rows if row["where"] == where) for where in ("inside", "outside")]
    return tuple(_area(area, lang) for area in (*hows, *wheres, sum(hows)))


def _lines(told: Answer, lang: str) -> Table:
    head = tuple(messages.text(lang, f"case.column.{name}") for name in ("line", "km", *_HOWS))
    rows = [
        (
            f"{row['kind_label']} {row['name'] or ''}".strip() + ("" if row["reaches"] else messages.text(lang, "encroach.line.stray")),
            numbers.decimal(row["km"], lang, 2),
            *(_area(row[f"{how}_m2"], lang) for how in _HOWS),
        )
        for row in told["lines"]
    ]
    return Table(messages.text(lang, "case.table.lines"), head, rows)


def _layers(told: Answer, lang: str) -> str:
    rows = [row for row in told["layers"] if row["of"] == "footprint"]
    items = "".join(f"<li><b>{escape(row['title'])}:</b> {escape(row['text'])}</li>" for row in rows)
    silent = ", ".join(told["themes_not_mapped_labels"])
    note = f'<p class="said">{escape(messages.text(lang, "first.not_mapped", themes=silent))}</p>' if silent else ""
    return f'<ul class="layers-list">{items}</ul>{note}'


def _compare(park: Park, told: Answer, lang: str) -> None:
    figures.section(messages.text(lang, "first.compare"), told["example"], lang)
    found = {one["rank"]: one for one in told["alternatives"]}
    said = [messages.text(lang, "first.counted", shown=len(found), **told["counted"]), messages.text(lang, "needed.told")]
    said += [] if "floor_m2" in told["needs"] else [messages.text(lang, "needed.no_buildings")]
    st.html(f'<p class="said">{escape(" ".join(said))}</p>')
    if not found:
        return
    names = {rank: f"{rank}. {one['title']}" for rank, one in found.items()}
    key = f"first-side-{park.id}"
    st.session_state[key] = [rank for rank in st.session_state.get(key) or [] if rank in names] or list(names)[:_SIDE_BY_SIDE]
    words = told_apart(names, names.__getitem__)
    chosen = st.multiselect(messages.text(lang, "first.side_by_side"), list(names), key=key, format_func=words)
    table = figure.table_html(_beside(told, [found[rank] for rank in chosen], lang))
    st.html(_marked(table.replace('class="figures"', 'class="figures compare"', 1)))
    st.html(_marked(figure.table_html(_ranked(told, lang)).replace('class="figures"', 'class="figures ranked"', 1)))


def _beside(told: Answer, chosen: list[dict], lang: str) -> Table:
    """The proposal and the chosen candidates, a fact a row."""
    sums = told["taken_sums"]["footprint"]
    own = {group: sum(groups.get(group, 0) for groups in sums.values()) for group in schema.NATURE_KINDS}
    dash = "–"
    rows = [
        _row("park", told["park_name"], [one["park_name"] for one in chosen], lang),
        _row("kind", messages.text(lang, "first.proposal.kind"), [one["kind_label"] for one in chosen], lang),
        _row("size", numbers.area(told["footprint_m2"], lang), [_size(one, lang) for one in chosen], lang),
        _row("answer", messages.text(lang, f"encroach.rank.{_word(told['proposal_stands'])}"), [one["rank_label"] for one in chosen], lang),
    ]
    for need in told["needs_text"]:
        own_fit = _fit(told["proposal_stands"], need["need"])
        rows.append((f"{need['label']}: {need['text']}", own_fit, *(_fit(one, need["need"]) for one in chosen)))
    can_be_had = [_fit(one, available.NEED) for one in chosen]
    rows.append((messages.text(lang, f"encroach.need.{available.NEED}"), _fit(told["proposal_stands"], available.NEED), *can_be_had))
    rows.append(_row("readiness", dash, [one["readiness_label"] or dash for one in chosen], lang))
    rows.append(_row("conditions", dash, ["; ".join(one["unmet_conditions"]) or dash for one in chosen], lang))
    rows.append(_row("availability", dash, [", ".join(one["availability_labels"]) or dash for one in chosen], lang))
    for name in KINDS:
        theirs = [_on_needed(one, name, lang) for one in chosen]
        rows.append((messages.text(lang, f"needed.{name}"), _on_needed(told["proposal_stands"], name, lang), *theirs))
        differs = [_difference(one, name, lang) for one in chosen]
        rows.append((messages.text(lang, f"needed.difference.{name}"), dash, *differs))
    for group in schema.NATURE_KINDS:
        theirs = [dict(one["taken_sums"]).get(group, 0) for one in chosen]
        if own[group] or any(theirs):
            said = [_told(one, group, lang) for one in chosen]
            label = messages.text(lang, "needed.whole", group=messages.text(lang, f"nature.{group}").capitalize())
            rows.append((label, _of_group(own, group, lang), *said))
    head = (messages.text(lang, "first.fact"), messages.text(lang, "first.proposal"), *(f"{one['rank']}. {one['title']}" for one in chosen))
    return Table(messages.text(lang, "first.compare.table"), head, rows)


def _word(stands: dict) -> str:
    """How the proposal itself stands, in the words that the candidates have."""
    return "falls_short" if stands["fails"] else "may_fit" if stands["unknown"] else "fits"


def _row(key: str, own: str, theirs: list[str], lang: str) -> tuple[str, ...]:
    return (messages.text(lang, f"first.row.{key}"), own, *theirs)


def _ranked(told: Answer, lang: str) -> Table:
    """All that are shown, in order, with what falls short or is not known."""
    head = tuple(messages.text(lang, f"case.column.{name}") for name in ("rank", "alternative", "answer", "size", "needed_nature"))
    head += tuple(messages.text(lang, f"needed.difference.{name}") for name in KINDS)
    rows = []
    for one in told["alternatives"]:
        short = "; ".join(row["text"] for row in (*one["fails"], *one["unknown"])) or "–"
        differs = (_difference(one, name, lang) for name in KINDS)
        rows.append((str(one["rank"]), one["title"], one["rank_label"], _size(one, lang), _on_needed(one, NATURE, lang), *differs, short))
    return Table(messages.text(lang, "first.ranked"), (*head, messages.text(lang, "first.short")), rows)


def _fit(one: dict, need: str) -> str:
    """What a candidate has of a need: a sign and a sentence, so that it reads without colour."""
    for name, (_, sign) in _SIGNS.items():
        for row in one[name]:
            if row["need"] == need:
                return f"{sign} {row['text']}"
    return "–"


def _marked(html: str) -> str:
    """The signs of a table in their colours; the words are escaped already."""
    for name, sign in _SIGNS.values():
        html = html.replace(f"<td>{sign} ", f'<td><span class="{name}" aria-hidden="true">{sign}</span> ')
    return html


def _told(one: dict, group: str, lang: str) -> str:
    if one["taken_status"] == "NOT_SHARED":
        return messages.text(lang, "case.nature.not_shared")
    return _of_group(one["taken_sums"], group, lang)


def _of_group(groups: dict[str, int], group: str, lang: str) -> str:
    """One kind of ground; nobody knows of a kind that is not there where nothing is mapped."""
    blank = not groups.get(group) and nature_told.coverage(groups) == nature_told.UNMAPPED
    return messages.text(lang, "nature.not_mapped") if blank else _area(groups.get(group, 0), lang)


def _on_needed(one: dict, name: str, lang: str) -> str:
    """What the ground that is needed takes, of a candidate or of the proposal; a dash where no land is needed."""
    if one.get("taken_status") == "NOT_SHARED":
        return messages.text(lang, "case.nature.not_shared")
    return one["needed_text"].get(name, "–")


def _difference(one: dict, name: str, lang: str) -> str:
    """What the candidate takes against the proposal, both on as many daa."""
    if one["taken_status"] == "NOT_SHARED":
        return messages.text(lang, "case.nature.not_shared")
    return one["needed_difference_text"].get(name, "–")


def _size(one: dict, lang: str) -> str:
    return numbers.m2(one["floor_m2"], lang) if one["kind"] == "building" else numbers.area(one["area_m2"], lang)


def _area(area_m2: int, lang: str) -> str:
    return numbers.area(area_m2, lang) if area_m2 else "–"
