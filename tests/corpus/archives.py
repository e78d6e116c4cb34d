"""Zip files that swell, hide, point elsewhere or lie."""

import struct
import zipfile
from pathlib import Path

from tests.corpus.case import ACCEPT, REJECT, Surroundings, frame, gml, gml_plot, gml_square, nasty, save, square, text


def _zip(folder: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(folder / "tomter.zip", "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return folder / "tomter.zip"


def _gml() -> bytes:
    return gml(gml_plot(1, gml_square())).encode()


def _shape(folder: Path, *left_out: str, prefix: str = "") -> dict[str, bytes]:
    save(frame(square(0), square(1)), folder / "tomter.shp", layer="tomter")
    parts = {part.name: part.read_bytes() for part in folder.glob("tomter.*") if part.suffix not in left_out}
    return {prefix + name: content for name, content in parts.items()}


@nasty(REJECT, "past_zip_ratio")
def zip_bomb(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, {"tomter.gml": _gml() + b" " * 20_000_000})


@nasty(REJECT, "past_unpacked_mb", "past_zip_ratio")
def zip_bomb_beside_the_file(folder: Path, at: Surroundings) -> Path:
    with zipfile.ZipFile(folder / "tomter.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tomter.gml", _gml())
        with archive.open("fyll.bin", "w", force_zip64=True) as stream:
            for _ in range(501):
                stream.write(bytes(1_000_000))
    return folder / "tomter.zip"


@nasty(REJECT, "past_zip_members")
def zip_of_too_many(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, {"tomter.gml": _gml(), **{f"{n}.txt": b"x" for n in range(2001)}})


@nasty(REJECT, "zip_unsafe")
def zip_traversal(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, {"../../tomter.gml": _gml()})


@nasty(REJECT, "zip_unsafe")
def zip_absolute(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, {"/tmp/tomter.gml": _gml()})


@nasty(REJECT, "zip_unsafe")
def zip_of_windows(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, {"C:\\park\\..\\..\\tomter.gml": _gml()})


@nasty(REJECT, "zip_unsafe")
def zip_symlink(folder: Path, at: Surroundings) -> Path:
    with zipfile.ZipFile(folder / "tomter.zip", "w") as archive:
        link = zipfile.ZipInfo("tomter.geojson")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, str(at.secret))
    return folder / "tomter.zip"


@nasty(REJECT, "zip_nested")
def zip_in_a_zip(folder: Path, at: Surroundings) -> Path:
    inner = _zip(folder, {"tomter.gml": _gml()}).read_bytes()
    return _zip(folder, {"indre.zip": inner})


@nasty(REJECT, "zip_encrypted")
def zip_with_a_password(folder: Path, at: Surroundings) -> Path:
    path = _zip(folder, {"tomter.gml": _gml()}, zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    path.write_bytes(content)
    return path


@nasty(REJECT, "zip_damaged")
def zip_with_a_wrong_checksum(folder: Path, at: Surroundings) -> Path:
    path = _zip(folder, {"tomter.gml": _gml()}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"<app:plot_id>T1", b"<app:plot_id>T9"))
    return path


@nasty(REJECT, "zip_damaged", "format_mismatch", "file_damaged")
def zip_that_lies_of_its_size(folder: Path, at: Surroundings) -> Path:
    path = _zip(folder, {"tomter.gml": _gml() + b" " * 3_000_000})
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\x01\x02") + 24
    content[place : place + 4] = struct.pack("<I", 100)
    path.write_bytes(content)
    return path


@nasty(REJECT, "format_mismatch", "zip_damaged")
def zip_cut_off(folder: Path, at: Surroundings) -> Path:
    path = _zip(folder, {"tomter.gml": _gml()})
    path.write_bytes(path.read_bytes()[:-30])
    return path


@nasty(REJECT, "format_mismatch")
def zip_that_is_none(folder: Path, at: Surroundings) -> Path:
    return text(folder / "tomter.zip", "Rar!")


@nasty(REJECT, "zip_choice")
def zip_without_anything(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, {"les meg.txt": b"hei"})


@nasty(REJECT, "zip_choice")
def zip_of_two(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, {"tomter.gml": _gml(), "plan.gml": _gml()})


@nasty(REJECT, "zip_twice")
def zip_with_a_name_twice(folder: Path, at: Surroundings) -> Path:
    path = _zip(folder, {"tomter.gml": _gml(), "xomter.gml": _gml()})
    path.write_bytes(path.read_bytes().replace(b"xomter.gml", b"tomter.gml"))
    return path


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def zip_of_a_mac(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, {"tomter.gml": _gml(), "__MACOSX/._tomter.gml": b"\0\5\x16\7", ".DS_Store": b"\0"})


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000)
def zip_with_norwegian_folders(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, _shape(folder, prefix="Blåbærmyra øst/"))


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000)
def zip_in_capitals(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, {name.upper(): content for name, content in _shape(folder).items()})


@nasty(REJECT, "shape_incomplete")
def shapefile_without_dbf(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, _shape(folder, ".dbf"))


@nasty(REJECT, "shape_incomplete")
def shapefile_without_shx(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, _shape(folder, ".shx"))


@nasty(REJECT, "zip_unsafe", "format_mismatch")
def geodatabase_with_folders_inside(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, {"plan.gdb/gdb": b"x", "plan.gdb/inni/a00000001.gdbtable": b"x"})


@nasty(REJECT, "file_damaged", "format_mismatch")
def geodatabase_of_nothing(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, {"plan.gdb/gdb": b"\5\0\0\0", "plan.gdb/a00000001.gdbtable": b"\3\0\0\0" + bytes(60)})


@nasty(REJECT, "past_zip_ratio", "past_unpacked_mb")
def workbook_bomb(folder: Path, at: Surroundings) -> Path:
    members = {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"<row/>" * 2_000_000}
    return _zip(folder, members).rename(folder / "tomter.xlsx")


@nasty(REJECT, "doctype_refused")
def workbook_with_entities(folder: Path, at: Surroundings) -> Path:
    laughs = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><workbook>&b;</workbook>'
    return _zip(folder, {"xl/workbook.xml": laughs}).rename(folder / "tomter.xlsx")


@nasty(ACCEPT, rows=2, kept=2)
def shapefile_whose_parts_differ_in_case(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, {name.replace("tomter.dbf", "Tomter.DBF"): content for name, content in _shape(folder).items()})


@nasty(REJECT, "zip_twice")
def zip_of_two_files_of_one_name(folder: Path, at: Surroundings) -> Path:
    path = _zip(folder, _shape(folder) | {"tomter.dbx": (folder / "tomter.dbf").read_bytes()})
    path.write_bytes(path.read_bytes().replace(b"tomter.dbx", b"tomter.dbf"))
    return path


@nasty(REJECT, "zip_twice")
def zip_of_two_parts_of_one_kind(folder: Path, at: Surroundings) -> Path:
    return _zip(folder, _shape(folder) | {"TOMTER.DBF": (folder / "tomter.dbf").read_bytes()})
