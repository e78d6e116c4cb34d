"""Routes of Vacant first: an answer's shapes for the map, and the paper of a kept case.

/geo/answer/<answer>/<part>.geojson          what is taken, the proposal, the alternatives
/cases/<case>/saksframlegg.docx?lang=        the case paper; .json: the whole answer beside it
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from actions.vacant_first import answer_map, cases
from landuse.words import messages
from landuse.words.errors import LanduseError

_ASK_AGAIN = {"cache-control": "private, no-cache"}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def first_routes() -> list[BaseRoute]:
    """The routes; before those of a park's layers, which would take their addresses."""
    return [
        Route("/geo/answer/{token}/{part}.geojson", _shapes),
        Route("/cases/{case:int}/saksframlegg.docx", _paper),
        Route("/cases/{case:int}/saksframlegg.json", _document),
    ]


def _shapes(request: Request) -> Response:
    try:
        packed = answer_map.geojson(request.path_params["token"], request.path_params["part"])
    except LanduseError as error:
        return Response(error.text(_lang(request)), 404, media_type="text/plain")
    return Response(packed, headers=_ASK_AGAIN | {"content-encoding": "gzip"}, media_type="application/geo+json")


async def _paper(request: Request) -> Response:
    return await _file(request, cases.kept_paper, _WORD)


async def _document(request: Request) -> Response:
    return await _file(request, cases.kept_json, "application/json")


async def _file(request: Request, make: object, kind: str) -> Response:
    lang = _lang(request)
    try:
        name, content = await run_in_threadpool(make, request.path_params["case"], lang)
    except LanduseError as error:
        return Response(error.text(lang), 404, media_type="text/plain")
    headers = _ASK_AGAIN | {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type=kind)


def _lang(request: Request) -> str:
    asked = request.query_params.get("lang")
    return asked if asked in messages.LANGS else messages.DEFAULT_LANG
