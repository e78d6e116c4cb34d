#!/bin/sh
# TypeScript and Biome for the tests of static/, as pinned in tests/javascript/package-lock.json, in a folder of their own inside the virtual
# environment. Without node, npm or their registry, say so and go on:  sh scripts/javascript_tools.sh FOLDER
set -eu

folder="$1"
here="$(dirname "$0")/../tests/javascript"
[ -x "$folder/node_modules/.bin/tsc" ] && cmp -s "$here/package-lock.json" "$folder/package-lock.json" && exit 0
if ! command -v npm >/dev/null 2>&1; then
    echo "Missing: nodejs and npm. The tests of the scripts in static/ are skipped."
    exit 0
fi
echo "Setting up TypeScript and Biome …"
mkdir -p "$folder"
cp "$here/package.json" "$here/package-lock.json" "$folder"
(cd "$folder" && npm ci --silent --ignore-scripts --no-audit --no-fund) || {
    rm -rf "$folder"
    echo "npm could not fetch TypeScript and Biome from its registry: the tests of types and style in static/ are skipped."
}
