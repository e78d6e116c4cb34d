"""Cultural monuments with their protection."""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

LAYER = Layer(
    title_nb="Kulturminner",
    title_en="Cultural monuments",
    geometry="polygon",
    columns=(
        Column("name", aliases=("navn", "kulturminnenavn", "lokalitetsnavn")),
        Column("protection", code_list="monument_protection", aliases=("vernetype", "vernestatus")),
        *VALIDITY,
    ),
    source="Kulturminner, Riksantikvaren",
    licence="NLOD 2.0",
    theme="heritage",
    code="protection",
    silence=True,
    object_types=("monuments", "kulturminner", "Lokalitet", "Enkeltminne"),
    drawn=Drawn(Style(fill="#B2182B", line="#67001F", weight=1.2, opacity=0.3, dash=(1.0, 3.0))),
)
