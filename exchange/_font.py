"""What the papers' typeface can set: a page for those who listen (PDF/UA) may hold no letter that its font does not draw."""

import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont

from landuse.words.foreign import seen

_BOX = "□"
_FACE = "Inter[opsz,wght].ttf"
_LINES = frozenset("\n\t")


def folder() -> Path:
    """The folder of Inter, the app's own typeface, from the package fontpkg-inter (OFL)."""
    return Path(str(files("fontpkg_inter") / "files"))


def for_paper(text: str) -> str:
    """The text as Inter can set it: `□` for each letter that it has not, and for what would act instead of being seen.

    An accent that makes no letter of its own with the one before it is such a letter: a drawing cannot place it.
    """
    known = _known()
    told = unicodedata.normalize("NFC", seen(text))
    return "".join(letter if letter in known else _BOX for letter in told)


@cache
def _known() -> frozenset[str]:
    with TTFont(folder() / _FACE, lazy=True) as font:
        drawn = {chr(code) for code in font["cmap"].getBestCmap()}
    return frozenset(sign for sign in drawn if not unicodedata.combining(sign)) | _LINES
