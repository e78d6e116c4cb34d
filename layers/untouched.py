"""Nature untouched by heavier interventions, as distance zones (INON); asked only where a park has been given its polygons."""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

LAYER = Layer(
    title_nb="Inngrepsfri natur",
    title_en="Untouched nature",
    geometry="polygon",
    columns=(Column("zone", required=True, code_list="untouched_zone", aliases=("sone", "inonsone", "inon_sone")), *VALIDITY),
    source="Inngrepsfrie naturområder i Norge, Miljødirektoratet",
    licence="NLOD 2.0",
    code="zone",
    silence=True,
    asked_of=("proposals",),
    object_types=("untouched", "inon", "InngrepsfrieNaturområder", "inngrepsfri_natur"),
    drawn=Drawn(Style(fill="#1B7837", line="#0B4A1F", weight=1.0, opacity=0.2, dash=(8.0, 3.0))),
)
