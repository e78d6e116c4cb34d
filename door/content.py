"""What a file is by its own bytes, whatever its ending says."""

import re
from pathlib import Path
from typing import Any

from door.formats.heads import head
from door.formats.registry import all_formats, named
from landuse.words.errors import LanduseError

_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)


def true_format(copy: Path, said: str) -> tuple[str, tuple[tuple[Any, ...], ...]]:
    """The format that the content is, with a note where its ending says another."""
    found = None if copy.is_dir() else all_formats()[said].truly(copy)
    return (said, ()) if found in (None, said) else (str(found), (("content", found, copy.suffix),))


def check_content(copy: Path, kind: str, name: str) -> None:
    """That the bytes are what the format says.

    Raises
    ------
    LanduseError : file_empty, web_page, format_mismatch, and what the format refuses
    """
    declared, start = all_formats()[kind], head(copy)
    if not copy.is_dir():
        if copy.stat().st_size == 0:
            raise LanduseError("file_empty", file=name)
        if not declared.is_packed and _WEB_PAGE.match(start):
            raise LanduseError("web_page", file=name)
        declared.refused(copy, start, name)
    if not declared.looks_like(start, copy):
        raise LanduseError("format_mismatch", file=name, ending=copy.suffix, format=named(kind))
