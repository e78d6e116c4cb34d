#!/bin/sh
# Bring what the tests (and with the word bench, the benchmarks) need from Debian; without root, say what is missing and go on.
set -eu

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium fonts-dejavu-core"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v ogr2ogr >/dev/null 2>&1 || missing="$missing gdal-bin"
/usr/bin/python3 -c "from osgeo import gdal" 2>/dev/null || missing="$missing python3-gdal"
ls /usr/lib/cgi-bin/mapserv >/dev/null 2>&1 || missing="$missing cgi-mapserver"
command -v npm >/dev/null 2>&1 || missing="$missing nodejs npm"
dpkg -s python3-venv >/dev/null 2>&1 || missing="$missing python3-venv"
if [ "${1:-}" = bench ]; then
    ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 || missing="$missing postgresql-15-postgis-3"
fi
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$missing with apt-get …"
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
else
    echo "Missing:$missing. The tests that need them are skipped. As root: apt-get install$missing"
fi
