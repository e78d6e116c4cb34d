"""Whether people log in here, and where: the part `login` of the settings. Without it there is one local user."""

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from landuse.words.errors import LanduseError
from parks import settings
from parks.park import data_root

_PART = "login"
_NEEDED = ("issuer", "client_id", "address")
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Login:
    """Who lets people in, and as what the app is known there.

    issuer : as the provider names itself; `/.well-known/openid-configuration` under it says the rest
    address : under which people reach the app, https://areal.example.no
    client_secret : None for a client that proves itself by PKCE alone
    """

    issuer: str
    client_id: str
    address: str
    client_secret: str | None = field(default=None, repr=False)

    @property
    def back_to(self) -> str:
        """Where the provider sends people back to."""
        return f"{self.address}/login/back"

    @property
    def is_secure(self) -> bool:
        """Whether the app is reached over TLS, so that a cookie never travels without it."""
        return self.address.startswith("https://")


def is_wanted() -> bool:
    """Whether people must log in: somebody said anything of a login. Settings that cannot be read and name one say so too."""
    if any(name.startswith(f"PARKAREAL_{_PART.upper()}_") for name in os.environ):
        return True
    path = data_root() / settings.SETTINGS
    return path.is_file() and f"[{_PART}" in path.read_text(encoding="utf-8", errors="replace")


def wanted() -> Login:
    """The login as the settings say it.

    Raises
    ------
    LanduseError : login_incomplete, login_address, and as `parks.settings.part`
    """
    said = settings.part(_PART)
    missing = [f"[{_PART}] {name}" for name in _NEEDED if not said.get(name)]
    if missing:
        raise LanduseError("login_incomplete", file=settings.SETTINGS, missing=", ".join(missing))
    for name in ("issuer", "address"):
        _check(name, said[name])
    address, issuer = said["address"].rstrip("/"), said["issuer"]
    return Login(issuer, said["client_id"], address, said.get("client_secret") or None)


def _check(name: str, value: str) -> None:
    """Only TLS, or this machine: what travels opens the app."""
    try:
        parts = urlsplit(value)
        good = bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL))
    except ValueError:
        good = False
    if not good or parts.query or parts.fragment or parts.username:
        raise LanduseError("login_address", file=settings.SETTINGS, setting=f"[{_PART}] {name}", value=value)
