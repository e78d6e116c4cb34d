"""The pages of the app, in the order of their tabs."""

from collections.abc import Callable

from parks.park import Park
from views import om_tallene
from views.bekreftelse import page as bekreftelse
from views.data_eksport import page as data_eksport
from views.fremdrift import page as fremdrift
from views.kart import page as kart
from views.ledig_forst import page as ledig_forst
from views.tomter import one_plot
from views.tomter import page as tomter

Page = Callable[[list[Park], Park | None, str], None]

PAGES: dict[str, Page] = {
    "kart": kart.page,
    "fremdrift": fremdrift.page,
    "bekreftelse": bekreftelse.page,
    "ledig_forst": ledig_forst.page,
    "tomter": tomter.page,
    "tomt": one_plot.page,
    "data": data_eksport.page,
    "om_tallene": om_tallene.page,
}


def open_pages(plot: str | None) -> tuple[str, ...]:
    """The pages that have a tab: that of one plot only while a plot is open."""
    return tuple(name for name in PAGES if name != "tomt" or plot)
