"""What the first bytes of a file say, whichever format it is."""

from pathlib import Path

BOM = b"\xef\xbb\xbf"
PACKED = b"PK\x03\x04"
HEAD_BYTES, XML_HEAD_BYTES = 4096, 65_536
DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp037"))
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CUTS = ";\t,|"


def head(copy: Path) -> bytes:
    """The first bytes of a file; none of a folder."""
    if copy.is_dir():
        return b""
    with copy.open("rb") as stream:
        return stream.read(HEAD_BYTES)


def is_text(start: bytes) -> bool:
    """No control signs but those of lines; with its byte order mark, UTF-16 has them too."""
    if start.startswith(_UTF_16):
        return True
    return not any(sign < 9 or 13 < sign < 27 for sign in start)


def is_list(start: bytes) -> bool:
    """Text of several lines, the first one cut into columns: a list that was given a workbook's ending."""
    text = start.decode("utf-16" if start.startswith(_UTF_16) else "latin-1", errors="replace")
    lines = [line for line in text.splitlines() if line.strip()]
    return is_text(start) and len(lines) > 1 and any(sign in lines[0] for sign in _CUTS)
