"""What people write of a park: its cadastre, its list of plots with who holds them, and what it states of its lots."""

from dataclasses import dataclass

import numpy as np
import shapely

from tests.exam.lots import Lot
from tests.exam.park import ExamPark

MUNICIPALITY = "5038"
_GNR = 19
_TENURE = {
    "park": "own",
    "tenant": "leased",
    "sleeping": "leased",
    "festet": "ground_lease",
    "firm": "other_owner",
    "other": "other_owner",
    "private": "other_owner",
}
_SOME_SHARE, _ALL_SHARE = 0.4, 0.92
_PLOTS_SHARE = {"one_owner": 0.88, "many_owners": 0.0, "port": 0.85, "technology": 1.0}
_WORDS = {
    "lease": ("utleid til 2031", "leietaker siden 2012", "festekontrakt", "leies av søsterselskap"),
    "taken": ("egen drift", "i bruk av parken selv"),
    "idle": ("ledig", "ikke i bruk", "tomt, ikke solgt"),
    "offered": ("til salgs/leie", "markedsføres"),
    "own_reserve": ("egenreserve for utvidelse",),
}


@dataclass(frozen=True)
class Papers:
    """parcels, plots : rows with geometry; statements : rows of the records layer; holders : lot number → tenure"""

    parcels: list[dict]
    plots: list[dict]
    statements: list[dict]


def papers(park: ExamPark, records: str = "none", tenure: bool = False) -> Papers:
    """The papers of a park.

    Parameters
    ----------
    records : none, some or all of what the park could say of its lots
    tenure : whether who holds what is told, in the list of plots or else by property
    """
    rng = park.rng("papers")
    number_of = _parcel_numbers(rng, park)
    has_plot = {lot.number for lot in park.lots if rng.random() < _PLOTS_SHARE[park.kind] and lot.holder not in ("private", "other")}
    parcels = _parcels(park, number_of)
    plots = [_plot(lot, number_of[lot.number], tenure) for lot in park.lots if lot.number in has_plot]
    asked = rng.random(len(park.lots))
    share = {"none": 0.0, "some": _SOME_SHARE, "all": _ALL_SHARE}[records]
    said = [lot for lot in park.lots if lot.statement and asked[lot.number] < share]
    statements = [_statement(rng, lot, number_of[lot.number], lot.number in has_plot, park) for lot in said]
    return Papers(parcels, plots, statements)


def _parcel_numbers(rng: np.random.Generator, park: ExamPark) -> dict[int, tuple[int, int]]:
    """bnr and fnr of each lot: the park's land in few large properties, what others own in their own, some leaseholds with a number."""
    numbers, own = {}, 100
    alone_share = {"one_owner": 0.1, "many_owners": 0.65, "port": 0.1, "technology": 0.5}[park.kind]
    leasehold = rng.random() < 0.4
    for lot in park.lots:
        own += 1
        of_park = lot.holder in ("park", "tenant", "sleeping")
        if not of_park or rng.random() < alone_share:
            numbers[lot.number] = (own, 0)
        elif lot.holder == "tenant" and leasehold and rng.random() < 0.5:
            numbers[lot.number] = (1 + lot.block, lot.number + 1)
        else:
            numbers[lot.number] = (1 + lot.block, 0)
    return numbers


def _parcels(park: ExamPark, number_of: dict[int, tuple[int, int]]) -> list[dict]:
    by_number: dict[tuple[int, int], list[shapely.Polygon]] = {}
    for lot in park.lots:
        by_number.setdefault(number_of[lot.number], []).append(lot.shape)
    for place, one in enumerate(park.passages):
        if one.street.use != "unbuilt":
            by_number.setdefault((900 + place, 0), []).append(one.street.strip)
    rows = []
    for (bnr, fnr), shapes in by_number.items():
        parts = shapely.get_parts(shapely.union_all(shapes, grid_size=0.001))
        for place, part in enumerate(parts):
            whole = f"{MUNICIPALITY}-{_GNR}/{bnr}" + (f"/{fnr}" if fnr else "")
            name = whole if len(parts) == 1 else f"{whole}#{place + 1}"
            numbers = {"kommunenummer": MUNICIPALITY, "gardsnummer": str(_GNR), "bruksnummer": str(bnr), "festenummer": str(fnr)}
            rows.append({"parcel_id": name, **numbers, "geometry": part})
    return rows


def _plot(lot: Lot, number: tuple[int, int], tenure: bool) -> dict:
    property_ = f"{_GNR}/{number[0]}" + (f"/{number[1]}" if number[1] else "")
    held = _TENURE[lot.holder] if tenure else None
    return {"plot_id": lot.name, "name": f"Tomt {lot.number}", "tenure": held, "parcel_ids": property_, "geometry": lot.shape}


def _statement(rng: np.random.Generator, lot: Lot, number: tuple[int, int], has_plot: bool, park: ExamPark) -> dict:
    """A row of the park's list, about the plot where the list has it, else about the property."""
    words = _WORDS[lot.statement]
    property_ = f"{MUNICIPALITY}-{_GNR}/{number[0]}" + (f"/{number[1]}" if number[1] else "")
    return {
        "about_type": "plot" if has_plot else "parcel",
        "about": lot.name if has_plot else property_,
        "kind": lot.statement,
        "said_by": "Parkens eiendomssjef",
        "said_on": f"{int(rng.integers(2025, 2027))}-0{int(rng.integers(1, 6))}-15",
        "note": words[int(rng.integers(len(words)))],
    }
