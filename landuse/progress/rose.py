"""What a reader must know where a land rate is higher than at the baseline: what is behind it besides firms on vacant land."""

from collections.abc import Mapping

from landuse.progress.nature_in_use import FARMLAND, NATURE
from landuse.words import messages, numbers

_LEAST_M2 = 1.0  # less is rounding
_BEHIND = ("new_in_use", "set_in_use", "vacant_left")


def rose(before_pct: float | None, now_pct: float | None) -> bool:
    """Whether a rate is higher than it was; not where there was none."""
    return before_pct is not None and now_pct is not None and now_pct > before_pct


def taken_m2(since: Mapping[str, float]) -> dict[str, float]:
    """Ground in use now and not at the baseline, by what it was then: nature, farmland, unmapped, m².

    Parameters
    ----------
    since : was_…_m2 of `actions.progress.progress.since`
    """
    nature = sum(float(since[f"was_{kind}_m2"]) for kind in NATURE)
    return {"nature": nature, "farmland": float(since[f"was_{FARMLAND}_m2"]), "unmapped": float(since["was_not_mapped_m2"])}


def notes(since: Mapping[str, float], idle_held_m2: tuple[float, float], without_idle_held_pct: float | None, lang: str) -> list[str]:
    """The sentences, in neutral words; none where nothing but firms on vacant land is behind the rise.

    Parameters
    ----------
    since : as `actions.progress.progress.since`
    idle_held_m2 : idle land that others hold, at the baseline and now; without_idle_held_pct : the rate now with it as not in use
    """
    found = []
    taken = {name: area for name, area in taken_m2(since).items() if area >= _LEAST_M2}
    if taken:
        parts = [messages.text(lang, f"rose.was.{name}", area=numbers.area(area, lang)) for name, area in taken.items()]
        found.append(messages.text(lang, "rose.on_nature", parts=", ".join(parts)))
    areas = {name: float(since[f"{name}_m2"]) for name in _BEHIND}
    found += [messages.text(lang, f"rose.{name}", area=numbers.area(area, lang)) for name, area in areas.items() if area >= _LEAST_M2]
    then, now = idle_held_m2
    if now - then >= _LEAST_M2 and without_idle_held_pct is not None:
        pct = numbers.pct(without_idle_held_pct, lang)
        found.append(messages.text(lang, "rose.idle_held", area=numbers.area(now - then, lang), pct=pct))
    return found
