"""Files for what a file can be told of only beside others, or for its size: a park's border, its layers, its rows in great number."""

from pathlib import Path

import numpy as np
import shapely

from tests.corpus.case import (
    ACCEPT, EAST, NORTH, WARN, Surroundings, degrees, feature, frame, geojson, gml, gml_plot, gml_square, nasty, save, square, text,
)  # fmt: skip
from tests.corpus.sosi import group, plan, zone

BESIDE = ("plots", "parcels", "buildings")
PRODUCT = "http://skjema.geonorge.no/SOSI/produktspesifikasjon/Reguleringsplanforslag/5.0"


@nasty(ACCEPT, rows=3, kept=2, layer="parcels", told=("clipped", "across_border"), beside=("perimeter",))
def parcels_across_the_border_and_far_off(folder: Path, at: Surroundings) -> Path:
    rows = frame(square(0), square(0, side=300).difference(square(0)), square(100))
    return save(rows.rename(columns={"plot_id": "teigid"}), folder / "teiger.gpkg", layer="teiger")


@nasty(ACCEPT, rows=230, kept=230, told=("not_listed", "tiny"))
def more_of_one_kind_than_a_list_holds(folder: Path, at: Surroundings) -> Path:
    return save(frame(*_grains(230)), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=3, kept=3, told=("gap_strip", "overlap_sliver"))
def neighbours_with_a_strip_between_and_a_border_twice(folder: Path, at: Surroundings) -> Path:
    edges = ((0, 100), (101, 200), (199.8, 300))
    return save(frame(*(shapely.box(EAST + one, NORTH, EAST + other, NORTH + 100) for one, other in edges)), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=20_001, kept=20_001, told=("topology_unchecked",))
def more_rows_than_are_held_against_each_other(folder: Path, at: Surroundings) -> Path:
    east, north = np.divmod(np.arange(20_001), 142)
    west, south = EAST + 25.0 * east, NORTH + 25.0 * north
    return save(frame(*shapely.box(west, south, west + 20, south + 20)), folder / "tomter.gpkg")


@nasty(WARN, rows=2, kept=1, told=("other_object_type",), layer="zoning")
def zones_and_other_things_in_one_table(folder: Path, at: Surroundings) -> Path:
    columns = {"objtype": ["RpArealformålOmråde", "RpBestemmelseOmråde"], "arealformål": [1340, 1340], "planid": ["1", "1"]}
    return save(frame(square(0), square(1), **columns).drop(columns="plot_id"), folder / "plan.gpkg", layer="omraader")


@nasty(WARN, rows=2, kept=2, told=("rule_broken",))
def plan_exchange_with_one_id_for_two(folder: Path, at: Surroundings) -> Path:
    twice = [gml_plot(number, gml_square(number).replace('gml:id="p1"', 'gml:id="p0"')) for number in (0, 1)]
    return text(folder / "tomter.gml", gml("".join(twice), attributes=f'xmlns:plan="{PRODUCT}"'))


@nasty(WARN, rows=1, kept=1, told=("done_symbols_as_points",), layer="zoning")
def sosi_with_a_symbol(folder: Path, at: Surroundings) -> Path:
    border = group("KURVE", 1, (0, 0), (100, 0), (100, 100), (0, 100), (0, 0))
    return plan(folder / "plan.sos", group("SYMBOL", 2, (50, 50)), border, zone(3, ":1"))


@nasty(WARN, rows=3, kept=3, told=("records_joined", "joined_as", "record_unmatched"), layer="records", beside=BESIDE)
def list_that_names_a_plot_as_people_do(folder: Path, at: Surroundings) -> Path:
    return text(folder / "liste.csv", "Tomt;Status\nT1;Ledig\nt 2;Utleid\nT99;Ledig\n")


@nasty(WARN, rows=2, kept=2, told=("building_status", "record_no_number"), layer="records", beside=BESIDE)
def list_of_buildings_in_words(folder: Path, at: Surroundings) -> Path:
    return text(folder / "liste.csv", "Bygningsnummer;Status;Ledig areal m2\n300123456;Ledig;ca. halvparten\n")


@nasty(WARN, rows=3, kept=3, told=("record_no_number", "done_thousands"), layer="records", beside=BESIDE)
def list_of_floor_below_nothing_without_end_and_in_thousands(folder: Path, at: Surroundings) -> Path:
    return text(folder / "liste.csv", "Bygningsnummer;Ledig areal m2\n300123456;-500\n300123457;inf\n300123458;1.200\n")


@nasty(ACCEPT, rows=2, kept=1, told=("clipped",), layer="parcels", beside=("perimeter",))
def parcel_far_off_whose_ring_is_open(folder: Path, at: Surroundings) -> Path:
    far = shapely.geometry.mapping(degrees(50))
    far["coordinates"] = [list(far["coordinates"][0])[:-1]]
    return geojson(folder / "teiger.geojson", [feature(degrees(), teigid="1"), feature(far, teigid="2")])


@nasty(WARN, rows=2, kept=2, told=("beyond_ring",), layer="parcels", beside=("perimeter",))
def parcels_that_all_lie_far_off(folder: Path, at: Surroundings) -> Path:
    rows = frame(square(40), square(41))
    return save(rows.rename(columns={"plot_id": "teigid"}), folder / "teiger.gpkg", layer="teiger")


@nasty(ACCEPT, rows=2, kept=2, layer="zoning")
def zones_whose_codes_are_written_as_numbers(folder: Path, at: Surroundings) -> Path:
    columns = {"arealformål": ["1340.0", "2010,0"], "planid": ["1", "1"], "plantype": ["35.0"] * 2, "planstatus": ["3"] * 2}
    return save(frame(square(0), square(1), **columns).drop(columns="plot_id"), folder / "plan.gpkg", layer="formaal")


def _grains(count: int) -> list[shapely.Polygon]:
    """Squares smaller than a plot can be, beside each other."""
    return [shapely.box(EAST + 3 * n, NORTH + 500, EAST + 3 * n + 0.5, NORTH + 500.5) for n in range(count)]
