"""Put every sentence of the catalogues where its key says: `python -m scripts.place_words`.

The first word of a key names its catalogue: `error.unknown_park` stands in `error.po`. A sentence that stands elsewhere was written
there last, so that it wins over one of the same key in its place.
"""

import re
from pathlib import Path

LOCALE = Path(__file__).parent.parent / "landuse" / "locale"
_ENTRY = re.compile(r'(?:^#.*\n)*^msgid "(?P<key>[^"\\]+)"\n(?:msgstr .*\n)(?:^".*"\n)*', re.MULTILINE)
_HEAD = """msgid ""
msgstr ""
"Language: {lang}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def catalogue_of(key: str) -> str:
    """The catalogue that a key stands in."""
    return key.partition(".")[0]


def misplaced(folder: Path) -> list[str]:
    """The keys of one language that stand elsewhere, each with its catalogue."""
    return [f"{key} in {path.name}" for path in _catalogues(folder) for key in _entries(path) if catalogue_of(key) != path.stem]


def place(folder: Path) -> None:
    """Move what is misplaced; a catalogue that is left without a sentence goes."""
    strays: dict[str, dict[str, str]] = {}
    kept: dict[str, dict[str, str]] = {}
    for path in _catalogues(folder):
        for key, entry in _entries(path).items():
            found = kept if catalogue_of(key) == path.stem else strays
            found.setdefault(catalogue_of(key), {})[key] = entry
    for path in _catalogues(folder):
        path.unlink()
    for name in sorted({*kept, *strays}):
        entries = kept.get(name, {}) | strays.get(name, {})
        (folder / f"{name}.po").write_text("\n".join([_HEAD.format(lang=folder.parent.name), *entries.values()]), encoding="utf-8")


def _catalogues(folder: Path) -> list[Path]:
    return sorted(folder.glob("[!.]*.po"))


def _entries(path: Path) -> dict[str, str]:
    """Each sentence of a catalogue as it is written, with the remarks over it.

    Raises
    ------
    ValueError : something in the file is neither its head nor a sentence
    """
    text = path.read_text(encoding="utf-8").rstrip("\n") + "\n"
    rest = _ENTRY.sub("", text)
    if rest.count("msgid") > 1 or "msgctxt" in rest:
        raise ValueError(f"{path.name} has something that is no sentence: {rest[:200]}")
    return {found["key"]: found[0] for found in _ENTRY.finditer(text)}


if __name__ == "__main__":
    for language in sorted(LOCALE.glob("[!.]*/LC_MESSAGES")):
        place(language)
