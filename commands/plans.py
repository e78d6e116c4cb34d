"""What is asked of plans, and answering it: `plans`, `answer-plan`."""

from typing import Annotated

import typer

from commands._said import AsJson, Lang, On, checked_lang, day, say, show
from landuse.words import messages, numbers
from landuse.words.foreign import as_lines
from parks.park import read_park

Clause = Annotated[str, typer.Option("--clause", help="where in the plan it stands, such as § 3.1")]
By = Annotated[str, typer.Option("--by", help="who answers")]
Why = Annotated[str, typer.Option("--why", help="on what basis")]
_TAKE_BACK = "take-back"


def plans(park: str, date_: On = None, as_json: AsJson = False, lang: Lang = messages.DEFAULT_LANG) -> None:
    """What is asked of a park's plans, the largest effect on its rate first, and what has been answered."""
    from actions.plans import questions

    one = read_park(park)
    found = {
        "questions": questions.questions(park, day(date_, one.baseline_date) or one.current_date(), checked_lang(lang)),
        "answered": questions.said(park, lang),
    }
    show(found, as_json, lambda: as_lines(_lines(found, lang)))


def answer_plan(
    park: str, plan: str, question: str, answer: str, clause: Clause = "", by: By = "", why: Why = "", lang: Lang = messages.DEFAULT_LANG
) -> None:
    """Answer a question about one plan, once for all its land; the answer `take-back` takes the last one back."""
    from actions.plans import questions
    from landuse.units.plans import Answer

    if answer == _TAKE_BACK:
        questions.take_back(park, plan, question, by, why)
    else:
        questions.answer(park, Answer(plan, question, answer, clause), by, why, questions.version(park))
    say(messages.text(checked_lang(lang), "cli.plan_answered", plan=plan))


def _lines(found: dict, lang: str) -> list[str]:
    if not found["questions"] and not found["answered"]:
        return [messages.text(lang, "plan.none")]
    lines = []
    for row in found["questions"]:
        effect = numbers.decimal(row["effect_pp"], lang, 1)
        head = messages.text(lang, "plan.line", area=numbers.area(row["area_m2"], lang), count=row["units"], points=effect)
        answers = " · ".join(f"{code}: {text}" for code, text in row["answers"].items())
        lines += [f"{row['plan_id']} {row['question']}: {row['question_text']}", f"    {head}", f"    {answers}"]
    for row in found["answered"]:
        key = "plan.taken_back" if row["undoes"] else "plan.said"
        lines.append(messages.text(lang, key, plan=row["plan_id"], answer=row["answer_text"], clause=row["clause"], by=row["by"]))
    return lines
