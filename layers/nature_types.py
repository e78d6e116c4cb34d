"""Mapped nature types, each with its value; where the mapping went is told by the layer `coverage`."""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

LAYER = Layer(
    title_nb="Naturtyper",
    title_en="Nature types",
    geometry="polygon",
    columns=(
        Column("name", aliases=("naturtype", "naturtypenavn", "områdenavn", "navn")),
        Column("kind", aliases=("naturtypekode", "ntyp", "kode")),
        Column("nature_value", code_list="nature_value", aliases=("lokalitetskvalitet", "naturtypeverdi", "verdikategori")),
        *VALIDITY,
    ),
    source="Naturtyper (Miljødirektoratets instruks, and DN-håndbok 13)",
    licence="NLOD 2.0",
    theme="nature",
    code="nature_value",
    silence=True,
    object_types=(
        "nature_types",
        "naturtyper",
        "naturtype",
        "NaturtypeOmråde",
        "naturtype_nin",
        "naturtyper_nin",
        "naturtyper_hb13",
        "naturtype_hb13",
    ),
    drawn=Drawn(Style(fill="#7FBC41", line="#3F6B14", weight=1.2, opacity=0.35, dash=(3.0, 3.0))),
)
