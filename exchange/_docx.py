"""What a Word document needs beside python-docx: language, page numbers, numbered captions, tables and pictures that are read aloud."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from landuse.words.languages import languages

_FONT = "Calibri"
_INK, _RULE, _HEAD, _MARK = "0D3546", "9FB0B0", "E7EEF0", "FBE9A9"
_SIZES_PT = {"Normal": 10.5, "Title": 20, "Heading 1": 14, "Heading 2": 11.5, "Heading 3": 10.5, "Caption": 9, "List Bullet": 10.5}
WIDTH_CM = 16.6
_LONGEST_PROPERTY = 255  # characters that Word keeps of a document's title


def blank(lang: str, title: str, author: str, subject: str, on: date) -> DocumentObject:
    """An A4 document without content: styles, language, margins and properties set; dated on the day, not on the clock."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21.0 - WIDTH_CM) / 2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.0)
    for name, size in _SIZES_PT.items():
        _style(document, name, size)
    _language(document, languages()[lang].culture)
    about = document.core_properties
    about.title, about.author, about.subject = (words[:_LONGEST_PROPERTY] for words in (title, author, subject))
    about.language, about.comments, about.keywords = languages()[lang].culture, "", ""
    about.last_modified_by, about.revision = about.author, 1
    about.created = about.modified = datetime(on.year, on.month, on.day, tzinfo=UTC).replace(tzinfo=None)
    return document


def as_bytes(document: DocumentObject) -> bytes:
    """The file."""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def header_and_footer(document: DocumentObject, left: str, page: str, of: str) -> None:
    """A line over each page, and its number of how many under it."""
    section = document.sections[0]
    head = section.header.paragraphs[0]
    _run(head, left, size=8.5)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(foot, f"{page} ", size=8.5)
    _field(foot, "PAGE")
    _run(foot, f" {of} ", size=8.5)
    _field(foot, "NUMPAGES")


def mark(document: DocumentObject, words: str) -> None:
    """A box that says that data are invented."""
    table = document.add_table(rows=1, cols=1)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _shade(table.rows[0].cells[0], _MARK)
    _fill(table.rows[0].cells[0], words, bold=True)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def facts(document: DocumentObject, pairs: Sequence[tuple[str, str]], about: str) -> None:
    """A small table of names and values, such as who wrote the paper and when."""
    table = document.add_table(rows=0, cols=2)
    _describe(table, about)
    for name, value in pairs:
        row = table.add_row()
        _fill(row.cells[0], name, bold=True)
        _fill(row.cells[1], value)
    _widths(table, (4.2, WIDTH_CM - 4.2))
    _rules(table)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def table(
    document: DocumentObject,
    caption: tuple[str, str],
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    numbers: Sequence[int] = (),
    foot: Sequence[str] | None = None,
) -> None:
    """A table under its numbered caption; the head is repeated on every page.

    Parameters
    ----------
    caption : the word for a table, and what this one shows
    widths : parts of the text's width; numbers : the columns that stand to the right
    """
    _caption(document, *caption)
    made = document.add_table(rows=1, cols=len(head))
    _describe(made, caption[1])
    for place, (cell, words) in enumerate(zip(made.rows[0].cells, head, strict=True)):
        _fill(cell, words, bold=True, right=place in numbers)
        _shade(cell, _HEAD)
    _repeat(made)
    for words in [*rows, *([foot] if foot else [])]:
        row = made.add_row()
        _whole_on_a_page(row)
        for place, (cell, said) in enumerate(zip(row.cells, words, strict=True)):
            _fill(cell, said, bold=words is foot, right=place in numbers)
    _widths(made, [WIDTH_CM * width / sum(widths) for width in widths])
    _rules(made)
    document.add_paragraph().paragraph_format.space_after = Pt(4)


def picture(document: DocumentObject, png: bytes, caption: tuple[str, str], told: str, width_cm: float = WIDTH_CM) -> None:
    """A picture with words for those who cannot see it, over its numbered caption."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(BytesIO(png), width=Cm(width_cm))
    shape._inline.docPr.set("descr", told)
    shape._inline.docPr.set("title", caption[1])
    _caption(document, *caption)


def paragraph(document: DocumentObject, words: str, style: str = "Normal") -> Paragraph:
    """A paragraph of text."""
    return document.add_paragraph(words, style=style)


def labelled(document: DocumentObject, label: str, words: str) -> None:
    """A paragraph that begins with a word in bold."""
    made = document.add_paragraph()
    made.add_run(f"{label} ").bold = True
    made.add_run(words)


def _caption(document: DocumentObject, word: str, said: str) -> None:
    """`Tabell 1: …`, numbered by Word itself, and right before anyone has updated the fields."""
    made = document.add_paragraph(f"{word} ", style="Caption")
    made.paragraph_format.keep_with_next = word != "Figur" and word != "Figure"
    number = 1 + sum(1 for one in document.paragraphs[:-1] if one.style.name == "Caption" and one.text.startswith(f"{word} "))
    _field(made, f"SEQ {word} \\* ARABIC", str(number))
    made.add_run(f": {said}")


def _field(paragraph: Paragraph, code: str, shown: str = "1") -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = shown
    run.append(words)
    field.append(run)
    paragraph._p.append(field)


def _style(document: DocumentObject, name: str, size: float) -> None:
    style = document.styles[name]
    style.font.name, style.font.size = _FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), _FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    shaped = style.paragraph_format
    if name.startswith(("Heading", "Title")):
        style.font.color.rgb, style.font.bold = RGBColor.from_string(_INK), True
        shaped.space_before, shaped.space_after, shaped.keep_with_next = Pt(14 if name == "Heading 1" else 9), Pt(4), True
    elif name == "Caption":
        style.font.color.rgb, style.font.bold, style.font.italic = RGBColor.from_string("33454B"), False, True
        shaped.space_before, shaped.space_after = Pt(6), Pt(3)
    else:
        shaped.space_after, shaped.line_spacing = Pt(6), 1.1


def _language(document: DocumentObject, culture: str) -> None:
    """The language of the whole text, so that it is read aloud and spelled as it is written."""
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    found = defaults.find(qn("w:lang"))
    lang = OxmlElement("w:lang") if found is None else found
    for part in ("w:val", "w:eastAsia"):
        lang.set(qn(part), culture)
    if found is None:
        defaults.append(lang)


def _fill(cell: _Cell, words: str, bold: bool = False, right: bool = False) -> None:
    lines = str(words).split("\n")
    for place, line in enumerate(lines):
        made = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        made.paragraph_format.space_after = Pt(1)
        made.paragraph_format.line_spacing = 1.0
        if right:
            made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(made, line, size=9, bold=bold)


def _run(paragraph: Paragraph, words: str, size: float, bold: bool = False) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.bold = Pt(size), bold or None


def _widths(table: Table, widths_cm: Sequence[float]) -> None:
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths_cm, strict=True):
            cell.width = Cm(width)
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)


def _repeat(table: Table) -> None:
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(head)


def _whole_on_a_page(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _describe(table: Table, words: str) -> None:
    """What a table shows, for those who cannot see it."""
    for name in ("w:tblCaption", "w:tblDescription"):
        told = OxmlElement(name)
        told.set(qn("w:val"), words)
        table._tbl.tblPr.append(told)


def _rules(table: Table) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _RULE)):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    placed = table._tbl.tblPr
    before = placed.find(qn("w:tblLayout"))
    if before is None:
        placed.insert(1, borders)
    else:
        before.addprevious(borders)


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
