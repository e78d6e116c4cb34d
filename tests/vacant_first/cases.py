"""Four proposals on the example parks, one for each answer: a plot, an assembly, another park's published plot, none."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import geopandas as gpd
import shapely

from actions.offers.nominate import list_nominations, new_nomination, prefill, step
from parks.park import read_park

ROOT = Path(__file__).parent.parent.parent
DAY = date(2026, 6, 30)
PARKS = ("mongstad", "skogmo", "treklyngen", "verdal")
_OFFER = {
    "contact_role": "Eiendomssjef",
    "contact_email": "tomt@park.example",
    "description_nb": "Stor, flat tomt ved kaien",
    "quay": "shared",
    "water": "at_border",
    "sewer": "at_border",
}


@dataclass(frozen=True)
class Case:
    """A proposal and the answer that it must get.

    wkt : the footprint in the park's work CRS
    publishes : (park, unit) whose plot is published before it is asked
    units : of the first alternative; none where new land is needed
    """

    id: str
    park_id: str
    wkt: str
    needs: dict[str, Any]
    answer: str
    kind: str | None
    units: tuple[str, ...] = ()
    publishes: tuple[str, str] | None = None
    lines: tuple[tuple[str, str, str], ...] = field(default=())  # kind, serves, WKT

    @property
    def footprint(self) -> gpd.GeoSeries:
        """The footprint with its CRS."""
        return gpd.GeoSeries([shapely.from_wkt(self.wkt)], crs=read_park(self.park_id).epsg)

    @property
    def supply_lines(self) -> gpd.GeoDataFrame | None:
        """The supply lines with their CRS."""
        if not self.lines:
            return None
        kinds, serves, shapes = zip(*self.lines, strict=True)
        rows = {"kind": kinds, "serves": serves}
        return gpd.GeoDataFrame(rows, geometry=[shapely.from_wkt(shape) for shape in shapes], crs=read_park(self.park_id).epsg)


CASES = (
    Case(
        "single_plot",
        "treklyngen",
        "POLYGON ((569132 6673097, 569132 6673317, 568912 6673317, 568912 6673097, 569132 6673097))",
        {"daa": 38, "width_m": 120},
        "vacant_can",
        "plot",
        units=("treklyngen-79e1dd96a9",),
        lines=(
            ("road", "proposal; nabotomten", "LINESTRING (568912 6673200, 568760 6673180, 568600 6673240)"),
            ("water", "", "LINESTRING (568912 6673210, 568770 6673190)"),
        ),
    ),
    Case(
        "assembly_only",
        "treklyngen",
        "POLYGON ((569072 6673637, 569072 6673857, 568852 6673857, 568852 6673637, 569072 6673637))",
        {"daa": 125, "width_m": 100},
        "vacant_can",
        "assembly",
        units=("treklyngen-7ffa621455", "treklyngen-9a127eda3e"),
    ),
    Case(
        "other_park",
        "skogmo",
        "POLYGON ((644715 7155685, 644715 7155945, 644455 7155945, 644455 7155685, 644715 7155685))",
        {"daa": 60, "width_m": 100, "quay": True},
        "vacant_can",
        "plot",
        units=("mongstad-e9d387371b",),
        publishes=("mongstad", "mongstad-e9d387371b"),
    ),
    Case(
        "new_land",
        "verdal",
        "POLYGON ((621622 7076640, 621622 7077280, 620982 7077280, 620982 7076640, 621622 7076640))",
        {"daa": 400, "width_m": 200, "rail": True},
        "new_land_needed",
        None,
    ),
)


def copy_parks(root: Path, parks: tuple[str, ...] = PARKS) -> Path:
    """The example parks that the cases need, in a data root of their own."""
    for park_id in parks:
        copytree(ROOT / "data" / "parcels" / park_id, root / "parcels" / park_id)
    return root


def publish(case: Case) -> int | None:
    """Publish the plot that a case needs, as a park's manager would; the nomination's number."""
    if case.publishes is None:
        return None
    park_id, unit_id = case.publishes
    made = new_nomination(park_id, unit_id, "Kari", DAY, facts=_offer(park_id, unit_id))
    step(made, "nominate", "Kari", DAY, 1, consent_by="Eier", consent_on=DAY)
    step(made, "publish", "Kari", DAY, 2)
    assert [row["state"] for row in list_nominations(park_id, DAY) if row["id"] == made] == ["published"]
    return made


def _offer(park_id: str, unit_id: str) -> dict[str, Any]:
    return prefill(park_id, unit_id, DAY) | _OFFER
