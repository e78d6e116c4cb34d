"""Ground that binds what may stand on it: safety distances, landfills, buffers, quick clay, monuments."""

from layers.base import VALIDITY, Column, Layer, Style

LAYER = Layer(
    title_nb="Bindinger",
    title_en="Restrictions",
    geometry="polygon",
    columns=(
        Column("name", aliases=("navn",)),
        Column("kind", required=True, code_list="restriction_kind", aliases=("binding", "bindingstype")),
        *VALIDITY,
    ),
    source="DSB, NVE, Miljødirektoratet, Riksantikvaren, and the plan's hensynssoner",
    licence="As each source says; safety distances only in house",
    shareable=False,
    theme="hazard",
    code="kind",
    silence=True,
    object_types=("restrictions", "bindinger"),
    style=Style(fill="#D55E00", line="#8F3F00", weight=1.2, opacity=0.25, dash="2 4"),
)
