"""Water mains and sewers."""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

LAYER = Layer(
    title_nb="Vann- og avløpsledninger",
    title_en="Water mains and sewers",
    geometry="line",
    columns=(Column("kind", code_list="water_line_kind", aliases=("ledningstype", "slag")), *VALIDITY),
    source="The municipality's pipe register",
    licence="The municipality's own: only in house",
    asked_of=("units", "proposals"),
    nearest={"water_m": "water", "sewer_m": "sewer"},
    leaves=(),
    code="kind",
    buffer_m=4.0,  # our assumption: half of an 8 m strip that may not be built on
    silence=True,
    object_types=("water_lines", "va_ledning", "va_ledninger"),
    drawn=Drawn(
        Style(line="#00688B", weight=1.5, opacity=1.0, dash=(6.0, 3.0)),  # water and sewer
    ),
)
