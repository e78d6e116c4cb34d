"""Flood zones, each with the return period that it was modelled for."""

from layers.base import VALIDITY, Column, Layer, Style

LAYER = Layer(
    title_nb="Flomsoner",
    title_en="Flood zones",
    geometry="polygon",
    columns=(
        Column("name", aliases=("navn", "lavpunktnavn", "områdenavn", "flomsonenavn")),
        Column(
            "return_period_years",
            "integer",
            required=True,
            aliases=("gjentaksintervall", "gjentaksinterval", "gjentaksintervallår", "gjentaksintervallaar"),
        ),
        *VALIDITY,
    ),
    source="Flomsoner, NVE",
    licence="NLOD 2.0",
    theme="hazard",
    code="return_period_years",
    silence=True,
    object_types=("FlomAreal", "flomsone", "flomsoner"),
    style=Style(fill="#56B4E9", line="#0072B2", weight=1.0, opacity=0.4),
)
