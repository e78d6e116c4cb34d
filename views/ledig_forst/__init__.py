"""Vacant first: a proposal asked and answered."""
