#!/bin/sh
# PDOK's GeoPackage validator for the tests, in a folder of its own inside the virtual environment: it needs Debian's python3-gdal,
# which the project's own packages must not see. Without that, or without network, say so and go on:  sh scripts/geopackage_validator.sh FOLDER
set -eu

folder="$1"
here="$(dirname "$0")"
[ -x "$folder/bin/geopackage-validator" ] && exit 0
if ! /usr/bin/python3 -c "from osgeo import gdal" 2>/dev/null; then
    echo "Missing: python3-gdal. The test of the GeoPackage validator is skipped."
    exit 0
fi
echo "Setting up the GeoPackage validator …"
/usr/bin/python3 -m venv --system-site-packages "$folder"
# GDAL and setuptools are Debian's, so they are not in the file and nothing else may be looked for
"$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$here/../requirements-validator.txt" || echo "pip could not fetch it: its test is skipped."
