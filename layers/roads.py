"""Surfaces of roads and parking grounds."""

from layers.base import VALIDITY, Column, Layer, Style

LAYER = Layer(
    title_nb="Vegflater",
    title_en="Road surfaces",
    geometry="polygon",
    columns=(Column("kind", code_list="road_kind", aliases=("slag",)), *VALIDITY),
    source="FKB-Veg, Kartverket",
    licence="FKB: restricted to Geovekst parties, derived data not for publication",
    shareable=False,
    code="kind",
    silence=True,
    object_types=(
        *("roads", "vegareal", "vegflater", "Veg"),
        *("VegKjørende", "VegGåendeOgSyklende", "Parkeringsområde", "Trafikkøy", "Fortau", "Kjørebane"),  # areas of FKB-Veg
    ),
    style=Style(fill="#8C8C8C", line="#5F5F5F", weight=0.8, opacity=0.6),
)
