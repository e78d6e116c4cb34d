"""The tables of a case paper: what a proposal takes, its lines, the layers that it meets, the alternatives, the sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from docx.document import Document

from exchange import _docx
from landuse.progress import nature_told
from landuse.units import schema
from landuse.vacant_first import ladder
from landuse.vacant_first.needed import KINDS
from landuse.words import messages, numbers

Answer = dict[str, Any]
HOWS = ("nedbygd", "berort", "midlertidig")
IN_FULL = 5  # alternatives that are told in full; the reader of a case does not weigh twenty
_ON_NEEDED = ("needed_text", "needed_difference_text")


@dataclass(frozen=True)
class Writer:
    """The document under way and its language."""

    document: Document
    lang: str

    def text(self, key: str, **values: object) -> str:
        """A sentence of the paper by the end of its key."""
        return messages.text(self.lang, f"case.{key}", **values)

    def say(self, key: str, **values: object) -> None:
        """A paragraph."""
        _docx.paragraph(self.document, self.text(key, **values))

    def head(self, key: str, level: int = 1) -> None:
        """A heading, numbered in its words."""
        self.document.add_heading(self.text(key), level)

    def table(self, key: str, columns: tuple[str, ...], rows: Sequence[Sequence[str]], widths: tuple[float, ...], **more: Any) -> None:
        """A table under its numbered caption; `columns` are ends of keys."""
        head = [self.text(f"column.{name}") for name in columns]
        _docx.table(self.document, (self.text("word.table"), self.text(key)), head, rows, widths, **more)

    def area(self, area_m2: float) -> str:
        """An area as people say it."""
        return "–" if not area_m2 else numbers.area(area_m2, self.lang)

    def day(self, iso: str | None) -> str:
        """A day in words; a dash where there is none."""
        return numbers.day(date.fromisoformat(iso[:10]), self.lang) if iso else "–"


def taken(paper: Writer, answer: Answer) -> None:
    """What the proposal takes: every kind of ground, built down, affected and for a time, inside the park and outside it."""
    rows = [row for row in answer["taken"] if row["of"] == "footprint"]
    _taken_table(paper, "table.taken", rows, answer["footprint_m2"])
    if answer["lines"]:
        _taken_table(paper, "table.taken_lines", [row for row in answer["taken"] if row["of"] == "lines"], answer["lines_m2"])
    paper.say("taken.how")


def _taken_table(paper: Writer, key: str, rows: list[dict], total_m2: int) -> None:
    labels = dict.fromkeys((row["kind"], row["kind_label"]) for row in rows)
    body = []
    for kind, label in labels:
        mine = [row for row in rows if row["kind"] == kind]
        hows = [sum(row["m2"] for row in mine if row["how"] == how) for how in HOWS]
        wheres = [sum(row["m2"] for row in mine if row["where"] == where) for where in ("inside", "outside")]
        told = mine[0]["status_label"]
        status = "" if told == label or all(row["status"] == schema.Status.HIT for row in mine) else f" ({told})"
        body.append((f"{label}{status}", *(paper.area(area) for area in (*hows, *wheres, sum(hows)))))
    hows = [sum(row["m2"] for row in rows if row["how"] == how) for how in HOWS]
    wheres = [sum(row["m2"] for row in rows if row["where"] == where) for where in ("inside", "outside")]
    foot = (paper.text("word.sum"), *(paper.area(area) for area in (*hows, *wheres, total_m2)))
    columns = ("ground", *HOWS, "inside", "outside", "sum")
    paper.table(key, columns, body, (3.4, 2, 2, 2.2, 2, 2, 2), numbers=range(1, 7), foot=foot)


def lines(paper: Writer, answer: Answer) -> None:
    """Each supply line with its length and ground; what is shared is told by share."""
    if not answer["lines"]:
        paper.say("lines.none")
        return
    rows = [_line(paper, row) for row in answer["lines"]]
    columns = ("line", "km", "nedbygd", "berort", "midlertidig", "shares")
    paper.table("table.lines", columns, rows, (3, 1.4, 2, 2, 2.2, 4), numbers=range(1, 5))


def _line(paper: Writer, row: dict) -> tuple[str, ...]:
    shares = [f"{one['who']}: {numbers.decimal(one['km'], paper.lang, 2)} km, {paper.area(one['m2'])}" for one in row["shares"]]
    named = f"{row['kind_label']} – {row['name']}" if row.get("name") else row["kind_label"]
    named += "" if row["reaches"] else messages.text(paper.lang, "encroach.line.stray")
    km = numbers.decimal(row["km"], paper.lang, 2) if row["km"] else "–"
    return (named, km, *(paper.area(row[f"{how}_m2"]) for how in HOWS), "\n".join(shares) if len(shares) > 1 else "–")


def layers(paper: Writer, answer: Answer) -> None:
    """Every layer of nature, hazard and heritage: hit, near, no hit, not mapped or failed; and what nobody has mapped."""
    rows = [(row["title"], row["text"]) for row in answer["layers"] if row["of"] == "footprint"]
    paper.table("table.layers", ("theme", "answer"), rows, (4, 10))
    silent = answer["themes_not_mapped_labels"]
    paper.head("head.not_mapped", 2)
    paper.say("not_mapped.some" if silent else "not_mapped.none", themes=", ".join(silent))


def proposal_stands(paper: Writer, answer: Answer) -> None:
    """The proposal itself against every need, by the measure that the alternatives are held against."""
    stands = answer["proposal_stands"]
    by_need = {row["need"]: row for name in ("fits", "fails", "unknown") for row in stands[name]}
    rows: list[tuple[str, ...]] = [(row["label"], row["text"]) for row in by_need.values()]
    rows += [(paper.text(f"column.needed_{name}"), text) for name, text in stands["needed_text"].items()]
    paper.table("table.stands", ("need", "answer"), rows, (4, 10))


def alternatives(paper: Writer, answer: Answer, said: dict[str, Any]) -> None:
    """The alternatives that were considered: the best five with what each takes and why it was not chosen, the others in a list."""
    paper.say("alternatives.counted", **counted(paper, answer))
    if "floor_m2" not in answer["needs"]:
        _docx.paragraph(paper.document, messages.text(paper.lang, "needed.no_buildings"))
    if not answer["alternatives"]:
        return
    _docx.paragraph(paper.document, messages.text(paper.lang, "needed.told"))
    full, rest = answer["alternatives"][:IN_FULL], answer["alternatives"][IN_FULL:]
    rows = [_alternative(paper, one) for one in full]
    columns = ("rank", "alternative", "answer", "size", "needed_nature", "needed_farmland", "difference", "whole")
    paper.table("table.alternatives", columns, rows, (0.8, 3.2, 1.9, 1.6, 2.2, 2.2, 2.6, 1.8), numbers=(0, 3))
    weights = [f"{answer['criteria_labels'][name]} {numbers.decimal(weight, paper.lang)}" for name, weight in answer["weights"].items()]
    paper.say("alternatives.order", weights=", ".join(weights))
    paper.head("head.why_not", 2)
    for one in full:
        _docx.labelled(paper.document, f"{one['rank']}. {one['title']}:", _why_not(paper, one, said))
    if rest:
        paper.head("rest", 3)
        paper.say("rest.about")
        for one in rest:
            _docx.labelled(paper.document, f"{one['rank']}. {one['title']}:", _in_a_line(paper, one, said))


def counted(paper: Writer, answer: Answer) -> dict[str, str]:
    """How many were examined, how many are shown, and what became of those: for sentences."""
    shown = answer["alternatives"]
    words = {word: sum(1 for one in shown if one["rank_word"] == word) for word in ("fits", "may_fit", "falls_short")}
    return {name: numbers.decimal(value, paper.lang) for name, value in (answer["counted"] | words | {"shown": len(shown)}).items()}


def _alternative(paper: Writer, one: dict) -> tuple[str, ...]:
    shared = one["taken_status"] != "NOT_SHARED"
    green, secret = one["taken_sums"], paper.text("nature.not_shared")
    whole = nature_told.amount(green, ladder.nature_in(green), paper.lang) if shared else secret
    needed, against = ([one[name].get(kind, "–") if shared else secret for kind in KINDS] for name in _ON_NEEDED)
    labels = [paper.text(f"column.needed_{kind}") for kind in KINDS]
    difference = "\n".join(f"{label}: {text}" for label, text in zip(labels, against, strict=True)) if shared else secret
    return (str(one["rank"]), f"{one['title']}\n{one['kind_label']}", one["rank_label"], _size(paper, one), *needed, difference, whole)


def _size(paper: Writer, one: dict) -> str:
    return numbers.m2(one["floor_m2"], paper.lang) if one["kind"] == "building" else paper.area(one["area_m2"])


def _in_a_line(paper: Writer, one: dict, said: dict[str, Any]) -> str:
    """One of the others: how it stands, its size, what is lacking or not known, and a person's reason where there is one."""
    lacking = "; ".join(row["text"] for row in (*one["fails"], *one["unknown"]))
    reason = said[ladder.ALTERNATIVES].get(ladder.key_of(one))
    parts = [one["rank_label"], _size(paper, one), *([lacking] if lacking else [])]
    parts += [paper.text("why.said", reason=reason)] if reason else []
    return f"{'. '.join(part.rstrip('.') for part in parts)}."


def _why_not(paper: Writer, one: dict, said: dict[str, Any]) -> str:
    """What falls short, by the facts; else what a person has said; else that nobody has said it."""
    parts = [row["text"] for row in one["fails"]]
    if not parts and one["unknown"]:
        parts.append(paper.text("why.unknown", needs="; ".join(row["text"] for row in one["unknown"])))
    if not parts:
        parts.append(paper.text("why.fits"))
    reason = said[ladder.ALTERNATIVES].get(ladder.key_of(one))
    if reason:
        parts.append(paper.text("why.said", reason=reason))
    elif one["rank_word"] != "falls_short":
        parts.append(paper.text("why.unsaid"))
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)


def sources(paper: Writer, answer: Answer) -> None:
    """What the figures rest on, with dates and licences; and the numbers that are assumed."""
    rows = [(row["title"], row["source"] or "–", paper.day(row["dated"]), row["licence"] or "–") for row in answer["sources"]]
    paper.table("table.sources", ("layer", "source", "dated", "licence"), rows, (3, 4, 3, 5))
    if answer["assumptions"]:
        assumed = [(text, row["basis"]) for text, row in zip(answer["assumptions_text"], answer["assumptions"], strict=True)]
        paper.table("table.assumptions", ("assumed", "basis"), assumed, (6, 8))
