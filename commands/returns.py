"""The yearly return: `return-form`, `return`, `verify`, `rollup`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from commands._said import AsJson, Lang, On, checked_lang, day, say, show
from landuse.words import messages
from landuse.words.foreign import as_lines
from parks.park import read_park

By = Annotated[str, typer.Option("--by", help="who signs")]
Folder = Annotated[Path, typer.Option("-o", "--output", help="the folder that gets the files")]


def return_form(
    output: Annotated[Path, typer.Option("-o", "--output", help="the form, .xlsx")],
    park: Annotated[str, typer.Option("--park", help="the park's name, to stand in the form")] = "",
    year: Annotated[int | None, typer.Option("--year", help="the year; this one where none is said")] = None,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Write the form on which a park without geodata declares the report's own four figures."""
    from actions.programme.declared import form
    from parks.atomic import write_whole

    content = form(checked_lang(lang), park, year)
    write_whole(output, lambda path: path.write_bytes(content))
    say(messages.text(lang, "return.written", files=output.name))


def return_(
    park: str,
    output: Folder,
    by: By = "",
    date_: On = None,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Write a park's yearly return: a sealed file, a workbook and a PDF."""
    from actions.programme.return_files import write

    written = write(park, by, output, day(date_, read_park(park).baseline_date), checked_lang(lang))
    say(messages.text(lang, "return.written", files=", ".join(path.name for path in written)))


def verify(
    file: Annotated[Path, typer.Argument(help="a return, .return.json")],
    again: Annotated[bool, typer.Option("--recompute", help="find every sum anew from the data here")] = False,
    as_json: AsJson = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Whether a return is as it was sealed, by whose key, and which part is not; exit code 1 where it is not whole."""
    from actions.programme import returns
    from actions.programme.bulletin import part_words

    found = returns.verify_file(file)
    told: dict[str, Any] = {"file": found.file, "whole": found.found is not None, "wrong": list(found.wrong), "trusted": found.trusted}
    if found.found is None:
        show(
            told, as_json, lambda: messages.text(checked_lang(lang), "return.changed", file=found.file, parts=part_words(found.wrong, lang))
        )
        raise typer.Exit(1)
    one = found.found
    told |= {"park": one.park_id, "on": one.on.isoformat(), "by": one.by, "at": one.at, "key": one.key}
    lines = [messages.text(checked_lang(lang), "return.whole", file=found.file, park=one.name, day=one.on.isoformat(), by=one.by)]
    lines += [] if found.trusted else [messages.text(lang, "return.untrusted", file=found.file)]
    if again:
        held = returns.recompute(one)
        told["recomputed"] = {"same": held.same, "other": held.other, "method": held.method, "snapshots": held.snapshots}
        lines.append(messages.text(lang, "return.recomputed", same=held.same, all=held.same + len(held.other)))
        lines += [f"{name}: {said:g} → {here:g}" for name, said, here in held.other]
        lines += [] if held.snapshots else [messages.text(lang, "return.other_data", theirs=held.method[0], ours=held.method[1])]
    show(told, as_json, lambda: as_lines(lines))
    if again and told["recomputed"]["other"]:
        raise typer.Exit(1)


def rollup(
    folder: Annotated[Path, typer.Argument(help="the folder with the returns and the filled forms")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="a folder that gets the bulletin in every language, as PDF")] = None,
    expect: Annotated[list[str] | None, typer.Option("--expect", metavar="ID", help="a park that should answer; once for each")] = None,
    untrusted: Annotated[bool, typer.Option("--also-untrusted", help="count whole returns that an unknown key has sealed too")] = False,
    as_json: AsJson = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """National figures from many returns, who has not answered, what changed since the year before, and a bulletin."""
    from actions.programme import bulletin
    from actions.programme.rollup import roll_up

    rolled = roll_up(folder, expect, untrusted)
    show(rolled.as_json(), as_json, lambda: bulletin.text(rolled, checked_lang(lang)))
    if output is not None:
        say(messages.text(lang, "return.written", files=", ".join(path.name for path in bulletin.write(rolled, output))))
