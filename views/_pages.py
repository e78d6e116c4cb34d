"""The pages of the app, in the order of their tabs."""

from collections.abc import Callable

from layers._park import Park
from views import bekreftelse, data_eksport, fremdrift, kart, ledig_forst, om_tallene, tomt, tomter

Page = Callable[[list[Park], Park | None, str], None]

PAGES: dict[str, Page] = {
    "kart": kart.page,
    "fremdrift": fremdrift.page,
    "bekreftelse": bekreftelse.page,
    "ledig_forst": ledig_forst.page,
    "tomter": tomter.page,
    "tomt": tomt.page,
    "data": data_eksport.page,
    "om_tallene": om_tallene.page,
}


def open_pages(plot: str | None) -> tuple[str, ...]:
    """The pages that have a tab: that of one plot only while a plot is open."""
    return tuple(name for name in PAGES if name != "tomt" or plot)
