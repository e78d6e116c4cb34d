"""Compiled number work on coordinates: arrays in, arrays out; no geometry objects, frames or words."""
