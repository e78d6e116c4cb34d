"""The map, of Norway and of one park."""
