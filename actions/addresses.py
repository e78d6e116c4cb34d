"""Where the server may listen, and under which names it answers: its own machine, until people can log in."""

from ipaddress import ip_address

from landuse.words.errors import LanduseError
from parks import settings

_OWN = frozenset({"localhost", "127.0.0.1", "[::1]"})


def hosts() -> frozenset[str]:
    """Every name that the app answers under, without ports: its own machine's, and those that the settings add.

    Raises
    ------
    LanduseError : settings_unreadable, host_unreadable
    """
    return _OWN | settings.hosts()


def own_hosts() -> frozenset[str]:
    """The names of the machine itself."""
    return _OWN


def check_address(address: str | None) -> None:
    """Refuse to listen where anybody else could reach the server.

    Parameters
    ----------
    address : what the server is told to listen on; None is every address of the machine

    Raises
    ------
    LanduseError : address_open
    """
    if not is_loopback(address):
        raise LanduseError("address_open", address=address or "–")


def is_loopback(address: str | None) -> bool:
    """Whether only the machine itself reaches an address. A name is not looked up: `localhost` alone is known."""
    if address == "localhost":
        return True
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False
