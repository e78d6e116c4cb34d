"""Findings on data."""
