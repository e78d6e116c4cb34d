"""Railway tracks and sidings."""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

LAYER = Layer(
    title_nb="Jernbanespor",
    title_en="Railway tracks",
    geometry="line",
    columns=(Column("kind", code_list="rail_kind", aliases=("banetype", "slag")), *VALIDITY),
    source="FKB-Bane, Bane NOR and Kartverket",
    licence="FKB: restricted to Geovekst parties, derived data not for publication",
    asked_of=("proposals",),
    works=True,
    main_route="main",
    nearest={"rail_m": None},
    backdrop=True,
    leaves=(),
    code="kind",
    buffer_m=2.5,  # our assumption: half of a track's 5 m strip
    silence=True,
    object_types=("rail", "bane", "spormidt", "jernbane"),
    drawn=Drawn(
        Style(line="#333333", weight=1.8, opacity=1.0, dash=(7.0, 3.0)),  # tracks
        shown=True,
        rank=50,
    ),
)
