"""The question that each kind of service is asked for a page of what lies in a box."""

import re
from urllib.parse import quote

from fetch.services import Service

Box = tuple[float, float, float, float]  # west, south, east, north in the service's projection
_PAGING = ("count", "startIndex", "resultRecordCount", "resultOffset")
_SIZE = {"wfs2": "count", "arcgis": "resultRecordCount", "oapif": "limit"}
_FACT = re.compile(r"\{(page|size|kommunenummer)\}")


def address_of(service: Service) -> str:
    """Where its features are asked for."""
    layer = quote(service.layer, safe="")
    path = {"arcgis": f"/{layer}/query", "oapif": f"/collections/{layer}/items"}.get(service.protocol, "")
    return service.address + path


def count_question(service: Service, box: Box | None) -> dict[str, str]:
    """How many there are, of those that answer that; never with a page size, which MapServer takes for the most that it may count to."""
    more = {"wfs2": {"resultType": "hits"}, "arcgis": {"returnCountOnly": "true", "f": "json"}}.get(service.protocol)
    if more is None:
        return {}
    return {key: value for key, value in page_question(service, box, 0, 1, "").items() if key not in _PAGING} | more


def page_question(service: Service, box: Box | None, start: int, size: int, municipality: str) -> dict[str, str]:
    """The features from the one numbered `start` on, at most `size`.

    Projected coordinates and long names of them only: those are east before north at every service.
    """
    urn, uri = f"urn:ogc:def:crs:EPSG::{service.srid}", f"http://www.opengis.net/def/crs/EPSG/0/{service.srid}"
    corners = ",".join(str(round(side)) for side in box or ())
    if service.protocol == "json":
        facts = {"page": str(start // size), "size": str(size), "kommunenummer": municipality}
        filled = _FACT.sub(lambda found: facts[found[1]], service.query)
        return dict(pair.split("=", 1) for pair in filled.split("&") if "=" in pair)
    own = {
        "wfs2": {"service": "WFS", "version": "2.0.0", "request": "GetFeature", "typeNames": service.layer, "srsName": urn}
        | {"bbox": f"{corners},{urn}", "startIndex": str(start)},
        "arcgis": {"f": "geojson", "where": "1=1", "outFields": "*", "geometry": corners, "geometryType": "esriGeometryEnvelope"}
        | {"inSR": service.srid, "outSR": service.srid, "resultOffset": str(start)},
        "oapif": {"f": "json", "bbox": corners, "bbox-crs": uri, "crs": uri, "offset": str(start)},
    }[service.protocol]
    return own | {_SIZE[service.protocol]: str(size)}
