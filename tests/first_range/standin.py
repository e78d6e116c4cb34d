"""A stand-in of the public services of an exam park, on loopback: OGC API Features over what they would have, and faults on order."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd
import shapely

from landuse.first_range.pieces import OpenMaps
from tests.exam.delivery import EPSG

ABOUT = ("parcels", "points", "grey", "zoning")
_NAMES = {  # our columns as the services name them
    "parcels": {"parcel_id": "teigId"},
    "points": {"building_id": "bygningsnummer", "building_type": "bygningstype", "building_status": "bygningsstatus"},
    "grey": {"building_pct": "andelBygg", "grey_pct": "andelGraa", "green_pct": "andelGron", "cover_code": "arealdekkeKode"},
    "zoning": {
        "plan_id": "planidentifikasjon",
        "plan_type": "plantype",
        "plan_status": "planstatus",
        "plan_date": "ikrafttredelsesdato",
        "level": "vertikalnivå",
        "zone_code": "arealformål",
    },
}
_COLUMNS = (
    "id,about,title_nb,title_en,protocol,address,layer,geometry,member,srid,axis,page_size,most_features,query,media,columns,ident,"
    "coverage,canary,licence,attribution,may_leave_house,key,verified_on,source"
)
_NEEDED = {"parcels": "parcel_id", "points": "building_status", "grey": "grey_pct", "zoning": "zone_code plan_type plan_status"}


class Standin:
    """rows : features by what they are about; ground : the box of the parcels

    faults : by what they are about, which one it has: down, html, swapped, drift, empty, short
    """

    def __init__(self, maps: OpenMaps) -> None:
        self.rows = {about: _features(about, getattr(maps, about)) for about in ABOUT}
        self.faults: dict[str, str] = {}
        self.url = ""
        self.ground = maps.parcels.total_bounds

    def table(self, canary: str = "") -> str:
        """The services as rows of an own table."""
        lines = [_COLUMNS]
        for about in ABOUT:
            front = f"own_{about},{about},Tjeneste {about},Service {about},oapif,{self.url}/{about},x,,,{EPSG},en,200,20000,,json"
            lines.append(
                f"{front},{_NEEDED[about]},,{'unknown' if about == 'zoning' else 'country'},{canary},CC BY 4.0,© ingen,yes,,,made up"
            )
        return "\n".join(lines) + "\n"

    def page(self, about: str, ask: dict[str, list[str]]) -> tuple[int, bytes]:
        """The status and the body of an answer."""
        fault = self.faults.get(about, "")
        if fault == "down":
            return 503, b"<h1>503</h1>"
        if fault == "html":
            return 200, b"<!DOCTYPE html><html><body>Vedlikehold</body></html>"
        box = shapely.box(*(float(side) for side in ask["bbox"][0].split(",")))
        rows = [one for one, shape in self.rows[about] if shapely.intersects(shape, box)] if fault != "empty" else []
        start, size = int(ask["offset"][0]), int(ask["limit"][0])
        page = [_faulty(one, fault) for one in rows[start : start + size]]
        counts = {"numberMatched": len(rows) + (fault == "short"), "numberReturned": len(page)}
        return 200, json.dumps({"type": "FeatureCollection", "features": page} | counts).encode()


def _faulty(feature: dict, fault: str) -> dict:
    if fault == "drift":
        return feature | {"properties": {"x" + name: value for name, value in feature["properties"].items()}}
    if fault == "swapped":
        turned = shapely.transform(shapely.geometry.shape(feature["geometry"]), lambda places: places[:, ::-1])
        return feature | {"geometry": shapely.geometry.mapping(turned)}
    return feature


def _features(about: str, frame: gpd.GeoDataFrame) -> list[tuple[dict, shapely.Geometry]]:
    named = frame[[*_NAMES[about], "geometry"]].rename(columns=_NAMES[about])
    if about == "zoning":
        named["ikrafttredelsesdato"] = named["ikrafttredelsesdato"].dt.strftime("%Y-%m-%d")
    features = json.loads(named.to_json(drop_id=True))["features"]
    return list(zip(features, named.geometry, strict=True))


@contextmanager
def serving(maps: OpenMaps) -> Iterator[Standin]:
    """The stand-in on a port of its own."""
    standin = Standin(maps)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            status, body = standin.page(url.path.split("/")[1], parse_qs(url.query))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: a server of a test is silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        standin.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield standin
        server.shutdown()
        thread.join(10)
