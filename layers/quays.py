"""Quays, with the ground used for loading."""

from layers.base import VALIDITY, Column, Layer, Style

LAYER = Layer(
    title_nb="Kaier",
    title_en="Quays",
    geometry="polygon",
    columns=(Column("name", aliases=("navn", "kainavn")), *VALIDITY),
    source="The port's own map, FKB-Bygnanlegg",
    licence="FKB: restricted to Geovekst parties, derived data not for publication",
    shareable=False,
    code="name",
    silence=True,
    object_types=("quays", "kaier", "kai", "KaiBrygge"),
    style=Style(fill="#0072B2", line="#004B75", weight=1.2, opacity=0.5),
)
