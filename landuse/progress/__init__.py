"""Rates, targets, movements, and what nature gave."""
