"""`python -m bench.job_stages STAGE`: one stage of the job of a park in a process of its own, which tells its CPU seconds and its memory.

The data root is that of `PARKAREAL_DATA`. `plain` is the peer of `classify`: the same layers laid over each other by geopandas alone,
without ids, classes or reasons.
"""

import json
import os
import resource
import sys
from pathlib import Path

from parks import gdal_fence

gdal_fence.limit_drivers()  # before the rooms that open files are loaded

from bench.rivals.stages import Stages, cpu_s
from bench.whole_park import PARK


def classify(stages: Stages) -> int:
    """The layers read, the park cut and classed on its day; the units found."""
    with stages.stage("start"):
        from actions.units.classify import classify, ground, questions
        from landuse.units.snapshot import find
        from parks.park import read_park
        from parks.read import read_layer
    park = read_park(PARK)
    day = park.current_date()
    with stages.stage("read"):
        perimeter, frames, asked = read_layer(park, "perimeter", day), ground(park, day), questions(park, day)
    with stages.stage("class"):
        units = len(find(PARK, perimeter, frames, asked).units)
    for kept in (day, park.baseline_date):  # for the stages that follow; not counted
        classify(PARK, kept)
    return units


def status(stages: Stages) -> int:
    """The park's figures from its kept snapshots."""
    with stages.stage("start"):
        from actions.progress.status import status
    with stages.stage("status"):
        return len(status([PARK]).parks)


def first_map(stages: Stages) -> int:
    """The units of the first map, from the kept snapshot to what is sent to the page; bytes."""
    with stages.stage("start"):
        from actions.map import map_data
        from parks.park import read_park
    with stages.stage("map"):
        return len(map_data.units_shapes(PARK, read_park(PARK).current_date(), map_data.version(PARK)))


def plain(stages: Stages) -> int:
    """Parcels cut by zones, land resource, streets and buildings, as a geopandas user writes it; pieces."""
    with stages.stage("start"):
        import geopandas as gpd
    package = Path(os.environ["PARKAREAL_DATA"]) / "parcels" / PARK / "park.gpkg"
    with stages.stage("read"):
        layers = {
            name: gpd.read_file(package, layer=name) for name in ("parcels", "plots", "zoning", "land_resource", "roads", "buildings")
        }
    with stages.stage("overlay"):
        zoned = gpd.overlay(layers["parcels"][["geometry"]], layers["zoning"][["zone_code", "geometry"]], keep_geom_type=True)
        pieces = len(zoned)
        for name in ("land_resource", "roads", "buildings"):
            pieces += len(gpd.overlay(zoned, layers[name][["geometry"]], keep_geom_type=True))
    return pieces


_STAGES = {"classify": classify, "status": status, "first_map": first_map, "plain": plain}

if __name__ == "__main__":
    told = Stages()
    found = _STAGES[sys.argv[1]](told)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    sys.stdout.write("\n" + json.dumps({"stages": told.seconds, "found": found, "peak_mb": peak_mb, "cpu_s": cpu_s()}) + "\n")
