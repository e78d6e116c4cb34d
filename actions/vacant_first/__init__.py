"""Answering whether a proposal can stand on vacant land first."""
