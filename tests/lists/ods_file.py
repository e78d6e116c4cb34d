"""OpenDocument spreadsheets as LibreOffice writes them: rows and cells that are alike once, with their number."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text", "style")
)  # fmt: skip
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def cell(value: object = None, many: int = 1, formula: str = "", note: str = "") -> str:
    """A cell of a value, which stands `many` times."""
    said = f' table:number-columns-repeated="{many}"' if many > 1 else ""
    said += f' table:formula="{escape(formula)}"' if formula else ""
    if value is None:
        return f"<table:table-cell{said}/>"
    if isinstance(value, (int, float)):
        return f'<table:table-cell{said} office:value-type="float" office:value="{value}"><text:p>{value} kr</text:p></table:table-cell>'
    above = f"<office:annotation><text:p>{escape(note)}</text:p></office:annotation>" if note else ""
    words = "".join(f"<text:p>{escape(part)}</text:p>" for part in str(value).split("\n"))
    return f'<table:table-cell{said} office:value-type="string">{above}{words}</table:table-cell>'


def day(iso: str) -> str:
    """A cell of a date, shown the Norwegian way."""
    shown = ".".join(reversed(iso.split("-")))
    return f'<table:table-cell office:value-type="date" office:date-value="{iso}"><text:p>{shown}</text:p></table:table-cell>'


def row(*cells: str, many: int = 1, visibility: str = "") -> str:
    """A row of cells, which stands `many` times, and ends in the blank cells that LibreOffice writes."""
    said = f' table:number-rows-repeated="{many}"' if many > 1 else ""
    said += f' table:visibility="{visibility}"' if visibility else ""
    return f"<table:table-row{said}>{''.join(cells)}{cell(many=16_000)}</table:table-row>"


def sheet(name: str, *rows: str, style: str = "ta1", columns: str = "") -> str:
    """A sheet, with the blank rows to the end that LibreOffice writes."""
    end = row(many=1_048_000)
    return f'<table:table table:name="{escape(name)}" table:style-name="{style}">{columns}{"".join(rows)}{end}</table:table>'


def ods(path: Path, *sheets: str, manifest: str = "") -> Path:
    """A spreadsheet of these sheets; style `gone` is that of a hidden one."""
    style = '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>'
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}><office:automatic-styles>{style}'
    content += f"</office:automatic-styles><office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIME, zipfile.ZIP_STORED)
        archive.writestr("content.xml", f"{content}</office:document-content>")
        archive.writestr("META-INF/manifest.xml", manifest or "<manifest/>")
    return path
