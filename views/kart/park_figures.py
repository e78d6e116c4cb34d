"""From the status of a park, or of all of them, to the figures that a page draws. Nothing is counted here."""

from dataclasses import replace
from datetime import date
from typing import Any

from actions.progress.indicators import NOT_MAPPED
from landuse.progress import grey_told, nature_told
from landuse.words import messages, numbers
from views.frame.strip import Figure
from views.parts.figures import Bar, Tile, share, spread
from views.parts.words import area_words

Row = dict[str, Any]
Reading = tuple[str, str, str]
_FURTHER_DAA = (
    *("unbuilt_infrastructure", "greenfield", "nature_in_use", "farmland_in_use", "nature_built_into_account", "idle_held"),
    *("spare", "bound", "clarify", "main_routes", "sea_to_fill", "potential", "unzoned_in_use"),
)
INDICATORS = ("land_mapped", "coordinated", "pyramid_updated", "local_fund", "doga_guide")


def headline(row: Row, targets: Row, lang: str) -> list[Tile]:
    """The figures of the first line: both rates beside their targets, the vacant land, the pace."""
    land = _rate(row, "land_utilisation", targets["land_utilisation_pct"], lang)
    buildings = _rate(row, "building_utilisation", targets["building_utilisation_pct"], lang, _floor_note(row, lang))
    return [land, buildings, _vacant(row, lang), _pace(row, lang)]


def strip(row: Row, targets: Row, lang: str, whole: bool = False) -> list[Figure]:
    """The same in one line over the map: both rates, the vacant land, what is not decided.

    whole : of all parks together, whose map has no units that a figure could show
    """
    rates = [_rate_figure(row, name, targets[f"{name}_pct"], lang) for name in ("land_utilisation", "building_utilisation")]
    offerable = messages.text(lang, "frame.offerable", area=_daa(row, "offerable_daa", lang)) if row.get("vacant_daa") else ""
    vacant = Figure(messages.text(lang, "frame.vacant"), _daa(row, "vacant_daa", lang), offerable, show=None if whole else "vacant_zoned")
    if whole or not row.get("undecided_units"):
        return [*rates, vacant]
    area = area_words(row["undecided_daa"] * numbers.M2_PER_DAA, lang)
    count = numbers.decimal(row["undecided_units"], lang)
    return [*rates, vacant, Figure(messages.text(lang, "frame.undecided"), count, area, show="confirm")]


def brief(row: Row, targets: Row, lang: str) -> list[Figure]:
    """The two that stand over a map of which a wide panel leaves half: the land rate, and what is not decided."""
    figures = strip(row, targets, lang)
    return [figures[0], *(replace(one, show=None) for one in figures[1:] if one.show == "confirm")]


def _rate_figure(row: Row, name: str, target: float, lang: str) -> Figure:
    told, value = _rate(row, name, target, lang), row.get(f"{name}_pct")
    note = "" if value is None else messages.text(lang, "views.target", target=numbers.pct(target, lang, 0))
    return Figure(told.label, told.value, note, None if value is None else value >= target)


def two_readings(row: Row, targets: Row, lang: str) -> list[Tile]:
    """The report's land indicator in both of its readings, which differ and are never merged."""
    taken = row.get("vacant_taken_pct")
    note = messages.text(lang, "views.reading.taken.note", taken=_daa(row, "vacant_taken_daa", lang))
    first = _rate(row, "land_utilisation", targets["land_utilisation_pct"], lang, messages.text(lang, "views.reading.rate.note"))
    bar = None if taken is None else Bar(taken, targets["vacant_taken_pct"])
    return [
        Tile(messages.text(lang, "views.reading.rate"), first.value, first.notes[-1:], first.bar),
        Tile(messages.text(lang, "views.reading.taken"), share(taken, lang), (note,), bar),
    ]


def readings(row: Row, lang: str) -> list[Reading]:
    """The further figures: name, value, meaning."""
    rows = [_adopted(row, lang), _net(row, lang), *_grey_map(row, lang)]
    rows += [_further(row, name, lang) for name in _FURTHER_DAA]
    return rows + [_seen(row.get("nature_built_seen"), where, lang) for where in ("inside", "ring")]


def indicators(row: Row, lang: str) -> list[Reading]:
    """What a park has declared, "not answered" being an answer."""
    said = row.get("indicators") or {}
    return [_indicator(name, said.get(name), lang) for name in INDICATORS]


def _rate(row: Row, name: str, target: float, lang: str, *more: str) -> Tile:
    value, between = row.get(f"{name}_pct"), row.get(f"{name}_range_pct") or (None, None)
    said = spread(*between, lang)
    bar = None if value is None else Bar(value, target, *between)
    words = no_rate(row, lang) if name == "land_utilisation" else None
    words = words or (messages.text(lang, "views.nothing_zoned") if row.get("total_daa") == 0 else share(value, lang))
    return Tile(messages.text(lang, f"views.{name}"), words, (*([said] if said else ()), *more), bar)


def no_rate(row: Row, lang: str) -> str | None:
    """Why a park has no land rate: nothing is zoned, or only infrastructure; None where it has one or has not answered."""
    if row.get("total_daa") == 0:
        return messages.text(lang, "views.nothing_zoned")
    return messages.text(lang, "views.no_business") if row.get("business_daa") == 0 else None


def _floor_note(row: Row, lang: str) -> str:
    stock, vacant = (numbers.m2(row.get(name) or 0, lang) for name in ("building_stock_m2", "vacant_building_m2"))
    return messages.text(lang, "views.of_stock" if row.get("building_stock_m2") else "views.no_stock", stock=stock, vacant=vacant)


def _vacant(row: Row, lang: str) -> Tile:
    notes = [messages.text(lang, "views.of_total", total=_daa(row, "total_daa", lang), in_use=_daa(row, "in_use_daa", lang))]
    if row.get("undecided_units"):
        area = area_words(row["undecided_daa"] * numbers.M2_PER_DAA, lang)
        notes.append(messages.text(lang, "views.undecided_area", area=area, units=numbers.decimal(row["undecided_units"], lang)))
    if row.get("vacant_daa"):
        notes.append(messages.text(lang, "views.of_vacant", offerable=_daa(row, "offerable_daa", lang)))
    return Tile(messages.text(lang, "views.vacant"), _daa(row, "vacant_daa", lang), tuple(notes))


def _pace(row: Row, lang: str) -> Tile:
    label, needed, pace = messages.text(lang, "views.pace"), row.get("needed_daa_per_year"), row.get("land_pace")
    if needed is None or pace is None:
        return Tile(label, messages.text(lang, "views.not_answered"))
    notes = [] if pace["seen_pp_per_year"] is None else [_points("views.pace.seen", pace["seen_pp_per_year"], lang)]
    if needed == 0:
        return Tile(label, messages.text(lang, "views.pace.reached"), (messages.text(lang, "views.pace.reached.note"), *notes))
    value = messages.text(lang, "views.pace.value", area=numbers.daa(needed * numbers.M2_PER_DAA, lang))
    asked = (messages.text(lang, "views.pace.note"), _points("views.pace.needed", pace["needed_pp_per_year"], lang))
    return Tile(label, value, (*asked, *notes))


def _points(key: str, points: float, lang: str) -> str:
    return messages.text(lang, key, points=numbers.decimal(round(points, 1) or 0.0, lang, 1))


def adopted_by(said: Row, lang: str) -> str:
    """Who adopted the perimeter, when and on what basis, in one sentence."""
    day = numbers.day(date.fromisoformat(said["on"]), lang) if said.get("on") else "–"
    return messages.text(lang, "views.adopted.by", by=said.get("by") or "–", on=day, basis=said.get("basis") or "–")


def _adopted(row: Row, lang: str) -> Reading:
    rate, said = row.get("adopted_land_utilisation_pct"), row.get("adopted")
    if rate is None and said is None:
        value, note = messages.text(lang, "views.adopted.none"), messages.text(lang, "views.adopted.none.note")
    elif said:
        value, note = share(rate, lang), adopted_by(said, lang)
    else:
        value, note = share(rate, lang), messages.text(lang, "views.adopted.note")
    return messages.text(lang, "views.adopted"), value, note


def _net(row: Row, lang: str) -> Reading:
    values = {name: _daa(row, f"net_{name}_daa", lang) for name in ("vacant", "total")}
    rate = share(row.get("net_land_utilisation_pct"), lang)
    return messages.text(lang, "views.net"), rate, messages.text(lang, "views.net.note", **values)


def _grey_map(row: Row, lang: str) -> list[Reading]:
    """The national map's grey share, a fact beside the rate; nothing where a park has no such map."""
    told = row.get("grey_map")
    if not told:
        return []
    note = f"{messages.text(lang, 'grey_map.source')}. {grey_told.note(told, lang)}"
    return [(messages.text(lang, "grey_map.share"), grey_told.share_words(told, lang), note)]


def _further(row: Row, name: str, lang: str) -> Reading:
    label, note = messages.text(lang, f"views.{name}"), messages.text(lang, f"views.{name}.note")
    if f"{name}_daa" in NOT_MAPPED and row.get(f"{name}_daa") is None:
        return label, messages.text(lang, "nature.not_mapped"), note
    said = _daa(row, f"{name}_daa", lang)
    return label, _greenfield(row, said, lang) if name == "greenfield" else said, note


def _greenfield(row: Row, said: str, lang: str) -> str:
    """At least so much, where a part of the vacant land is not mapped."""
    blank_m2 = round((row.get("greenfield_not_mapped_daa") or 0) * numbers.M2_PER_DAA)
    ground = {"told": round((row.get("vacant_daa") or 0) * numbers.M2_PER_DAA) - blank_m2, "not_mapped": blank_m2}
    return nature_told.said("nature_told.amount", ground, lang, area=said)


def _seen(seen: Row | None, where: str, lang: str) -> Reading:
    """Nature built down as satellites saw it, in the park or in the ring around it."""
    label = messages.text(lang, f"views.nature_seen.{where}")
    if seen is None:
        return label, messages.text(lang, "views.not_answered"), ""
    kinds = {messages.text(lang, f"nature.{kind}"): daa for kind, daa in seen[where].items() if daa}
    parts = ", ".join(f"{kind} {numbers.daa(daa * numbers.M2_PER_DAA, lang)}" for kind, daa in kinds.items())
    years = messages.text(lang, "views.nature_seen.years", first=seen["from_year"], last=seen["to_year"])
    return label, numbers.daa(sum(seen[where].values()) * numbers.M2_PER_DAA, lang), f"{years}. {parts}".rstrip(". ")


def _indicator(name: str, said: Row | None, lang: str) -> Reading:
    label = messages.text(lang, f"views.indicator.{name}")
    if said is None:
        return label, messages.text(lang, "views.not_answered"), ""
    note = " · ".join(str(said[key]) for key in ("date", "note") if said.get(key))
    return label, messages.text(lang, f"views.answer.{said['answer']}"), note


def _daa(row: Row, name: str, lang: str) -> str:
    value = row.get(name)
    return messages.text(lang, "views.not_answered") if value is None else numbers.daa(value * numbers.M2_PER_DAA, lang)
