"""Land resource AR5: what the ground is, tiling all land in and around the park."""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

LAYER = Layer(
    title_nb="Arealressurs (AR5)",
    title_en="Land resource (AR5)",
    geometry="polygon",
    alone=True,
    columns=(
        Column(
            "ar5_arealtype",
            required=True,
            code_list="ar5_arealtype",
            aliases=("arealtype", "artype", "ar5arealtype", "arealressursarealtype"),
        ),
        Column(
            "ar5_skogbonitet",
            code_list="ar5_skogbonitet",
            aliases=("skogbonitet", "arskogbon", "ar5skogbonitet", "arealressursskogbonitet"),
        ),
        Column("ar5_treslag", code_list="ar5_treslag", aliases=("treslag", "artreslag", "ar5treslag", "arealressurstreslag")),
        Column(
            "ar5_grunnforhold",
            code_list="ar5_grunnforhold",
            aliases=("grunnforhold", "argrunnf", "ar5grunnforhold", "arealressursgrunnforhold"),
        ),
        *VALIDITY,
    ),
    source="AR5, NIBIO and Geovekst",
    licence="AR5 in detail: restricted to Geovekst parties, derived data not for publication",
    asked_of=("proposals",),
    watched=True,
    backdrop=True,
    leaves=(),
    code="ar5_arealtype",
    tiles=True,
    object_types=("ArealressursFlate", "ar5_flate", "ar5", "fkb_ar5"),
    drawn=Drawn(
        Style(fill="#E9E9E2", line="#D4D6CE", weight=0.4, opacity=1.0),  # calm ground under the units
        codes={
            "11": Style(fill="#EFE6E1", line="#DDD0C9", weight=0.4, opacity=1.0),  # AR5 bebygd
            "12": Style(fill="#E4E1DC", line="#D0CCC5", weight=0.4, opacity=1.0),  # AR5 samferdsel
            "21": Style(fill="#F5EFCF", line="#E2D9AC", weight=0.4, opacity=1.0),  # AR5 fulldyrka jord
            "22": Style(fill="#F5EFCF", line="#E2D9AC", weight=0.4, opacity=1.0),  # AR5 overflatedyrka jord
            "23": Style(fill="#F1F1D3", line="#DCDCB4", weight=0.4, opacity=1.0),  # AR5 innmarksbeite
            "30": Style(fill="#D9E6CF", line="#C3D5B6", weight=0.4, opacity=1.0),  # AR5 skog
            "50": Style(fill="#EAEADD", line="#D7D7C6", weight=0.4, opacity=1.0),  # AR5 åpen fastmark
            "60": Style(fill="#DDE2DF", line="#C5CDC8", weight=0.4, opacity=1.0, pattern="lines"),  # AR5 myr
            "81": Style(fill="#C7DDEA", line="#A5C6D9", weight=0.4, opacity=1.0),  # AR5 ferskvann
            "82": Style(fill="#C7DDEA", line="#A5C6D9", weight=0.4, opacity=1.0),  # AR5 hav
        },
        pane="background",
        shown=True,
        rank=0,
    ),
)
