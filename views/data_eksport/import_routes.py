"""The routes of staged imports: /geo/<park>/import/<token>/{rows,findings,rejected}.geojson?lang= and report.{xlsx,geojson}

Each asks `may_see` for the park; nothing of them is kept by the browser.
"""

import gzip
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from actions.imports import findings_file, pending, pending_map
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_download
from parks.scratch import scratch_folder
from views.web.answered import answered, asked_lang
from views.web.refusals import refusal

_GEOJSON = "application/geo+json"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NEVER_KEPT = {"cache-control": "private, no-store"}
MaySee = Callable[[Request, str | None], bool]


def import_routes(may_see: MaySee) -> list[BaseRoute]:
    """The routes; `may_see` says whether the asker may see a park."""

    async def answer(request: Request) -> Response:
        park_id, token, name = (request.path_params[part] for part in ("park", "token", "name"))
        if not may_see(request, park_id):
            return refusal(403, asked_lang(request))
        return await answered(request, park_id, lambda: _file(park_id, token, name, asked_lang(request)), try_at_once=False)

    return [Route("/geo/{park}/import/{token}/{name}", answer)]


def _file(park_id: str, token: str, name: str, lang: str) -> Response:
    if name == "rows.geojson":
        return Response(gzip.decompress(pending_map.rows_geojson(park_id, token)), headers=_NEVER_KEPT, media_type=_GEOJSON)
    if name == "findings.geojson":
        return Response(gzip.decompress(pending_map.findings_geojson(park_id, token, lang)), headers=_NEVER_KEPT, media_type=_GEOJSON)
    found = pending.pending(park_id, token)
    if name == "rejected.geojson" and found.rejected:
        return _download(found.rejected.read_bytes(), f"{Path(found.told['file']).stem}-rejected.geojson", _GEOJSON)
    ending = Path(name).suffix
    if name not in ("report.xlsx", "report.geojson"):
        raise LanduseError("pending_missing")
    with scratch_folder() as folder:
        path = folder / f"report{ending}"
        findings_file.write(found.told["findings"], path, lang)
        return _download(path.read_bytes(), f"{Path(found.told['file']).stem}-report{ending}", _SHEET if ending == ".xlsx" else _GEOJSON)


def _download(content: bytes, name: str, kind: str) -> Response:
    return Response(content, headers={**_NEVER_KEPT, "content-disposition": for_download(name)}, media_type=kind)
