"""The register and the server: `backup`, `restore`, `migrate`, `warm`, `serve`."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from commands._said import Lang, checked_lang, say
from landuse.words import messages

_ROOT = Path(__file__).parent.parent


def backup(file: Path, lang: Lang = messages.DEFAULT_LANG) -> None:
    """Keep the whole register (decisions, nominations) in one file."""
    from actions.exports.backup import backup as keep_register

    rows = keep_register(file)
    say(messages.text(checked_lang(lang), "cli.backup", rows=sum(rows.values()), file=file.name))


def restore(
    file: Path,
    replace: Annotated[bool, typer.Option("--replace", help="in place of what the register has; that is kept beside it first")] = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """Bring the register back from a backup, whole or not at all."""
    from actions.exports.backup import restore as bring_back
    from actions.exports.backup import strange_parks

    rows, kept = bring_back(file, replace)
    say(messages.text(checked_lang(lang), "cli.restore", rows=sum(rows.values()), file=file.name))
    if kept:
        say(messages.text(lang, "cli.replaced", file=kept))
    if strange_parks():
        say(messages.text(lang, "cli.strange_parks", parks=", ".join(strange_parks())))


def migrate(lang: Lang = messages.DEFAULT_LANG) -> None:
    """Make the register, or bring it up to date; any other command does the same when it needs it."""
    from actions.exports.backup import migrate as migrate_register

    say(messages.text(checked_lang(lang), "cli.migrate", schema=migrate_register()))


def warm(lang: Lang = messages.DEFAULT_LANG) -> None:
    """Compile the overlay, once for each version, so that nobody waits for it later."""
    from landuse.measure.warm import compile_kernels

    folder = compile_kernels()
    say(messages.text(checked_lang(lang), "cli.warm", folder=folder) if folder else messages.text(lang, "cli.warm_unkept"))


def serve(port: Annotated[int, typer.Option(help="the port to listen on, on this machine only")] = 8501) -> None:
    """The web app, on this machine only."""
    command = [sys.executable, "-m", "streamlit", "run", str(_ROOT / "app.py"), "--server.port", str(port)]
    raise typer.Exit(subprocess.call(command, cwd=_ROOT))
