"""The park's outline as its board adopted it, and as it is on any later date."""

from layers.base import VALIDITY, Column, Layer, Style

LAYER = Layer(
    title_nb="Parkgrense",
    title_en="Park perimeter",
    geometry="polygon",
    columns=(
        Column("name", aliases=("navn",)),
        Column("adopted_by", aliases=("vedtatt_av", "vedtattAv")),
        Column("adopted_on", "date", aliases=("vedtatt_dato", "vedtaksdato", "vedtatt")),
        Column("basis", aliases=("grunnlag", "vedtaksgrunnlag")),
        *VALIDITY,
    ),
    source="The park's own map",
    licence="The park's own",
    delivered_by="park",
    own=True,
    object_types=("parkgrense", "avgrensning", "parkavgrensning", "områdeavgrensning"),
    style=Style(fill=None, line="#111111", weight=3.0, dash="8 6"),
)
