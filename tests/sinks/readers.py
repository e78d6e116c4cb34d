"""What stands in a file, read by a program that did not write it: every text in it, and that nothing in it is run."""

import csv
import json
import re
import sqlite3
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pyarrow.parquet as pq
from docx import Document
from lxml import etree
from pypdf import PdfReader

_NO_NETWORK = {"resolve_entities": False, "no_network": True}
_FORMULA = re.compile(r"'(?=[=+\-@＝＋－＠\t\r\n])")


def in_json(content: bytes) -> set[str]:
    """Every text of a JSON document, keys too."""
    return _texts(json.loads(content.decode()))


def in_workbook(content: bytes) -> set[str]:
    """Every text of a workbook; no cell of it is a formula or a link."""
    cells = [cell for sheet in openpyxl.load_workbook(BytesIO(content)).worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"} and not [cell for cell in cells if cell.hyperlink]
    _sound_xml(content)
    return {cell.value for cell in cells if isinstance(cell.value, str)}


def in_csv(content: bytes) -> set[str]:
    """Every text of a table; none begins as a formula does."""
    lines = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    cells = {cell for line in lines for cell in line}
    assert not [cell for cell in cells if cell[:1] in set("=+@＝＋－＠\t\r\n") or (cell[:1] == "-" and not cell[1:2].isdigit())]
    return {_FORMULA.sub("", cell, count=1) for cell in cells}


def in_geopackage(path: Path) -> set[str]:
    """Every text of a GeoPackage's tables; its styles are sound XML."""
    with sqlite3.connect(path) as file:
        names = [name for (name,) in file.execute("SELECT table_name FROM gpkg_contents")] + ["gpkg_contents"]
        rows = [row for name in names for row in file.execute(f'SELECT * FROM "{name}"')]  # names of ours
        styles = [style for row in file.execute("SELECT styleQML, styleSLD FROM layer_styles") for style in row]
    file.close()
    for style in styles:
        etree.fromstring(style.encode(), etree.XMLParser(**_NO_NETWORK))
    return {value for row in rows for value in row if isinstance(value, str)}


def in_parquet(path: Path) -> set[str]:
    """Every text of a GeoParquet file."""
    table = pq.read_table(path)
    texts = {value for column in table.columns for value in column.to_pylist() if isinstance(value, str)}
    return texts | _texts(json.loads(table.schema.metadata[b"parkareal"]))


def in_map_page(content: bytes) -> set[str]:
    """Every text of a map file: data alone, read by scripts that are the same in every map file."""
    page = _Page()
    page.feed(content.decode())
    assert page.scripts == [{}, {"type": "application/json", "id": "told"}, {}, {}, {}]
    assert not [name for name in page.attributes if name.startswith("on")] and page.links == []
    return _texts(json.loads(page.data))


def skeleton(content: bytes) -> str:
    """A map file without its data."""
    return re.sub(r'(?s)(<script type="application/json" id="told">).*?(</script>)', r"\1\2", content.decode())


def in_word(content: bytes) -> set[str]:
    """Every text of a Word document, and its properties; nothing in it is fetched, linked or computed but page and table numbers."""
    document = Document(BytesIO(content))
    _sound_xml(content)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    heads = [part.text for section in document.sections for part in (*section.header.paragraphs, *section.footer.paragraphs)]
    fields = re.findall(r'w:instr="([^"]*)"', ZipFile(BytesIO(content)).read("word/document.xml").decode())
    assert not [field for field in fields if not field.startswith("SEQ ")]
    assert not [link for link in document.part.rels.values() if link.is_external]
    about = document.core_properties
    return {*(line.text for line in document.paragraphs), *cells, *heads, about.title, about.author, about.subject}


def in_pdf(content: bytes) -> str:
    """All that a PDF says, without spaces; it has no script, link or file in it."""
    assert not re.search(rb"/(JavaScript|JS|Launch|EmbeddedFile|URI|OpenAction)\b", content)
    reader = PdfReader(BytesIO(content))
    return "".join("".join(page.extract_text() for page in reader.pages).split())


def _sound_xml(content: bytes) -> None:
    """Every part of an office file is XML that a parser takes."""
    with ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(name), etree.XMLParser(**_NO_NETWORK))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[dict] = []
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.data = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name in ("src", "href")]
        if tag == "script":
            self.scripts.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        if self.scripts and self.scripts[-1].get("id") == "told" and not self.data:
            self.data = data


def _texts(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return {text for pair in value.items() for part in pair for text in _texts(part)}
    return {text for part in value for text in _texts(part)} if isinstance(value, list) else set()
