"""Words that several parts of a page share."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

from landuse.words import messages, numbers
from landuse.words.foreign import for_line

Option = TypeVar("Option")

_LEAST_DAA = 0.05  # smaller areas would read as 0,0 daa


def capital(words: str) -> str:
    """The same words with a capital first."""
    return words[:1].upper() + words[1:]


def within(words: str) -> str:
    """The same words as they stand within a sentence: a small letter first, and names of capitals (AR5) as they are."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def unit_name(name: str | None, lang: str) -> str:
    """What a unit is called; ground without plot and parcel says so."""
    return name if isinstance(name, str) and name else messages.text(lang, "views.unregistered")


def area_words(area_m2: float, lang: str) -> str:
    """An area in daa; slivers in m², so that none reads as 0,0 daa."""
    return numbers.m2(area_m2, lang) if area_m2 < _LEAST_DAA * numbers.M2_PER_DAA else numbers.daa(area_m2, lang, 1)


def told_apart(options: Iterable[Option], words: Callable[[Option], str], *more: Callable[[Option], object]) -> Callable[[Option], str]:
    """What says an option in its field (`format_func`), no two alike: Streamlit reads back the words, and takes the first that fits.

    Nothing in them acts on who reads them.

    Parameters
    ----------
    more : what is said beside words that several options share, the plainest first; where that is not enough, the option itself is
    """
    said = {one: for_line(words(one)) for one in options}
    place = {one: number for number, one in enumerate(said, start=1)}
    ways: list[Callable[[Option], object]] = [*more, str]
    while shared := {word for word, times in Counter(said.values()).items() if times > 1}:
        tell = ways.pop(0) if ways else place.__getitem__  # options that differ in what nobody sees
        said = {one: f"{word} · {for_line(str(tell(one)))}" if word in shared else word for one, word in said.items()}
    return said.__getitem__
