"""The park's own plots (tomter): the units that it lets, sells and offers."""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

LAYER = Layer(
    title_nb="Tomter",
    title_en="Plots",
    geometry="polygon",
    alone=True,
    key="plot_id",
    columns=(
        Column("plot_id", required=True, aliases=("tomt_id", "tomteid", "tomtenr", "tomtenummer", "tomt")),
        Column("name", aliases=("navn", "tomtenavn")),
        Column("tenure", code_list="tenure", aliases=("eieform", "disposisjonsform")),
        Column("parcel_ids", aliases=("matrikkelnumre", "eiendommer")),
        *VALIDITY,
    ),
    source="The park's own list of plots",
    licence="The park's own",
    delivered_by="park",
    own=True,
    inside=True,
    asked_of=("proposals",),
    object_types=("tomter", "tomt", "arealenheter"),  # the last: the table of our own export
    drawn=Drawn(
        Style(line="#1C2A2F", weight=1.0, opacity=1.0),  # outline of the plots only
        rank=20,
    ),
)
