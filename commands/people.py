"""People where a login is configured: `people`, `invite`, `role`, `blank`, `trail`. Whoever may open the data folder is the operator."""

from pathlib import Path
from typing import Annotated, Any

import typer

from commands._said import AsJson, Lang, checked_lang, say, show
from landuse.roles import may
from landuse.words import messages
from landuse.words.foreign import as_lines

Role = Annotated[str, typer.Option(help="viewer, planner, park_manager, programme or admin")]
OwnParks = Annotated[list[str] | None, typer.Option("--park", help="a park manager's own park; once for each")]
Number = Annotated[int, typer.Argument(help="the person's number, as `people` lists it")]


def people(as_json: AsJson = False, lang: Lang = messages.DEFAULT_LANG) -> None:
    """Who there is, with numbers, roles and parks."""
    from actions.people import accounts

    told, rows = checked_lang(lang), accounts.everybody()
    show(rows, as_json, lambda: as_lines(_line(row, told) for row in rows))


def invite(name: str, role: Role, park: OwnParks = None, lang: Lang = messages.DEFAULT_LANG) -> None:
    """The address that one person logs in with the first time; the first administrator is invited so."""
    from actions.people import accounts

    told = checked_lang(lang)
    link = accounts.invite(name, role, park or ())
    say(messages.text(told, "people.invited", name=name))
    say(link, err=False)


def role(number: Number, role: Role, park: OwnParks = None, lang: Lang = messages.DEFAULT_LANG) -> None:
    """Give a person another role or other parks; it holds from the person's next message."""
    from actions.people import accounts

    told = checked_lang(lang)
    accounts.give_role(number, role, park or ())
    say(messages.text(told, "people.role", number=number, role=may.role_label(role, told)))


def blank(number: Number, lang: Lang = messages.DEFAULT_LANG) -> None:
    """Delete a person: login, name and addresses go, the trail still holds."""
    from actions.people import accounts

    told = checked_lang(lang)
    accounts.blank(number)
    say(messages.text(told, "people.blanked", number=number))


def trail(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="the whole trail as a file of JSON lines")] = None,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Follow the whole trail and say whether it holds; exit code 1 where a row was changed."""
    from actions.people import trail as kept

    told = checked_lang(lang)
    rows, digest = kept.verify()
    say(messages.text(told, "people.trail", rows=rows, digest=digest), err=False)
    if output:
        kept.write(output)
        say(messages.text(told, "people.trail_file", file=output.name))


def _line(row: dict[str, Any], lang: str) -> str:
    name = row["name"] or messages.text(lang, "people.gone")
    role = may.role_label(row["role"], lang) if row["role"] else "–"
    return f"{row['id']:>4} {name:<30} {role:<16} {' '.join(row['parks'] or ())}".rstrip()
