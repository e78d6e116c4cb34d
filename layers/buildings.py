"""Footprints of buildings, with the cadastre's status and, where the park knows it, the floor area.

The register's key is the building's number and the number of the change (bygningsendring): 0 or blank is the building itself.
"""

from layers.base import VALIDITY, Column, Layer, Style

LAYER = Layer(
    title_nb="Bygninger",
    title_en="Buildings",
    geometry="polygon",
    key="building_id",
    apart=("change_number",),
    columns=(
        Column("building_id", required=True, aliases=("bygningsnummer", "bygningsnr", "bygnnr", "bygnr", "bygg_nr")),
        Column("change_number", "integer", aliases=("bygningsendringslopenummer", "bygningsendringslopenr", "lopenummer")),
        Column("building_type", code_list="bygningstype", aliases=("bygningstype", "bygntype", "bygtyp_nbr")),
        Column("building_status", code_list="bygningsstatus", aliases=("bygningsstatus", "bygnstat")),
        Column("floor_m2", "number", aliases=("bruksareal", "bruksarealtotalt", "bra", "bra_m2", "bebygdareal_bra")),
        Column("floor_kind", code_list="floor_kind", aliases=("arealtype_gulv",)),
        Column("parcel_id", aliases=("matrikkelnummer", "uuidteig")),
        *VALIDITY,
    ),
    source="FKB-Bygning and Matrikkelen, Kartverket",
    licence="FKB: restricted to Geovekst parties, derived data not for publication",
    shareable=False,
    code="building_status",
    silence=True,
    object_types=("Bygning", "bygninger", "bygningsflate"),
    style=Style(fill="#3D3D3D", line="#111111", weight=0.8, opacity=0.75),
)
