"""Power lines. Sensitive: neither cables nor voltages leave the house."""

from layers.base import VALIDITY, Column, Layer, Style

LAYER = Layer(
    title_nb="Kraftlinjer",
    title_en="Power lines",
    geometry="line",
    columns=(Column("kind", code_list="power_kind", aliases=("slag",)), *VALIDITY),
    source="NVE Nettanlegg, and the grid company",
    licence="Power-sensitive information: only in house",
    shareable=False,
    code="kind",
    buffer_m=15.0,  # our assumption: half of a 30 m cleared belt
    silence=True,
    object_types=("power", "kraftlinje", "kraftlinjer"),
    style=Style(line="#E69F00", weight=2.0, dash="1 5"),
)
