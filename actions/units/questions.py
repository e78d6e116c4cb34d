"""The questions that narrow a park's range most, each with whom it is for, what it is about and what an answer gives."""

from datetime import date

from actions.units.inventory import inventory
from landuse.units import questions as asked
from landuse.units.explain import first_said, title
from landuse.words import messages, numbers


def largest(park_id: str, on: date, lang: str = messages.DEFAULT_LANG, limit: int = 10) -> list[dict]:
    """The largest questions about a park on a date, the one that narrows its range most first.

    Returns
    -------
    kind (plan, holder, patch), text (the question in words, with the plots of a patch), unit_ids, area_m2, narrows_pp

    Raises
    ------
    LanduseError : unknown park, or layers that do not allow an answer
    """
    units = inventory(park_id, on)
    names = {str(unit): title(row, lang) for unit, row in units.iterrows()}
    of_plan = units.drop_duplicates("plan_id").set_index("plan_id", drop=False)
    plans = {str(plan): first_said(row, "plan_name", "plan_id") for plan, row in of_plan.iterrows()}
    found = []
    for one in asked.questions(units)[:limit]:
        plots = ", ".join(dict.fromkeys(names[unit] for unit in one.unit_ids))
        key = f"question.{one.kind}.{one.code}" if one.code else f"question.{one.kind}"
        text = messages.text(lang, key, plan=plans.get(one.plan_id) or one.plan_id, plots=plots)
        waits = messages.text(lang, "question.waits", area=numbers.area(one.area_m2, lang), points=numbers.decimal(one.narrows_pp, lang, 1))
        found.append(
            {
                "kind": one.kind,
                "text": text,
                "waits": waits,
                "unit_ids": list(one.unit_ids),
                "area_m2": one.area_m2,
                "narrows_pp": one.narrows_pp,
            }
        )
    return found
