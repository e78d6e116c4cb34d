"""The one error that a user reads: a code with its values, put into words by the message catalogue."""

import errno
import math
from datetime import date
from decimal import Decimal

from landuse.words import messages, numbers


class Word(str):
    """A value that is itself in the catalogue, by its key: said in the sentence's own language."""


class Named(str):
    """A name that the programme compares by, said as what people call it in each language: a layer by its title."""

    titles: dict[str, str]

    def __new__(cls, own: str, titles: dict[str, str]) -> "Named":
        """The name with what it is called by language."""
        made = super().__new__(cls, own)
        made.titles = titles
        return made

    def __reduce__(self) -> tuple:
        """Travels between processes with its titles."""
        return Named, (str(self), self.titles)


class Words(tuple):
    """Several of them, said one after another."""


class Number(float):
    """A value that is written with the decimals that it needs: 20 and 0.001, where a float 20.0 keeps its own."""


class LanduseError(Exception):
    """Bad data or a wrong call, told in one sentence: what, where, expected, got, what to do.

    Parameters
    ----------
    code : key of the sentence, `error.<code>` in every catalogue
    values : the values that the sentence names; a `Word`, a float and a date are written as the language writes them
    """

    def __init__(self, code: str, **values: object):
        self.code = code
        self.values = values
        super().__init__(code, values)

    def __reduce__(self) -> tuple:
        """Travels between processes with its values."""
        return _again, (self.code, self.values)

    def text(self, lang: str = messages.DEFAULT_LANG) -> str:
        """The sentence in one language."""
        return messages.text(lang, f"error.{self.code}", **{name: _written(value, lang) for name, value in self.values.items()})

    def __str__(self) -> str:
        return self.text("en")


_SYSTEM = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "no_room"),
    errno.EROFS: "read_only",
    **dict.fromkeys((errno.EACCES, errno.EPERM), "denied"),
    errno.ENOENT: "missing",
    errno.ENOTDIR: "no_folder",
    **dict.fromkeys((errno.EEXIST, errno.ENOTEMPTY, errno.EISDIR, errno.EBUSY), "occupied"),
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), "too_many"),
    **dict.fromkeys((errno.EIO, errno.ESTALE, errno.ENODEV, errno.ENXIO), "disk"),
}


def system_word(error: OSError) -> Word:
    """Why the system refused, for a sentence in any language; its own words are English."""
    return Word(f"system.{_SYSTEM.get(error.errno or 0, 'other')}")


def _written(value: object, lang: str) -> object:
    if isinstance(value, Word):
        return messages.text(lang, value)
    if isinstance(value, Named):
        return value.titles[lang]
    if isinstance(value, Words):
        return ", ".join(messages.text(lang, key) for key in value)
    if isinstance(value, float) and math.isfinite(value):
        digits = Decimal(str(float(value)))
        shown = digits.normalize() if isinstance(value, Number) else digits
        return numbers.decimal(value, lang, max(0, -int(shown.as_tuple().exponent)))
    if isinstance(value, date):
        return numbers.day(value, lang)
    return value


def _again(code: str, values: dict[str, object]) -> LanduseError:
    return LanduseError(code, **values)
