"""Plots on offer: their facts, photos, sheets and nominations."""
