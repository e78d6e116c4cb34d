"""The answer of `encroach` in words: the same document with a label or a sentence beside every code, in one language."""

from copy import deepcopy
from datetime import date
from typing import Any

from actions.vacant_first import fair_words
from landuse.vacant_first import available
from landuse.vacant_first.fits import AT_MOST, NEAR, SLOPE
from landuse.words import codelists, messages, numbers
from layers.base import Layer
from layers.registry import all_layers
from parks.park import licence_words, source_words

_YES_NO = ("water", "sewer", "quay", "rail")


def in_words(answer: dict, lang: str = messages.DEFAULT_LANG) -> dict:
    """A copy with words.

    Returns
    -------
    the keys of the answer, and `answer_text`, `needs_text` (need, label, text), `criteria_labels`, `assumptions_text`; in rows of
    ground `kind_label`, `group_label`, `where_label`, `how_label`; in `zero` `text`; in `proposal_stands` and in alternatives
    `needed_text` by kind; in layers `title`, `text`; in lines `kind_label`; in alternatives
    `title`, `kind_label`, `rank_label`, `readiness_label`, `availability_labels`, `needed_difference_text` by kind, and `text` in fits,
    fails and unknown
    """
    told = deepcopy(answer)
    told["answer_text"] = messages.text(lang, f"encroach.answer.{answer['answer']}")
    told["needs_text"] = [
        {"need": need, "label": need_label(need, lang), "text": value_text(need, value, lang)} for need, value in answer["needs"].items()
    ]
    told["proposal_stands"] |= _stands_words(told["proposal_stands"], lang)
    told["zero"]["text"] = fair_words.zero_text(told["zero"], lang)
    told["criteria_labels"] = {name: messages.text(lang, f"encroach.criterion.{name}") for name in answer["criteria"]}
    told["assumptions_text"] = [_assumption(row, lang) for row in answer["assumptions"]]
    told["themes_not_mapped_labels"] = [all_layers()[layer_id].title(lang) for layer_id in answer["themes_not_mapped"]]
    for row in told["taken"]:
        row |= ground_words(row, lang)
    for row in told["layers"]:
        row |= layer_words(row, lang)
    for row in told["lines"]:
        row["kind_label"] = messages.text(lang, f"encroach.line.{row['kind']}")
    for row in told["sources"]:
        row |= rests_on_words(row, lang)
    for row in told["alternatives"]:
        row |= _alternative_words(row, lang)
    return told


def rests_on_words(row: dict, lang: str) -> dict[str, str | None]:
    """A layer that the answer rests on: its name, where it comes from, on what terms."""
    return {"title": all_layers()[row["layer_id"]].title(lang), "source": source_words(row, lang), "licence": licence_words(row, lang)}


def ground_words(row: dict, lang: str) -> dict[str, str]:
    """The labels of a row of ground."""
    return {
        "kind_label": messages.text(lang, f"encroach.kind.{row['kind']}"),
        "group_label": messages.text(lang, f"nature.{row['group']}"),
        "where_label": messages.text(lang, f"encroach.where.{row['where']}"),
        "how_label": messages.text(lang, f"encroach.how.{row['how']}"),
        "status_label": messages.text(lang, f"answer.{row['status']}"),
    }


def need_label(need: str, lang: str) -> str:
    """What a need is called."""
    return messages.text(lang, f"encroach.need.{need}")


def value_text(need: str, value: Any, lang: str) -> str:
    """A need's value, or what a candidate has of it, as people write it."""
    if need in _YES_NO and isinstance(value, bool):
        return messages.text(lang, "encroach.yes")
    if need == "ready_by":
        return numbers.day(date.fromisoformat(value), lang)
    if need == "zone_codes":
        return ", ".join(f"{codelists.label('rp_arealformal', code, lang) or code} ({code})" for code in value)
    if need == SLOPE:
        return numbers.pct(value, lang, 0 if float(value).is_integer() else 1)
    unit = {"daa": "daa", "mw": "MW", "floor_m2": "m²"}.get(need, "m")
    decimals = 1 if need in ("daa", "mw") and not float(value).is_integer() else 0
    return f"{numbers.decimal(value, lang, decimals)}\N{NO-BREAK SPACE}{unit}"


def fit_text(row: dict, answer: str, lang: str) -> str:
    """One need of a candidate as a sentence: fits, fails and by how much, or not known and why."""
    need, has, label = row["need"], row["has"], need_label(row["need"], lang)
    if need == available.NEED:
        return fair_words.available_text(row, answer, lang)
    if row.get("against"):
        return fair_words.against_text(row, label, lang)
    why = messages.text(lang, f"encroach.because.{row['because']}")
    if answer == "unknown":
        return messages.text(lang, "encroach.unknown", need=label, because=why)
    wanted = value_text(need, row["wanted"], lang)
    given = None if has is None or has == [] else value_text(need, has, lang)
    if answer == "fits" and need in AT_MOST and need not in _YES_NO:
        return messages.text(lang, "encroach.fits_at_most", need=label, has=given, wanted=wanted)
    if answer == "fits" and need == "ready_by":
        return messages.text(lang, "encroach.fits_by", need=label, has=given, wanted=wanted)
    if answer == "fits":
        key = "fits" if given is None or need in _YES_NO else "fits_with"
        return messages.text(lang, f"encroach.{key}", need=label, has=given or "", wanted=wanted, because=why)
    if given is None:
        return messages.text(lang, "encroach.fails_none", need=label, wanted=wanted, because=why)
    if need in NEAR:
        return messages.text(lang, f"encroach.fails_far{'' if need in _YES_NO else '_most'}", need=label, has=given, wanted=wanted)
    if need == SLOPE:
        short = numbers.decimal(row["short"], lang, 1)
        return messages.text(lang, "encroach.fails_steep", need=label, has=given, wanted=wanted, short=short)
    if need == "ready_by":
        days = numbers.decimal(row["short"], lang)
        return messages.text(lang, "encroach.fails_late", need=label, has=given, wanted=wanted, days=days)
    if need == "zone_codes":
        return messages.text(lang, "encroach.fails_zone", need=label, has=given, wanted=wanted)
    short = value_text(need, row["short"], lang)
    return messages.text(lang, "encroach.fails_short", need=label, has=given, wanted=wanted, short=short)


def title(alternative: dict, lang: str) -> str:
    """What a candidate is called: its plots' names, with the park where it is another."""
    names = [name or unit for name, unit in zip(alternative["names"], alternative["units"], strict=True)]
    words = " + ".join(names)
    if alternative["own_park"]:
        return words
    return messages.text(lang, "encroach.in_park", name=words, park=alternative["park_name"])


def _alternative_words(row: dict, lang: str) -> dict:
    told: dict[str, Any] = {
        "title": title(row, lang),
        "kind_label": messages.text(lang, f"encroach.candidate.{_kind(row)}"),
        "rank_label": messages.text(lang, f"encroach.rank.{row['rank_word']}"),
        "readiness_label": messages.text(lang, f"readiness.{row['readiness']}") if row["readiness"] else None,
        "availability_labels": [codelists.label("availability", code, lang) or code for code in row["availability"]],
        "taken": [one | ground_words(one, lang) for one in row["taken"]],
        "difference": [one | {"group_label": messages.text(lang, f"nature.{one['group']}")} for one in row["difference"]],
        "layers": [one | layer_words(one, lang) for one in row["layers"]],
    }
    told["needed_difference_text"] = fair_words.difference_texts(row["needed_difference"], lang)
    return told | _stands_words(row, lang)


def _kind(row: dict) -> str:
    """What a candidate is: land is called vacant only where it can be had for certain."""
    sure = any(one["need"] == available.NEED for one in row["fits"])
    return "plot_in_doubt" if row["kind"] == "plot" and not sure else str(row["kind"])


def _stands_words(row: dict, lang: str) -> dict:
    """What stands in words of a candidate and of the proposal alike: each need as a sentence, and what the needed ground takes."""
    told = {
        answer: [one | {"label": need_label(one["need"], lang), "text": fit_text(one, answer, lang)} for one in row[answer]]
        for answer in ("fits", "fails", "unknown")
    }
    return told | {"needed_text": fair_words.needed_texts(row["needed"], lang)}


def layer_words(row: dict, lang: str) -> dict[str, str]:
    """A layer's name, and its answer as a sentence."""
    declared = all_layers()[row["layer_id"]]
    near = ""
    if row["status"] != "HIT" and row["nearest_m"] is not None:
        name = f" ({row['nearest_name']})" if row["nearest_name"] else ""
        distance = f"{numbers.decimal(row['nearest_m'], lang)}\N{NO-BREAK SPACE}m"
        near = messages.text(lang, "encroach.near", distance=distance, name=name)
    if row["status"] == "HIT":
        near = f": {numbers.area(row['m2'], lang)}" + "".join(f", {words}" for words in (*_codes(row, declared, lang), *_names(row)))
    gap = messages.text(lang, "encroach.gap", area=numbers.area(row["unmapped_m2"], lang)) if row["unmapped_m2"] else ""
    return {"title": declared.title(lang), "text": messages.text(lang, f"answer.{row['status']}") + near + gap}


def _codes(row: dict, declared: Layer, lang: str) -> list[str]:
    """Each code that was hit in words, with its own ground where there are several."""
    hits = [(declared.code_label(hit["code"], lang), numbers.area(hit["m2"], lang)) for hit in row["hits"] if hit["code"]]
    return [f"{label} {area}" if len(hits) > 1 else label for label, area in hits]


def _names(row: dict) -> list[str]:
    return list(dict.fromkeys(name for hit in row["hits"] for name in hit["names"]))


def _assumption(row: dict, lang: str) -> str:
    group, _, rest = row["what"].partition(".")
    if group == "line":
        kind, _, width = rest.partition(".")
        what = messages.text(lang, f"encroach.assumed.{width}", line=messages.text(lang, f"encroach.line.{kind}"))
    elif group == "slope":
        what = messages.text(lang, "encroach.assumed.slope", need=need_label(SLOPE, lang))
    elif group == "within":
        what = messages.text(lang, "encroach.assumed.within", need=need_label(rest.removesuffix("_m"), lang))
    else:
        what = messages.text(lang, "encroach.assumed.readiness", step=messages.text(lang, f"readiness.{rest}"))
    unit = messages.text(lang, "encroach.months") if row["unit"] == "months" else row["unit"]
    return f"{what}: {numbers.decimal(row['value'], lang)}\N{NO-BREAK SPACE}{unit}"
