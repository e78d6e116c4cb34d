"""What a server says of itself when it starts."""

from landuse.words.errors import LanduseError
from landuse.words.log import LOG, happened
from parks import settings
from parks.log_setup import log_as_set
from parks.park import park_ids


def begin_log() -> None:
    """From here on what happens is written where the settings say; where they cannot be read, only what goes wrong, on the terminal."""
    try:
        log_as_set(to_terminal=True)
        happened("start", parks=len(park_ids()), settings=" ".join(settings.said()))
    except LanduseError as error:
        LOG.warning("%s", error.text("en"))
