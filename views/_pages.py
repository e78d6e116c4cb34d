"""The pages of the app, in the order of their tabs."""

from collections.abc import Callable

from layers._park import Park
from views import bekreftelse, fremdrift, kart, om_tallene

Page = Callable[[list[Park], Park | None, str], None]

PAGES: dict[str, Page] = {
    "kart": kart.page,
    "fremdrift": fremdrift.page,
    "bekreftelse": bekreftelse.page,
    "om_tallene": om_tallene.page,
}
