"""The geodata routes beside the pages: shapes by URL, compressed, with tags that browsers can keep.

    /geo/norway.geojson                          outline of the municipalities
    /geo/<park>/units.shapes?date=&v=            the land units on a day, packed (actions/map/pack.py)
    /geo/<park>/<layer>.shapes?date=&v=          one layer on a day; of unasked-<layer>, the park's ground that it was not asked on
    /geo/<park>/search.json?date=&q=             the units that a few words mean, best first
    /geo/<park>/map.html?date=&lang=             the map as one file
    /geo/<park>/fremdrift.pdf?date=&lang=        the council's page
    /geo/<park>/arealregnskap.xlsx?date=&lang=   the land account for the municipal plan
    (published plots: views/tomter/routes.py; exported files: views/data_eksport/export_routes.py)

Who may is asked around every route (`views/web/entrance.py`).
"""

import gzip
import hashlib
import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from actions.map import map_data
from actions.map.file import map_file
from actions.map.unasked import PREFIX, unasked_shapes
from actions.people import asking
from actions.progress import land_account
from actions.progress.council_sheet import council_sheet
from landuse.words import messages
from landuse.words.foreign import each, for_download, for_line
from views.data_eksport.export_routes import export_routes
from views.data_eksport.import_routes import import_routes
from views.ledig_forst.routes import first_routes
from views.tomter.routes import plot_routes
from views.web import address, asked_acts
from views.web.answered import answered, asked_lang, unpacked_if_need_be
from views.web.login_routes import login_routes
from views.web.refusals import refusal

STATIC_DIR = Path(__file__).parent.parent.parent / "static"
_SEARCHED = 60  # letters of what is searched for, as many as the field takes
_HITS = 8  # more than that nobody reads; another letter says which is meant
_SHOWN = 40  # letters of an unreadable day that the sentence repeats
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KEEP = "private, max-age=31536000, immutable"
_ASK_AGAIN = "private, no-cache"


def routes() -> list[BaseRoute]:
    """All routes of our own."""
    return [
        *login_routes(),
        Route("/geo/norway.geojson", _norway),
        *plot_routes(),
        *first_routes(),
        *export_routes(lambda request, park_id: may_see(request, park_id)),
        *import_routes(lambda request, park_id: may_see(request, park_id)),
        Route("/geo/{park}/map.html", _map_file),
        Route("/geo/{park}/search.json", _search),
        Route("/geo/{park}/fremdrift.pdf", _council_sheet),
        Route("/geo/{park}/arealregnskap.xlsx", _land_account),
        Route("/geo/{park}/{layer}.shapes", _layer),
        Mount("/assets", StaticFiles(directory=STATIC_DIR)),
    ]


def may_see(request: Request, park_id: str | None) -> bool:
    """Whether the asker may do of a park what the address is; one local user, where nobody logs in, may."""
    row = asked_acts.asked(request.url.path)
    return row is not None and asking.may_now(row.act, park_id)


def _norway(request: Request) -> Response:
    return _answer(request, _norway_bytes(), "application/geo+json", _ASK_AGAIN)


async def _layer(request: Request) -> Response:
    return await _guarded(request, _layer_answer)


async def _map_file(request: Request) -> Response:
    return await _guarded(request, _map_file_answer)


async def _council_sheet(request: Request) -> Response:
    return await _guarded(request, _council_sheet_answer)


async def _land_account(request: Request) -> Response:
    return await _guarded(request, _land_account_answer)


async def _search(request: Request) -> Response:
    return await _guarded(request, _search_answer)


async def _guarded(request: Request, answer: Callable[[Request, str, date], Response]) -> Response:
    park_id, lang, asked = request.path_params["park"], asked_lang(request), request.query_params.get("date", "")
    if not may_see(request, park_id):
        return refusal(403, lang)
    try:
        on = address.day(asked)
    except ValueError:
        return refusal(400, lang, messages.text(lang, "error.bad_date", value=asked[:_SHOWN]))
    return await answered(request, park_id, lambda: answer(request, park_id, on))


def _layer_answer(request: Request, park_id: str, on: date) -> Response:
    version, layer_id = map_data.version(park_id), request.path_params["layer"]
    if layer_id.startswith(PREFIX):
        packed = unasked_shapes(park_id, layer_id.removeprefix(PREFIX), on, version)
    else:
        asked = (park_id,) if layer_id == "units" else (park_id, layer_id)
        packed = (map_data.units_shapes if layer_id == "units" else map_data.layer_shapes)(*asked, on, version)
    keep = _KEEP if request.query_params.get("v") == version else _ASK_AGAIN
    return _answer(request, packed, "application/json", keep, version)


def _map_file_answer(request: Request, park_id: str, on: date) -> Response:
    version = map_data.version(park_id)
    page = gzip.compress(map_file(park_id, on, asked_lang(request)).encode())
    name = {"content-disposition": for_download(f"{park_id}-{on.isoformat()}.html")}
    return _answer(request, page, "text/html", _ASK_AGAIN, version, name)


def _council_sheet_answer(request: Request, park_id: str, on: date) -> Response:
    lang = asked_lang(request)
    return _file(council_sheet(park_id, on, lang), f"fremdrift-{park_id}-{on.isoformat()}-{lang}.pdf", "application/pdf")


def _land_account_answer(request: Request, park_id: str, on: date) -> Response:
    lang = asked_lang(request)
    return _file(land_account.sheet(park_id, on, lang), f"arealregnskap-{park_id}-{on.isoformat()}-{lang}.xlsx", _WORKBOOK)


def _file(content: bytes, name: str, kind: str) -> Response:
    return Response(content, headers={"cache-control": _ASK_AGAIN, "content-disposition": for_download(name)}, media_type=kind)


def _search_answer(request: Request, park_id: str, on: date) -> Response:
    version = map_data.version(park_id)
    found = map_data.search(park_id, on, version, request.query_params.get("q", "")[:_SEARCHED]).head(_HITS)
    rows = [
        {"id": unit_id, "name": row["name"], "parcel": row["parcel_number"], "cls": row["class"], "area_m2": float(row["area_m2"])}
        for unit_id, row in found.astype(object).where(found.notna(), None).iterrows()
    ]
    packed = gzip.compress(json.dumps(each(rows, for_line), ensure_ascii=False).encode(), mtime=0)
    return _answer(request, packed, "application/json", _ASK_AGAIN, version)


def _answer(request: Request, packed: bytes, kind: str, keep: str, version: str = "", more: dict[str, str] | None = None) -> Response:
    """The bytes under a tag that is of them and of what they were made from: another state of the register is another tag."""
    tag = f'"{hashlib.sha256(version.encode() + packed).hexdigest()[:20]}"'
    headers = {"etag": tag, "cache-control": keep, **(more or {})}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"vary": "accept-encoding", **headers})
    return unpacked_if_need_be(request, packed, kind, headers)


@cache
def _norway_bytes() -> bytes:
    outline = json.loads((STATIC_DIR / "norway" / "municipalities.geojson").read_text(encoding="utf-8"))
    outline.pop("crs", None)
    return gzip.compress(json.dumps(outline, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)
