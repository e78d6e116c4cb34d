"""How our routes refuse: one sentence in the asker's language, and whether it is the address or the register that is at fault."""

from starlette.responses import Response

from landuse.errors import LanduseError

_OUR_FAULT = "register_"  # codes of the register: the address is good, and may be asked again
_AGAIN_S = "5"


def refused(error: LanduseError, lang: str) -> Response:
    """404 for what is not there; 503, which no browser keeps, for a register that cannot be read now."""
    if error.code.startswith(_OUR_FAULT):
        headers = {"retry-after": _AGAIN_S, "cache-control": "no-store"}
        return Response(error.text(lang), 503, headers, media_type="text/plain")
    return Response(error.text(lang), 404, media_type="text/plain")
