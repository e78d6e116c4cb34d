"""On N50 around Kristiansand imported as a park: ten footprints against areas measured another way, each kind within 1 m²."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
import shapely.affinity

from actions.vacant_first.encroach import encroach
from actions.imports.import_files import import_file
from door.loose_shapes import read_shapes
from register.engine import close_registers

_FIXTURE = Path(__file__).parent.parent / "fixtures" / "n50_kristiansand.zip"
_EQUAL_AREA = "+proj=laea +lat_0=58.1 +lon_0=8.1 +ellps=GRS80 +units=m"  # true areas by another projection
_EDGE_M = 25.0  # straight lines of UTM bend in the other projection: short edges keep the areas
_AS_AR5 = {
    "Skog": "30", "ÅpentOmråde": "50", "DyrketMark": "21", "Myr": "60", "Innsjø": "81", "InnsjøRegulert": "81", "ElvBekk": "81",
    "Havflate": "82", "Industriområde": "11", "TettBebyggelse": "11", "BymessigBebyggelse": "11", "Tettbebyggelse": "11",
    "SportIdrettPlass": "11", "Park": "11", "Gravplass": "11", "Lufthavn": "12", "Steinbrudd": "11", "Golfbane": "11", "Alpinbakke": "50",
}  # fmt: skip
_KIND = {
    "30": "forest_unsaid", "50": "open_land", "21": "farmland_full", "60": "bog", "81": "fresh_water", "82": "sea",
    "11": "grey", "12": "grey",
}  # fmt: skip
_X, _Y = 446_000.0, 6_447_000.0
_PERIMETER = shapely.box(_X - 3000, _Y - 3000, _X + 3000, _Y + 3000)


def _footprints() -> dict[str, shapely.Geometry]:
    """Squares, circles, slivers, holes and parts, from 4 daa to 12 km²."""
    box = shapely.box

    def at(dx: float, dy: float) -> shapely.Point:
        return shapely.Point(_X + dx, _Y + dy)

    return {
        "small square": box(_X, _Y, _X + 64, _Y + 64),
        "circle": at(1500, 900).buffer(700),
        "large circle": at(-2500, 2500).buffer(1950),
        "wide strip": box(_X - 6000, _Y - 100, _X + 6000, _Y + 130),
        "triangle": shapely.Polygon([(_X - 900, _Y - 5000), (_X + 2600, _Y - 4100), (_X + 300, _Y - 2100)]),
        "angle": shapely.union(box(_X + 3000, _Y, _X + 3400, _Y + 2200), box(_X + 3000, _Y, _X + 5200, _Y + 350)),
        "with a hole": shapely.difference(at(-4000, -1500).buffer(1200), at(-4000, -1500).buffer(500)),
        "two parts": shapely.union(box(_X - 200, _Y + 5000, _X + 500, _Y + 5800), box(_X + 900, _Y + 5200, _X + 1800, _Y + 5900)),
        "turned": shapely.affinity.rotate(box(_X + 5000, _Y - 4000, _X + 6500, _Y - 3100), 31.7),
        "across the border of the park": box(_X + 2400, _Y + 2300, _X + 4100, _Y + 3800),
    }


@pytest.fixture(scope="module")
def n50(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, gpd.GeoDataFrame]:
    """The park, and the land cover with the kind of each polygon."""
    from shutil import copyfile

    root = tmp_path_factory.mktemp("n50")
    folder = root / "parcels" / "sorlandet"
    folder.mkdir(parents=True)
    copyfile(_FIXTURE.parent / "municipalities.geojson", root / "municipalities.geojson")
    words = 'id = "sorlandet"\nname = "Sørlandet"\nmunicipalities = ["4204"]\nepsg = 25832\nplace = [58.15, 8.08]\n'
    (folder / "park.toml").write_text(words, encoding="utf-8")
    cover = read_shapes(_FIXTURE)
    cover = cover.assign(ar5_arealtype=cover["objekttypenavn"].map(_AS_AR5))
    assert cover["ar5_arealtype"].notna().all(), sorted(set(cover.loc[cover["ar5_arealtype"].isna(), "objekttypenavn"]))
    patch = pytest.MonkeyPatch()
    patch.setenv("PARKAREAL_DATA", str(root))
    for name, frame in {
        "land_resource": cover[["ar5_arealtype", "geometry"]],
        "perimeter": gpd.GeoDataFrame({"navn": ["Sørlandet"]}, geometry=[_PERIMETER], crs=25832),
    }.items():
        path = root / f"{name}.geojson"
        frame.to_crs(4326).to_file(path, driver="GeoJSON", RFC7946="YES", COORDINATE_PRECISION=9)
        import_file("sorlandet", path, name)
    yield "sorlandet", cover.assign(kind=cover["ar5_arealtype"].map(_KIND))
    patch.undo()
    close_registers()


def _measured_m2(shape: shapely.Geometry, cover: gpd.GeoDataFrame) -> dict[str, float]:
    """The area of each kind in an equal-area projection: true by construction, and nothing of ours in it."""
    near = cover[cover.intersects(shape)]
    plain = near.geometry.segmentize(_EDGE_M).to_crs(_EQUAL_AREA)
    own = gpd.GeoSeries([shape], crs=cover.crs).segmentize(_EDGE_M).to_crs(_EQUAL_AREA).iloc[0]
    areas: dict[str, float] = {}
    for kind, ground in zip(near["kind"], plain):
        areas[kind] = areas.get(kind, 0.0) + shapely.area(shapely.intersection(ground, own))
    return {kind: area for kind, area in areas.items() if area > 0.5} | {"": shapely.area(own)}


@pytest.mark.parametrize("name", list(_footprints()))
def test_each_kind_is_within_1_m2_of_its_area_measured_another_way(name: str, n50: tuple[str, gpd.GeoDataFrame]) -> None:
    park, cover = n50
    shape = _footprints()[name]
    answer = encroach(park, gpd.GeoSeries([shape], crs=25832), {"daa": 1})
    measured = _measured_m2(shape, cover)
    whole_m2 = measured.pop("")
    found: dict[str, int] = {}
    for row in answer["taken"]:
        found[row["kind"]] = found.get(row["kind"], 0) + row["m2"]
    blank_m2 = whole_m2 - sum(measured.values())
    measured |= {"not_mapped": blank_m2} if blank_m2 > 0.5 else {}
    assert sum(found.values()) == answer["footprint_m2"] == pytest.approx(whole_m2, abs=1)
    assert set(found) == set(measured)
    for kind, area_m2 in measured.items():
        assert found[kind] == pytest.approx(area_m2, abs=1), kind
    inside = np.sum([row["m2"] for row in answer["taken"] if row["where"] == "inside"])
    assert inside == answer["footprint"]["inside_m2"]
    assert answer["answer"] == "new_land_needed" and answer["alternatives"] == []  # a park without vacant plots offers none
