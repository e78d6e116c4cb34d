"""Routes of published plots: their shapes for the map, each plot's sheet and photo. All ask whether a plot is published, every time.

/geo/published.geojson?park=&lang=           published plots of one park, or of all
/plots/<nomination>/tomteark.pdf?lang=       the sheet of one published plot
/plots/<nomination>/photo.jpg                its photo
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from actions.map import map_data
from actions.offers import photos, plot_sheet, published
from landuse.words.foreign import for_download
from views.web import address as address  # it says what a row's number is in a route
from views.web.answered import answered, asked_lang, unpacked_if_need_be
from views.web.refusals import refusal

_ALL = "published plots"  # of every park: they take turns as one
_ASK_AGAIN = {"cache-control": "private, no-cache"}


def plot_routes() -> list[BaseRoute]:
    """The routes of published plots; before those of a park's layers, which would take their addresses."""
    return [
        Route("/geo/published.geojson", _published),
        Route("/plots/{nomination:row}/tomteark.pdf", _sheet),
        Route("/plots/{nomination:row}/photo.jpg", _photo),
    ]


async def _published(request: Request) -> Response:
    park_id, lang = request.query_params.get("park"), asked_lang(request)

    def work() -> Response:
        if park_id is not None:
            map_data.park(park_id)
        packed = published.geojson(park_id, lang)
        return unpacked_if_need_be(request, packed, "application/geo+json", _ASK_AGAIN)

    return await answered(request, _ALL, work)


async def _sheet(request: Request) -> Response:
    lang, nomination_id = asked_lang(request), request.path_params["nomination"]
    name = {"content-disposition": for_download(f"tomteark-{nomination_id}-{lang}.pdf")}

    def work() -> Response:
        return Response(_pdf(nomination_id, lang), headers=_ASK_AGAIN | name, media_type="application/pdf")

    return await answered(request, _ALL, work, try_at_once=False)


async def _photo(request: Request) -> Response:
    def work() -> Response:
        picture = photos.photo(published.offer(request.path_params["nomination"]).get("photo"))
        return Response(picture, headers=_ASK_AGAIN, media_type="image/jpeg") if picture else refusal(404, asked_lang(request))

    return await answered(request, _ALL, work)


def _pdf(nomination_id: int, lang: str) -> bytes:
    told = published.offer(nomination_id, lang)
    return plot_sheet.plot_sheet(told["unit_id"], told, told["on"], lang, public=True)
