"""Flood zones, each with the return period that it was modelled for."""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

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
    code_words={"nb": "{code}-årsflom", "en": "{code}-year flood"},
    asked_of=("units",),
    effect="clarify",  # a flood zone asks for safety (TEK17 § 7-2), it does not forbid
    watched=True,
    object_types=("FlomAreal", "flomsone", "flomsoner"),
    drawn=Drawn(
        Style(fill="#2E75B6", line="#1C4E7D", weight=1.0, opacity=0.3, pattern="lines"),  # flood zones
    ),
)
