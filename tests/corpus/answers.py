"""Answers of services as they were saved: one page of several, a refusal in place of data, JSON of another kind; keys of other signs."""

import json
import unicodedata
from pathlib import Path

from tests.corpus.case import (
    ACCEPT,
    REJECT,
    WARN,
    Surroundings,
    degrees,
    feature,
    frame,
    geojson,
    gml,
    gml_plot,
    gml_square,
    nasty,
    save,
    square,
    text,
)


@nasty(WARN, rows=1, kept=1, area_m2=10_000, told=("done_page_of_more",))
def page_of_a_feature_service(folder: Path, at: Surroundings) -> Path:
    return text(folder / "svar.gml", gml(gml_plot(1, gml_square()), attributes='numberMatched="5000" numberReturned="1"'))


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def whole_answer_of_a_feature_service(folder: Path, at: Surroundings) -> Path:
    return text(folder / "svar.gml", gml(gml_plot(1, gml_square()), attributes='numberMatched="1" numberReturned="1"'))


@nasty(WARN, rows=1, kept=1, told=("done_page_of_more",))
def page_of_an_ogc_api(folder: Path, at: Surroundings) -> Path:
    links = [{"rel": "next", "href": f"{at.address}items?offset=1"}]
    return geojson(folder / "svar.geojson", [feature(degrees(), plot_id="T1")], numberMatched=40, numberReturned=1, links=links)


@nasty(WARN, rows=1, kept=1, told=("done_page_of_more",))
def answer_that_a_server_cut(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "svar.geojson", [feature(degrees(), plot_id="T1")], properties={"exceededTransferLimit": True})


@nasty(REJECT, "service_refused")
def refusal_of_a_feature_service(folder: Path, at: Surroundings) -> Path:
    spaces = 'xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:wfs="http://www.opengis.net/wfs/2.0"'
    said = '<ows:Exception exceptionCode="InvalidParameterValue"><ows:ExceptionText>Unknown type</ows:ExceptionText></ows:Exception>'
    return text(folder / "svar.gml", f'<?xml version="1.0"?><ows:ExceptionReport {spaces}>{said}</ows:ExceptionReport>')


@nasty(REJECT, "service_refused")
def refusal_in_json(folder: Path, at: Surroundings) -> Path:
    return text(folder / "svar.json", json.dumps({"error": {"code": 400, "message": "Invalid URL\nsecond line"}}))


@nasty(REJECT, "json_not_geojson")
def json_of_another_program(folder: Path, at: Surroundings) -> Path:
    rings = [[list(corner) for corner in square().exterior.coords]]
    rows = [{"attributes": {"plot_id": "T1"}, "geometry": {"rings": rings}}]
    return text(
        folder / "t.json", json.dumps({"geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 25832}, "features": rows})
    )


@nasty(REJECT, "json_not_geojson")
def json_of_topology(folder: Path, at: Surroundings) -> Path:
    return text(folder / "t.json", '{"type": "Topology", "objects": {}, "arcs": []}')


@nasty(WARN, rows=3, kept=3, area_m2=30_000, told=("key_letters", "duplicate_key"))
def keys_of_signs_that_look_alike(folder: Path, at: Surroundings) -> Path:
    keys = [unicodedata.normalize("NFD", "Å\u20111"), "Å-1", "Å\u00a0\u2013\u00a02"]
    return save(frame(square(0), square(1), square(2), plot_id=keys), folder / "tomter.gpkg")
