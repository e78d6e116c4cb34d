"""The baseline: `freeze`, `restatements`, `restate`."""

from typing import Annotated

import typer

from commands._said import AsJson, Lang, checked_lang, say, show
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import read_park

By = Annotated[str, typer.Option("--by", help="who signs")]
Why = Annotated[str, typer.Option("--why", help="for what reason")]
_STEPS = {"accept": "accepted", "refuse": "refused"}


def freeze(
    park: str,
    by: By = "",
    why: Why = "",
    instead_of_lost: Annotated[
        bool, typer.Option("--instead-of-lost", help="the signed baseline is lost, no backup has it, and this one takes its place")
    ] = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Keep a park's baseline as it is now, signed for: its figures change after that only by restatements that somebody accepts."""
    from actions.progress import baseline

    _tell(park, "frozen", baseline.freeze(park, by, why, instead_of_lost=instead_of_lost).digest, checked_lang(lang))


def restatements(park: str, as_json: AsJson = False, lang: Lang = messages.DEFAULT_LANG) -> None:
    """How a park's baseline stands, what would change it and why, and what was accepted and refused."""
    from actions.progress import baseline, baseline_text

    found = baseline.as_json(park)
    told = baseline_text.with_words(found, checked_lang(lang))
    show(told, as_json, lambda: baseline_text.text(read_park(park), found, checked_lang(lang)))


def restate(
    park: str,
    answer: Annotated[str, typer.Argument(help="accept or refuse")],
    by: By = "",
    why: Why = "",
    seen: Annotated[str | None, typer.Option(help="the key of the restatement that was looked at (restatements --json)")] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="KEY", help="one part of it, by its key in restatements; once for each")
    ] = None,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Accept or refuse the restatement that waits, or some of its parts."""
    from actions.progress import baseline

    if answer not in _STEPS:
        raise LanduseError("restatement_answer", value=answer)
    stands = baseline.answer_proposal(park, _STEPS[answer], by, why, seen, only or ())
    _tell(park, _STEPS[answer], stands.digest, checked_lang(lang))


def _tell(park: str, step: str, digest: str, lang: str) -> None:
    said = messages.text(lang, f"baseline.done.{step}")
    say(messages.text(lang, "cli.baseline_done", park=read_park(park).name, said=said, digest=digest[:10]))
