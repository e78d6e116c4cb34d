"""What stands around every route of the app and of Streamlit: who may ask, one sentence for each refusal, the headers."""

from typing import Any

from starlette.middleware import Middleware

from views.web.entrance import Entrance
from views.web.headers import SecurityHeaders
from views.web.refusals import Sentences, fault
from views.web.who_asks import WhoAsks

PUBLISHED = ("/geo/published.geojson", "/plots/")  # what parks have published to all: any page may read it


def guards() -> dict[str, Any]:
    """The outermost layers of the app, the first of them around the others, and the answer to a fault, made outside them all."""
    layers = [Middleware(SecurityHeaders), Middleware(Sentences), Middleware(WhoAsks, published=PUBLISHED), Middleware(Entrance)]
    return {"middleware": layers, "exception_handlers": {Exception: fault}}
