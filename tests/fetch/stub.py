"""A service with faults on order: the first part of the path names the fault, the rest the protocol. 25 points on a row, 100 m apart."""

import asyncio
import gzip
import itertools
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

N, SHORT = 25, 4
_NS = "http://skjema.geonorge.no/SOSI/produktspesifikasjon/Matrikkelen-Bygningspunkt/20211101"
Point = tuple[int, float, float]


class Stub:
    """asked : how often each path was asked; agents : who asked; most_at_once : questions under way at the same time, at most"""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.keys: set[str] = set()
        self.under_way = self.most_at_once = 0
        self.url = ""
        self._fresh = itertools.count(1)

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route("/{trap}/{rest:path}", self.serve, methods=["GET", "POST"])])

    async def serve(self, request: Request) -> Response:
        trap, rest = request.path_params["trap"], request.path_params["rest"]
        ask = {key.lower(): value for key, value in request.query_params.items()}
        self.asked[f"{trap}/{rest}"] += 1
        self.agents.add(request.headers["user-agent"])
        self.keys.add(request.headers.get("authorization", ""))
        is_first = self.asked[f"{trap}/{rest}"] % 2 == 1
        if trap == "busy" or (trap == "busy_once" and is_first):
            return Response("slow down", 429, {"Retry-After": "3600" if trap == "busy" else "1"})
        if trap == "down" or (trap == "down_once" and is_first):
            return Response("<h1>503</h1>", 503, media_type="text/html")
        if trap == "slow":
            self.under_way += 1
            self.most_at_once = max(self.most_at_once, self.under_way)
            await asyncio.sleep(0.05)
            self.under_way -= 1
        if trap == "silent":
            await asyncio.sleep(60)
        if trap in ("html", "xhtml"):
            page = "<!DOCTYPE html><html><body>Vedlikehold</body></html>"
            return Response(("<?xml version='1.0'?>" if trap == "xhtml" else "") + page, media_type="text/html")
        if trap == "exception":
            return self._exception(rest)
        if trap == "redirect":
            return Response(status_code=302, headers={"Location": f"http://localhost:{request.url.port}/ok/{rest}?{request.url.query}"})
        if trap == "endless":
            return StreamingResponse(_forever(0.0, b"<b/>" * 16_000), media_type="text/xml")
        if trap == "drip":
            return StreamingResponse(_forever(0.1, b" "), media_type="text/xml")
        body, kind = self._answer(trap, rest, ask)
        if trap == "bomb":
            return Response(gzip.compress(bytes(5_000_000)), media_type=kind, headers={"Content-Encoding": "gzip"})
        if trap == "truncated":
            return StreamingResponse(iter([body[: len(body) // 2]]), media_type=kind, headers={"Content-Length": str(len(body))})
        return Response(body[: len(body) // 2] if trap == "truncated_quiet" else body, media_type=kind)

    def _exception(self, rest: str) -> Response:
        if rest != "wfs":
            return Response('{"error":{"code":400,"message":"Failed to execute query."}}', media_type="application/json")
        code = '<ows:Exception exceptionCode="InvalidParameterValue"/>'
        text = f'<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1">{code}</ows:ExceptionReport>'
        return Response(text, media_type="text/xml")

    def _answer(self, trap: str, rest: str, ask: dict[str, str]) -> tuple[bytes, str]:
        if rest.startswith("order"):
            return self._order(trap, rest)
        ways = {"wfs": self._wfs, "arcgis": self._arcgis, "oapif": self._oapif, "firms": self._firms}
        return next(way for name, way in ways.items() if rest.startswith(name))(trap, ask)

    def _points(self, trap: str, start: int, size: int, box: str | None) -> tuple[list[Point], int]:
        rows = [(number, 620_050.0 + 100 * number, 7_076_050.0) for number in range(N)]
        if box:
            west, south, east, north = (float(side) for side in box.split(",")[:4])
            rows = [row for row in rows if west <= row[1] <= east and south <= row[2] <= north]
        rows = [] if trap == "empty" else [(n, y, x) for n, x, y in rows] if trap == "swapped" else rows
        start = 0 if trap == "repeat" else max(0, start - 1) if trap == "overlap" else start
        page = rows[start : start + min(size, SHORT if trap == "short_pages" else size)]
        return page[:-1] if trap == "one_missing" and page and page[-1] == rows[-1] else page, len(rows)

    def _wfs(self, trap: str, ask: dict[str, str]) -> tuple[bytes, str]:
        hits = ask.get("resulttype") == "hits"
        page, total = self._points(trap, int(ask.get("startindex", 0)), int(ask.get("count", 1000)), ask.get("bbox"))
        status = "bygningsstatuskode" if trap == "drift" else "bygningsstatus"
        rows = "" if hits else "".join(self._member(trap, status, *row) for row in page)
        total = min(total, int(ask.get("count", 10))) if trap == "hits_capped" else total
        matched, returned = (str(total), 0) if hits else ("unknown", 0 if trap == "zero_returned" else len(page))
        names = f'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:app="{_NS}"'
        counts = f'timeStamp="{next(self._fresh)}" numberMatched="{matched}" numberReturned="{returned}"'
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        return f"{head}<wfs:FeatureCollection {names} {counts}>{rows}</wfs:FeatureCollection>".encode(), "application/gml+xml"

    def _member(self, trap: str, status: str, number: int, x: float, y: float) -> str:
        name = next(self._fresh) if trap == "new_ids" else number
        point = f'<gml:Point gml:id="p.{number}" srsName="urn:ogc:def:crs:EPSG::25832"><gml:pos>{x} {y}</gml:pos></gml:Point>'
        return (
            f'<wfs:member><app:Bygning gml:id="b.{name}"><app:bygningsnummer>{180_000_000 + number}</app:bygningsnummer>'
            f"<app:{status}>TB</app:{status}><app:representasjonspunkt>{point}</app:representasjonspunkt>"
            "<app:bygningstype>211</app:bygningstype></app:Bygning></wfs:member>"
        )

    def _features(self, trap: str, page: list[Point]) -> list[dict]:
        status = "statuskode" if trap == "drift" else "bygningsstatus"
        return [
            {
                "type": "Feature",
                "id": next(self._fresh) if trap == "new_ids" else number,
                "geometry": {"type": "Point", "coordinates": [x, y]},
                "properties": {"bygningsnummer": f"{180_000_000 + number}", status: "TB"},
            }
            for number, x, y in page
        ]

    def _arcgis(self, trap: str, ask: dict[str, str]) -> tuple[bytes, str]:
        start, size = int(ask.get("resultoffset", 0)), min(int(ask.get("resultrecordcount", 1000)), 1000)
        page, total = self._points(trap, start, size, ask.get("geometry"))
        if ask.get("returncountonly") == "true":
            return json.dumps({"count": total}).encode(), "application/json"
        more = {"exceededTransferLimit": True} if start + len(page) < total else {}
        return json.dumps({"type": "FeatureCollection", "features": self._features(trap, page)} | more).encode(), "application/geo+json"

    def _oapif(self, trap: str, ask: dict[str, str]) -> tuple[bytes, str]:
        page, total = self._points(trap, int(ask.get("offset", 0)), int(ask.get("limit", 10)), ask.get("bbox"))
        counts = {"numberMatched": total, "numberReturned": 0 if trap == "zero_returned" else len(page)}
        return json.dumps({"type": "FeatureCollection", "features": self._features(trap, page)} | counts).encode(), "application/geo+json"

    def _firms(self, trap: str, ask: dict[str, str]) -> tuple[bytes, str]:
        size, number = int(ask.get("size", 20)), int(ask.get("page", 0))
        page, total = self._points(trap, size * number, size, None)
        rows = [{"organisasjonsnummer": f"{900_000_000 + n}", "navn": f"FIRMA {n} AS"} for n, _, _ in page]
        about = {"size": size, "totalElements": total, "totalPages": -(-total // size), "number": number}
        return json.dumps({"_embedded": {"underenheter": rows}, "page": about}).encode(), "application/json"

    def _order(self, trap: str, rest: str) -> tuple[bytes, str]:
        if rest == "order/file":
            return b"PK\x03\x04 not opened here", "application/zip"
        host = "http://localhost:9" if trap == "elsewhere" else self.url
        polled = self.asked[f"{trap}/order/o-1"]
        file = {"downloadUrl": f"{host}/{trap}/order/file", "status": "ReadyForDownload" if polled > 1 else "WaitingForProcessing"}
        return json.dumps({"referenceNumber": "o-1", "files": [file]}).encode(), "application/json"


async def _forever(pause_s: float, piece: bytes) -> AsyncIterator[bytes]:
    yield b"<?xml version='1.0'?><a>"
    while True:
        yield piece
        await asyncio.sleep(pause_s)


@contextmanager
def serving() -> Iterator[Stub]:
    """The stub on a port of its own."""
    stub = Stub()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    stub.url = f"http://127.0.0.1:{port}"
    server = uvicorn.Server(uvicorn.Config(stub.app, host="127.0.0.1", port=port, log_level="critical", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield stub
    server.should_exit = server.force_exit = True
    thread.join(10)
