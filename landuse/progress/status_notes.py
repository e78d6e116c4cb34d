"""The sentences beside a rate: what its figures leave out, what is behind a rise, and where it is not sure."""

import pandas as pd

from landuse.progress import nature_told, rose
from landuse.progress.utilisation import (
    has_rate,
    land_range_pct,
    land_rate_pct,
    rate_without_idle_held_pct,
    rate_without_main_pct,
)
from landuse.rules import threshold
from landuse.words import messages, numbers

_LEAST_M2 = 1.0  # less is rounding


def notes(now: pd.Series, then: pd.Series, since: pd.Series, has_perimeter: bool, lang: str) -> list[str]:
    """What a reader must know beside the rate, in neutral words.

    Parameters
    ----------
    now, then : utilisation.amounts of a park or of several together, on the day and at the baseline
    since : as `actions.progress.progress.since`
    has_perimeter : on the day
    """
    rate, before = land_rate_pct(now), land_rate_pct(then)
    told = []
    if not has_perimeter:
        told.append(messages.text(lang, "status.no_perimeter"))
    elif now["total_m2"] and not has_rate(now):
        told.append(messages.text(lang, "status.no_business", area=numbers.area(now["total_m2"], lang)))
    elif rate is None:
        told.append(messages.text(lang, "status.nothing_counted"))
    elif rose.rose(before, rate):
        held = (then["idle_held_m2"], now["idle_held_m2"])
        told += rose.notes(since, held, rate_without_idle_held_pct(now), lang)
    if since["told_later_m2"] >= _LEAST_M2:
        told.append(messages.text(lang, "status.told_later", area=numbers.area(float(since["told_later_m2"]), lang)))
    if then["said_later_m2"]:
        told.append(messages.text(lang, "status.said_later", area=numbers.area(then["said_later_m2"], lang)))
    if now["stock_m2"] > now["answered_stock_m2"]:
        told.append(messages.text(lang, "status.vacancy_not_said"))
    between = land_range_pct(now)
    if between and numbers.pct(between[0], lang) != numbers.pct(between[1], lang):
        area = numbers.area(now["undecided_m2"], lang)
        told.append(messages.text(lang, "status.undecided", units=int(now["undecided_units"]), area=area))
    if now["unbuilt_infrastructure_m2"]:
        told.append(messages.text(lang, "status.unbuilt_infrastructure", area=numbers.area(now["unbuilt_infrastructure_m2"], lang)))
    if now["fitted_m2"]:
        width = numbers.metres(threshold("fit_m"), lang)
        told.append(messages.text(lang, "status.fitted", area=numbers.area(now["fitted_m2"], lang), width=width))
    without_main = rate_without_main_pct(now)
    if now["main_route_m2"] and without_main is not None:
        pct = numbers.pct(without_main, lang)
        told.append(messages.text(lang, "status.main_routes", area=numbers.area(now["main_route_m2"], lang), pct=pct))
    if now["sea_to_fill_m2"]:
        told.append(messages.text(lang, "status.sea_to_fill", area=numbers.area(now["sea_to_fill_m2"], lang)))
    area, blank = now["greenfield_m2"], now["greenfield_not_mapped_m2"]
    ground = {"told": now["vacant_m2"] - blank, "not_mapped": blank}
    if area or nature_told.coverage(ground) == nature_told.PARTLY:
        told.append(nature_told.said("status.greenfield", ground, lang, area=numbers.area(area, lang)))
    return told
