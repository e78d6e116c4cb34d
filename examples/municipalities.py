"""`python -m examples.municipalities SOURCE OUT`: light municipality outlines from Kartverket's, for maps and for checking places."""

import json
import sys
from pathlib import Path

import geopandas as gpd
import shapely

ATTRIBUTION = "© Kartverket, CC BY 4.0 (kommuner 2024); repaired and simplified"
TOLERANCE_DEG = 0.012  # a corner goes when its triangle is under the square of this, about 0.5 km²
DECIMALS = 4


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
    """The polygons of a repaired outline, without the lines and points that the repair left."""
    parts = [p for part in shapely.get_parts(geometry) for p in shapely.get_parts(part) if p.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def main(words: list[str]) -> int:
    """The command line."""
    if len(words) != 2:
        sys.stderr.write("expected: python -m examples.municipalities SOURCE OUT\n")
        return 2
    out = Path(words[1])
    out.write_text(as_geojson(municipality_outlines(Path(words[0]))), encoding="utf-8")
    sys.stdout.write(f"{out}: {out.stat().st_size // 1000} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
