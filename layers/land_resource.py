"""Land resource AR5: what the ground is, tiling all land in and around the park."""

from layers.base import VALIDITY, Column, Layer, Style

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
    shareable=False,
    code="ar5_arealtype",
    tiles=True,
    object_types=("ArealressursFlate", "ar5_flate", "ar5", "fkb_ar5"),
    style=Style(fill="#A8C686", line="#6E8B4E", weight=0.5, opacity=0.45),
)
