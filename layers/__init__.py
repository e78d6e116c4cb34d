"""Declare: one file per layer, with what all of them share beside them."""
