"""An estimate in words, and as a document: led by decares, always two ranges, never a middle alone and never called a rate."""

from collections.abc import Callable
from math import ceil, floor
from typing import Any

from actions.first_range.answers import Answer
from actions.first_range.asking import IN_THE_NUMBER, Told
from actions.first_range.check import Checked
from actions.first_range.estimate import Estimate
from landuse.first_range.ends import GROUPS, NOT_COUNTED, Range
from landuse.first_range.questions import Question
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import as_lines


def text(found: Estimate, lang: str) -> str:
    """The estimate as lines."""
    total = numbers.daa(found.total_m2, lang)
    lines = [messages.text(lang, "range.head", name=found.name, total=total)]
    sums = {group: numbers.daa(area_m2, lang) for group, area_m2 in found.groups_m2.items()}
    lines.append(messages.text(lang, "range.groups", **{group: sums[group] for group in GROUPS}))
    if found.groups_m2[NOT_COUNTED]:
        lines.append(messages.text(lang, "range.outside", area=sums[NOT_COUNTED]))
    if found.sure is None or found.likely is None:
        lines.append(messages.text(lang, "range.none"))
    else:
        lines.append(messages.text(lang, "range.two", sure=_range(found.sure, lang), likely=_range(found.likely, lang)))
        lines.append(messages.text(lang, "range.shares"))
    lines += ["", messages.text(lang, "range.sources")]
    lines += [answer_line(one, lang) for one in found.answers]
    lines += [messages.text(lang, "range.lacks", source=messages.text(lang, f"range.about.{about}")) for about in lacking(found)]
    if found.questions:
        lines += ["", messages.text(lang, "range.narrow")]
        lines += [question_line(one, place, lang) for place, one in enumerate(found.questions, start=1)]
    lines += ["", messages.text(lang, "range.cannot")]
    if kept_in := [one.service.title(lang) for one in found.answers if one.service.may_leave_house == "no" and one.rows]:
        lines.append(messages.text(lang, "range.in_house", sources=", ".join(kept_in)))
    return as_lines(lines)


def lacking(found: Estimate) -> list[str]:
    """Which of what the number rests on no service was asked for."""
    asked = {one.service.about for one in found.answers}
    return [about for about in IN_THE_NUMBER if about not in asked]


def answer_line(one: Answer, lang: str) -> str:
    """What one service said, with the reason where it is not whole, and how old an older answer is that stands in its place."""
    about = {"title": one.service.title(lang), "rows": numbers.decimal(one.rows, lang), "attribution": one.service.attribution}
    said = messages.text(lang, f"range.answer.{one.kind}", **about, licence=one.service.licence)
    if one.is_kept:
        said = messages.text(lang, "range.answer.kept", said=said, day=one.asked_at[:10])
    reason = reason_of(one, lang)
    return f"{said} {reason}" if reason else said


def reason_of(one: Answer, lang: str) -> str:
    """Why an answer is not whole; nothing where it is."""
    if not one.code:
        return ""
    values = {name: value.text(lang) if isinstance(value, LanduseError) else value for name, value in one.values.items()}
    return messages.text(lang, f"fetch.{one.code}", **values)


def question_line(one: Question, place: int, lang: str) -> str:
    """A question, and what its answer is worth."""
    worth = numbers.decimal(one.narrows_pp, lang, 1)
    return messages.text(
        lang, f"range.question.{one.kind}", place=place, area=numbers.daa(one.area_m2, lang), pp=worth, patch=one.patch or 0
    )


def document(found: Estimate, lang: str) -> dict[str, Any]:
    """The estimate as data; no figure of it is named a rate."""
    return {
        "estimate_without_the_parks_answers": {
            "name": found.name,
            "municipality": found.municipality,
            "total_m2": round(found.total_m2),
            "ground_m2": {group: round(area_m2) for group, area_m2 in found.groups_m2.items()},
            "in_use_surely_pct": _pair(found.sure),
            "in_use_likely_pct": _pair(found.likely),
        },
        "sources": [
            {
                "id": one.service.id,
                "about": one.service.about,
                "answer": str(one.kind),
                "rows": one.rows,
                "asked_at": one.asked_at,
                "kept": one.is_kept,
                "reason": reason_of(one, lang),
                "licence": one.service.licence,
                "attribution": one.service.attribution,
                "may_leave_house": one.service.may_leave_house == "yes",
            }
            for one in found.answers
        ],
        "lacking": lacking(found),
        "questions": [
            {"kind": one.kind, "patch": one.patch, "area_m2": round(one.area_m2), "narrows_pp": round(one.narrows_pp, 1)}
            for one in found.questions
        ],
    }


def checked_text(found: list[Checked], lang: str) -> str:
    """Which services answer, a line each."""
    return as_lines([_checked_line(one, lang) for one in found])


def checked_document(found: list[Checked], lang: str) -> dict[str, Any]:
    """The same as data."""
    rows = [(one, one.answer) for one in found]
    return {
        "services": [
            {
                "id": one.service.id,
                "answer": "not_tried" if said is None else str(said.kind),
                "reason": "" if said is None else reason_of(said, lang),
                "last_whole": one.last,
                "verified_on": one.service.verified_on,
            }
            for one, said in rows
        ]
    }


def _checked_line(one: Checked, lang: str) -> str:
    said = one.answer
    last = messages.text(lang, "range.last", day=one.last[:10]) if one.last else messages.text(lang, "range.last_never")
    result = messages.text(lang, f"range.check.{'not_tried' if said is None else said.kind}", title=one.service.title(lang))
    return " ".join(filter(None, (result, "" if said is None else reason_of(said, lang), last)))


def progress(lang: str, say: Callable[[str], None]) -> Told:
    """Says how far each service has come, a line each."""
    return lambda service, kind: say(messages.text(lang, f"range.progress.{kind or 'asked'}", title=service.title(lang)))


def _range(one: Range, lang: str) -> str:
    """In whole percent, never narrower than it is."""
    return numbers.pct_range(floor(one.low_pct), ceil(one.high_pct), lang, 0)


def _pair(one: Range | None) -> list[float] | None:
    return None if one is None else [round(one.low_pct, 1), round(one.high_pct, 1)]
