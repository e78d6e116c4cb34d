"""Write docs/layers.md from the layers' own declarations: what each reads, under which names, from where."""

from pathlib import Path

from layers.base import Column, Layer
from layers.registry import all_layers

PAGE = Path(__file__).parent.parent / "docs" / "layers.md"
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
    return head + "| column | kind | also called | codes |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def _row(column: Column) -> str:
    name = f"**{column.name}**" if column.required else column.name
    return f"| {name} | {column.kind} | {', '.join(column.aliases)} | {column.code_list or ''} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
