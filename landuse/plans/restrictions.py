"""What lies on land: what forbids building binds it, what only has to be looked into does not (codelists/restriction_kind.csv)."""

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

from landuse.units.facts import Question
from landuse.words import codelists

BOUND, CLARIFY = "bound", "clarify"


def effect_of(kind: object) -> str:
    """What a kind of restriction does: BOUND, CLARIFY, or "" for what says nothing of building; unknown kinds are to be clarified."""
    return codelists.table("restriction_kind")["effect"].get(code_of(kind), CLARIFY)


def code_of(kind: object) -> str:
    """A kind as our list writes it: `H310` of a plan map is 310."""
    text = str(kind).strip()
    return text[1:] if text[:1] in ("H", "h") and text[1:].isdigit() else text


def bound_questions(questions: Sequence[Question]) -> list[Question]:
    """One question for all ground that is bound and one for all that has to be clarified: what lies there twice counts once."""
    return [Question(effect, rows) for effect in (BOUND, CLARIFY) if (rows := ground_of(effect, questions)) is not None]


def ground_of(effect: str, questions: Sequence[Question]) -> gpd.GeoDataFrame | None:
    """The shapes of one effect among the layers that were asked; None where no layer has any to read."""
    parts = []
    for question in questions:
        if isinstance(question.rows, gpd.GeoDataFrame) and question.effects is not None:
            parts.append(question.rows.geometry[question.effects == effect])
    return gpd.GeoDataFrame(geometry=pd.concat(parts, ignore_index=True)) if parts else None
