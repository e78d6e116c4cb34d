"""Tables and cards as plain text, for a terminal or a log."""

from datetime import date

from landuse.progress import grey_told
from landuse.progress.residual import CAUSES
from landuse.words import messages, numbers
from landuse.words.foreign import as_lines
from landuse.words.numbers import M2_PER_DAA
from parks.park import Park


def park_row(park: Park) -> dict:
    """One park and its data: id, name, example, today, baseline_date, layers with their dates."""
    return {
        "id": park.id,
        "name": park.name,
        "example": park.example,
        "today": park.current_date().isoformat(),
        "baseline_date": park.baseline_date.isoformat(),
        "epsg": park.epsg,
        "layers": {name: {key: str(value) for key, value in said.items()} for name, said in park.layers.items()},
    }


def parks_table(rows: list[dict], lang: str) -> str:
    """The parks, a line each."""
    if not rows:
        return messages.text(lang, "cli.no_parks")
    lines = []
    for row in _own_first(rows):
        own = sum(1 for layer in row["layers"].values() if layer.get("origin") == "own")
        mark = messages.text(lang, "cli.mark") if row["example"] else ""
        line = messages.text(lang, "cli.park", layers=len(row["layers"]), own=own, today=row["today"])
        lines += _between(rows, row, lang) + [f"{row['id']:<12} {row['name']:<28} {line} {mark}".rstrip()]
    return as_lines(lines)


def _own_first(rows: list[dict]) -> list[dict]:
    """Parks of one's own, and after them the invented ones: they share no table."""
    return sorted(rows, key=lambda row: row["example"])


def _between(rows: list[dict], row: dict, lang: str) -> list[str]:
    """What stands before the first invented park, where there are parks of one's own before it."""
    invented = [one for one in rows if one["example"]]
    first = bool(invented) and row is invented[0] and len(invented) < len(rows)
    return ["", messages.text(lang, "cli.invented")] if first else []


def status_text(found: dict, lang: str) -> str:
    """The rates of each park and of the baseline's parks together."""
    total = found["total"]
    share = {"count": len(total["parks"]), "expected": total.get("expected_parks", 0)}
    rows = [*found["parks"], total | {"name": messages.text(lang, "cli.total", **share)}]
    head = messages.text(lang, "cli.status_head")
    lines = [head]
    for row in _own_first(found["parks"]):
        invented = _between(found["parks"], row, lang)
        lines += [*invented, *([head] if invented else []), _status_line(row, lang)]
    lines += [_status_line(row, lang) for row in rows[-1:] if "total_daa" in row]
    lines += [_sure(row, lang) for row in rows if row.get("land_utilisation_range_pct")]
    lines += [_by_word(row, lang) for row in rows if row.get("by_word_pct") is not None]
    lines += [_targets(found["targets"], lang), *_residual(total, lang)]
    for row in rows:
        stands = row.get("baseline", {"frozen": True})
        if not (stands["frozen"] or stands["lost"] or stands["missing"]):
            said = messages.text(lang, "baseline.open", day=numbers.day(date.fromisoformat(row["baseline_date"]), lang))
            lines.append(f"{row['name']}: {said}")
        lines += [f"{row['name']}: {note}" for note in row["notes"]]
        lines += [f"{row['name']}: {grey_told.sentence(row['grey_map'], lang)}"] if row.get("grey_map") else []
    if any(row["example"] for row in found["parks"]):
        lines.append(messages.text(lang, "export.example_mark"))
    return as_lines(lines)


def _sure(row: dict, lang: str) -> str:
    """What stands beside a land rate: the range of what nobody knows, what was confirmed lately, the rate without held idle land."""
    low, high = (numbers.decimal(end, lang, 1) for end in row["land_utilisation_range_pct"])
    said = {"confirmed": numbers.pct(row["confirmed_pct"], lang), "area": numbers.area(row["idle_held_daa"] * M2_PER_DAA, lang)}
    without = numbers.pct(row["land_utilisation_without_idle_held_pct"], lang)
    return messages.text(lang, "cli.sure", name=row["name"], low=low, high=high, without=without, **said)


def _by_word(row: dict, lang: str) -> str:
    """How much of a land rate rests on people's word, and on whose."""
    statements, decisions = (numbers.area(row[f"by_{name}_daa"] * M2_PER_DAA, lang) for name in ("statements", "decisions"))
    area = numbers.area((row["by_statements_daa"] + row["by_decisions_daa"]) * M2_PER_DAA, lang)
    said = {"share": numbers.pct(row["by_word_pct"], lang), "area": area, "statements": statements, "decisions": decisions}
    return messages.text(lang, "cli.by_word", name=row["name"], **said)


def _targets(goals: dict, lang: str) -> str:
    land, floor = (numbers.pct(goals[f"{name}_utilisation_pct"], lang, 0) for name in ("land", "building"))
    return messages.text(lang, "cli.targets", land=land, floor=floor, day=numbers.day(date.fromisoformat(goals["deadline"]), lang))


def _residual(total: dict, lang: str) -> list[str]:
    """The difference from the report at the baseline, by cause, where it can be told."""
    parts = total.get("residual_pp")
    if not parts or parts["total"] is None or parts["no_data"] is None:
        return []
    said = [f"{messages.text(lang, f'cli.residual.{name}')} {_points(parts[name], lang)}" for name in CAUSES]
    return [messages.text(lang, "cli.residual", total=_points(parts["total"], lang), parts=", ".join(said))]


def _points(value: float, lang: str) -> str:
    return numbers.signed(value, lang, 2)


def card_text(card: dict, lang: str) -> str:
    """A unit's card."""
    area = numbers.area(card["area_m2"], lang)
    lines = [f"{card['title']} · {card['class_label']} · {area} · {card['confidence_label']}"]
    lines += [card["zone"]] if card["zone"] else []
    lines += [card["offerable_text"], *(f"{beside['label']}: {beside['text']}" for beside in card["beside"])]
    for part in ("why", "notes", "contradictions", "flips"):
        lines += _part(messages.text(lang, f"cli.{part}"), card[part])
    nature = [f"{row['label']}: {numbers.area(row['area_m2'], lang)}" for row in card["nature"]]
    lines += _part(messages.text(lang, "cli.nature"), nature)
    sources = [" · ".join(filter(None, (row["text"], row["source"], row["dated"]))) for row in card["evidence"]]
    lines += _part(messages.text(lang, "cli.evidence"), sources)
    return as_lines(lines + ([messages.text(lang, "export.example_mark")] if card["example"] else []))


def _part(title: str, sentences: list[str]) -> list[str]:
    return [f"{title}:"] + [f"  – {sentence}" for sentence in sentences] if sentences else []


def _status_line(row: dict, lang: str) -> str:
    land, floor = (_rate(row, f"{name}_utilisation", lang) for name in ("land", "building"))
    total, vacant = (numbers.daa(row[f"{name}_daa"] * M2_PER_DAA, lang) for name in ("total", "vacant"))
    return f"{row['name']:<28} {total:>12} {vacant:>12} {land:>22} {floor:>22}"


def _rate(row: dict, name: str, lang: str) -> str:
    rate, spread = row[f"{name}_pct"], row[f"{name}_range_pct"]
    if rate is None:
        return messages.text(lang, "cli.not_answered")
    between = numbers.pct_range(spread[0], spread[1], lang)
    return numbers.pct(rate, lang) + (f" ({between})" if between != numbers.pct(spread[1], lang) else "")
