"""Railway tracks and sidings."""

from layers.base import VALIDITY, Column, Layer, Style

LAYER = Layer(
    title_nb="Jernbanespor",
    title_en="Railway tracks",
    geometry="line",
    columns=(Column("kind", code_list="rail_kind", aliases=("banetype", "slag")), *VALIDITY),
    source="FKB-Bane, Bane NOR and Kartverket",
    licence="FKB: restricted to Geovekst parties, derived data not for publication",
    shareable=False,
    code="kind",
    buffer_m=2.5,  # our assumption: half of a track's 5 m strip
    silence=True,
    object_types=("rail", "bane", "spormidt", "jernbane"),
    style=Style(line="#222222", weight=2.0, dash="10 4"),
)
