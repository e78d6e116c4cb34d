"""Write out: the land inventory in the formats that others open."""
