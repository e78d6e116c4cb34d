"""Ask about plans, and keep what people answer: once per plan, with the clause that the answer rests on."""

from datetime import date

from actions.people import asking
from actions.units.inventory import inventory
from landuse.plans.plan_questions import plan_questions
from landuse.units import plans
from landuse.units.plans import Answer
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from parks.park import data_root, read_park
from parks.read import read_layer
from register import plan_answers
from register.engine import open_register
from register.generation import Seen


def questions(park_id: str, on: date, lang: str = messages.DEFAULT_LANG) -> list[dict]:
    """What is open about a park's plans on a date, the largest effect on its rate first.

    Returns
    -------
    question, question_text, plan_id, plan_name, units, area_m2, effect_pp, answers (by code, in words)

    Raises
    ------
    LanduseError : unknown park, or layers that do not allow an answer
    """
    rows = plan_questions(inventory(park_id, on)).to_dict(orient="records")
    return [row | _words(row["question"], row["plan_name"] or row["plan_id"], lang) for row in rows]


def said(park_id: str, lang: str = messages.DEFAULT_LANG) -> list[dict]:
    """All that people have answered of a park's plans, the newest first: plan_id, question, answer, clause, by, at, reason, number,
    undoes (the answer that it took back)."""
    return [_event(row, lang) for row in reversed(plan_answers.history(open_register(data_root()), park_id))]


def version(park_id: str) -> Seen:
    """The number of the newest answer; read it before what you show, and base an answer on it."""
    return plan_answers.version(open_register(data_root()), park_id)


@asking.asks("decide")
def answer(park_id: str, said_: Answer, by: str, reason: str, based_on: int) -> Seen:
    """Answer a question about one plan.

    Raises
    ------
    LanduseError : unknown_park, plan_not_asked, and as register.plan_answers.say
    """
    plans.check(said_.question, said_.answer)
    park = read_park(park_id)
    if said_.plan_id not in set(read_layer(park, "zoning")["plan_id"].astype(str)):
        raise LanduseError("plan_not_asked", plan=said_.plan_id, park=park.name, question=said_.question)
    number = plan_answers.say(open_register(data_root()), park_id, said_, by, reason, based_on)
    happened("plan_answer", park=park_id, plan=said_.plan_id, question=said_.question, answer=said_.answer)
    return number


@asking.asks("decide")
def take_back(park_id: str, plan_id: str, question: str, by: str, reason: str) -> Seen:
    """Take back the answer that holds: what was said before it holds again, or the question is open.

    Raises
    ------
    LanduseError : unknown_park, plan_not_asked, undo_unknown, undo_twice, decision_unsigned
    """
    park, register = read_park(park_id), open_register(data_root())
    standing = plan_answers.standing(register, park_id)
    mine = [row["id"] for row in standing if (row["plan_id"], row["question"]) == (plan_id, question)]
    if not mine:
        raise LanduseError("plan_not_asked", plan=plan_id, park=park.name, question=question)
    number = plan_answers.undo(register, max(mine), by, reason)
    happened("plan_answer_taken_back", park=park_id, plan=plan_id, question=question)
    return number


def _words(question: str, plan: str, lang: str) -> dict:
    answers = {code: messages.text(lang, f"plan.answer.{question}.{code}") for code in plans.answers(question)}
    return {"question_text": messages.text(lang, f"plan.question.{question}", plan=plan), "answers": answers}


def _event(row: dict, lang: str) -> dict:
    return {
        "number": row["id"],
        "plan_id": row["plan_id"],
        "question": row["question"],
        "answer": row["answer"],
        "answer_text": messages.text(lang, f"plan.answer.{row['question']}.{row['answer']}"),
        "clause": row["clause"],
        "by": row["set_by"],
        "at": row["set_at"],
        "reason": row["set_reason"],
        "undoes": row["undoes"],
    }
