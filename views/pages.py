"""The pages of the app, in the order of their tabs: each folder of this room with a `row.py` has one or more."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

import views
from views.page_row import Page

_ROW = "row"


def _declared() -> dict[str, Page]:
    """All pages by their address.

    Raises
    ------
    TypeError : a folder's `ROWS` has something that is no Page, or two pages have one address
    """
    folders = [folder.name for folder in iter_modules(views.__path__) if folder.ispkg and find_spec(f"views.{folder.name}.{_ROW}")]
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
