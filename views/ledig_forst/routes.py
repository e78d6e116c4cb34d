"""Routes of Vacant first: an answer's shapes for the map, and the paper of a kept case.

/geo/answer/<answer>/<part>.geojson          what is taken, the proposal, the alternatives
/cases/<case>/saksframlegg.docx?lang=        the case paper; .json: the whole answer beside it
"""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from actions.vacant_first import answer_map, cases
from landuse.words.foreign import for_download
from views.web import address as address  # it says what a row's number is in a route
from views.web.answered import answered, asked_lang, unpacked_if_need_be

_CASES = "cases"  # take turns with the parks as one
_ASK_AGAIN = {"cache-control": "private, no-cache"}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def first_routes() -> list[BaseRoute]:
    """The routes; before those of a park's layers, which would take their addresses."""
    return [
        Route("/geo/answer/{token}/{part}.geojson", _shapes),
        Route("/cases/{case:row}/saksframlegg.docx", _paper),
        Route("/cases/{case:row}/saksframlegg.json", _document),
    ]


async def _shapes(request: Request) -> Response:
    def work() -> Response:
        packed = answer_map.geojson(request.path_params["token"], request.path_params["part"])
        return unpacked_if_need_be(request, packed, "application/geo+json", _ASK_AGAIN)

    return await answered(request, _CASES, work)


async def _paper(request: Request) -> Response:
    return await _file(request, cases.kept_paper, _WORD)


async def _document(request: Request) -> Response:
    return await _file(request, cases.kept_json, "application/json")


async def _file(request: Request, make: Callable[[int, str], tuple[str, bytes]], kind: str) -> Response:
    def work() -> Response:
        name, content = make(request.path_params["case"], asked_lang(request))
        return Response(content, headers=_ASK_AGAIN | {"content-disposition": for_download(name)}, media_type=kind)

    return await answered(request, _CASES, work, try_at_once=False)
