"""Cadastral parcels (teiger) of the matrikkel, one row per teig."""

import geopandas as gpd
import pandas as pd

from layers.base import VALIDITY, Column, Drawn, Layer, Style

_NUMBERS = ("gardsnummer", "bruksnummer", "festenummer", "seksjonsnummer")


def _named(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Without `parcel_id`, one is made of the matrikkelnummer (4001-208/619, /fnr, /snr) and the part of it."""
    if frame["parcel_id"].notna().all() or frame["kommunenummer"].isna().all():
        return frame
    number = _matrikkelnummer(frame)
    part = number.groupby(number).cumcount() + 1
    several = number.groupby(number).transform("size") > 1
    made = number.where(~several, number + "#" + part.astype(str))
    return frame.assign(parcel_id=frame["parcel_id"].fillna(made).astype("str"))


def _matrikkelnummer(frame: gpd.GeoDataFrame) -> pd.Series:
    garden, farm, lease, section = (frame[name] for name in _NUMBERS)
    number = frame["kommunenummer"] + "-" + garden.astype("str") + "/" + farm.astype("str")
    number = number.where(garden.notna() & farm.notna())
    number = number.where(~(lease.fillna(0) > 0), number + "/" + lease.astype("str"))
    return number.where(~(section.fillna(0) > 0), number + "//" + section.astype("str"))


LAYER = Layer(
    title_nb="Matrikkelteiger",
    title_en="Cadastral parcels",
    geometry="polygon",
    alone=True,
    key="parcel_id",
    columns=(
        Column("parcel_id", required=True, aliases=("uuidteig", "teigid", "teig_id", "uuid_teig")),
        Column("kommunenummer", aliases=("komm", "kommunenr", "knr")),
        Column("gardsnummer", "integer", aliases=("gårdsnummer", "gnr", "matrikkelgardsnummer")),
        Column("bruksnummer", "integer", aliases=("bnr", "matrikkelbruksnummer")),
        Column("festenummer", "integer", aliases=("fnr", "matrikkelfestenummer")),
        Column("seksjonsnummer", "integer", aliases=("snr", "matrikkelseksjonsnummer")),
        Column("tenure", code_list="tenure", aliases=("eieform", "disposisjonsform")),
        Column("registered_area_m2", "number", aliases=("lagretberegnetareal", "beregnetareal", "oppgittareal")),
        *VALIDITY,
    ),
    source="Matrikkelen, Kartverket",
    licence="Matrikkelen: terms of Kartverket; open extract CC BY 4.0",
    inside=True,
    object_types=("teig", "teiger", "matrikkelteig"),
    drawn=Drawn(
        Style(line="#7A3E2B", weight=0.9, opacity=1.0, dash=(4.0, 2.0)),  # outline of the parcels only
        rank=30,
    ),
    prepare=_named,
)
