"""Routes of published plots: their shapes for the map, each plot's sheet and photo. All ask whether a plot is published, every time.

/geo/published.geojson?park=&lang=           published plots of one park, or of all
/plots/<nomination>/tomteark.pdf?lang=       the sheet of one published plot
/plots/<nomination>/photo.jpg                its photo
"""


from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from actions.map import map_data
from actions.offers import photos, plot_sheet, published
from landuse.words import messages
from landuse.words.errors import LanduseError

_ASK_AGAIN = {"cache-control": "private, no-cache"}


def plot_routes() -> list[BaseRoute]:
    """The routes of published plots; before those of a park's layers, which would take their addresses."""
    return [
        Route("/geo/published.geojson", _published),
        Route("/plots/{nomination:int}/tomteark.pdf", _sheet),
        Route("/plots/{nomination:int}/photo.jpg", _photo),
    ]


def _published(request: Request) -> Response:
    park_id, lang = request.query_params.get("park"), _lang(request)
    try:
        if park_id is not None:
            map_data.park(park_id)
        packed = published.geojson(park_id, lang)
    except LanduseError as error:
        return Response(error.text(lang), 404, media_type="text/plain")
    return Response(packed, headers=_ASK_AGAIN | {"content-encoding": "gzip"}, media_type="application/geo+json")


async def _sheet(request: Request) -> Response:
    lang, nomination_id = _lang(request), request.path_params["nomination"]
    try:
        page = await run_in_threadpool(_pdf, nomination_id, lang)
    except LanduseError as error:
        return Response(error.text(lang), 404, media_type="text/plain")
    name = {"content-disposition": f'attachment; filename="tomteark-{nomination_id}-{lang}.pdf"'}
    return Response(page, headers=_ASK_AGAIN | name, media_type="application/pdf")


def _photo(request: Request) -> Response:
    try:
        picture = photos.photo(published.offer(request.path_params["nomination"]).get("photo"))
    except LanduseError as error:
        return Response(error.text(_lang(request)), 404, media_type="text/plain")
    return Response(picture, headers=_ASK_AGAIN, media_type="image/jpeg") if picture else Response(status_code=404)


def _pdf(nomination_id: int, lang: str) -> bytes:
    told = published.offer(nomination_id, lang)
    return plot_sheet.plot_sheet(told["unit_id"], told, told["on"], lang, public=True)


def _lang(request: Request) -> str:
    asked = request.query_params.get("lang")
    return asked if asked in messages.LANGS else messages.DEFAULT_LANG
