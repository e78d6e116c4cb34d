"""Areas protected under the nature diversity act."""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

LAYER = Layer(
    title_nb="Verneområder",
    title_en="Protected areas",
    geometry="polygon",
    columns=(
        Column("name", aliases=("offisieltnavn", "navn", "områdenavn")),
        Column("kind", code_list="verneform", aliases=("verneform",)),
        *VALIDITY,
    ),
    source="Naturvernområder, Miljødirektoratet",
    licence="NLOD 2.0",
    theme="nature",
    code="kind",
    silence=True,
    asked_of=("units",),
    watched=True,
    object_types=("Naturvernområde", "naturvern", "verneområde", "naturvernområder"),
    drawn=Drawn(
        Style(fill="#4D7D3A", line="#2F5422", weight=1.4, opacity=0.25, pattern="cross"),  # protected nature
    ),
)
