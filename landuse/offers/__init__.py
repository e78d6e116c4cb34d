"""Plots on offer: their facts and nominations."""
