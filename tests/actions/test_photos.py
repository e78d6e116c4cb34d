"""A photo of an offer: what comes in, what is kept of it, who sees it, and that it is there after a restore."""

import re
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, PngImagePlugin
from pypdf import PdfReader
from starlette.applications import Starlette

from actions.offers import nominate, photos
from actions.exports.backup import backup, restore
from landuse.words.errors import LanduseError
from register import photos as kept
from register.engine import close_registers
from tests import asgi
from tests.actions.test_decide import _park, _unit
from tests.actions.test_nominate import _DAY, _OFFER
from tests.squares import plots, records, rect
from views.tomter.routes import plot_routes

_SECRETS = (b"Hemmelig", b"GPS", b"Exif", b"63.79", b"Kari", b"PK\x03\x04")
_ALT = "Planert tomt sett fra kaien"


@pytest.fixture
def published(make_park: object) -> int:
    """An offer with a photo that anybody may see."""
    _park(make_park, records=records(("plot", "B", "idle")), plots=plots(("B", rect(100, 0, 200))))
    facts = {"net_daa": 10.0, **_OFFER, "photo": photos.keep_photo(_telling()), "photo_alt": _ALT}
    number = nominate.new_nomination("prove", _unit("B"), "Kari", _DAY, facts=facts)
    nominate.step(number, "nominate", "Kari", _DAY, 1)
    nominate.step(number, "publish", "Kari", _DAY, 2)
    return number


def _pixels(width: int = 120, height: int = 80) -> Image.Image:
    """Red to the left, blue to the right."""
    painted = np.zeros((height, width, 3), dtype=np.uint8)
    painted[:, : width // 2, 0] = painted[:, width // 2 :, 2] = 255
    return Image.fromarray(painted)


def _written(picture: Image.Image, kind: str = "JPEG", **more: object) -> bytes:
    stream = BytesIO()
    picture.save(stream, kind, **more)
    return stream.getvalue()


def _telling() -> bytes:
    """A JPEG that tells where, when, by whom, with a comment, and has a zip behind its last byte."""
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = "Hemmelig tomt", "Kari Berg"
    exif.get_ifd(0x8825).update({1: "N", 2: (63.0, 47.0, 24.0), 3: "E", 4: (11.0, 26.0, 24.0), 29: "GPS 63.79"})
    return _written(_pixels(), exif=exif, comment=b"Hemmelig kommentar") + b"PK\x03\x04 Hemmelig"


def _refused(code: str, content: bytes) -> None:
    with pytest.raises(LanduseError) as refused:
        photos.keep_photo(content)
    assert refused.value.code == code and refused.value.text("nb") != refused.value.text("en")


def test_what_came_with_the_pixels_goes(data_root: Path) -> None:
    given = _telling()
    assert all(secret in given for secret in (b"Hemmelig", b"Kari", b"Exif", b"PK\x03\x04"))
    stored = kept.read(data_root, photos.keep_photo(given))
    assert not any(secret in stored for secret in _SECRETS)
    picture = Image.open(BytesIO(stored))
    assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (120, 80), {})
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    left, right = picture.getpixel((10, 40)), picture.getpixel((110, 40))
    assert left[0] > 200 > 60 > left[2] and right[2] > 200 > 60 > right[0]


def test_text_and_transparency_of_a_png_go(data_root: Path) -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", "Kari Hemmelig")
    clear = _pixels().convert("RGBA")
    clear.putalpha(0)
    stored = kept.read(data_root, photos.keep_photo(_written(clear, "PNG", pnginfo=said)))
    assert not any(secret in stored for secret in _SECRETS)
    assert min(Image.open(BytesIO(stored)).getpixel((10, 40))) > 250


def test_a_photo_is_upright_and_no_larger_than_the_limit(data_root: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # held on its side
    stored = kept.read(data_root, photos.keep_photo(_written(_pixels(3000, 2000), exif=exif)))
    assert Image.open(BytesIO(stored)).size == (1067, photos.limits()["side_px"])


def test_the_same_photo_is_kept_once(data_root: Path) -> None:
    assert photos.keep_photo(_written(_pixels())) == photos.keep_photo(_written(_pixels()))
    assert len(kept.names(data_root)) == 1


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg onload=x>", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM" + b"\0" * 60])
def test_what_is_no_photo_is_refused(data_root: Path, content: bytes) -> None:
    _refused("photo_unreadable", content)
    assert kept.names(data_root) == []


def test_a_photo_cut_short_or_of_another_kind_is_refused(data_root: Path) -> None:
    whole = _written(_pixels(600, 400), quality=95)
    _refused("photo_unreadable", whole[: len(whole) // 2])
    for kind in ("GIF", "TIFF", "WEBP", "BMP"):
        _refused("photo_unreadable", _written(_pixels(), kind))


def test_limits_of_size_and_pixels(data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(photos.limits(), "most_mb", 1)
    monkeypatch.setitem(photos.limits(), "most_megapixels", 1)
    whole = _written(_pixels(1000, 1000))
    photos.keep_photo(whole + b"\0" * (1_000_000 - len(whole)))
    _refused("photo_too_large", whole + b"\0" * (1_000_001 - len(whole)))
    _refused("photo_too_many_pixels", _written(_pixels(1001, 1000)))


def test_a_picture_that_says_it_is_huge_is_refused_before_it_is_unpacked(data_root: Path) -> None:
    small = bytearray(_written(Image.new("1", (8, 8)), "PNG"))
    import zlib

    small[16:24] = (60_000).to_bytes(4, "big") * 2
    small[29:33] = zlib.crc32(small[12:29]).to_bytes(4, "big")
    _refused("photo_too_many_pixels", bytes(small))


@pytest.mark.parametrize("name", ["../register.sqlite", "a.jpg", "/etc/passwd", "0" * 40 + ".png", "0" * 40 + ".jpg\n"])
def test_no_name_leads_out_of_the_folder(data_root: Path, name: str) -> None:
    (data_root / "register.sqlite").write_bytes(b"x")
    assert kept.read(data_root, name) is None


def test_a_photo_needs_words_for_those_who_do_not_see_it(published: int) -> None:
    with pytest.raises(LanduseError) as refused:
        nominate.edit(published, {"photo_alt": None}, "Kari", _DAY, 3)
    assert refused.value.code == "fact_needs"


def test_the_photo_is_served_while_the_plot_is_published_and_no_longer(published: int) -> None:
    app = Starlette(routes=plot_routes())
    answer = asgi.get(app, f"/plots/{published}/photo.jpg")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.content == photos.photo(nominate.published_plot(published, _DAY)["photo"])
    assert asgi.get(app, "/plots/99/photo.jpg").status_code == 404
    nominate.step(published, "withdraw", "Kari", _DAY, 3)
    assert asgi.get(app, f"/plots/{published}/photo.jpg").status_code == 404


def test_the_sheet_shows_the_photo_with_its_words(published: int) -> None:
    sheet = asgi.get(Starlette(routes=plot_routes()), f"/plots/{published}/tomteark.pdf").content
    assert [picture.image.size for picture in PdfReader(BytesIO(sheet)).pages[0].images] == [(120, 80)]
    assert re.sub(r"\s", "", _ALT) in re.sub(r"\s", "", _alternatives(sheet))


def _alternatives(sheet: bytes) -> str:
    objects = PdfReader(BytesIO(sheet))
    said = [objects.get_object(number) for number in range(1, len(objects.xref[0]) + 1) if number in objects.xref[0]]
    said += [objects.get_object(number) for number in objects.xref_objStm]
    return " ".join(str(one["/Alt"]) for one in said if isinstance(one, dict) and "/Alt" in one)


def test_photos_come_back_with_the_register(published: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = nominate.published_plot(published, _DAY)["photo"]
    before = photos.photo(name)
    backup(tmp_path / "kept.zip")
    close_registers()
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setenv("PARKAREAL_DATA", str(other))
    restore(tmp_path / "kept.zip")
    assert photos.photo(name) == before


def test_a_backup_with_a_changed_photo_is_refused(published: int, tmp_path: Path) -> None:
    import zipfile

    backup(tmp_path / "kept.zip")
    with zipfile.ZipFile(tmp_path / "kept.zip") as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(tmp_path / "kept.zip", "w") as archive:
        for name, part in content.items():
            archive.writestr(name, part + b"x" if name.endswith(".jpg") else part)
    with pytest.raises(LanduseError) as refused:
        restore(tmp_path / "kept.zip", replace=True)
    assert refused.value.code == "backup_broken"
