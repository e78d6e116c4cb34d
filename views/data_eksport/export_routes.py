"""The route of exported files: /export/<name>?park=&park=&when=&lang=&published=&paper=

It asks `may_see` for every park in it, each time; the file is made where it has not been made yet.
"""

from collections.abc import Callable
from pathlib import PurePath

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from actions.exports.formats import ENDINGS, media_type
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_download
from views import state
from views.data_eksport import export_file
from views.data_eksport.export_file import Wish
from views.web.answered import answered, asked_lang
from views.web.refusals import refusal

_NEVER_KEPT = "private, no-store"


def export_routes(may_see: Callable[[Request, str | None], bool]) -> list[BaseRoute]:
    """The route; `may_see` says whether the asker may see a park."""

    async def answer(request: Request) -> Response:
        wish = _wish(request)
        if not all(may_see(request, park_id) for park_id in wish.park_ids):
            return refusal(403, wish.lang)
        return await answered(request, " ".join(wish.park_ids), lambda: _file(wish, _checked(wish)))

    return [Route("/export/{name}", answer)]


def _wish(request: Request) -> Wish:
    asked, ending = request.query_params, PurePath(request.path_params["name"]).suffix.lower()
    when = state.read_when(asked.get("when")) or "today"
    parks = tuple(dict.fromkeys(asked.getlist("park")))
    return Wish(parks, when, ending, asked_lang(request), asked.get("published") == "1", asked.get("paper", "A4"))


def _checked(wish: Wish) -> bytes:
    if not wish.park_ids:
        raise LanduseError("export_no_park")
    if wish.ending not in ENDINGS:
        raise LanduseError("export_format", file=f"*{wish.ending}", ending=wish.ending or "–", known=", ".join(ENDINGS))
    return export_file.made(wish).content


def _file(wish: Wish, content: bytes) -> Response:
    named = {"content-disposition": for_download(wish.file_name()), "cache-control": _NEVER_KEPT}
    return Response(content, headers=named, media_type=media_type(wish.ending))
