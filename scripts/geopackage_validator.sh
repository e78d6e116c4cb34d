#!/bin/sh
# PDOK's GeoPackage validator in a folder of its own (it needs Debian's python3-gdal, which the project's environment must not see),
# then the check of the exported GeoPackage:  sh scripts/geopackage_validator.sh [FOLDER]
set -eu

folder="${1:-${TMPDIR:-/tmp}/parkareal-geopackage-validator}"
if [ ! -x "$folder/bin/geopackage-validator" ]; then
    /usr/bin/python3 -c "from osgeo import gdal" 2>/dev/null || { echo "As root: apt-get install python3-gdal python3-venv"; exit 1; }
    /usr/bin/python3 -m venv --system-site-packages "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check pdok-geopackage-validator
fi
GEOPACKAGE_VALIDATOR="$folder/bin/geopackage-validator" SOAK=1 .venv/bin/python -m pytest -m soak tests/exchange/test_validators.py
