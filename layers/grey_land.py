"""The national map of grey land: ground already taken into use or strongly marked by building, with shares of each surface.

It defines no utilisation: its shares stand as a dated fact beside class and rate. It says nothing of days before its own.
"""

import geopandas as gpd
import pandas as pd

from landuse.words.errors import LanduseError
from layers.base import VALIDITY, Column, Drawn, Layer, Style


def _dated(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Rows that hold from the day of their data on.

    Raises
    ------
    LanduseError : grey_shares_missing, where no row states a share: the base map without them has the same object type
    """
    from landuse.units import grey_map  # whoever reads files needs none of the measuring that it loads

    if frame[list(grey_map.STATED)].isna().all(axis=None):
        raise LanduseError("grey_shares_missing")
    return frame.assign(valid_from=frame["valid_from"].fillna(frame["data_date"]))


def _mostly(rows: pd.DataFrame) -> pd.Series:
    """What each surface is most of."""
    from landuse.units import grey_map

    return grey_map.mostly(rows)


LAYER = Layer(
    title_nb="Nasjonalt kart over grå arealer",
    title_en="National map of grey land",
    geometry="polygon",
    alone=True,
    columns=(
        Column("building_pct", "number", aliases=("andelbygg",)),
        Column("grey_pct", "number", aliases=("andelgraa", "andelgrå")),
        Column("green_pct", "number", aliases=("andelgron", "andelgrønn")),
        Column("cover_level1", aliases=("arealdekkeniva1",)),
        Column("cover_level2", aliases=("arealdekkeniva2",)),
        Column("cover_code", code_list="grunnkart_arealdekke", aliases=("arealdekkekode",)),
        Column("ground_code", code_list="ar5_grunnforhold", aliases=("grunnforholdkode",)),
        Column("kommunenummer", aliases=("komm", "kommunenr", "knr")),
        Column("data_date", "date", aliases=("kopidata", "kopidato")),
        *VALIDITY,
    ),
    source="Kart over grå arealer – versjon 1, Miljødirektoratet, Kartverket, NIBIO and SSB",
    licence="Catalogue says both 'Norge digitalt begrenset' and 'no conditions apply': ask before it is passed on (unverified)",
    code_list="grey_share",
    asked_of=("units_where_given",),
    leaves=(),
    tiles=True,
    object_types=("GrunnkartFlate", "grå_arealer", "graa_arealer"),
    drawn=Drawn(
        Style(fill="#D9D6D0", line="#6D6D68", weight=0.6, opacity=0.8),  # the national map: off until asked for
        codes={  # told apart in grey too, by pattern
            "building": Style(fill="#5E6468", line="#2B3A42", weight=0.6, opacity=0.8, pattern="cross"),  # mostly building
            "grey": Style(fill="#B9B4AC", line="#6D6D68", weight=0.6, opacity=0.8, pattern="hatch"),  # mostly other grey
            "green": Style(fill="#CFE3C2", line="#66803A", weight=0.6, opacity=0.8, pattern="dots"),  # mostly green
            "unstated": Style(fill="#FFFFFF", line="#6D6D68", weight=0.6, opacity=0.8, pattern="lines"),  # no share stated
        },
    ),
    drawn_by=_mostly,
    prepare=_dated,
)
