"""The route of exported files: /export/<name>?park=&park=&when=&lang=&published=&paper=

It asks `may_see` for every park in it, each time; the file is made where it has not been made yet.
"""

from collections.abc import Callable
from pathlib import PurePath

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from landuse.words import messages
from landuse.words.errors import LanduseError
from views.data_eksport import export_file
from views.data_eksport.export_file import KINDS, Wish

_NEVER_KEPT = "private, no-store"
_WHEN = ("today", "baseline")


def export_routes(may_see: Callable[[Request, str | None], bool]) -> list[BaseRoute]:
    """The route; `may_see` says whether the asker may see a park."""

    async def answer(request: Request) -> Response:
        wish = _wish(request)
        if not all(may_see(request, park_id) for park_id in wish.park_ids):
            return Response(status_code=403)
        try:
            return _file(wish, await run_in_threadpool(_checked, wish))
        except LanduseError as error:
            return Response(error.text(wish.lang), 404, media_type="text/plain")

    return [Route("/export/{name}", answer)]


def _wish(request: Request) -> Wish:
    asked, ending = request.query_params, PurePath(request.path_params["name"]).suffix.lower()
    lang = asked.get("lang") if asked.get("lang") in messages.LANGS else messages.DEFAULT_LANG
    when = asked.get("when") if asked.get("when") in _WHEN else _WHEN[0]
    return Wish(tuple(asked.getlist("park")), when, ending, lang, asked.get("published") == "1", asked.get("paper", "A4"))


def _checked(wish: Wish) -> bytes:
    if not wish.park_ids:
        raise LanduseError("export_no_park")
    if wish.ending not in KINDS:
        raise LanduseError("export_format", file=f"*{wish.ending}", ending=wish.ending or "–", known=", ".join(KINDS))
    return export_file.made(wish).content


def _file(wish: Wish, content: bytes) -> Response:
    named = {"content-disposition": f'attachment; filename="{wish.file_name()}"', "cache-control": _NEVER_KEPT}
    return Response(content, headers=named, media_type=KINDS[wish.ending])
