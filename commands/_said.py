"""What the commands have in common: their options, and how they answer."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

import typer

from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import Lines, for_json, for_line, seen

Lang = Annotated[str, typer.Option("--lang", help="nb or en", envvar="PARKAREAL_LANG")]
On = Annotated[str | None, typer.Option("--date", help="yyyy-mm-dd, or baseline; otherwise the park's today")]
Parks = Annotated[list[str] | None, typer.Argument(help="park ids; all when none is named")]
Layers = Annotated[str | None, typer.Option("--layer", help="which layer the file is")]
AsCrs = Annotated[int | None, typer.Option("--as-crs", help="EPSG number to read it in, whatever it says")]
Maps = Annotated[list[str] | None, typer.Option("--map", metavar="THEIRS=OURS", help="a column of the file, and ours; once for each")]
Constants = Annotated[
    list[str] | None, typer.Option("--constant", metavar="OURS=VALUE", help="what holds for every row of a file without such a column")
]
Swap = Annotated[bool, typer.Option("--swap-axes", help="north stands before east in the file")]
Replaces = Annotated[list[str] | None, typer.Option("--replaces", metavar="ID", help="the source that the file is a newer file of")]
Adds = Annotated[bool, typer.Option("--adds", help="the file stands beside the sources that the layer has")]
Answer = Annotated[list[str] | None, typer.Option("--answer", metavar="FILE:QUESTION=VALUE", help="an answer to what is unclear of a file")]
Accept = Annotated[bool, typer.Option("--accept", help="take what is proposed wherever something is unclear")]
Covers = Annotated[
    str | None,
    typer.Option("--covers", help="the ground that the files cover: park, municipality or drawn (only what is drawn); else not known"),
]
From = Annotated[str | None, typer.Option("--from", help="yyyy-mm-dd: the day from which rows hold that say none; else the file's own day")]
Basis = Annotated[str | None, typer.Option("--basis", help="what --from rests on: a contract, a survey, minutes")]
Workers = Annotated[int, typer.Option(min=1, help="processes on this machine")]
Scheduler = Annotated[str | None, typer.Option(help="a Dask cluster instead, such as tcp://10.0.0.1:8786")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON document and nothing else")]


def checked_lang(lang: str) -> str:
    """A language that there is.

    Raises
    ------
    LanduseError : language_unknown
    """
    if lang not in messages.LANGS:
        raise LanduseError("language_unknown", value=lang)
    return lang


def day(value: str | None, baseline: date | None, only_days: bool = False) -> date | None:
    """The day that was asked for, `baseline` where that word was; None where nothing was.

    Parameters
    ----------
    only_days : whether an answer that is no day is told that it must be one; else that the word baseline would do too

    Raises
    ------
    LanduseError : date_unreadable; day_unreadable, where that word would be none
    """
    if value is None or (value == "baseline" and baseline is not None):
        return baseline if value else None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise LanduseError("day_unreadable" if only_days else "date_unreadable", value=value) from error


def progress(lang: str, key: str) -> Callable[[int, int], None]:
    """Says how far a long job has come, at most a hundred times."""

    def told(done: int, total: int) -> None:
        if done * 100 // total > (done - 1) * 100 // total or done == total:
            say(messages.text(lang, key, done=done, total=total))

    return told


def show(document: object, as_json: bool, text: Callable[[], str]) -> None:
    """One JSON document, or the words of `text`."""
    say(Lines(for_json(document, 1, str)) if as_json else text(), err=False)


def say(words: str, err: bool = True, over: bool = False, nl: bool = True) -> None:
    """Write to the terminal, where nothing that a name holds acts or begins a line; `over`: on the line that is being written.

    words : one line, or `as_lines`
    """
    shown = seen(words) if isinstance(words, Lines) else for_line(words)
    typer.echo(("\r" if over else "") + shown, err=err, nl=nl)
