"""A sentence stands in the catalogue that the first word of its key names, in every language the same keys."""

from pathlib import Path

import pytest

from landuse.words import messages
from scripts import place_words

_FOLDERS = sorted(place_words.LOCALE.glob("[!.]*/LC_MESSAGES"))


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_sentence_stands_where_its_key_says(folder: Path) -> None:
    assert place_words.misplaced(folder) == [], "python -m scripts.place_words"


def test_every_language_has_the_same_keys() -> None:
    keys = {lang: set(messages.catalogue(lang)) for lang in messages.LANGS}
    assert len(_FOLDERS) == len(keys) and all(found == keys[messages.DEFAULT_LANG] for found in keys.values())


def test_a_stray_sentence_is_told_and_moved_and_was_written_last(tmp_path: Path) -> None:
    folder = tmp_path / "nb" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr ""\n"Language: nb\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    old = 'msgid "error.a"\nmsgstr "gammel"\n\nmsgid "error.b"\nmsgstr ""\n"to "\n"deler"'
    (folder / "error.po").write_text(head + old, encoding="utf-8")
    (folder / "views.po").write_text(f'{head}# Said of a\nmsgid "error.a"\nmsgstr "ny"\n\nmsgid "views.c"\nmsgstr "c"\n', encoding="utf-8")
    assert place_words.misplaced(folder) == ["error.a in views.po"]
    place_words.place(folder)
    assert place_words.misplaced(folder) == []
    found = {key: words for path in sorted(folder.glob("*.po")) for key, words in messages._read(path).items()}
    assert found == {"error.a": "ny", "error.b": "to deler", "views.c": "c"}
    assert "# Said of a" in (folder / "error.po").read_text(encoding="utf-8")


def test_what_is_no_sentence_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / "views.po").write_text('msgid ""\nmsgstr ""\n\nmsgctxt "x"\nmsgid "views.a"\nmsgstr "a"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="no sentence"):
        place_words.misplaced(tmp_path)
