"""Saksframlegg: the dated case paper of Vacant first, as a Word document that a municipality can go on writing in."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from exchange import _case_law, _case_parts, _docx
from exchange._case_parts import Writer
from exchange.case_map import CaseMap
from landuse.progress import nature_told
from landuse.vacant_first import case as vacant_case
from landuse.vacant_first import ladder, taken
from landuse.words import foreign, messages, numbers

_FORM = "…"  # what the municipality fills in


@dataclass(frozen=True)
class CasePaper:
    """What the paper says beside the answer.

    number, version : of the kept case; None where it is not kept
    by : who wrote the case; on : the day that the paper is dated
    said : the ladder (landuse.vacant_first.ladder.checked)
    first : the first version's answer in brief, where the case has several
    history : version, day, who, and what was done, in words
    changed_since : the day of the kept answer, where the answer of today is another
    digest, json_name : of the answer that lies beside the paper
    mark : the mark of example data
    """

    title: str
    park: str
    municipalities: str
    by: str
    on: date
    said: dict[str, Any]
    digest: str
    json_name: str
    number: int | None = None
    version: int | None = None
    first: dict[str, Any] | None = None
    history: list[tuple[str, str, str, str]] = field(default_factory=list)
    changed_since: str | None = None
    mark: str | None = None


def case_paper(told: CasePaper, answer: dict[str, Any], drawn: CaseMap, lang: str) -> bytes:
    """The paper as .docx; the same input gives the same text, and nothing in a text acts (landuse.words.foreign.seen).

    Parameters
    ----------
    answer : in words of the language (actions.vacant_first.words.in_words)
    """
    told, answer = foreign.each(told, foreign.seen), foreign.each(answer, foreign.seen)
    title = messages.text(lang, "case.title", title=told.title)
    subject = messages.text(lang, "case.subject", park=told.park)
    paper = Writer(_docx.blank(lang, title, told.by, subject, told.on), lang)
    _docx.header_and_footer(paper.document, paper.text("header", title=told.title), paper.text("word.page"), paper.text("word.of"))
    _opening(paper, told, title)
    for part in (_decision, _summary, _background, _consequences, _alternatives, _ladder, _weighing, _basis):
        part(paper, told, answer, drawn)
    return _docx.as_bytes(paper.document)


def _opening(paper: Writer, told: CasePaper, title: str) -> None:
    if told.mark:
        _docx.mark(paper.document, paper.text("mark", mark=told.mark))
    _docx.paragraph(paper.document, paper.text("form"), "Subtitle")
    _docx.paragraph(paper.document, title, "Title")
    number = f"{told.number}, {paper.text('word.version', version=told.version)}" if told.number else paper.text("not_kept")
    names = ("municipality", "park", "case_worker", "date", "case", "archive")
    values = (told.municipalities, told.park, told.by, numbers.day(told.on, paper.lang), number, _FORM)
    _docx.facts(
        paper.document, [(paper.text(f"field.{name}"), value) for name, value in zip(names, values, strict=True)], paper.text("about")
    )
    paper.table("table.bodies", ("body", "meeting", "number"), [(_FORM, _FORM, _FORM)] * 2, (6, 4, 4))


def _decision(paper: Writer, _told: CasePaper, _answer: dict, _drawn: CaseMap) -> None:
    paper.head("head.decision")
    paper.say("decision")


def _summary(paper: Writer, told: CasePaper, answer: dict, _drawn: CaseMap) -> None:
    paper.head("head.summary")
    sums = answer["taken_sums"]["footprint"]
    said = nature_told.said(
        "nature_told.summary",
        taken.by_group(row for row in answer["taken"] if row["of"] == taken.FOOTPRINT),
        paper.lang,
        area=paper.area(answer["footprint_m2"]),
        nature=numbers.area(ladder.nature_m2(sums), paper.lang),
        farmland=numbers.area(sum(groups.get("farmland", 0) for groups in sums.values()), paper.lang),
        park=told.park,
    )
    _docx.paragraph(paper.document, said)
    if answer["lines"]:
        paper.say(
            "summary.lines",
            area=paper.area(answer["lines_m2"]),
            km=numbers.decimal(sum(row["km"] for row in answer["lines"]), paper.lang, 2),
        )
    _docx.labelled(
        paper.document, paper.text("summary.answer"), paper.text(f"answer.{answer['answer']}", **_case_parts.counted(paper, answer))
    )


def _background(paper: Writer, _told: CasePaper, answer: dict, _drawn: CaseMap) -> None:
    paper.head("head.background")
    paper.say("background")
    rows = [
        (row["label"], row["text"], paper.text("need.assumed" if row["need"] in answer["needs_assumed"] else "need.said"))
        for row in answer["needs_text"]
    ]
    paper.table("table.needs", ("need", "wanted", "basis"), rows, (5, 4, 5))
    _case_parts.proposal_stands(paper, answer)


def _consequences(paper: Writer, told: CasePaper, answer: dict, drawn: CaseMap) -> None:
    paper.head("head.consequences")
    paper.say("consequences", day=paper.day(answer["date"]))
    caption = paper.text("figure.map", scale=numbers.decimal(drawn.scale, paper.lang))
    said = paper.text("figure.alt", park=told.park, area=paper.area(answer["footprint_m2"]), ranks=_ranks(paper, drawn))
    _docx.picture(paper.document, drawn.png, (paper.text("word.figure"), caption), said)
    paper.say(
        "figure.key", groups=", ".join(messages.text(paper.lang, f"nature.{group}") for group in drawn.groups), ranks=_ranks(paper, drawn)
    )
    paper.head("head.taken", 2)
    _case_parts.taken(paper, answer)
    paper.head("head.lines", 2)
    _case_parts.lines(paper, answer)
    paper.head("head.layers", 2)
    _case_parts.layers(paper, answer)
    _case_law.sections(paper)


def _ranks(paper: Writer, drawn: CaseMap) -> str:
    return ", ".join(str(rank) for rank in drawn.shown) or paper.text("none")


def _alternatives(paper: Writer, told: CasePaper, answer: dict, _drawn: CaseMap) -> None:
    paper.head("head.alternatives")
    paper.say("alternatives")
    paper.head("head.zero", 2)
    paper.say("zero")
    _docx.paragraph(paper.document, answer["zero"]["text"])
    paper.head("head.considered", 2)
    _case_parts.alternatives(paper, answer, told.said)
    paper.head("head.new_land", 2)
    paper.say(f"new_land.{answer['answer']}", **_case_parts.counted(paper, answer))


def _ladder(paper: Writer, told: CasePaper, answer: dict, _drawn: CaseMap) -> None:
    """Each step with its choice and reason, and what the figures say beside it."""
    paper.head("head.ladder")
    paper.say("ladder")
    for place, name in enumerate(ladder.steps(), start=1):
        said = told.said[name]
        paper.document.add_heading(f"{place}. {messages.text(paper.lang, f'ladder.{name}')}", 2)
        _docx.labelled(paper.document, paper.text("ladder.choice"), messages.text(paper.lang, f"ladder.{name}.{said['choice']}"))
        _docx.labelled(paper.document, paper.text("ladder.reason"), said["reason"] or paper.text("ladder.unsaid"))
        _docx.labelled(paper.document, paper.text("ladder.facts"), _ladder_facts(paper, told, answer, name))


def _ladder_facts(paper: Writer, told: CasePaper, answer: dict, step: str) -> str:
    sums = answer["taken_sums"]
    if step == "avoid":
        return paper.text(f"answer.{answer['answer']}", **_case_parts.counted(paper, answer))
    if step == "limit":
        changed = ladder.limited(told.first, vacant_case.brief(answer)) if told.first else None
        if changed is None:
            return paper.text("limit.same")
        footprints = [nature_told.together(one["taken_sums"][taken.FOOTPRINT].values()) for one in (told.first, answer)]
        key = "case.limit.changed" if nature_told.comparable(*footprints) else "nature_told.limit"
        values = {name: paper.area(abs(changed[f"{name}_m2"])) for name in ("footprint", "nature")}
        signs = [paper.text("word.less" if changed[f"{name}_m2"] >= 0 else "word.more") for name in ("footprint", "nature")]
        return messages.text(paper.lang, key, **values, footprint_sign=signs[0], nature_sign=signs[1])
    if step == "restore":
        for_a_time = nature_told.together(hows.get("midlertidig", {}) for hows in sums.values())
        unknown = nature_told.coverage(for_a_time) != nature_told.MAPPED
        return _of_ground(paper, "restore", for_a_time) if unknown or ladder.nature_in(for_a_time) else paper.text("restore.none")
    return _of_ground(paper, "compensate", nature_told.together(hows.get("nedbygd", {}) for hows in sums.values()))


def _of_ground(paper: Writer, key: str, groups: dict[str, int]) -> str:
    return nature_told.said(f"nature_told.{key}", groups, paper.lang, area=numbers.area(ladder.nature_in(groups), paper.lang))


def _weighing(paper: Writer, told: CasePaper, answer: dict, _drawn: CaseMap) -> None:
    paper.head("head.weighing")
    paper.say("weighing")
    unsaid = len(ladder.unexplained(told.said, answer["alternatives"]))
    missing = [messages.text(paper.lang, f"ladder.{name}") for name in ladder.open_steps(told.said)]
    if unsaid:
        missing.append(paper.text("missing.alternatives", count=unsaid))
    if missing:
        _docx.labelled(paper.document, paper.text("missing"), f"{', '.join(missing)}.")


def _basis(paper: Writer, told: CasePaper, answer: dict, _drawn: CaseMap) -> None:
    paper.head("head.sources")
    _case_parts.sources(paper, answer)
    if told.history:
        paper.table("table.history", ("version", "date", "who", "what"), told.history, (2, 3.4, 4, 6))
    if told.changed_since:
        paper.say("changed", day=told.changed_since)
    paper.say("method", method=answer["method"], digest=told.digest[:16], file=told.json_name)
