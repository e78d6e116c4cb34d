"""Files that are cut off, stale, half there or damaged inside."""

import json
import struct
from pathlib import Path

from tests.corpus.case import (
    ACCEPT, REJECT, WARN, Surroundings, change, degrees, feature, frame, geojson, gml, gml_plot, gml_square, nasty, save, square, text,
    with_blob,
)  # fmt: skip

_FIXTURES = Path(__file__).parent.parent / "fixtures"


def _cut(path: Path, share: float) -> Path:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


@nasty(REJECT, "file_empty")
def empty_file(folder: Path, at: Surroundings) -> Path:
    (folder / "tomter.gpkg").touch()
    return folder / "tomter.gpkg"


@nasty(REJECT, "file_damaged")
def geopackage_cut_off(folder: Path, at: Surroundings) -> Path:
    return _cut(save(frame(*[square(n) for n in range(500)]), folder / "tomter.gpkg"), 0.6)


@nasty(REJECT, "file_damaged")
def geopackage_with_a_spoilt_page(folder: Path, at: Surroundings) -> Path:
    path = save(frame(*[square(n) for n in range(2000)]), folder / "tomter.gpkg")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    return path


@nasty(ACCEPT, rows=3, kept=3, area_m2=30_000)
def geopackage_with_a_stale_count(folder: Path, at: Surroundings) -> Path:
    path = save(frame(square(0), square(1), square(2)), folder / "tomter.gpkg")
    return change(path, ("UPDATE gpkg_ogr_contents SET feature_count = 1", ()))


@nasty(WARN, rows=1, kept=1)
def geopackage_without_its_wal(folder: Path, at: Surroundings) -> Path:
    path = save(frame(square()), folder / "tomter.gpkg")
    content = bytearray(path.read_bytes())
    content[18:20] = b"\2\2"
    path.write_bytes(content)
    return path


@nasty(WARN, rows=2, kept=1, area_m2=10_000, told=("geometry_unreadable",))
def geopackage_with_a_spoilt_geometry(folder: Path, at: Surroundings) -> Path:
    return with_blob(folder / "tomter.gpkg", b"\1\3\0\0\0\xff\xff\xff\x7f" + bytes(30))


@nasty(REJECT, "file_without_rows", "file_damaged")
def geopackage_without_tables(folder: Path, at: Surroundings) -> Path:
    path = save(frame(square()), folder / "tomter.gpkg")
    return change(path, ("DELETE FROM gpkg_contents", ()), ("DELETE FROM gpkg_geometry_columns", ()), ("DROP TABLE tomter", ()))


@nasty(REJECT, "file_damaged")
def gml_cut_off(folder: Path, at: Surroundings) -> Path:
    return _cut(text(folder / "tomter.gml", gml("".join(gml_plot(n, gml_square(n)) for n in range(50)))), 0.7)


@nasty(REJECT, "file_without_rows")
def gml_without_rows(folder: Path, at: Surroundings) -> Path:
    return text(folder / "tomter.gml", gml(""))


@nasty(REJECT, "doctype_refused")
def gml_with_a_doctype(folder: Path, at: Surroundings) -> Path:
    doctype = f'<!DOCTYPE x [<!ENTITY y SYSTEM "file://{at.secret}">]>'
    return text(folder / "tomter.gml", gml(gml_plot(1, gml_square()).replace("T1", "&y;"), doctype=doctype))


@nasty(REJECT, "doctype_refused")
def gml_of_a_billion_laughs(folder: Path, at: Surroundings) -> Path:
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>'
    return text(folder / "tomter.gml", gml(gml_plot(1, gml_square()).replace("T1", "&l9;"), doctype=doctype))


@nasty(REJECT, "doctype_refused")
def gml_with_a_doctype_in_utf16(folder: Path, at: Surroundings) -> Path:
    doctype = f'<!DOCTYPE x [<!ENTITY y SYSTEM "{at.address}">]>'
    return text(folder / "tomter.gml", gml(gml_plot(1, gml_square()).replace("T1", "&y;"), doctype=doctype, encoding="utf-16"), "utf-16")


@nasty(REJECT, "doctype_refused")
def gml_with_a_doctype_far_down(folder: Path, at: Surroundings) -> Path:
    doctype = f"<!--{' ' * 3_000_000}--><!DOCTYPE x SYSTEM '{at.address}x.dtd'>"
    return text(folder / "tomter.gml", gml(gml_plot(1, gml_square()), doctype=doctype))


@nasty(WARN, rows=3, kept=2, area_m2=20_000)
def gml_with_one_broken_ring(folder: Path, at: Surroundings) -> Path:
    broken = gml_square(2).replace(f"{square(2).exterior.coords[0][0]} ", "", 1)
    return text(folder / "tomter.gml", gml(gml_plot(0, gml_square(0)) + gml_plot(2, broken) + gml_plot(1, gml_square(1))))


@nasty(REJECT, "json_damaged")
def geojson_cut_off(folder: Path, at: Surroundings) -> Path:
    return _cut(geojson(folder / "tomter.geojson", [feature(degrees(n), plot_id=f"T{n}") for n in range(50)]), 0.7)


@nasty(REJECT, "file_without_rows")
def geojson_without_rows(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "tomter.geojson", [])


@nasty(REJECT, "file_damaged")
def geojson_whose_features_are_nothing(folder: Path, at: Surroundings) -> Path:
    return text(folder / "tomter.geojson", '{"type":"FeatureCollection","features":null}')


@nasty(REJECT, "rows_lost", "file_damaged")
def geojson_with_a_row_that_is_none(folder: Path, at: Surroundings) -> Path:
    return text(folder / "tomter.geojson", json.dumps({"type": "FeatureCollection", "features": [feature(degrees(), plot_id="T1"), 7]}))


@nasty(REJECT, "past_json_depth")
def geojson_nested_without_end(folder: Path, at: Surroundings) -> Path:
    return text(folder / "tomter.geojson", '{"type":"FeatureCollection","features":' + "[" * 100_000 + "]" * 100_000 + "}")


@nasty(REJECT, "file_damaged", "format_mismatch")
def geojson_that_is_a_number(folder: Path, at: Surroundings) -> Path:
    return text(folder / "tomter.geojson", "1136")


@nasty(REJECT, "json_not_geojson", "format_mismatch")
def geojson_whose_type_is_an_object(folder: Path, at: Surroundings) -> Path:
    return text(folder / "tomter.geojson", '{"type": {"type": "FeatureCollection"}, "features": []}')


@nasty(REJECT, "json_twice")
def geojson_with_features_twice(folder: Path, at: Surroundings) -> Path:
    one, two = (json.dumps([feature(degrees(n), plot_id=f"T{n}")]) for n in range(2))
    return text(folder / "tomter.geojson", f'{{"type":"FeatureCollection","features":{one},"features":{two}}}')


@nasty(REJECT, "file_damaged")
def geojson_in_latin_letters(folder: Path, at: Surroundings) -> Path:
    words = json.dumps({"type": "FeatureCollection", "features": [feature(degrees(), plot_id="Øst")]}, ensure_ascii=False)
    return text(folder / "tomter.geojson", words, "iso8859-1")


@nasty(ACCEPT, rows=1, kept=1)
def geojson_with_a_mark_before_it(folder: Path, at: Surroundings) -> Path:
    words = json.dumps({"type": "FeatureCollection", "features": [feature(degrees(), plot_id="T1")]})
    return text(folder / "tomter.geojson", words, "utf-8-sig")


@nasty(REJECT, "format_mismatch")
def geojson_in_utf16(folder: Path, at: Surroundings) -> Path:
    return text(folder / "tomter.geojson", json.dumps({"type": "FeatureCollection", "features": []}), "utf-16")


def _shape(folder: Path) -> Path:
    return save(frame(square(0), square(1), square(2)), folder / "tomter.shp", layer="tomter")


@nasty(REJECT, "file_cut")
def shapefile_cut_off(folder: Path, at: Surroundings) -> Path:
    return _cut(_shape(folder), 0.5)


def _says_two(path: Path, *endings: str) -> Path:
    """The shapefile with rows left out of what its parts say that they have."""
    for ending in endings:
        content = path.with_suffix(ending).read_bytes()
        fewer = content[:4] + (2).to_bytes(4, "little") + content[8:] if ending == ".dbf" else content[:-8]
        path.with_suffix(ending).write_bytes(fewer)
    return path


@nasty(REJECT, "rows_lost")
def shapefile_whose_dbf_says_fewer(folder: Path, at: Surroundings) -> Path:
    return _says_two(_shape(folder), ".dbf")


@nasty(REJECT, "rows_lost")
def shapefile_whose_index_and_dbf_say_fewer(folder: Path, at: Surroundings) -> Path:
    return _says_two(_shape(folder), ".dbf", ".shx")


@nasty(REJECT, "file_damaged", "rows_lost")
def shapefile_with_a_short_dbf(folder: Path, at: Surroundings) -> Path:
    path = _shape(folder)
    _cut(path.with_suffix(".dbf"), 0.5)
    return path


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000)
def shapefile_with_a_row_struck_out(folder: Path, at: Surroundings) -> Path:
    path = _shape(folder)
    content = bytearray(path.with_suffix(".dbf").read_bytes())
    content[struct.unpack_from("<H", content, 8)[0]] = ord("*")
    path.with_suffix(".dbf").write_bytes(content)
    return path


@nasty(REJECT, "rows_lost", "file_damaged")
def shapefile_with_more_attributes_than_shapes(folder: Path, at: Surroundings) -> Path:
    path = _shape(folder)
    save(frame(*[square(n) for n in range(9)]), folder / "andre.shp", layer="andre")
    (folder / "andre.dbf").replace(path.with_suffix(".dbf"))
    return path


@nasty(REJECT, "file_cut", "count_differs")
def flatgeobuf_cut_off(folder: Path, at: Surroundings) -> Path:
    return _cut(save(frame(*[square(n) for n in range(100)]), folder / "tomter.fgb"), 0.7)


@nasty(REJECT, "count_differs")
def flatgeobuf_that_says_another_number(folder: Path, at: Surroundings) -> Path:
    path = save(frame(*[square(n) for n in range(7)]), folder / "tomter.fgb")
    content = bytearray(path.read_bytes())
    table = 12 + struct.unpack_from("<I", content, 12)[0]
    vtable = table - struct.unpack_from("<i", content, table)[0]
    struct.pack_into("<Q", content, table + struct.unpack_from("<H", content, vtable + 4 + 2 * 8)[0], 3)  # field 8: features_count
    path.write_bytes(content)
    return path


@nasty(REJECT, "format_mismatch")
def parquet_cut_off(folder: Path, at: Surroundings) -> Path:
    frame(square()).to_parquet(folder / "tomter.parquet")
    return _cut(folder / "tomter.parquet", 0.7)


@nasty(REJECT, "file_damaged", "reader_crashed", "past_unpacked_mb")
def parquet_with_a_spoilt_footer(folder: Path, at: Surroundings) -> Path:
    frame(square()).to_parquet(folder / "tomter.parquet")
    content = bytearray((folder / "tomter.parquet").read_bytes())
    content[-400:-200] = b"\xff" * 200
    (folder / "tomter.parquet").write_bytes(content)
    return folder / "tomter.parquet"


@nasty(REJECT, "file_damaged", layer=None)
def sosi_cut_off(folder: Path, at: Surroundings) -> Path:
    content = (_FIXTURES / "sosi" / "regplan_saltdal.sos").read_bytes()
    (folder / "plan.sos").write_bytes(content[: len(content) // 2])
    return folder / "plan.sos"


@nasty(REJECT, "format_mismatch", layer=None)
def sosi_without_a_head(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.sos", ".FLATE 1:\n..OBJTYPE X\n.SLUTT\n")


@nasty(REJECT, "sosi_unread", "file_damaged", "file_crs_unknown", "reader_time", "reader_crashed", layer="zoning")
def sosi_of_nonsense(folder: Path, at: Surroundings) -> Path:
    return text(folder / "plan.sos", ".HODE\n..TEGNSETT UTF-8\n" + "..NØ\n1 2\n" * 50 + ".FLATE 99999999:\n..REF :1 :2\n.SLUTT\n")


@nasty(REJECT, "format_mismatch")
def csv_of_bytes(folder: Path, at: Surroundings) -> Path:
    (folder / "tomter.csv").write_bytes(bytes(range(256)) * 20)
    return folder / "tomter.csv"
