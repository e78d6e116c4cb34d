"""A first number without a file: `start`, `services`."""

from pathlib import Path
from typing import Annotated

import typer

from commands._said import AsJson, Lang, checked_lang, say, show
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.numbers import M2_PER_DAA


def start(
    name: Annotated[str, typer.Argument(help="what the ground is called")],
    municipality: Annotated[str, typer.Option(help="kommunenummer, four digits")],
    perimeter: Annotated[Path, typer.Option(help="a file with the ground's outline")],
    vacant_daa: Annotated[float | None, typer.Option(help="how much of it is vacant and fully zoned today, in daa")] = None,
    outside_daa: Annotated[float | None, typer.Option(help="how much of it is not zoned for business, in daa")] = None,
    patch: Annotated[
        list[str] | None, typer.Option(metavar="NUMBER=ANSWER", help="what a patch is: used, vacant or outside; once for each")
    ] = None,
    as_json: AsJson = False,
    lang: Lang = messages.DEFAULT_LANG,
) -> None:
    """An estimate from public services that the settings name: between which figures, and which answers narrow it most. No park is made."""
    from actions.first_range import words
    from actions.first_range.estimate import estimate
    from landuse.first_range.ends import Said

    vacant_m2, outside_m2 = (None if one is None else one * M2_PER_DAA for one in (vacant_daa, outside_daa))
    said = Said(vacant_m2, outside_m2, _patches(patch or []))
    found = estimate(name, municipality, perimeter, words.progress(checked_lang(lang), say), said)
    show(words.document(found, lang), as_json, lambda: words.text(found, checked_lang(lang)))


def services(as_json: AsJson = False, lang: Lang = messages.DEFAULT_LANG) -> None:
    """Which of the public services that the settings name answer, and whose columns have changed. Exit code 1: one cannot be used."""
    from actions.first_range import words
    from actions.first_range.check import check

    found = check()
    show(words.checked_document(found, checked_lang(lang)), as_json, lambda: words.checked_text(found, checked_lang(lang)))
    if any(one.answer is not None and one.answer.code for one in found):
        raise typer.Exit(1)


def _patches(said: list[str]) -> tuple[tuple[int, str], ...]:
    """What somebody says of patches.

    Raises
    ------
    LanduseError : range_patch_word
    """
    found = []
    for one in said:
        number, _, word = one.partition("=")
        if not number.isdigit() or word not in ("used", "vacant", "outside"):
            raise LanduseError("range_patch_word", said=one)
        found.append((int(number), word))
    return tuple(found)
