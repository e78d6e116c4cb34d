"""What a workbook is by what it has in it, and why one that is called so cannot be read."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from door import zip as door_zip
from door.formats.heads import DOCTYPES, PACKED, XML_HEAD_BYTES, head, is_list
from door.formats.registry import named
from landuse.words.errors import LanduseError

XLSX, ODS, CSV = "xlsx", "ods", "csv"
_MEMBERS = {XLSX: "xl/workbook.xml", ODS: "content.xml"}  # what a workbook of the kind cannot be without
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE = "encrypted-package"  # OpenDocument 1.4, part 2, 3.4.2
_MANIFEST_BYTES = 1_000_000
_MANIFEST, _ENCRYPTED = "META-INF/manifest.xml", b"encryption-data"
_BROKEN = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError)


def truly(said: str) -> Callable[[Path], str]:
    """What the content of a sheet is whose ending says something: a `.csv` is often a workbook, and the other way round."""
    packed = XLSX if said == CSV else said

    def found(copy: Path) -> str:
        start = head(copy)
        if start.startswith(PACKED):
            return _packed_kind(copy, packed)
        return CSV if is_list(start) else said

    return found


def is_packed(start: bytes, copy: Path) -> bool:
    """Whether a file is a zip, as every workbook is."""
    return start.startswith(PACKED)


def refused(kind: str) -> Callable[[Path, bytes, str], None]:
    """Why a workbook of a kind cannot be read.

    Raises
    ------
    LanduseError : not_a_workbook, workbook_password, workbook_old, format_mismatch, doctype_refused, zip_damaged, and what `door.zip`
        refuses
    """

    def check(copy: Path, start: bytes, name: str) -> None:
        if not start.startswith(PACKED):
            raise LanduseError(_no_workbook(copy, start), file=name, ending=copy.suffix)
        with door_zip.opened(copy, name) as archive:
            if kind == ODS and _PACKAGE in archive.namelist():
                raise LanduseError("workbook_password", file=name)
            if _MEMBERS[kind] not in archive.namelist():
                raise LanduseError("format_mismatch", file=name, ending=copy.suffix, format=named(kind))
            if kind == ODS and _has_password(archive):
                raise LanduseError("workbook_password", file=name)
            _check_members(archive, name)

    return check


def _packed_kind(copy: Path, said: str) -> str:
    """Which kind of workbook a zip is: what it has in it says so."""
    try:
        with zipfile.ZipFile(copy) as archive:
            there = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return said
    kinds = [kind for kind, member in _MEMBERS.items() if member in there]
    return kinds[0] if len(kinds) == 1 else said


def _no_workbook(copy: Path, start: bytes) -> str:
    """Why a file that is called a workbook is none that can be read: it has a password, is of an older kind, or is something else.

    Source
    ------
    MS-CFB: names of streams stand in UTF-16; MS-OFFCRYPTO 2.3.4: `EncryptedPackage`; MS-XLS 2.1.2: `Workbook`, earlier `Book`
    """
    if not start.startswith(_COMPOUND):
        return "not_a_workbook"
    content = copy.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "workbook_password"
    return "workbook_old" if any(f"{own}\0".encode("utf-16-le") in content for own in ("Workbook", "Book")) else "not_a_workbook"


def _has_password(archive: zipfile.ZipFile) -> bool:
    """Whether the parts of an OpenDocument are encrypted, each by itself or all as one package."""
    if _MANIFEST not in archive.namelist():
        return False
    try:
        with archive.open(_MANIFEST) as stream:
            return _ENCRYPTED in stream.read(_MANIFEST_BYTES)
    except _BROKEN:
        return False  # told as damaged when all members are looked at


def _check_members(archive: zipfile.ZipFile, name: str) -> None:
    for member in archive.infolist():
        if member.filename.lower().endswith((".xml", ".rels")):
            try:
                with archive.open(member) as stream:
                    start = stream.read(XML_HEAD_BYTES)
            except _BROKEN as error:
                raise LanduseError("zip_damaged", file=name) from error
            if any(words in start for words in DOCTYPES):
                raise LanduseError("doctype_refused", file=name)
