"""Technical works without a building: tank farms, pipe racks, basins, outdoor plant."""

from layers.base import VALIDITY, Column, Layer, Style

LAYER = Layer(
    title_nb="Tekniske anlegg",
    title_en="Technical works",
    geometry="polygon",
    columns=(Column("kind", code_list="technical_kind", aliases=("slag",)), *VALIDITY),
    source="FKB-Bygnanlegg and FKB-TekniskAnlegg, Kartverket",
    licence="FKB: restricted to Geovekst parties, derived data not for publication",
    shareable=False,
    code="kind",
    silence=True,
    object_types=("technical", "tekniske_anlegg"),
    style=Style(fill="#CC79A7", line="#8A4A6E", weight=0.8, opacity=0.6),
)
