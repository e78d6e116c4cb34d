"""What built-up ground is used for, as Statistics Norway (SSB) maps it each year: business, industry, storage, housing …"""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

LAYER = Layer(
    title_nb="Arealbruk (SSB)",
    title_en="Land use (SSB)",
    geometry="polygon",
    columns=(
        Column("ssb_use", required=True, code_list="ssb_arealbruk", aliases=("arealbruksområde",)),
        Column("ssb_building_kind", code_list="ssb_bebyggelsestype", aliases=("bebyggelsestype",)),
        Column("data_date", "date", aliases=("kopidata", "kopidato")),
        *VALIDITY,
    ),
    source="Arealbruk, Statistisk sentralbyrå (SSB)",
    licence="Open, no key asked for (CC BY 4.0, unverified)",
    code="ssb_use",
    asked_of=("units_where_given",),
    silence=True,
    object_types=("SsbArealbrukFlate", "ssb_arealbruk", "arealbruk"),
    drawn=Drawn(
        Style(fill="#C8A2C8", line="#7A5A7A", weight=0.8, opacity=0.5),  # SSB's land use: off until asked for
    ),
)
