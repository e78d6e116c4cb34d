"""What the park itself says of a plot, parcel or building: leases, offers, vacant floor, jobs."""

from layers.base import VALIDITY, Column, Layer

LAYER = Layer(
    title_nb="Parkens opplysninger",
    title_en="The park's records",
    geometry="table",
    columns=(
        Column("about_type", required=True, code_list="about_type", aliases=("gjelder_type",)),
        Column("about", required=True, aliases=("gjelder",)),
        Column("kind", required=True, code_list="record_kind", aliases=("opplysning", "slag")),
        Column("value", aliases=("verdi",)),
        Column("unit", aliases=("enhet",)),
        Column("said_by", aliases=("opplyst_av", "kilde")),
        Column("said_on", "date", aliases=("opplyst_dato", "opplyst")),
        Column("note", aliases=("merknad",)),
        *VALIDITY,
    ),
    source="The park's own register",
    licence="The park's own; names of people and tenants stay in the house",
    leaves=(),
    secret=True,  # people's names
    delivered_by="list",
    own=True,
    object_types=("records", "opplysninger"),
)
