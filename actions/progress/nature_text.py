"""The nature account as plain text, for a terminal or a log."""

from datetime import date
from typing import Any

from landuse.progress.nature_account import KINDS
from landuse.words import messages, numbers
from landuse.words.foreign import as_lines
from landuse.words.numbers import M2_PER_DAA

Account = dict[str, Any]


def account_text(found: Account, lang: str) -> str:
    """Each park's account, then that of the baseline's parks together; what was not counted is said to be so."""
    rows = found["parks"] + ([found["total"] | {"name": messages.text(lang, "account.total")}] if found["total"] else [])
    lines = [line for row in rows for line in _park(row, lang)]
    if any(row["example"] for row in found["parks"]):
        lines.append(messages.text(lang, "export.example_mark"))
    return as_lines(lines)


def entries(told: Account, lang: str) -> list[tuple[str, dict[str, float]]]:
    """What an account shows, in order: words, and daa by kind. A figure that was not counted is no row.

    Parameters
    ----------
    told : as actions.progress.nature_account gives one park, or several together
    """
    years = told["years"] or []
    rows = [(_year(flow, year, lang), year[flow]) for flow in ("taken", "taken_by_person", "released") for year in years]
    rows = [(words, parts) for place, (words, parts) in enumerate(rows) if place < len(years) or any(parts.values())]
    rows += [(_plan(plan, lang), {kind: plan[kind] for kind in (*KINDS, "not_mapped")}) for plan in told["planned"] or []]
    if told["set_aside"] and any(told["set_aside"].values()):
        rows.append((messages.text(lang, "account.set_aside"), told["set_aside"]))
    if told["proposed"] and any(told["proposed"].values()):
        rows.append((messages.text(lang, "account.proposed"), told["proposed"]))
    for name in ("seen_taken", "seen_restored"):
        seen = told[name]
        if seen:
            words = {"first": seen["from_year"], "last": seen["to_year"]}
            rows += [(messages.text(lang, f"account.{name}.{where}", **words), seen[where]) for where in ("inside", "ring")]
    return rows


def bridge(told: Account, lang: str) -> str | None:
    """Why the satellites' figure and the account's differ, in one sentence with both; None where one of them is not there."""
    seen = told["seen_taken"]
    if not seen or not told["years"]:
        return None
    taken = sum(taken_daa(year["taken"]) for year in told["years"])
    start = numbers.day(date.fromisoformat(told["years"][0]["from"]), lang)
    words = {"seen": _daa(taken_daa(seen["inside"]), lang), "taken": _daa(taken, lang), "start": start}
    return messages.text(lang, "account.bridge", first=seen["from_year"], last=seen["to_year"], **words)


def taken_daa(parts: dict[str, float]) -> float:
    """Farmland and nature of an entry together, daa."""
    return sum(parts.get(kind, 0.0) for kind in KINDS)


def _park(row: Account, lang: str) -> list[str]:
    rate = row["land_utilisation_pct"]
    said = messages.text(lang, "views.not_answered") if rate is None else numbers.pct(rate, lang)
    head = f"{row['name']} ({row['date']}): {messages.text(lang, 'views.land_utilisation')} {said}"
    lines = [f"  {words:<52} {_daa(taken_daa(parts), lang):>12}{_kinds(parts, lang)}" for words, parts in entries(row, lang)]
    said = bridge(row, lang)
    lines += [f"  {said}"] if said else []
    return [head, *(lines or [f"  {messages.text(lang, 'account.none')}"])]


def _kinds(parts: dict[str, float], lang: str) -> str:
    named = [f"{messages.text(lang, f'nature.{kind}')} {_daa(area, lang)}" for kind, area in parts.items() if area >= 0.05]
    return f"  {', '.join(named)}" if named else ""


def _year(flow: str, year: Account, lang: str) -> str:
    whole = year["from"].endswith("-01-01") and year["to"].endswith("-12-31")
    ends = {name: numbers.short_day(date.fromisoformat(year[key]), lang) for name, key in (("first", "from"), ("last", "to"))}
    when = str(year["year"]) if whole else messages.text(lang, "account.part", year=year["year"], **ends)
    return messages.text(lang, f"account.{flow}", when=when)


def _plan(plan: Account, lang: str) -> str:
    year = plan["plan_year"]
    return messages.text(lang, "account.planned", year=year) if year else messages.text(lang, "account.planned.undated")


def _daa(area_daa: float, lang: str) -> str:
    return numbers.daa(area_daa * M2_PER_DAA, lang, 1)
