"""Write docs/layers.md from the layers' own declarations: what each reads, under which names, from where."""

from pathlib import Path

from layers.base import Column, Layer
from layers.registry import all_layers

PAGE = Path(__file__).parent.parent / "docs" / "layers.md"
_WHOM = {"units": "every unit", "units_where_given": "every unit of a park that has it", "proposals": "a proposal to build"}
_LEAVES = {"geometry": "its shapes", "picture": "pictures", "figure": "figures"}
_HEAD = """# Layers

What `./parkareal import PARK FILE --layer NAME` reads. A column is found by its own name or by one of the others (letter case
and `_` apart); columns in **bold** are needed. Codes are held against the lists in `landuse/codelists/`.
"""


def page() -> str:
    """The whole page."""
    return _HEAD + "".join(_section(name, layer) for name, layer in all_layers().items())


def _section(name: str, layer: Layer) -> str:
    rows = [_row(column) for column in layer.columns]
    usual = f"Usually from: {layer.source}. Licence: {layer.licence}."
    head = f"\n## {name}\n{layer.title_nb} · {layer.title_en} ({layer.geometry}{' or point' if layer.points else ''}). {usual}\n\n"
    return head + _asked(layer) + _shown(layer) + "| column | kind | also called | codes |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def _asked(layer: Layer) -> str:
    """Whom it is asked of, by which code, and what its answer does."""
    whom = [_WHOM[name] for name in layer.asked_of] + ([f"all that would be built ({layer.theme})"] if layer.theme else [])
    by_code = f", by `{layer.code}`" if layer.code else ""
    said = [f"Asked of {' and '.join(whom)}{by_code}." if whom else "What it is for: see [the method](method.md)."]
    said += ["It shows works."] if layer.works else []
    said += [f"Its public main routes are `{layer.main_route}`."] if layer.main_route else []
    said += [f"A line has {2 * layer.buffer_m:g} m of ground."] if layer.buffer_m else []
    said += [f"On its ground: {'by its code' if callable(layer.effect) else layer.effect}."] if layer.effect else []
    said += ["A decision is asked about again where its codes change."] if layer.watched else []
    said += [f"Distances to it: {', '.join(f'`{measure}`' for measure in layer.nearest)}."] if layer.nearest else []
    return " ".join(said) + " "


def _shown(layer: Layer) -> str:
    """What may leave the house of it, and where it is drawn."""
    leaves = ", ".join(_LEAVES[name] for name in layer.leaves) or "nothing, unless a park says otherwise of its file"
    said = ["Nothing of it leaves the house." if layer.secret else f"What may leave the house: {leaves}."]
    if layer.drawn is not None:
        drawn = layer.drawn
        place = {"background": "under the units", "above": "over the units", "outline": "over all"}[drawn.pane]
        said += [f"Drawn {place}, {'from the start' if drawn.shown else 'where asked for'}{', by code' if drawn.codes else ''}."]
    said += ["It lies under published plots."] if layer.backdrop else []
    return " ".join(said) + "\n\n"


def _row(column: Column) -> str:
    name = f"**{column.name}**" if column.required else column.name
    return f"| {name} | {column.kind} | {', '.join(column.aliases)} | {column.code_list or ''} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
