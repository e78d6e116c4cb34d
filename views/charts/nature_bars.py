"""Stacked bars of nature by kind."""

from landuse.progress.ground_look import ground_looks
from landuse.progress.nature_account import KINDS
from landuse.words import messages
from views.charts.stacked import Kind, Stack, stacked


def stacks(width: float, rows: list[Stack], label: str, example: bool, lang: str) -> str:
    """The bars under one another, all to one scale, with the kinds' key over them."""
    kinds = [Kind(kind, messages.text(lang, f"nature.{kind}"), ground_looks()[kind]) for kind in (*KINDS, "not_mapped")]
    return stacked(width, rows, kinds, label, example, lang)
