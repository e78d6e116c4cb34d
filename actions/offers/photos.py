"""Take a photo of an offer into the house: checked, made anew without anything but its pixels, and given out again."""

import base64
import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from landuse.rules import table
from landuse.words.errors import LanduseError
from parks.park import data_root
from register import photos

_FORMATS = ("JPEG", "PNG")
_BYTES_PER_MB = 1_000_000
_PREVIEW_PX = 480


def limits() -> dict[str, int]:
    """What a photo may be: most_mb, most_megapixels; and how it is kept: side_px, quality."""
    return table("nomination")["photo"]


def keep_photo(content: bytes) -> str:
    """Keep a JPEG or PNG; the name to give as the fact `photo`.

    It is drawn anew: turned as its camera held it, made no larger than the limit, without place, time, camera, owner,
    thumbnail or anything else that came with the pixels. The file's own name is not kept either.

    Raises
    ------
    LanduseError : photo_too_large, photo_too_many_pixels, photo_unreadable
    """
    if len(content) > limits()["most_mb"] * _BYTES_PER_MB:
        raise LanduseError("photo_too_large", found=round(len(content) / _BYTES_PER_MB, 1), limit=limits()["most_mb"])
    return photos.keep(data_root(), _jpeg(_opened(content), limits()["side_px"]))


def photo(name: str | None) -> bytes | None:
    """A kept photo as JPEG; None where there is none."""
    return photos.read(data_root(), name) if name else None


def preview(name: str | None) -> str | None:
    """A small copy as an address that holds the picture itself, so that an unpublished one has no address of its own."""
    kept = photo(name)
    return kept and f"data:image/jpeg;base64,{base64.b64encode(_jpeg(_opened(kept), _PREVIEW_PX)).decode()}"


def _opened(content: bytes) -> Image.Image:
    """The pixels of a picture, upright.

    Raises
    ------
    LanduseError : photo_too_many_pixels, before they are unpacked; photo_unreadable
    """
    most = limits()["most_megapixels"]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow only warns of what is too large or broken
            picture = Image.open(BytesIO(content), formats=_FORMATS)
            if picture.width * picture.height > most * 1_000_000:
                raise LanduseError("photo_too_many_pixels", found=f"{picture.width} × {picture.height}", limit=most)
            return ImageOps.exif_transpose(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise LanduseError("photo_too_many_pixels", found="–", limit=most) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, UserWarning) as error:
        raise LanduseError("photo_unreadable") from error


def _jpeg(picture: Image.Image, side_px: int) -> bytes:
    """The pixels alone, on white where they are transparent."""
    picture.thumbnail((side_px, side_px))
    see_through = picture.convert("RGBA")
    clean = Image.new("RGB", picture.size, "white")
    clean.paste(see_through, mask=see_through.getchannel("A"))
    written = BytesIO()
    clean.save(written, "JPEG", quality=limits()["quality"], optimize=True)
    return written.getvalue()
