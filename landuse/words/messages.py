"""Every word that a user reads, in each language, from the gettext catalogues in `locale/`.

A key stands in the catalogue that its first word names (`error.unknown_park` in `error.po`), and in no other.
Babel reads them when they are first used, so no binary file has to be kept in step.
"""

from functools import cache
from pathlib import Path, PurePath
from string import Formatter

from babel.messages.pofile import read_po

from landuse.words.foreign import seen
from landuse.words.languages import DEFAULT, languages

LANGS = tuple(languages())
_WRITTEN = (str, BaseException, PurePath)  # what somebody else may have written
DEFAULT_LANG = DEFAULT
_LOCALE_DIR = Path(__file__).parent.parent / "locale"


class _Counting(Formatter):
    """Numbers with the words that go with them in the language of the sentence."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, many = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return (one if str(value) == "1" else many).replace("#", str(value))


_COUNTING = _Counting()


@cache
def catalogue(lang: str) -> dict[str, str]:
    """All sentences of one language by key.

    Raises
    ------
    ValueError : the language is not one of `LANGS`, or a key stands in two catalogues
    """
    if lang not in LANGS:
        raise ValueError(f"language {lang!r} is not one of {LANGS}")
    sentences: dict[str, str] = {}
    for path in sorted((_LOCALE_DIR / lang / "LC_MESSAGES").glob("[!.]*.po")):
        for key, sentence in _read(path).items():
            if key in sentences:
                raise ValueError(f"{key} stands twice in the {lang} catalogues, last in {path.name}")
            sentences[key] = sentence
    return sentences


def text(lang: str, key: str, **values: object) -> str:
    """The sentence for a key, with its `{named}` values filled in; nothing in a value acts on the words around it.

    A count may bring its words along, those for one before those for any other number: `{plots:# vacant plot|# vacant plots}`.

    Raises
    ------
    KeyError : no catalogue has the key, or the sentence names a value that was not given
    """
    sentence = catalogue(lang)[key]
    shown = {name: seen(str(value)) if isinstance(value, _WRITTEN) else value for name, value in values.items()}
    return _COUNTING.vformat(sentence, (), shown) if "|" in sentence else sentence.format_map(shown)


def has(key: str) -> bool:
    """Whether the catalogues know a key."""
    return key in catalogue(DEFAULT_LANG)


def _read(path: Path) -> dict[str, str]:
    with path.open("rb") as stream:
        entries = read_po(stream, abort_invalid=True)
    return {str(entry.id): str(entry.string) for entry in entries if entry.id and entry.string and not entry.fuzzy}
