"""What is said of plans, and what is not: a further plan, which plan goes first, whether a private one has lapsed, what is combined."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import pandas as pd

from landuse import rules
from landuse.rules import table, threshold
from landuse.units import zones
from landuse.words.errors import LanduseError

REQUIREMENT, PRECEDENCE, LAPSE, COMBINED = "requirement", "precedence", "lapse", "combined"
REQUIRED, NONE, UNSAID = "required", "none", "unsaid"
NOT_LAPSED, MAY_HAVE_LAPSED, LAPSED = "no", "maybe", "lapsed"
_DETAILED = "35"
_JOINT_PLANNING = ("810", "H810")


@dataclass(frozen=True)
class Answer:
    """What a person said of one plan: a question and an answer of rules/plan_questions.toml, and the clause that it rests on."""

    plan_id: str
    question: str
    answer: str
    clause: str


def questions() -> tuple[str, ...]:
    """The codes of what can be asked of a plan."""
    return tuple(table("plan_questions"))


def answers(question: str) -> tuple[str, ...]:
    """The codes that can answer a question.

    Raises
    ------
    LanduseError : plan_question_unknown
    """
    if question not in questions():
        raise LanduseError("plan_question_unknown", value=question, known=", ".join(questions()))
    return tuple(table("plan_questions")[question]["answers"])


def check(question: str, answer: str) -> None:
    """Refuse what nobody can say of a plan.

    Raises
    ------
    LanduseError : plan_question_unknown, plan_answer_unknown
    """
    if answer not in answers(question):
        raise LanduseError("plan_answer_unknown", value=answer, known=", ".join(answers(question)))


def answered(zoning: pd.DataFrame, said: Iterable[Answer]) -> pd.DataFrame:
    """The zones with what people have answered of their plans in the columns that a file may say it in; the newest answer last."""
    zoning = zoning.copy()
    for one in said:
        column = table("plan_questions")[one.question]["column"]
        here = zoning["plan_id"].astype(str) == one.plan_id
        zoning[column] = zoning[column].astype(object).where(~here, table("plan_questions")[one.question]["answers"][one.answer])
        if one.question == REQUIREMENT and one.clause:
            zoning["further_plan_clause"] = zoning["further_plan_clause"].astype(object).where(~here, one.clause)
    return zoning


def facts(units: pd.DataFrame, code_pct: Mapping[str, Mapping[str, float]], on: date | None, built: pd.Series) -> pd.DataFrame:
    """What the rules read of each unit's plan.

    Parameters
    ----------
    units : as landuse.units.cut makes them; code_pct : by unit, share in percent by `layer:code`
    on : the day that is asked about; None: no plan has lapsed
    built : by unit, whether a building stands on it that a plot can stand on

    Returns
    -------
    requirement_said (REQUIRED, NONE, UNSAID), ready_zoned (as said, or the likelier), plan_conflict, plan_lapsed
    """
    found = pd.DataFrame(index=units.index)
    in_force = units["plan_state"].astype(str) == zones.PlanState.IN_FORCE
    least_pct = threshold("joint_plan_pct")
    joint = [any(code_pct[unit].get(f"restrictions:{code}", 0.0) >= least_pct for code in _JOINT_PLANNING) for unit in units.index]
    said = [_requirement(*row) for row in zip(units["further_plan_required"], units["municipal_requires"], joint, strict=True)]
    found["requirement_said"] = pd.Series(said, index=units.index, dtype=object).where(in_force, NONE)
    routes = [zones.infrastructure(*zone) in zones.ROUTES for zone in zip(units["zone_code"], units["plan_type"], strict=True)]
    is_route = pd.Series(routes, index=units.index, dtype=bool)  # a further plan is about what is built, not about roads and lines
    found["requirement_said"] = found["requirement_said"].mask(is_route, NONE)
    likely = units["plan_type"].map(_likelier).fillna(REQUIRED).mask(_built_under(units, built), NONE)
    found["ready_zoned"] = found["requirement_said"].where(found["requirement_said"] != UNSAID, likely) == NONE
    found["plan_conflict"] = units["rival_plan_id"].notna()
    lapsed = [_lapsed(row, on) for row in zip(*(units[name] for name in _LAPSE_COLUMNS), strict=True)]
    found["plan_lapsed"] = pd.Series(lapsed, index=units.index, dtype=object).where(in_force, NOT_LAPSED)
    return found


_LAPSE_COLUMNS = ("plan_type", "proposer", "plan_adopted", "plan_date", "works_begun_in_time")


def lapses_on(plan_type: object, proposer: object, adopted: object, in_force: object) -> date | None:
    """The day from which a detailed plan by private proposal gives no permits if its works have not begun; None for other plans."""
    day = adopted if pd.notna(adopted) else in_force
    if plan_type != _DETAILED or not is_private(proposer) or pd.isna(day):
        return None
    return (pd.Timestamp(day) + pd.DateOffset(years=int(threshold("lapse_years")))).date()


def is_private(proposer: object) -> bool:
    """Whether a plan's proposer is known to be private; a word that no list of ours has says nothing."""
    return isinstance(proposer, str) and _proposers().get(proposer.strip().casefold()) == "private"


def asked(found: pd.DataFrame, units: pd.DataFrame) -> pd.Series:
    """What is asked of whose plan for each unit, as JSON: [question, plan_id] for each doubt that leaves more than one class.

    found : open_doubts, as landuse.units.classify gives them
    """
    question = {item["id"]: item["question"] for item in table("classes")["doubt"] if "question" in item}
    rows = zip(found["open_doubts"], units["plan_id"], units["rival_plan_id"], strict=True)
    told = [
        [[question[doubt], str(rival if question[doubt] == PRECEDENCE else plan)] for doubt in json.loads(doubts) if doubt in question]
        for doubts, plan, rival in rows
    ]
    return pd.Series([json.dumps(one, ensure_ascii=False) for one in told], index=units.index, dtype=object)


def _built_under(units: pd.DataFrame, built: pd.Series) -> pd.Series:
    """Whether so much is built right under a unit's plan that a further plan was hardly asked for, where plans of its type tell so."""
    business = units["counts"].isin(zones.BUSINESS)
    area_m2 = units["area_m2"].where(business, 0.0).astype(float)
    of_plan = area_m2.groupby(units["plan_id"]).transform("sum")
    share_pct = 100 * area_m2.where(built, 0.0).groupby(units["plan_id"]).transform("sum") / of_plan.where(of_plan > 0)
    tells = units["plan_type"].map(lambda kind: _row(kind, "if_built")).notna()
    return tells & (share_pct.fillna(0.0) >= threshold("built_under_plan_pct"))


def _requirement(said: object, municipal: object, joint: bool) -> str:
    if pd.notna(said):
        return REQUIRED if said else NONE
    return REQUIRED if joint or bool(pd.notna(municipal) and municipal) else UNSAID


def _lapsed(row: tuple, on: date | None) -> str:
    *about, begun = row
    day = lapses_on(*about)
    if day is None or on is None or on < day or (pd.notna(begun) and begun):
        return NOT_LAPSED
    return MAY_HAVE_LAPSED if pd.isna(begun) else LAPSED


def _likelier(plan_type: object) -> str | None:
    return _row(plan_type, "likelier")


def _row(plan_type: object, column: str) -> str | None:
    """What the table of plan types says; None for a type or a cell that it has not."""
    return _requirements().get((plan_type, column))


@cache
def _requirements() -> Mapping[tuple[object, str], str]:
    rows = pd.read_csv(rules.FOLDER / "plan_requirement.csv", dtype=str).set_index("plan_type")[["likelier", "if_built"]]
    return rows.stack().dropna().to_dict()


@cache
def _proposers() -> Mapping[str, str]:
    rows = pd.read_csv(rules.FOLDER / "plan_proposers.csv", dtype=str)
    return dict(zip(rows["word"], rows["proposer"], strict=True))
