"""A baseline in words: how it stands, what a restatement would change and why, what people did with it."""

from datetime import date, datetime
from typing import Any

from actions.exports.common import named_units
from actions.progress import baseline, restating
from actions.units.decide import value_label
from landuse.progress import restatement
from landuse.progress.restated_parts import Part
from landuse.quality.dates import norwegian_day
from landuse.units.method import method_since, number_of
from landuse.words import codelists, messages, numbers
from landuse.words.foreign import Lines, as_lines
from layers import registry
from parks.park import Park, read_park

Told = dict[str, Any]
MOST_PARTS = 20  # that are named at once
_MOST_NAMES = 4  # of the ground of one part
EXAMPLE = ("Parkens styre (eksempel)", "Utgangspunktet i eksempelet")  # who freezes the example parks, and why


def stands(park: Park, told: Told, lang: str) -> list[str]:
    """How a park's baseline stands, in sentences (actions.progress.baseline.told)."""
    lost = [baseline.lost_line(told, lang)] if told["lost"] else []
    if told["missing"]:
        return [messages.text(lang, "baseline.missing", day=numbers.day(park.baseline_date, lang))]
    if not told["frozen"]:
        return lost or [messages.text(lang, "baseline.open", day=numbers.day(park.baseline_date, lang))]
    by, reason = _signer(told["by"], told["reason"], lang)
    lines = [*lost, messages.text(lang, "baseline.frozen", day=_day(told["at"], lang), by=by, reason=reason)]
    if not told["signed_here"]:
        lines.append(messages.text(lang, "baseline.signed_elsewhere"))
    restated = told["number"] - 1
    return lines + ([messages.text(lang, "baseline.restated", count=restated)] if restated else [])


def figure_rows(figures: list[Told], lang: str) -> list[tuple[str, ...]]:
    """Each figure that would change: its name, old and new."""
    return [
        (
            messages.text(lang, f"baseline.figure.{row['name']}"),
            value_words(row["name"], row["old"], lang),
            value_words(row["name"], row["new"], lang),
        )
        for row in figures
    ]


def cause_lines(causes: list[Told], lang: str) -> list[str]:
    """What caused a restatement, a sentence each."""
    return [_cause(one, lang) for one in causes]


def event_line(row: Told, lang: str) -> str:
    """What somebody did with the baseline, and when by the clock."""
    instead = "_instead" if row["step"] == restatement.FROZEN and row["restates"] else ""
    step, day = messages.text(lang, f"baseline.step.{row['step']}{instead}"), numbers.day(norwegian_day(row["set_at"]), lang)
    by, reason = _signer(row["set_by"], row["set_reason"], lang)
    return messages.text(lang, "baseline.event", step=step, day=day, by=by, reason=reason)


def with_words(found: Told, lang: str) -> Told:
    """A baseline's document (actions.progress.baseline.as_json) with each cause in words as its `text`, and each part named."""
    waits = found["waits"]
    if waits:
        parts = zip(waits["parts"], part_rows(read_park(found["park"]), waits["parts"], lang), strict=True)
        waits = waits | {"causes": _worded(waits["causes"], lang), "parts": [one | {"name": row[0], "text": row[1]} for one, row in parts]}
    return found | {"waits": waits, "history": [row | {"causes": _worded(row["causes"], lang)} for row in found["history"]]}


def text(park: Park, found: Told, lang: str) -> Lines:
    """All of it, for a terminal (actions.progress.baseline.as_json)."""
    said = found["baseline"].get("digest")  # how it stands says who froze the one in force
    events = [row for row in found["history"] if (row["step"], row["digest"]) != (restatement.FROZEN, said) or row["restates"]]
    lines = [*stands(park, found["baseline"], lang), *(event_line(row, lang) for row in events)]
    waits = found["waits"]
    if not found["baseline"]["frozen"]:
        return as_lines(lines)
    if waits is None:
        return as_lines([*lines, messages.text(lang, "baseline.nothing_waits")])
    changes = [messages.text(lang, "baseline.change", figure=row[0], old=row[1], new=row[2]) for row in figure_rows(waits["figures"], lang)]
    causes = [f"  – {line}" for line in cause_lines(waits["causes"], lang)]
    parts = [f"  {one['key'][: restating.KEY_SIGNS]}  {name}: {said}" for one, (name, said) in _shown(park, waits["parts"], lang)]
    changes = changes or [messages.text(lang, "baseline.sums_same")]
    if len(waits["parts"]) > 1:
        parts = [f"{messages.text(lang, 'baseline.parts', count=len(waits['parts']))}:", *parts]
        causes += [*parts, *more_parts(waits["parts"], lang)]
    title, why = (f"{messages.text(lang, f'baseline.{name}')}:" for name in ("waits", "causes"))
    return as_lines([*lines, title, *(f"  – {line}" for line in changes), why, *causes])


def part_rows(park: Park, parts: list[Told], lang: str) -> list[tuple[str, str]]:
    """Each part of a restatement: what people call its ground, and its own figures, old and new."""
    return [(_part_name(park, one, lang), _part_figures(one, lang)) for one in parts]


def more_parts(parts: list[Told], lang: str) -> list[str]:
    """How many parts there are beyond those that are named."""
    return [messages.text(lang, "baseline.parts.more", count=len(parts) - MOST_PARTS)] if len(parts) > MOST_PARTS else []


def _shown(park: Park, parts: list[Told], lang: str) -> list[tuple[Told, tuple[str, str]]]:
    shown = parts[:MOST_PARTS]
    return list(zip(shown, part_rows(park, shown, lang), strict=True))


def _part_name(park: Park, one: Told, lang: str) -> str:
    called = restating.names(park, Part(one["key"], tuple(one["was"]), tuple(one["now"]), one["figures"]))
    more = [messages.text(lang, "baseline.part.more", count=len(called) - _MOST_NAMES)] if len(called) > _MOST_NAMES else []
    return ", ".join([*called[:_MOST_NAMES], *more]) or messages.text(lang, "baseline.unit_unnamed")


def _part_figures(one: Told, lang: str) -> str:
    rows = figure_rows(one["figures"], lang)
    changes = "; ".join(messages.text(lang, "baseline.change", figure=row[0], old=row[1], new=row[2]) for row in rows)
    return changes or messages.text(lang, "baseline.part.range")


def value_words(name: str, value: float | list[float] | None, lang: str) -> str:
    """A figure of a baseline in words."""
    if value is None:
        return messages.text(lang, "baseline.none")
    if isinstance(value, list):
        return numbers.pct_range(value[0], value[1], lang)
    if name.endswith("_pct"):
        return numbers.pct(value, lang)
    return numbers.m2(value, lang) if name in ("stock_m2", "vacant_floor_m2") else numbers.area(value, lang)


def _cause(one: Told, lang: str) -> str:
    kind, key = one["kind"], f"baseline.cause.{one['kind']}{'.gone' if one.get('gone') is True else ''}"
    if kind == "rows":
        named = f" {'; '.join(_row(one['layer'], row, lang) for row in one['named'])}" if one["named"] else ""
        return messages.text(lang, key, layer=_layer(one["layer"], lang), added=one["added"], gone=one["gone"], named=named)
    if kind == "method":
        return _method(one, lang)
    if kind == "part":
        names = [*one["named"][:MOST_PARTS], *(["…"] if len(one["named"]) > MOST_PARTS else [])]
        return messages.text(lang, key, named=", ".join(names) or messages.text(lang, "baseline.unit_unnamed"))
    if kind == "source":
        return messages.text(lang, key, layer=_layer(one["layer"], lang), file=one["file"])
    if kind == "decision":
        unit, said, value, by, at = one["what"]
        words = {"kind": messages.text(lang, f"decision.{said}"), "value": value_label(said, value, lang)}
        return messages.text(lang, key, unit=_unit(unit, lang), by=by, day=numbers.day(date.fromisoformat(at), lang), **words)
    if kind == "plan_answer":
        plan, question, answer, clause = one["what"]
        said = messages.text(lang, f"plan.answer.{question}.{answer}")
        return messages.text(lang, key, plan=plan, what=f"{said}, {clause}" if clause else said)
    return messages.text(lang, key, **{name: one[name] for name in ("was", "now") if name in one})


def _method(one: Told, lang: str) -> str:
    """Which method it was and is, by number and day, and which rule files say something else."""
    number = [number_of(one[name]) for name in ("was", "now")]
    since = [method_since(each) for each in number]
    days = [numbers.day(day, lang) if day else messages.text(lang, "baseline.method.unknown_day") for day in since]
    said = {"was": number[0], "was_since": days[0], "now": number[1], "now_since": days[1]}
    key = "same" if number[0] == number[1] else "other"
    lines = [messages.text(lang, f"baseline.method.{key}", **said)]
    files = one.get("files")
    if files:
        lines.append(messages.text(lang, "baseline.method.files", files=", ".join(files)))
    elif files is None:
        lines.append(messages.text(lang, "baseline.method.files_unknown"))
    return " ".join(lines)


def _worded(causes: list[Told], lang: str) -> list[Told]:
    return [one | {"text": _cause(one, lang)} for one in causes]


def _signer(by: str, reason: str, lang: str) -> tuple[str, str]:
    if (by, reason) != EXAMPLE:
        return by, reason
    return messages.text(lang, "baseline.example_by"), messages.text(lang, "baseline.example_reason")


def _row(layer_id: str, row: str | list[list[str]], lang: str) -> str:
    """What names a row, its codes in words; events that were kept before rows had columns have one text."""
    if isinstance(row, str):
        return row
    known = registry.all_layers()
    columns = known[layer_id].columns if layer_id in known else ()
    lists = {column.name: column.code_list for column in columns if column.code_list}
    said = [(codelists.label(lists[name], value, lang) if name in lists else None) or value for name, value in row]
    return " · ".join(said)


def _unit(unit_id: str, lang: str) -> str:
    """What people call a unit, at the baseline or now."""
    park = read_park(unit_id.rpartition("-")[0])
    for on in (park.baseline_date, park.current_date()):
        name = named_units(park, on)["name"].get(unit_id)
        if name:
            return str(name)
    return messages.text(lang, "baseline.unit_unnamed")


def _layer(layer_id: str, lang: str) -> str:
    known = registry.all_layers()
    return known[layer_id].title(lang) if layer_id in known else layer_id


def _day(moment: str, lang: str) -> str:
    return numbers.day(norwegian_day(datetime.fromisoformat(moment)), lang)
