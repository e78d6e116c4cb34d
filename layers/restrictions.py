"""Ground that binds what may stand on it, or has to be looked into: safety distances, landfills, hensynssoner, hazards, monuments."""

import geopandas as gpd
import pandas as pd

from landuse.words import codelists
from layers.base import VALIDITY, Column, Drawn, Layer, Style


def known_kind(frame: gpd.GeoDataFrame) -> pd.Series:
    """Whether each kind is in the list, hensynssoner with or without their letter."""
    from landuse.plans.restrictions import code_of  # whoever reads files needs none of the measuring that it loads

    return frame["kind"].map(lambda kind: codelists.is_known("restriction_kind", code_of(kind))).astype(bool)


def effect_of_kind(kind: object) -> str:
    """What a kind does to building: forbids it, asks for a look, or neither."""
    from landuse.plans.restrictions import effect_of

    return effect_of(kind)


_ZONES = ("AngittHensyn", "Båndlegging", "Detaljering", "Fare", "Gjennomføring", "Infrastruktur", "Sikring", "Støy")
_OLDER_ZONES = ("RbFareOmråde", "RbRestriksjonOmråde", "RbBevaringOmråde", "RbFornyelseOmråde", "RbRekkefølgeOmråde")  # pbl 1985

LAYER = Layer(
    title_nb="Bindinger",
    title_en="Restrictions",
    geometry="polygon",
    columns=(
        Column("name", aliases=("navn", "hensynsonenavn", "hensynssonenavn", "skredomrnavn", "områdenavn")),
        Column(
            "kind",
            required=True,
            code_list="restriction_kind",
            aliases=(
                *("binding", "bindingstype", "hensynssone", "hensynssonetype"),
                *(f"{plan}{zone}" for plan in ("rp", "kp") for zone in _ZONES),
            ),
        ),
        *VALIDITY,
    ),
    source="DSB, NVE, Miljødirektoratet, Riksantikvaren, and the plan's hensynssoner",
    licence="As each source says; safety distances only in house",
    asked_of=("units",),
    effect=effect_of_kind,
    watched=True,
    leaves=(),
    theme="hazard",
    code="kind",
    silence=True,
    object_types=(
        *("restrictions", "bindinger", "KvikkleireFaresone", "KvikkleireFareområde", "UtlosningOmr", "UtlopOmr"),
        *(f"{plan}{zone}Sone" for plan in ("Rp", "Kp") for zone in _ZONES),
        *_OLDER_ZONES,
    ),
    known_codes={"kind": known_kind},
    drawn=Drawn(
        Style(fill="#A3262A", line="#7A1A1D", weight=1.2, opacity=0.2, pattern="cross"),  # what binds the land
    ),
)
