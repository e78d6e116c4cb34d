"""Power lines. Sensitive: neither cables nor voltages leave the house."""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

LAYER = Layer(
    title_nb="Kraftlinjer",
    title_en="Power lines",
    geometry="line",
    columns=(Column("kind", code_list="power_kind", aliases=("slag",)), *VALIDITY),
    source="NVE Nettanlegg, and the grid company",
    licence="Power-sensitive information: only in house",
    asked_of=("units",),
    nearest={"power_m": None},
    leaves=(),
    secret=True,  # power-sensitive
    code="kind",
    buffer_m=15.0,  # our assumption: half of a 30 m cleared belt
    silence=True,
    object_types=("power", "kraftlinje", "kraftlinjer"),
    drawn=Drawn(
        Style(line="#B00020", weight=1.8, opacity=1.0, dash=(1.0, 5.0)),  # sensitive: off until asked for
    ),
)
