"""Write docs/official_names.md from the rows of official names: which columns of which product are known, under which names."""

import csv
from pathlib import Path

ROOT = Path(__file__).parent.parent
NAMES, PAGE = ROOT / "layers" / "official_names.csv", ROOT / "docs" / "official_names.md"
_FORMS = ("gml", "sosi", "esri")
_HEAD = """# Official products and their names

What each product calls its columns, and which of them are read. *gml* are the names of GML and GeoPackage, *sosi* those of SOSI, *esri*
those of services and of other programs' exports. In a Shapefile every name may be cut to ten letters. Codes may stand as numbers, as the
words of their list, or as both (`1340 – Industri`). A column that is *not read* is named in the data report. What is not in this table is
read where [the layers](layers.md) know its name. Each row's evidence stands in `layers/official_names.csv`.
"""


def rows() -> list[dict[str, str]]:
    """The rows of the data file."""
    with NAMES.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def page() -> str:
    """The whole page."""
    products: dict[str, list[dict[str, str]]] = {}
    for row in rows():
        products.setdefault(row["product"], []).append(row)
    return _HEAD + "".join(_section(product, own) for product, own in products.items())


def _section(product: str, own: list[dict[str, str]]) -> str:
    types = ", ".join(dict.fromkeys(row["object_type"] for row in own))
    lines = [f"\n## {product}\nLayer `{own[0]['layer']}`; object types and tables: {types}.\n\n"]
    lines.append("| column | known | " + " | ".join(_FORMS) + " |\n|---|---|" + "---|" * len(_FORMS) + "\n")
    read = dict.fromkeys(row["ours"] for row in own if row["ours"])
    lines += [_row(ours, "yes", [row for row in own if row["ours"] == ours]) for ours in read]
    unread = dict.fromkeys(row["theirs"] for row in own if not row["ours"])
    lines += [_row("–", "not read", [row for row in own if not row["ours"] and row["theirs"] == theirs]) for theirs in unread]
    return "".join(lines)


def _row(column: str, known: str, own: list[dict[str, str]]) -> str:
    names = [", ".join(dict.fromkeys(row["theirs"] or "(the object type)" for row in own if row["written_in"] == form)) for form in _FORMS]
    return f"| {column} | {known} | {' | '.join(names)} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
