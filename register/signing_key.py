"""The key that this installation seals its returns with: made at first use, kept beside the data, never in a backup."""

import os
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from landuse.words.errors import LanduseError, system_word
from landuse.words.log import happened
from parks.scratch import scratch_folder

KEY_FILE = "installation.key"


def own_key(root: Path) -> Ed25519PrivateKey:
    """The installation's key; the first who asks makes it, and all others get the same.

    Raises
    ------
    LanduseError : signing_key_broken, data_unwritable
    """
    path = root / KEY_FILE
    if not path.is_file():
        _make(path)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, OSError) as error:
        raise LanduseError("signing_key_broken", file=KEY_FILE) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise LanduseError("signing_key_broken", file=KEY_FILE)
    return key


def own_public_key(root: Path) -> str | None:
    """The public half in hexadecimals; None where the installation has sealed nothing yet."""
    return own_key(root).public_key().public_bytes_raw().hex() if (root / KEY_FILE).is_file() else None


def _make(path: Path) -> None:
    """Written whole beside its place and linked there: of two who make one at once, the first one's stays."""
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    content = Ed25519PrivateKey.generate().private_bytes(*plain)
    try:
        with scratch_folder(path.parent) as folder:
            made = folder / KEY_FILE
            descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            with suppress(FileExistsError):
                os.link(made, path)
    except OSError as error:
        raise LanduseError("data_unwritable", file=KEY_FILE, reason=system_word(error)) from error
    happened("signing key", step="made")
