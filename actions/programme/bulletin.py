"""A roll-up in words: the bulletin as sections, the same for the terminal and for paper. It names parks, and no person."""

from datetime import date
from pathlib import Path
from typing import Any

from actions.programme.found import in_words, places
from actions.programme.rollup import Refused, Rolled, day_of
from exchange.programme_paper import Paper, Section, programme_paper
from landuse.programme.rollup import FOUR
from landuse.progress import targets
from landuse.words import messages, numbers
from landuse.words.foreign import as_lines
from landuse.words.numbers import M2_PER_DAA
from parks.atomic import write_whole

_NATIONAL = (
    *("total_daa", "in_use_daa", "vacant_daa", "offerable_daa", "undecided_daa", "land_utilisation_pct", "net_land_utilisation_pct"),
    *(
        "vacant_taken_pct",
        "building_stock_m2",
        "vacant_building_m2",
        "building_utilisation_pct",
        "nature_in_use_daa",
        "farmland_in_use_daa",
    ),
)


def write(rolled: Rolled, folder: Path) -> list[Path]:
    """The bulletin in every language as a PDF; their paths."""
    made = {folder / f"bulletin-{lang}.pdf": paper(rolled, lang) for lang in messages.LANGS}
    for path, content in made.items():
        _keep(path, content)
    return list(made)


def _keep(path: Path, content: bytes) -> None:
    write_whole(path, lambda target: target.write_bytes(content))


def paper(rolled: Rolled, lang: str) -> bytes:
    """The bulletin as a PDF."""
    on = day_of(rolled.rolled)
    example = any(one.example for one in rolled.rolled.returns)
    said = Paper(
        messages.text(lang, "bulletin.title", year=str(on.year)),
        numbers.day(on, lang),
        on,
        tuple(sentences(rolled, lang)),
        tuple(sections(rolled, lang)),
        (messages.text(lang, "bulletin.footer"),),
        messages.text(lang, "export.example_mark") if example else None,
    )
    return programme_paper(said, lang)


def text(rolled: Rolled, lang: str) -> str:
    """The bulletin for a terminal."""
    lines = [messages.text(lang, "bulletin.title", year=str(day_of(rolled.rolled).year)), *sentences(rolled, lang)]
    for section in sections(rolled, lang):
        lines += ["", section.title, *(f"  {one}" for one in section.lines), *(f"  {name}: {said}" for name, said in section.pairs)]
    example = any(one.example for one in rolled.rolled.returns)
    return as_lines(lines + ([messages.text(lang, "export.example_mark")] if example else []))


def sentences(rolled: Rolled, lang: str) -> list[str]:
    """The rate beside its target, and how many have answered."""
    found, figures = rolled.rolled, rolled.rolled.figures
    counts = {"count": len(found.returns) + len(found.declared), "expected": len(rolled.names)}
    lines = [messages.text(lang, "bulletin.answered", **counts)]
    if figures is None or figures["land_utilisation_pct"] is None:
        return [*lines, messages.text(lang, "bulletin.no_rate")]
    rate, goal = numbers.pct(figures["land_utilisation_pct"], lang), numbers.pct(targets.land()["target_pct"], lang, 0)
    vacant = numbers.daa(figures["vacant_daa"] * M2_PER_DAA, lang)
    return [*lines, messages.text(lang, "bulletin.rate", rate=rate, target=goal, year=str(targets.deadline().year), vacant=vacant)]


def sections(rolled: Rolled, lang: str) -> list[Section]:
    """National figures, what parks have declared, change, who has not answered, and files that do not count."""
    found = rolled.rolled
    none = (messages.text(lang, "return.none"),)
    parks = [_park_line(one.name, one.example, one.on, one.now, one.rated, lang) for one in found.returns]
    missing = [rolled.names.get(one, one) for one in found.missing]
    return [
        Section(messages.text(lang, "bulletin.national"), pairs=tuple(_national(found.figures, lang))),
        Section(
            messages.text(lang, "bulletin.declared"), tuple(_declared_lines(rolled, lang)), tuple(_declared(found.declared_figures, lang))
        ),
        Section(messages.text(lang, "bulletin.parks"), tuple(parks) or none),
        Section(messages.text(lang, "bulletin.moves"), tuple(_move(one, lang) for one in found.moves) or none),
        Section(messages.text(lang, "bulletin.missing"), tuple(missing) or none),
        Section(messages.text(lang, "bulletin.refused"), tuple(_not_counted(rolled, lang)) or none),
    ]


def refused_words(one: Refused, lang: str) -> str:
    """Why a file does not count; where its bytes were changed, which part they are in."""
    if one.error is not None:
        return f"{one.file}: {one.error.text(lang)}"
    return messages.text(lang, "return.changed", file=one.file, parts=part_words(one.wrong, lang))


def part_words(parts: tuple[str, ...], lang: str) -> str:
    """Parts of a return by name; one that nobody knows as it stands in the file."""
    return ", ".join(messages.text(lang, f"return.part.{one}") if messages.has(f"return.part.{one}") else one for one in parts)


def _national(figures: dict[str, Any] | None, lang: str) -> list[tuple[str, str]]:
    if figures is None:
        return [(messages.text(lang, "bulletin.national"), messages.text(lang, "views.not_answered"))]
    return [(messages.text(lang, f"figure.{name}"), in_words(figures[name], *places()[name], lang)) for name in _NATIONAL]


def _declared(figures: dict[str, Any] | None, lang: str) -> list[tuple[str, str]]:
    if figures is None:
        return []
    units = dict.fromkeys(FOUR[:2], "daa") | dict.fromkeys(FOUR[2:], "m²")
    rows = []
    for name in FOUR:
        of = messages.text(lang, "bulletin.of", count=figures[f"{name}_of"])
        rows.append((messages.text(lang, f"return_form.{name}"), f"{in_words(figures[name], units[name], 0, lang)} ({of})"))
    for name in ("land_utilisation_pct", "building_utilisation_pct"):
        rows.append((messages.text(lang, f"figure.{name}"), in_words(figures[name], "%", 1, lang)))
    return rows


def _declared_lines(rolled: Rolled, lang: str) -> list[str]:
    said = [f"{one.name} ({one.year})" for one in rolled.rolled.declared]
    return [messages.text(lang, "bulletin.declared.about"), *said]


def _park_line(name: str, example: bool, on: date, now: Any, rated: bool, lang: str) -> str:
    shown = messages.text(lang, "park.example_name", park=name) if example else name
    vacant, total = (numbers.daa(float(now[f"{one}_m2"]), lang) for one in ("vacant", "total"))
    rate = numbers.pct(100 * (1 - now["vacant_m2"] / now["total_m2"]), lang) if rated else messages.text(lang, "views.not_answered")
    return messages.text(lang, "bulletin.park", park=shown, day=numbers.day(on, lang), vacant=vacant, total=total, rate=rate)


def _move(one: dict[str, Any], lang: str) -> str:
    vacant = [numbers.daa(one[f"vacant_{when}_daa"] * M2_PER_DAA, lang) for when in ("then", "now")]
    rates = [in_words(one[f"land_{when}_pct"], "%", 1, lang) for when in ("then", "now")]
    days = [numbers.day(date.fromisoformat(one[when]), lang) for when in ("from", "to")]
    said = messages.text(lang, "bulletin.move", park=one["name"], first=days[0], last=days[1], before=vacant[0], after=vacant[1])
    more = messages.text(lang, "bulletin.move.rate", before=rates[0], after=rates[1])
    return " ".join([said, more, *([messages.text(lang, "bulletin.move.method")] if one["method_changed"] else [])])


def _not_counted(rolled: Rolled, lang: str) -> list[str]:
    untrusted = [messages.text(lang, "return.untrusted", file=name) for name in rolled.untrusted]
    return [*(refused_words(one, lang) for one in rolled.refused), *untrusted]
