"""The park and the ring around it: what of a whole municipality's file a park needs."""

from dataclasses import dataclass
from typing import Any

from door.limits import LIMITS
from layers.base import Layer
from parks.park import Park
from parks.read import read_layer


@dataclass(frozen=True)
class Within:
    """The box around a park's perimeter and its ring.

    box : west, south, east, north in `epsg`
    as_epsg : the CRS that the file is to be read in, where the user says one
    """

    box: tuple[float, float, float, float]
    epsg: int
    as_epsg: int | None = None

    def as_job(self) -> dict[str, Any]:
        """As the reading process is told."""
        return {"box": list(self.box), "epsg": self.epsg, "as_epsg": self.as_epsg}


def ring(park: Park, as_epsg: int | None = None) -> Within | None:
    """Where to clip a park's files; None while it has no perimeter."""
    if "perimeter" not in park.layers:
        return None
    perimeter = read_layer(park, "perimeter")
    if perimeter.empty:
        return None
    west, south, east, north = perimeter.total_bounds
    width = LIMITS["ring_m"]
    return Within((west - width, south - width, east + width, north + width), park.epsg, as_epsg)


def is_clipped(declared: Layer) -> bool:
    """Whether a layer comes from files of whole municipalities; the park's own files are read whole."""
    return declared.geometry in ("polygon", "line") and not declared.own
