"""Areas protected under the nature diversity act."""

from layers.base import VALIDITY, Column, Layer, Style

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
    object_types=("Naturvernområde", "naturvern", "verneområde", "naturvernområder"),
    style=Style(fill="#009E73", line="#00664B", weight=1.5, opacity=0.3, dash="4 3"),
)
