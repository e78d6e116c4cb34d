"""Files from the browser: all of a park's at once, read with progress and staged together."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import streamlit as st

from actions.drop import staged_drop
from actions.drop.reading import How
from actions.imports import file_formats, pending
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_markdown
from landuse.words.log import happened
from parks.park import Park
from parks.scratch import scratch_folder
from views.parts import error_words, notice, upload

_FILE_MB = 200


def show(park: Park, lang: str) -> None:
    """Choose files and read them; what they are, and what is unclear, is seen below."""
    files = field("import.files", f"import-files-{park.id}-{_turn()}", lang)
    if st.button(messages.text(lang, "import.read"), type="primary", disabled=not files, key="import-read"):
        try:
            with uploaded(files) as paths:
                reading(lambda how: staged_drop.stage(park.id, paths, {}, how), lang)
        except LanduseError as error:
            happened("refusal", where="import", park=park.id, code=error.code, said=error)
            notice.refusal(error_words.sentence(error, lang))
            return
        st.session_state["import-turn"] = _turn() + 1
        st.rerun()


def field(words: str, key: str, lang: str) -> list[Any]:
    """The field for many files."""
    label = messages.text(lang, words, formats=file_formats.titles(lang))
    return upload.field(label, key, _FILE_MB, lang, type=file_formats.endings(), accept_multiple_files=True)


@contextmanager
def uploaded(files: Sequence[Any]) -> Iterator[list[Path]]:
    """What was chosen, as files for as long as the block runs; two of one name in a folder each, and the parts of a shapefile together."""
    with scratch_folder() as folder:
        paths: list[Path] = []
        for number, file in enumerate(files):
            name = pending.safe_name(file.name)
            home = folder if not (folder / name).exists() else folder / str(number)
            home.mkdir(exist_ok=True)
            path = home / name
            path.write_bytes(file.getbuffer())
            paths.append(path)
        yield paths


def reading(read: Callable[[How], Any], lang: str) -> Any:
    """Read with a bar that says which file is read, and a file's place in the line where it waits."""
    with st.status(messages.text(lang, "import.read"), expanded=True) as status:
        bar = st.progress(0.0)

        @contextmanager
        def around(name: str, number: int, count: int) -> Iterator[None]:
            words = messages.text(lang, "import.reading", file=name, number=number, count=count)
            bar.progress((number - 1) / max(count, 1), for_markdown(words))
            status.update(label=for_markdown(words))
            with upload.in_line(name, lang):
                yield

        made = read(How(while_reading=around))
        bar.progress(1.0)
        status.update(label=messages.text(lang, "drop.read_done"), state="complete", expanded=False)
    return made


def _turn() -> int:
    return st.session_state.get("import-turn", 0)
