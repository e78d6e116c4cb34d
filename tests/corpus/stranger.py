"""What programs and people leave in a file without meaning to: two files in one, keys that differ by a blank, numbers of other lands."""

import gzip
import json
import struct
from pathlib import Path

import openpyxl
import shapely

from tests.corpus.case import (
    ACCEPT, ASK, EAST, NORTH, REJECT, WARN, Surroundings, degrees, feature, frame, geojson, gml, gml_plot, gml_square, nasty, save, square,
    text, with_blob,
)  # fmt: skip
from tests.lists.ods_file import cell, ods, row, sheet

LIST = {"layer": "records"}


@nasty(REJECT, "json_line_other")
def two_documents_in_one_geojson(folder: Path, at: Surroundings) -> Path:
    one, two = (json.dumps({"type": "FeatureCollection", "features": [feature(degrees(n), plot_id=f"T{n}")]}) for n in (0, 1))
    return text(folder / "tomter.geojson", one + "\n" + two)


@nasty(WARN, rows=2, kept=2, told=("key_rounded",))
def keys_too_long_for_numbers_in_geojson(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "tomter.geojson", [feature(degrees(n), plot_id=12345678901234567890 + n * 4096) for n in (0, 1)])


@nasty(WARN, rows=2, kept=2, told=("duplicate_key",))
def keys_that_differ_by_a_blank(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(), square(1), plot_id=["T1", "T1 "]), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=1, kept=1, layer="zoning", values={"zone_code": ["1340"]})
def codes_with_a_decimal(folder: Path, at: Surroundings) -> Path:
    rows = frame(square(), planid=["1"], arealformål=["1340.0"], planstatus=["3"], plantype=["35"]).drop(columns="plot_id")
    return save(rows, folder / "plan.gpkg", layer="RpArealformålOmråde")


@nasty(WARN, rows=1, kept=1, told=("unread_value",), layer="zoning", values={"further_plan_required": [None]})
def a_cross_for_yes(folder: Path, at: Surroundings) -> Path:
    rows = frame(square(), planid=["1"], arealformål=["1340"], plankrav=["?"], planstatus=["3"], plantype=["35"]).drop(columns="plot_id")
    return save(rows, folder / "plan.gpkg", layer="RpArealformålOmråde")


@nasty(ACCEPT, rows=1, kept=1, values={"valid_from": ["2024-05-01"]})
def days_as_one_number(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(), gyldig_fra=[20240501]), folder / "tomter.gpkg")


@nasty(WARN, rows=1, kept=1, told=("unread_value",), values={"valid_from": [None]})
def days_of_two_digit_years(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(), gyldig_fra=["01.05.24"]), folder / "tomter.gpkg")


@nasty(REJECT, "format_mismatch")
def gml_that_is_packed(folder: Path, at: Surroundings) -> Path:
    (folder / "tomter.gml").write_bytes(gzip.compress(gml(gml_plot(1, gml_square())).encode()))
    return folder / "tomter.gml"


@nasty(REJECT, "json_damaged", "file_damaged", "nothing_kept")
def geojson_with_numbers_that_are_none(folder: Path, at: Surroundings) -> Path:
    words = json.dumps(feature(degrees(), plot_id="T1"))
    first = str(degrees().exterior.coords[0][0])
    return text(folder / "tomter.geojson", f'{{"type":"FeatureCollection","features":[{words.replace(first, "NaN", 1)}]}}')


@nasty(REJECT, "file_without_rows")
def flatgeobuf_of_no_rows(folder: Path, at: Surroundings) -> Path:
    return save(frame(square()).iloc[:0], folder / "tomter.fgb", geometry_type="Polygon")


@nasty(ASK, "file_crs_none")
def degrees_as_text(folder: Path, at: Surroundings) -> Path:
    return text(folder / "tomter.csv", f'plot_id;WKT\nT1;"{degrees().wkt}"\n')


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000, values={"name": ["Kai", "Lager"]})
def shapes_as_text_in_xlsx(folder: Path, at: Surroundings) -> Path:
    book = openpyxl.Workbook()
    for one in (("plot_id", "navn", "WKT"), *((f"T{n}", name, f"SRID=25832;{square(n).wkt}") for n, name in enumerate(("Kai", "Lager")))):
        book.active.append(one)
    book.save(folder / "tomter.xlsx")
    return folder / "tomter.xlsx"


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def shapes_as_text_in_ods(folder: Path, at: Surroundings) -> Path:
    return ods(folder / "tomter.ods", sheet("A", row(cell("plot_id"), cell("WKT")), row(cell("T1"), cell(f"SRID=25832;{square().wkt}"))))


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def shapes_as_text_beside_a_column_of_our_name(folder: Path, at: Surroundings) -> Path:
    return text(folder / "tomter.csv", f'plot_id;wkb_geometry;geometry;WKT\nT1;x;y;"SRID=25832;{square().wkt}"\n')


@nasty(ACCEPT, rows=3, kept=3, **LIST, values={"value": ["1200.5", "1200.5", "1200"]})
def floor_in_figures_of_two_lands(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", "Bygningsnummer;Ledig areal m2\n300123456;1200,5\n300123457;1200.5\n300123458;1 200\n")


@nasty(WARN, rows=4, kept=4, told=("record_no_number",), **LIST)
def floor_with_words_in_it(folder: Path, at: Surroundings) -> Path:
    floors = ("ca 300", "300 m²", "1.200,50", "to etasjer")
    return text(folder / "leie.csv", "Bygningsnummer;Ledig areal m2\n" + "".join(f"30012345{n};{one}\n" for n, one in enumerate(floors)))


@nasty(ACCEPT, rows=1, kept=1, **LIST, values={"said_on": ["2024-05-01"]})
def day_as_text_in_ods(folder: Path, at: Surroundings) -> Path:
    rows = row(cell("Tomt"), cell("Status"), cell("Dato")), row(cell("T1"), cell("Ledig"), cell("01.05.2024"))
    return ods(folder / "leie.ods", sheet("A", *rows))


@nasty(ACCEPT, rows=2, kept=2, told=("done_columns_unread",), **LIST)
def two_lists_side_by_side(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", "Tomt;Leietaker;;Hvem;Telefon\nT1;A;;Kari;1\nT2;B;;Ola;2\n")


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000)
def wkb_of_postgis_in_a_geopackage(folder: Path, at: Surroundings) -> Path:
    shape = shapely.set_srid(square(1), 25832)
    return with_blob(folder / "tomter.gpkg", shapely.to_wkb(shape, include_srid=False, byte_order=0))


@nasty(WARN, rows=2, kept=1, area_m2=10_000, told=("geometry_unreadable",))
def wkb_that_promises_rings_without_end(folder: Path, at: Surroundings) -> Path:
    return with_blob(folder / "tomter.gpkg", struct.pack("<BII", 1, 3, 0x7FFFFFFF))


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def file_with_signs_that_turn_its_name(folder: Path, at: Surroundings) -> Path:
    return save(frame(square()), folder / "tomter \u202egpkg.gpkg")


@nasty(ACCEPT, rows=2, kept=2, told=("other_tables",), layer="plots")
def plots_beside_a_table_of_people(folder: Path, at: Surroundings) -> Path:
    path = save(frame(square(), square(1)), folder / "tomter.gpkg")
    return save(frame(square(3)).rename(columns={"plot_id": "fnr"}), path, layer="personer")


@nasty(ACCEPT, rows=2, kept=2, told=("done_keys_split",), beside=("parcels",), **LIST)
def two_properties_of_one_gardsnummer(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", "Eiendom;Leietaker\n1/1 og 2;A\n")


@nasty(WARN, rows=1, kept=1, told=("record_unmatched",), beside=("parcels",), **LIST)
def property_with_others_unsaid(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", "Eiendom;Leietaker\n1/1 m.fl.;A\n")


@nasty(WARN, rows=2, kept=2, told=("record_unmatched",), beside=("parcels",), **LIST)
def jobs_of_several_properties(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", "Eiendom;Ansatte\n1/1;4\n1/1, 1/2;40\n")


@nasty(WARN, rows=2, kept=2, told=("duplicate_geometry",))
def one_shape_for_two_plots(folder: Path, at: Surroundings) -> Path:
    turned = shapely.Polygon([*square().exterior.coords[2:], *square().exterior.coords[1:3]])
    return save(frame(square(), turned), folder / "tomter.fgb")


@nasty(ACCEPT, rows=2, kept=2, told=("overlap_sliver",))
def border_drawn_twice_in_geojson(folder: Path, at: Surroundings) -> Path:
    import geopandas as gpd

    shapes = gpd.GeoSeries([square(), shapely.box(EAST + 99.8, NORTH, EAST + 200, NORTH + 100)], crs=25832).to_crs(4326)
    return geojson(folder / "tomter.geojson", [feature(one, plot_id=f"T{n}") for n, one in enumerate(shapes)])


@nasty(WARN, rows=2, kept=2, told=("overlap",))
def plots_of_which_one_has_a_hole_that_is_not_the_other(folder: Path, at: Surroundings) -> Path:
    holed = square(0, 190).difference(shapely.box(EAST + 20, NORTH + 20, EAST + 60, NORTH + 60))
    return save(frame(holed, shapely.box(EAST + 10, NORTH + 10, EAST + 70, NORTH + 70)), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000)
def shapes_as_postgis_writes_them(folder: Path, at: Surroundings) -> Path:
    lines = [f"T{n};{shapely.to_wkb(shapely.set_srid(square(n), 25832), hex=True, include_srid=True)}" for n in (0, 1)]
    return text(folder / "tomter.csv", "\n".join(["plot_id;geom", *lines]) + "\n")


@nasty(WARN, rows=2, kept=1, area_m2=10_000, told=("geometry_unreadable",))
def shapes_of_postgis_of_which_one_is_cut_off(folder: Path, at: Surroundings) -> Path:
    whole, cut = (shapely.to_wkb(shapely.set_srid(square(n), 25832), hex=True, include_srid=True) for n in (0, 1))
    return text(folder / "tomter.csv", f"plot_id;geom\nT1;{whole}\nT2;{cut[:60]}\n")


@nasty(WARN, rows=5, kept=3, area_m2=30_000, told=("no_geometry", "geometry_unreadable"))
def shapes_as_text_in_every_dialect(folder: Path, at: Surroundings) -> Path:
    plain = [square(n).wkt.removeprefix("POLYGON ") for n in range(3)]
    raised = shapely.to_wkt(shapely.force_3d(square(2), 4.0), rounding_precision=1, output_dimension=3)
    texts = (f"polygon{plain[0]}", f"MULTIPOLYGON ({plain[1]})", raised, "POLYGON EMPTY", "POLYGON ((1 2, 3")
    rows = "".join(f'T{n};"SRID=25832;{one}"\n' for n, one in enumerate(texts))
    return text(folder / "tomter.csv", f"plot_id;WKT\n{rows}")


@nasty(REJECT, "parquet_encoding")
def geoparquet_of_another_encoding(folder: Path, at: Surroundings) -> Path:
    frame(square(), square(1)).to_parquet(folder / "tomter.parquet", geometry_encoding="geoarrow", schema_version="1.1.0")
    return folder / "tomter.parquet"


@nasty(REJECT, "file_without_geometry")
def parquet_without_a_word_on_its_shapes(folder: Path, at: Surroundings) -> Path:
    import pandas as pd

    pd.DataFrame({"plot_id": ["T1"], "geometry": [shapely.to_wkb(square())]}).to_parquet(folder / "tomter.parquet")
    return folder / "tomter.parquet"


@nasty(WARN, rows=2, kept=2, area_m2=20_000, told=("collection_parts",))
def collections_in_a_geopackage(folder: Path, at: Surroundings) -> Path:
    both = [shapely.GeometryCollection([square(n), square(n).exterior, square(n).centroid]) for n in (0, 1)]
    return save(frame(*both), folder / "tomter.gpkg")
