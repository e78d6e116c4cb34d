"""Loaded by a server that a test watches: writes down every address that leaves the machine, plants one fault, logs more.

PARKAREAL_WATCH   the file that takes a line for each
"""

import logging
import os
import sys
from ipaddress import ip_address

_LOOKED_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
_SENT = ("socket.connect", "socket.sendto", "socket.sendmsg")
PLANTED = "feedfacefeedface"  # a path with this in it cannot be opened
WARM = "their progress is ready"  # the server's last word of its start
CAUSE = "a planted cause at /srv/secret"


def _is_own(host: object) -> bool:
    try:
        return host in (None, "", "localhost") or ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _watch(event: str, said: tuple) -> None:
    if event == "open" and PLANTED in str(said[0]):
        raise RuntimeError(CAUSE)
    host = None
    if event in _LOOKED_UP:
        host = said[0][0] if isinstance(said[0], tuple) else said[0]
    elif event in _SENT and isinstance(said[1], tuple):
        host = said[1][0]
    if not _is_own(host):
        with open(os.environ["PARKAREAL_WATCH"], "a", encoding="utf-8") as stream:  # noqa: PTH123  before pathlib is loaded
            stream.write(f"{event} {host}\n")


if "PARKAREAL_WATCH" in os.environ:
    sys.addaudithook(_watch)
    logging.getLogger("parkareal").addHandler(logging.StreamHandler())
    logging.getLogger("parkareal").setLevel(logging.INFO)
