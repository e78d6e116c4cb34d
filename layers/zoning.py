"""Zones of plans in force and on the way: arealformål of regulation plans and municipal plans."""

import geopandas as gpd
import pandas as pd

from landuse.units import zones
from layers.base import VALIDITY, Column, Drawn, Layer, Style


def known_zone(frame: gpd.GeoDataFrame) -> pd.Series:
    """Whether each zone's code is in the list of its plan level (KP or RP) and law (three digits: 1985, four: 2008)."""
    pairs = zip(frame["zone_code"], frame["plan_type"], strict=True)
    return pd.Series([zones.zone_label(_text(code), _text(plan), "nb") is not None for code, plan in pairs], index=frame.index, dtype=bool)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


_PURPOSE = ("arealformål", "rparealformål", "kparealformål", "reguleringsformål", "regform", "arealbruk", "kparealbruk")

LAYER = Layer(
    title_nb="Arealplan",
    title_en="Zoning",
    geometry="polygon",
    alone=True,
    apart=("level", "plan_id"),
    columns=(
        Column("plan_id", required=True, aliases=("planidentifikasjon", "planid", "arealplanid", "nasjonalarealplanid")),
        Column("plan_name", aliases=("plannavn",)),
        Column("plan_type", code_list="plantype", aliases=("plantype",)),
        Column("plan_status", code_list="planstatus", aliases=("planstatus", "planstat")),
        Column("plan_date", "date", aliases=("ikrafttredelsesdato", "ikrafttredelse", "ikraft", "vedtaksdato")),
        Column("plan_adopted", "date", aliases=("vedtakendeligplandato", "vedtakendeligplan", "planvedtaksdato")),
        Column("proposer", aliases=("forslagsstillertype", "forslagsstiller")),
        Column("provisions", aliases=("planbestemmelser", "bestemmelser", "planbestemmelse", "linkplandokumenter")),
        Column("level", code_list="vertikalnivaa", aliases=("vertikalnivå", "vertniv")),
        Column("zone_code", required=True, code_list="rp_arealformal", aliases=_PURPOSE),
        Column("field_name", aliases=("feltbetegnelse", "feltnavn", "feltbet", "beskrivelse", "områdenavn")),
        Column("owner_form", code_list="eierform", aliases=("eierform",)),
        Column("further_plan_required", "bool", aliases=("krav_om_detaljregulering", "plankrav")),
        Column("further_plan_clause", aliases=("plankrav_bestemmelse", "plankrav_hjemmel")),
        Column("older_plans_first", "bool", aliases=("eldre_planer_foran", "eldre_planer_gaar_foran")),
        Column("works_begun_in_time", "bool", aliases=("igangsatt_i_tide", "tiltak_igangsatt")),
        Column("combines_industry", "bool", aliases=("kombinerer_industri", "naering_inngaar")),
        *VALIDITY,
    ),
    source="Municipal plan register (planregister), SOSI Plan",
    licence="Plan data of the municipality; NLOD where it says so",
    delivered_by="plan",
    code="zone_code",
    inside=True,
    asked_of=("proposals",),
    object_types=(
        *("RpArealformålOmråde", "KpArealformålOmråde", "RbFormålOmråde", "KpArealbrukOmråde"),
        *("arealformål", "arealplan_formål"),
    ),
    drawn=Drawn(
        Style(line="#6A3D9A", weight=1.5, opacity=1.0, dash=(2.0, 3.0)),  # outline of the zones only
        rank=10,
    ),
    known_codes={"zone_code": known_zone},
)
