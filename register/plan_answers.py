"""Answers about plans: what people said of a plan as a whole. Every one an event with who, when, where it stands and why."""

from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, RowMapping, Select, insert, select

from landuse.units import plans
from landuse.units.plans import Answer
from landuse.words.errors import LanduseError
from register import generation
from register.engine import reading, writing
from register.generation import Seen
from register.tables import PlanAnswer, when

_CLAUSE, _PLAN_ID, _BY = 2000, 120, 120


def say(register: Engine, park_id: str, said: Answer, by: str, reason: str, based_on: int) -> Seen:
    """Keep an answer about one plan.

    Parameters
    ----------
    based_on : the number of the newest answer that the person had seen; one to a question that somebody has answered since
        then is refused

    Returns
    -------
    the number of the answer

    Raises
    ------
    LanduseError : register_restored, stale_edit, decision_unsigned, plan_clause_missing, plan_question_unknown, plan_answer_unknown
    """
    plans.check(said.question, said.answer)
    _check_signed(said, by, reason)
    row = {"park_id": park_id, "plan_id": said.plan_id, "question": said.question, "answer": said.answer, "clause": said.clause.strip()}
    with writing(register) as connection:
        generation.check(connection, [based_on])
        newer = select(PlanAnswer.set_by, PlanAnswer.set_at).where(
            PlanAnswer.park_id == park_id, PlanAnswer.plan_id == said.plan_id, PlanAnswer.question == said.question,
            PlanAnswer.id > int(based_on),
        )  # fmt: skip
        for before in connection.execute(newer.order_by(PlanAnswer.id.desc())).mappings():
            raise LanduseError("stale_edit", what=said.plan_id, by=before["set_by"], when=when(before["set_at"]))
        return _keep(connection, row | {"set_by": by.strip(), "set_reason": reason.strip()})


def undo(register: Engine, answer_id: int, by: str, reason: str) -> Seen:
    """Take back an answer, by one of its own, so that both can be read afterwards.

    Raises
    ------
    LanduseError : register_restored, undo_unknown, undo_twice, decision_unsigned
    """
    with writing(register) as connection:
        generation.check(connection, [answer_id])
        said = connection.execute(_rows().where(PlanAnswer.id == int(answer_id))).mappings().one_or_none()
        if said is None or said["undoes"] is not None:
            raise LanduseError("undo_unknown", event=int(answer_id))
        before = connection.execute(_rows().where(PlanAnswer.undoes == said["id"])).mappings().one_or_none()
        if before is not None:
            raise LanduseError("undo_twice", unit=said["plan_id"], by=before["set_by"], when=when(before["set_at"]))
        if not by.strip() or not reason.strip():
            raise LanduseError("decision_unsigned", unit=said["plan_id"])
        return _keep(connection, {**said, "set_by": by.strip(), "set_reason": reason.strip(), "undoes": said["id"]})


def live(register: Engine, park_id: str) -> list[Answer]:
    """What people's word of a park's plans is: the last answer to each question that nobody has taken back, the newest last."""
    newest = {(row["plan_id"], row["question"]): row for row in standing(register, park_id)}
    kept = sorted(newest.values(), key=lambda row: int(row["id"]))
    return [Answer(row["plan_id"], row["question"], row["answer"], row["clause"]) for row in kept]


def history(register: Engine, park_id: str) -> list[dict]:
    """All answers of a park, the oldest first, each with its number in the register's generation."""
    with reading(register) as connection:
        rows = connection.execute(_rows().where(PlanAnswer.park_id == park_id).order_by(PlanAnswer.id)).mappings().all()
        now = generation.seen(connection)
    return [{**row, "id": now.at(row["id"])} for row in rows]


def standing(register: Engine, park_id: str) -> list[dict]:
    """The answers that nobody has taken back, the oldest first."""
    rows = history(register, park_id)
    undone = {row["undoes"] for row in rows}
    return [row for row in rows if row["undoes"] is None and int(row["id"]) not in undone]


def version(register: Engine, park_id: str) -> Seen:
    """The number of a park's newest answer, 0 before the first, in the register's generation."""
    with reading(register) as connection:
        numbers = connection.execute(select(PlanAnswer.id).where(PlanAnswer.park_id == park_id)).scalars().all()
        return generation.seen(connection, max(numbers, default=0))


def _rows() -> Select:
    return select(*PlanAnswer.__table__.columns)


def _check_signed(said: Answer, by: str, reason: str) -> None:
    if not by.strip() or not reason.strip():
        raise LanduseError("decision_unsigned", unit=said.plan_id)
    if not said.clause.strip():
        raise LanduseError("plan_clause_missing", plan=said.plan_id)
    if len(said.clause) > _CLAUSE or len(said.plan_id) > _PLAN_ID or len(by) > _BY:
        raise LanduseError("plan_clause_long", most=_CLAUSE)


def _keep(connection: Connection, row: dict | RowMapping) -> Seen:
    number = generation.new_numbers(connection, PlanAnswer.__table__, 1)[0]
    connection.execute(insert(PlanAnswer), [{"undoes": None, **row, "id": number, "set_at": datetime.now(UTC)}])
    return generation.seen(connection, number)
