"""What in a folder is ours: its name is one that we give, and it is the kind of thing that we make.

Other programs and people leave things everywhere: `.DS_Store`, `Thumbs.db`, `.nfs…`, `~$list.xlsx`, a note, a folder of
their own, a link that leads nowhere. Every listing of a folder goes through here, so that none of them is taken for data.
"""

import re
from pathlib import Path


def own(folder: Path, name: re.Pattern[str], folders: bool = False) -> list[Path]:
    """Files, or folders, in a folder whose whole name is one of ours, sorted; none where there is no such folder."""
    try:
        there = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [path for path in there if name.fullmatch(path.name) and _is_ours(path, folders)]


def _is_ours(path: Path, folders: bool) -> bool:
    try:
        return path.is_dir() if folders else path.is_file()
    except OSError:  # a link into a place that may not be looked at
        return False
