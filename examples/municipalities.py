"""`python -m examples.municipalities SOURCE [OUT]`: light municipality outlines from Kartverket's, for maps and for checking places."""

import json
import sys
from pathlib import Path

import geopandas as gpd
import shapely

ATTRIBUTION = "© Kartverket, CC BY 4.0 (kommuner 2024); repaired and simplified"
TOLERANCE_DEG = 0.0016  # about 180 m north, 90 m east
DECIMALS = 4
LEAST_ISLAND_DEG2 = 1e-4  # about 0.6 km²: smaller islands are left out, never a municipality's largest part
OUT = Path(__file__).parent.parent / "data" / "municipalities.geojson"


def municipality_outlines(source: Path) -> gpd.GeoDataFrame:
    """kommunenummer, kommunenavn and valid outlines in EPSG:4326, simplified together so that borders do not tear."""
    found = gpd.read_file(source)[["kommunenummer", "kommunenavn", "geometry"]].sort_values("kommunenummer", ignore_index=True)
    repaired = [_polygonal(g) for g in shapely.make_valid(found.geometry.to_numpy())]
    simple = shapely.coverage_simplify(repaired, TOLERANCE_DEG)
    rounded = [_polygonal(shapely.make_valid(shapely.transform(g, lambda c: c.round(DECIMALS)))) for g in simple]
    return found.set_geometry(gpd.GeoSeries(rounded, crs=4326))


def as_geojson(outlines: gpd.GeoDataFrame) -> str:
    """A FeatureCollection with the attribution beside its features."""
    features = [
        {
            "type": "Feature",
            "properties": {"kommunenummer": row.kommunenummer, "kommunenavn": row.kommunenavn},
            "geometry": json.loads(shapely.to_geojson(row.geometry)),
        }
        for row in outlines.itertuples()
    ]
    collection = {"type": "FeatureCollection", "name": "municipalities", "attribution": ATTRIBUTION, "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n"


def _polygonal(geometry: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a repaired outline, without the lines and points that the repair left and without islets."""
    parts = [p for part in shapely.get_parts(geometry) for p in shapely.get_parts(part) if p.geom_type == "Polygon"]
    largest = max(parts, key=shapely.area)
    kept = [p for p in parts if p is largest or p.area >= LEAST_ISLAND_DEG2]
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)


def main(words: list[str]) -> int:
    """The command line."""
    if not 1 <= len(words) <= 2:
        sys.stderr.write("expected: python -m examples.municipalities SOURCE [OUT]\n")
        return 2
    out = Path(words[1]) if len(words) == 2 else OUT
    out.write_text(as_geojson(municipality_outlines(Path(words[0]))), encoding="utf-8")
    sys.stdout.write(f"{out}: {out.stat().st_size // 1000} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
