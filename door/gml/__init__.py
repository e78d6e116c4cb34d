"""GML read as it is written: plain for GDAL, counted by its own words, held against the rules of plan exchange."""
