"""Scripts planted in every text that a park, its files or its people can give: whoever shows one unescaped runs it."""

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import pyogrio

from layers.base import Column
from parks.park import Park, read_park
from layers.registry import all_layers

RAN = "window.pwned"
PAYLOADS = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '"><svg onload=window.pwned=1>',
    "'><img src=x onerror=window.pwned=1>",
    "</script><script>window.pwned=1</script>",
    "</title><script>window.pwned=1</script>",
    "</textarea><script>window.pwned=1</script>",
    "</style><img src=x onerror=window.pwned=1>",
    "--><script>window.pwned=1</script>",
    "]]><script>window.pwned=1</script>",
    "<iframe srcdoc='<script>top.pwned=1</script>'></iframe>",
    "<details open ontoggle=window.pwned=1>x</details>",
    "<input autofocus onfocus=window.pwned=1>",
    "<svg><animate onbegin=window.pwned=1 attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.pwned=1>",
    "<a href='javascript:window.pwned=1' onfocus=window.pwned=1 autofocus tabindex=0>x</a>",
    '![x](x"onerror="window.pwned=1)[y](javascript:window.pwned=1)',
    "${window.pwned=1}{{constructor.constructor('window.pwned=1')()}}",
    "&lt;img src=x onerror=window.pwned=1&gt;",
    "<object data='javascript:window.pwned=1'></object>",
    "{{7*191}} {% raw %} {0.__class__} :red[x] $x^2$ ~~x~~",
)
_KEYS = ("plot_id", "parcel_id", "parcel_ids", "building_id", "about", "plan_id")  # hold tables together
_KEPT = {("coverage", "layer_id"), ("zoning", "level"), ("records", "value"), ("records", "unit")}  # read as codes or numbers
_EMAIL = '"<img/src=x/onerror=window.pwned=1>"@example.no'


def plant_in_files(park_id: str) -> int:
    """A script in every free text of a park's tables and settings; how many texts."""
    park = read_park(park_id)
    turns = _turns()
    planted = sum(_plant_in_table(park, str(name), turns) for name, _ in pyogrio.list_layers(park.tables_path))
    settings = park.folder / "park.toml"
    lines = [_plant_in_line(line, turns) for line in settings.read_text(encoding="utf-8").splitlines()]
    settings.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return planted


def hostile_facts(fields: dict[str, dict[str, Any]], kind: str) -> dict[str, Any]:
    """A script in every fact of an offer that is text, and a number where one is needed."""
    turns = _turns()
    made = {
        "text": lambda: next(turns),
        "long_text": lambda: "\n".join(PAYLOADS),
        "list": lambda: list(PAYLOADS[:5]),
        "email": lambda: _EMAIL,
        "number": lambda: 1.0,
        "date": lambda: "2026-06-01",
    }
    wanted = {name: field for name, field in fields.items() if kind in field.get("kinds", [kind]) and field["type"] in made}
    return {name: made[field["type"]]() for name, field in wanted.items()}


def _turns() -> Iterator[str]:
    while True:
        yield from PAYLOADS


def _plant_in_table(park: Park, name: str, turns: Iterator[str]) -> int:
    columns = [column for column in _declared(name) if is_free_text(name, column)]
    rows = gpd.read_file(park.tables_path, layer=name)
    here = [column.name for column in columns if column.name in rows]
    for column in here:
        texts = rows[column].astype(object)
        given = texts.notna()
        rows[column] = texts.where(~given, [f"{text} {next(turns)}" for text in texts])
    pyogrio.write_dataframe(rows, park.tables_path, layer=name)
    return len(here) * len(rows)


def _declared(name: str) -> tuple[Column, ...]:
    return all_layers()[name].columns


def is_free_text(name: str, column: Column) -> bool:
    """Whether a column holds what somebody wrote: no code, no number, nothing that holds tables together."""
    keyed = column.name in _KEYS or (name, column.name) in _KEPT or column.name == "kommunenummer"
    return column.kind == "text" and column.code_list is None and not keyed


def _plant_in_line(line: str, turns: Iterator[str]) -> str:
    """A script after a text of the settings that is words: names, who and why, sources."""
    key, _, value = line.partition(" = ")
    if key == "source_url":
        return 'source_url = "javascript:window.pwned=1"'
    if key in ("name", "by", "basis", "source", "note", "value", "fact", "unit") and value.endswith('"'):
        return f'{key} = {value[:-1]} {next(turns).replace(chr(34), chr(39))}"'
    return line
