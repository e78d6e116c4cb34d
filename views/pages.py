"""The pages of the app, in the order of their tabs: each folder of this room with a `row.py` has one or more."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from views.page_row import Page

_ROW = "row"


def _declared() -> dict[str, Page]:
    """All pages by their address.

    Raises
    ------
    TypeError : a folder's `ROWS` has something that is no Page, or two pages have one address
    """
    folders = sorted(path.parent.name for path in Path(__file__).parent.glob(f"*/{_ROW}.py"))
    rows = [row for folder in folders for row in import_module(f"views.{folder}.{_ROW}").ROWS]
    if not all(isinstance(row, Page) for row in rows) or len({row.address for row in rows}) != len(rows):
        raise TypeError("A folder of views/ declares what is no Page, or two pages have one address")
    return {row.address: row for row in sorted(rows, key=lambda row: row.rank)}


PAGES = _declared()


def open_pages(chosen: Callable[[str], Any]) -> tuple[str, ...]:
    """The pages that have a tab: one that is about a choice only while there is such a choice.

    Parameters
    ----------
    chosen : what is chosen of the session, by its name
    """
    return tuple(address for address, page in PAGES.items() if page.needs is None or chosen(page.needs))
