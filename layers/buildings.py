"""Buildings with the cadastre's status: outlines with, where the park knows it, the floor area; points where no outline is known.

A point tells that a building stands there or is under way, by its status; never its footprint, and never its floor, whatever the
file says of that. A number counts once, its outline before its point.

The register's key is the building's number and the number of the change (bygningsendring): 0 or blank is the building itself.
"""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

LAYER = Layer(
    title_nb="Bygninger",
    title_en="Buildings",
    geometry="polygon",
    points=True,
    key="building_id",
    apart=("change_number",),
    columns=(
        Column("building_id", required=True, aliases=("bygningsnummer", "bygningsnr", "byggnr", "bygnnr", "bygnr", "bygg_nr")),
        Column(
            "change_number",
            "integer",
            aliases=("bygningsendringslopenummer", "bygningsendringslopenr", "endringslopenummer", "bygn_endr_lopenr", "lopenummer"),
        ),
        Column(
            "building_type",
            code_list="bygningstype",
            aliases=("bygningstype", "bygningstypekode", "byggtyp_nbr", "byggtype", "bygntype", "bygtyp_nbr"),
        ),
        Column(
            "building_status",
            code_list="bygningsstatus",
            aliases=("bygningsstatus", "bygningsstatuskode", "byggstat", "byggstatus", "bygnstat"),
        ),
        Column("floor_m2", "number", aliases=("bruksareal", "bruksarealtotalt", "bra", "bra_m2", "bebygdareal_bra")),
        Column("floor_kind", code_list="floor_kind", aliases=("arealtype_gulv",)),
        Column("parcel_id", aliases=("matrikkelnummer", "uuidteig")),
        *VALIDITY,
    ),
    source="FKB-Bygning and Matrikkelen (Bygningspunkt), Kartverket",
    licence="FKB: restricted to Geovekst parties, derived data not for publication",
    inside=True,
    leaves=(),
    code="building_status",
    silence=True,
    object_types=("Bygning", "bygninger", "bygningsflate", "bygningspunkt", "bygningspunkter"),
    drawn=Drawn(
        Style(fill="#2B3A42", line="#1C2A2F", weight=0.5, opacity=0.78),  # standing buildings on top of their units
        shown=True,
        rank=90,
    ),
)
