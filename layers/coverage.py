"""Where a layer has been mapped, so that "none found" is told from "nobody looked"."""

from layers.base import VALIDITY, Column, Layer

LAYER = Layer(
    title_nb="Kartlagt område",
    title_en="Mapped area",
    geometry="polygon",
    columns=(
        Column("layer_id", required=True, aliases=("kartlag",)),
        Column("surveyed_on", "date", aliases=("kartlagt_dato", "kartleggingsdato", "kartlagt")),
        *VALIDITY,
    ),
    source="The owner of each layer",
    licence="As the layer that it is about",
    delivered_by="park",
    own=True,
    object_types=("coverage", "dekning", "dekningskart"),
)
