"""Technical works without a building: tank farms, pipe racks, basins, outdoor plant."""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

LAYER = Layer(
    title_nb="Tekniske anlegg",
    title_en="Technical works",
    geometry="polygon",
    columns=(Column("kind", code_list="technical_kind", aliases=("slag",)), *VALIDITY),
    source="FKB-Bygnanlegg and FKB-TekniskAnlegg, Kartverket",
    licence="FKB: restricted to Geovekst parties, derived data not for publication",
    works=True,
    leaves=(),
    code="kind",
    silence=True,
    object_types=("technical", "tekniske_anlegg"),
    drawn=Drawn(
        Style(fill="#8C8576", line="#5E594E", weight=0.7, opacity=0.45),  # tanks and plant
        shown=True,
        rank=70,
    ),
)
