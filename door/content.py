"""What a file is by its own bytes, whatever its ending says."""

import re
import zipfile
from pathlib import Path
from typing import Any

from door import zip as door_zip
from door.guarded import LISTS
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_line

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOM = b"\xef\xbb\xbf"
_PACKED = b"PK\x03\x04"
_MEMBERS = {"xlsx": "xl/workbook.xml", "ods": "content.xml"}  # what a workbook of the kind cannot be without
_PACKAGE = "encrypted-package"  # OpenDocument 1.4, part 2, 3.4.2
_MANIFEST_BYTES = 1_000_000
_MANIFEST, _ENCRYPTED = "META-INF/manifest.xml", b"encryption-data"
_CUTS = ";\t,|"
_HEAD_BYTES = 4096
_XML_HEAD_BYTES = 65_536
_DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp037"))
_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_REFUSAL = re.compile(rb"<(?:\w+:)?(?:Service)?ExceptionReport\b")
_REASON = re.compile(rb"<(?:\w+:)?(?:ExceptionText|ServiceException)\b[^>]*>\s*(?:<!\[CDATA\[)?([^<\]]+)")
_GML_WORDS = (b"opengis.net/gml", b"opengis.net/wfs")


def true_format(copy: Path, said: str) -> tuple[str, tuple[tuple[Any, ...], ...]]:
    """The format that a sheet's content is, with a note where its ending says another: a `.csv` is often a workbook."""
    if said not in LISTS or copy.is_dir():
        return said, ()
    head = _head(copy)
    found = _packed_kind(copy, said) if head.startswith(_PACKED) else ("csv" if said != "csv" and _is_list(head) else said)
    return found, () if found == said else (("content", found, copy.suffix),)


def _packed_kind(copy: Path, said: str) -> str:
    """Which kind of workbook a zip is: what it has in it says so."""
    try:
        with zipfile.ZipFile(copy) as archive:
            there = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return "xlsx" if said == "csv" else said
    kinds = [kind for kind, member in _MEMBERS.items() if member in there]
    return kinds[0] if len(kinds) == 1 else ("xlsx" if said == "csv" else said)


def check_content(copy: Path, kind: str, name: str) -> None:
    """That the bytes are what the format says.

    Raises
    ------
    LanduseError : file_empty, web_page, not_a_workbook, workbook_password, workbook_old, format_mismatch, doctype_refused, and of a
        workbook what `door.zip` refuses
    """
    if copy.is_dir():
        if not (copy / "gdb").exists() and not any(copy.glob("a00000001.gdbtable")):
            raise LanduseError("format_mismatch", file=name, ending=copy.suffix)
        return
    if copy.stat().st_size == 0:
        raise LanduseError("file_empty", file=name)
    head = _head(copy)
    if kind not in _MEMBERS and _WEB_PAGE.match(head):
        raise LanduseError("web_page", file=name)
    if kind == "gml" and (refused := _REFUSAL.search(head)):
        said = _REASON.search(head, refused.end())
        raise LanduseError("service_refused", file=name, reason=for_line(said[1].decode("utf-8", "replace").strip())[:160] if said else "–")
    if kind == "gml" and _has_doctype(copy):
        raise LanduseError("doctype_refused", file=name)
    if kind in _MEMBERS and not _looks_like(kind, head, copy):
        raise LanduseError(_no_workbook(copy, head), file=name, ending=copy.suffix)
    if not _looks_like(kind, head, copy):
        raise LanduseError("format_mismatch", file=name, ending=copy.suffix)
    if kind in _MEMBERS:
        _check_workbook(copy, kind, name)


def _no_workbook(copy: Path, head: bytes) -> str:
    """Why a file that is called a workbook is none that can be read: it has a password, is of an older kind, or is something else.

    Source
    ------
    MS-CFB: names of streams stand in UTF-16; MS-OFFCRYPTO 2.3.4: `EncryptedPackage`; MS-XLS 2.1.2: `Workbook`, earlier `Book`
    """
    if not head.startswith(_COMPOUND):
        return "not_a_workbook"
    content = copy.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "workbook_password"
    return "workbook_old" if any(f"{own}\0".encode("utf-16-le") in content for own in ("Workbook", "Book")) else "not_a_workbook"


def _head(copy: Path) -> bytes:
    with copy.open("rb") as stream:
        return stream.read(_HEAD_BYTES)


def _looks_like(kind: str, head: bytes, copy: Path) -> bool:
    text = head.removeprefix(_BOM).lstrip()
    if kind == "gpkg":
        return head.startswith(b"SQLite format 3\0") and head[68:72] in (b"GPKG", b"GP10", b"GP11")
    if kind == "gml":
        with copy.open("rb") as stream:
            start = stream.read(_XML_HEAD_BYTES)
        plain = start.replace(b"\0", b"")
        return plain.removeprefix(_BOM).lstrip(b"\xff\xfe \t\r\n").startswith(b"<") and any(word in plain for word in _GML_WORDS)
    if kind == "parquet":
        with copy.open("rb") as stream:
            stream.seek(max(copy.stat().st_size - 4, 0))
            return head.startswith(b"PAR1") and stream.read() == b"PAR1"
    return {
        "geojson": text.lstrip(b"\x1e \t\r\n").startswith(b"{"),
        "shp": head.startswith(b"\0\0\x27\x0a"),
        "tif": head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
        "fgb": head.startswith(b"fgb\x03fgb"),
        "sosi": b".HODE" in head,
        "xlsx": head.startswith(_PACKED),
        "ods": head.startswith(_PACKED),
        "csv": _is_text(head),
        "gdb": False,
    }[kind]


def _is_text(head: bytes) -> bool:
    """No control signs but those of lines; with its byte order mark, UTF-16 has them too."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(sign < 9 or 13 < sign < 27 for sign in head)


def _is_list(head: bytes) -> bool:
    """Text of several lines, the first one cut into columns: a list that was given a workbook's ending."""
    text = head.decode("utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1", errors="replace")
    lines = [line for line in text.splitlines() if line.strip()]
    return _is_text(head) and len(lines) > 1 and any(sign in lines[0] for sign in _CUTS)


def _has_doctype(copy: Path) -> bool:
    """Looked for in every encoding that an XML parser knows by itself, in pieces that overlap."""
    with copy.open("rb") as stream:
        last = b""
        while piece := stream.read(1 << 20):
            if any(words in last + piece for words in _DOCTYPES):
                return True
            last = piece[-64:]
    return False


def _has_password(archive: zipfile.ZipFile) -> bool:
    """Whether the parts of an OpenDocument are encrypted, each by itself or all as one package."""
    there = archive.namelist()
    if _MANIFEST not in there:
        return False
    try:
        with archive.open(_MANIFEST) as stream:
            return _ENCRYPTED in stream.read(_MANIFEST_BYTES)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError):
        return False  # told as damaged when all members are looked at


def _check_workbook(copy: Path, kind: str, name: str) -> None:
    with door_zip.opened(copy, name) as archive:
        if kind == "ods" and _PACKAGE in archive.namelist():
            raise LanduseError("workbook_password", file=name)
        if _MEMBERS[kind] not in archive.namelist():
            raise LanduseError("format_mismatch", file=name, ending=copy.suffix)
        if kind == "ods" and _has_password(archive):
            raise LanduseError("workbook_password", file=name)
        for member in archive.infolist():
            if member.filename.lower().endswith((".xml", ".rels")):
                try:
                    with archive.open(member) as stream:
                        start = stream.read(_XML_HEAD_BYTES)
                except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
                    raise LanduseError("zip_damaged", file=name) from error
                if any(words in start for words in _DOCTYPES):
                    raise LanduseError("doctype_refused", file=name)
