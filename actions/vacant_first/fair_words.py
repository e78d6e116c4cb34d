"""What stands beside each need in words of a candidate or the proposal: what can be had, what a map contradicts, what it takes."""

from typing import Any

from landuse.offers import claims
from landuse.offers import facts as offer_facts
from landuse.progress import nature_told
from landuse.vacant_first import available
from landuse.vacant_first.needed import KINDS
from landuse.words import codelists, messages, numbers

_FACT_OF = {"mw": "power_mw"}  # the fact of an offer that a need is about, where its name is another


def available_text(row: dict, answer: str, lang: str) -> str:
    """Whether it can be had, with the word that stands most in the way."""
    word = messages.text(lang, f"encroach.available.{row['because']}")
    return messages.text(lang, f"encroach.{available.NEED}.{answer}", word=word)


def against_text(row: dict, need: str, lang: str) -> str:
    """What the park says and what the map shows, where they disagree."""
    claim = row["against"] | {"found": float("inf") if row["against"]["found"] is None else row["against"]["found"]}
    said = offer_facts.in_words(_FACT_OF.get(row["need"], row["need"]), claim["said"], lang)
    return messages.text(lang, "encroach.contradicted", need=need, said=said, map=claims.text(claim, lang))


def needed_texts(needed: dict | None, lang: str) -> dict[str, str]:
    """By kind (nature, farmland), what the ground that is needed takes; nothing where no land is needed, or it is not told."""
    return {} if needed is None else {name: _needed_text(needed, name, lang) for name in KINDS}


def difference_texts(difference: dict | None, lang: str) -> dict[str, str]:
    """By kind, what a candidate takes against the proposal on as many daa."""
    return {} if difference is None else {name: _difference_text(difference, name, lang) for name in KINDS}


def zero_text(zero: dict, lang: str) -> str:
    """The zero alternative in a sentence or two."""
    if zero["status"] != "HIT":
        return messages.text(lang, "zero.not_mapped")
    if not zero["planned_m2"]:
        return messages.text(lang, "zero.nothing")
    by_group: dict[str, int] = {}
    for row in zero["taken"]:
        by_group[row["group"]] = by_group.get(row["group"], 0) + row["m2"]
    amounts = {name: numbers.area(sum(by_group.get(kind, 0) for kind in kinds), lang) for name, kinds in KINDS.items()}
    named = [codelists.label("rp_arealformal", row["zone_code"], lang) or row["zone_code"] for row in zero["zones"]]
    said = {"zones": ", ".join(dict.fromkeys(named)), "planned": numbers.area(zero["planned_m2"], lang)} | amounts
    rest, coverage = numbers.area(zero["rest_m2"], lang), nature_told.coverage(by_group)
    if coverage == nature_told.UNMAPPED:
        return messages.text(lang, "zero.nobody_knows", rest=rest, zones=said["zones"], planned=said["planned"])
    text = messages.text(lang, "zero.some" if zero["rest_m2"] else "zero.all", rest=rest, **said)
    unmapped = numbers.area(by_group.get("not_mapped", 0), lang)
    return text if coverage == nature_told.MAPPED else messages.text(lang, "zero.unmapped", text=text, unmapped=unmapped)


def _needed_text(needed: dict, name: str, lang: str) -> str:
    ground = {"told": needed["area_m2"] - needed["unmapped_m2"], "not_mapped": needed["unmapped_m2"]}
    if nature_told.coverage(ground) == nature_told.UNMAPPED:
        return messages.text(lang, "nature_told.amount.unmapped")
    least, most = (numbers.area(needed[name][end], lang) for end in ("least_m2", "most_m2"))
    key = "same" if least == most else "exact" if needed["exact"] else "bounds"
    text = messages.text(lang, f"needed.{key}", least=least, most=most)
    if nature_told.coverage(ground) == nature_told.MAPPED:
        return text
    return messages.text(lang, "needed.unmapped", text=text, unmapped=numbers.area(needed["unmapped_m2"], lang))


def _difference_text(difference: dict[str, Any], name: str, lang: str) -> str:
    if not difference["comparable"]:
        return messages.text(lang, "nature_told.no_difference")
    low, high = difference[name]["least_m2"], difference[name]["most_m2"]
    ends = [numbers.area(abs(end), lang) for end in (low, high)]
    if ends == [numbers.area(0, lang)] * 2:
        return messages.text(lang, "needed.difference.same")
    if low < 0 < high:
        return messages.text(lang, "needed.difference.either", less=ends[0], more=ends[1])
    way, least, most = ("less", ends[1], ends[0]) if high <= 0 else ("more", *ends)
    return messages.text(lang, f"needed.difference.{way}{'_exact' if least == most else ''}", least=least, most=most)
