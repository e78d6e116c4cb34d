"""What people write of a park: its cadastre, its list of plots, and the lists in which it states its lots, each written in its own way."""

from dataclasses import dataclass

import numpy as np
import shapely

from tests.exam.lots import Lot
from tests.exam.park import ExamPark

MUNICIPALITY, GNR = "5038", 19
_OWNERS = {"park": "own", "tenant": "own", "sleeping": "own", "firm": "other_owner", "other": "other_owner", "private": "other_owner"}
_SHARE = {"none": 0.0, "some": 0.4, "all": 0.92}
_PLOTS_SHARE = {"one_owner": 0.88, "many_owners": 0.0, "port": 0.85, "technology": 1.0}
FORMS = ("plot_ids", "properties", "plot_names", "free_words", "tenure_column")
_STATUS = {
    "lease": ("Utleid", "utleid", "Festet"),
    "taken": ("I bruk", "Tatt i bruk"),
    "idle": ("Ubenyttet",),
    "offered": ("Til salgs", "Ledig for utleie", "Ledig"),
    "own_reserve": ("Egenreserve",),
}
_FREE = {
    "lease": ("utleid til 2031", "leietaker siden 2012", "festekontrakt ut 2044"),
    "taken": ("egen drift", "brukes av parken selv"),
    "idle": ("ikke i bruk", "tomt, ikke solgt"),
    "offered": ("markedsføres, befaring i mai", "ledig – ring først"),
    "own_reserve": ("holdes av for utvidelse",),
}
_TENANTS = ("Nordfjord Betong AS", "Ørin Logistikk AS", "Stål & Sveis ANS", "Trøndelag Pukk AS", "Havbruksutstyr AS")

Sheet = dict[str, list[str | None]]


@dataclass(frozen=True)
class Papers:
    """parcels, plots : rows with geometry; lists : what the park states, as sheets with headings and cells"""

    parcels: list[dict]
    plots: list[dict]
    lists: list[Sheet]


def papers(park: ExamPark, records: str = "none", owners: bool = False) -> Papers:
    """The papers of a park.

    Parameters
    ----------
    records : none, some or all of what the park could say of its lots
    owners : whether the cadastre says which properties the park or its owner holds, and which others do
    """
    rng = park.rng("papers")
    property_of = _properties(rng, park)
    listed = {lot.number for lot in park.lots if rng.random() < _PLOTS_SHARE[park.kind] and lot.holder not in ("private", "other")}
    asked = rng.random(len(park.lots))
    usual = FORMS[int(rng.integers(len(FORMS)))]
    form_of = {lot.number: usual if rng.random() < 0.7 else FORMS[int(rng.integers(len(FORMS)))] for lot in park.lots}
    alone = [list(property_of.values()).count(number) == 1 for number in property_of.values()]
    said, plots = [lot for lot in park.lots if lot.statement and asked[lot.number] < _SHARE[records]], []
    for lot in park.lots:
        if lot.number in listed:
            in_column = lot in said and form_of[lot.number] == "tenure_column" and lot.statement == "lease"
            plots.append(_plot(lot, property_of[lot.number], "leased" if in_column else None))
    lists = []
    for form in FORMS:
        rows = [lot for lot in said if _written(lot, form_of[lot.number], lot.number in listed, alone[lot.number]) == form]
        if rows:
            lists.append(_sheet(rng, form, rows, property_of))
    return Papers(_parcels(park, property_of, owners), plots, lists)


def _written(lot: Lot, form: str, is_plot: bool, alone: bool) -> str | None:
    """In which kind of list a lot stands: by its property where it is no plot, and that only where the property is this lot."""
    if not is_plot:
        return "properties" if alone else None
    if form == "tenure_column":
        return None if lot.statement == "lease" else "plot_ids"
    return "plot_ids" if form == "properties" and not alone else form


def _sheet(rng: np.random.Generator, form: str, lots: list[Lot], property_of: dict) -> Sheet:
    """A list as its keeper writes it."""
    words = _FREE if form == "free_words" else _STATUS
    status = [words[lot.statement][int(rng.integers(len(words[lot.statement])))] for lot in lots]
    said_on = [f"{int(rng.integers(2025, 2027))}-0{int(rng.integers(1, 6))}-15" for _ in lots]
    rest = {"Status": status, "Kilde": ["Eiendomssjefen"] * len(lots), "Dato": said_on}
    if form == "properties":
        tenants = [_TENANTS[int(rng.integers(len(_TENANTS)))] if lot.statement == "lease" else None for lot in lots]
        status = [None if tenant else word for tenant, word in zip(tenants, status, strict=True)]
        return {"Eiendom": [_written_property(property_of[lot.number]) for lot in lots], "Leietaker": tenants, **rest, "Status": status}
    names = [lot.title if form == "plot_names" else lot.name for lot in lots]
    return {"Tomt": names, **rest}


def _properties(rng: np.random.Generator, park: ExamPark) -> dict[int, tuple[int, int]]:
    """bnr and fnr of each lot: the park's land in few large properties, what others own in their own, some leaseholds with a number."""
    numbers = {}
    alone_share = {"one_owner": 0.1, "many_owners": 0.65, "port": 0.1, "technology": 0.5}[park.kind]
    leasehold = rng.random() < 0.4
    for lot in park.lots:
        of_park = _OWNERS[lot.holder] == "own"
        numbers[lot.number] = (101 + lot.number, 0) if not of_park or rng.random() < alone_share else (1 + lot.block, 0)
        if lot.holder == "tenant" and leasehold and rng.random() < 0.4:
            numbers[lot.number] = (1 + lot.block, lot.number + 1)
    return numbers


def _parcels(park: ExamPark, property_of: dict[int, tuple[int, int]], owners: bool) -> list[dict]:
    by_number: dict[tuple[int, int], list[shapely.Polygon]] = {}
    owner_of: dict[tuple[int, int], str | None] = {}
    for lot in park.lots:
        number = property_of[lot.number]
        by_number.setdefault(number, []).append(lot.shape)
        owner_of[number] = "ground_lease" if number[1] else _OWNERS[lot.holder]
    for place, one in enumerate(park.passages):
        if one.street.use != "unbuilt":
            by_number.setdefault((900 + place, 0), []).append(one.street.strip)
            owner_of[900 + place, 0] = "other_owner" if one.street.use == "main" else "own"
    rows = []
    for number, shapes in by_number.items():
        parts = shapely.get_parts(shapely.union_all(shapes, grid_size=0.001))
        whole = f"{MUNICIPALITY}-{_written_property(number)}"
        about = {"kommunenummer": MUNICIPALITY, "gardsnummer": str(GNR), "bruksnummer": str(number[0]), "festenummer": str(number[1])}
        about["tenure"] = owner_of[number] if owners else None
        for place, part in enumerate(parts):
            rows.append({"parcel_id": whole if len(parts) == 1 else f"{whole}#{place + 1}", **about, "geometry": part})
    return rows


def _plot(lot: Lot, number: tuple[int, int], tenure: str | None) -> dict:
    about = {"plot_id": lot.name, "name": lot.title, "tenure": tenure, "parcel_ids": _written_property(number)}
    return {**about, "geometry": lot.shape}


def _written_property(number: tuple[int, int]) -> str:
    return f"{GNR}/{number[0]}" + (f"/{number[1]}" if number[1] else "")
