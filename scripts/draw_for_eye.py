"""Draw a park as it looks from above, units numbered and classes left out, for people to label by eye.

python scripts/draw_for_eye.py PARK FOLDER: picture sheets, and `units.csv` with number, unit_id and zone.
"""

import sys
from datetime import date
from pathlib import Path

import geopandas as gpd
import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from parks import gdal_fence

gdal_fence.limit_drivers()  # before the rooms that open files are loaded

from actions.units.inventory import inventory
from landuse.units import zones
from parks.park import Park, read_park
from parks.read import read_layer

SHEET_UNITS = 30
WORKS = {"roads": "#6b6b6b", "quays": "#9a8f80", "technical": "#a59c8f", "rail": "#222222", "buildings": "#8c3b2e"}
LABEL = {"facecolor": "white", "alpha": 0.75, "pad": 1, "lw": 0}
GROUND = {
    "11": "#cfc8c2",
    "12": "#b5b5b5",
    "21": "#e8d98a",
    "22": "#e8d98a",
    "23": "#cfe08a",
    "30": "#6f9a5d",
    "50": "#d8c39b",
    "60": "#9a9b6b",
    "81": "#8fb8d8",
    "82": "#7fa8cc",
    "99": "#ffffff",
}


def main(park_id: str, folder: Path) -> None:
    """Write the sheets of one park on its today."""
    park = read_park(park_id)
    day = park.current_date()
    units = inventory(park_id, day)
    units = units[units["area_m2"] >= 100].copy()
    centres = units.representative_point()
    units["number"] = np.lexsort((centres.x, -centres.y.round(-2))).argsort() + 1
    folder.mkdir(parents=True, exist_ok=True)
    listed = units.assign(zone=[zones.zone_label(z, t, "nb") or "" for z, t in zip(units["zone_code"], units["plan_type"], strict=True)])
    listed[["number", "zone_code", "zone", "plan_state"]].sort_values("number").to_csv(folder / "units.csv")
    ordered = units.sort_values("number")
    for sheet, start in enumerate(range(0, len(ordered), SHEET_UNITS), start=1):
        _draw(park, day, units, ordered.iloc[start : start + SHEET_UNITS], folder / f"sheet-{sheet}.png")


def _draw(park: Park, day: date, units: gpd.GeoDataFrame, shown: gpd.GeoDataFrame, path: Path) -> None:
    fig, ax = plt.subplots(figsize=(14, 12), dpi=110)
    ground = read_layer(park, "land_resource", day)
    ground.plot(ax=ax, color=[GROUND.get(code, "#ffffff") for code in ground["ar5_arealtype"]], zorder=1)
    prepared = ground[(ground["ar5_grunnforhold"] == "46") & (ground["ar5_arealtype"] == "50")]
    if len(prepared):
        prepared.plot(ax=ax, color="#e3b98a", zorder=2)
    for layer_id, colour in WORKS.items():
        rows = read_layer(park, layer_id, day)
        if len(rows):
            rows.plot(ax=ax, color=colour, zorder=3 if layer_id != "buildings" else 4)
    units.boundary.plot(ax=ax, color="#ffffff", linewidth=0.6, zorder=5)
    shown.boundary.plot(ax=ax, color="#101010", linewidth=1.1, zorder=6)
    for point, number, zone in zip(shown.representative_point(), shown["number"], shown["zone_code"], strict=True):
        label = f"{number}\n{zone}" if isinstance(zone, str) else f"{number}"
        ax.text(point.x, point.y, label, ha="center", va="center", fontsize=8, zorder=7, bbox=LABEL)
    west, south, east, north = shown.total_bounds
    ax.set_xlim(west - 60, east + 60)
    ax.set_ylim(south - 60, north + 60)
    ax.set_aspect("equal")
    ax.set_axis_off()
    fig.tight_layout(pad=0)
    fig.savefig(path)
    plt.close(fig)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
