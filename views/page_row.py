"""What is declared of a page: its address, its place among the tabs, what draws it."""

from collections.abc import Callable
from dataclasses import dataclass

from parks.park import Park

Draw = Callable[[list[Park], Park | None, str], None]


@dataclass(frozen=True)
class Page:
    """One page; its name in the tab is `views.page.ADDRESS` in the catalogues.

    address : what the tool's address calls it (`?page=kart`)
    rank : its place among the tabs; the first one is where a session begins
    draw : shows it of all parks, of one where one is chosen, in a language
    needs : the choice of the session that it is about, without which it has no tab
    act : whoever may do it sees the page, where people log in (`landuse/roles/may.csv`); one that says none is nobody's then
    """

    address: str
    rank: float
    draw: Draw
    needs: str | None = None
    act: str | None = None
