"""Whether a footprint can stand on vacant land."""
