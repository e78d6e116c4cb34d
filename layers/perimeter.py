"""The park's outline as its board adopted it, and as it is on any later date."""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

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
    asked_of=("proposals",),
    backdrop=True,
    object_types=("parkgrense", "avgrensning", "parkavgrensning", "områdeavgrensning"),
    drawn=Drawn(
        Style(line="#1C2A2F", weight=2.4, opacity=1.0, dash=(9.0, 5.0)),  # the park's outline above all
        pane="outline",
        shown=True,
        rank=100,
    ),
)
