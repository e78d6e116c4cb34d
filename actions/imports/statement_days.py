"""From which day a statement holds that says none: the day it was said, else the day of the file that it came in."""

from dataclasses import replace
from datetime import date

import pandas as pd

from layers.registry import layer as registered
from parks.rows import Rows

_SAID_ON, _FROM = "said_on", "valid_from"


def with_days(rows: Rows, layer_id: str, dated: date | None, today: date) -> Rows:
    """The rows of a layer of statements, each with the day that it holds from; those of other layers as they are.

    A list that states another day (`valid_from`) is taken at its word. What was taken into use before this was so keeps holding on
    every day.

    Parameters
    ----------
    dated : the day of the file; today : the park's, after which nothing was said: an example has a fixed one
    """
    if _SAID_ON not in {column.name for column in registered(layer_id).columns}:
        return rows
    said = rows.columns[_SAID_ON]
    if dated is not None:
        said = said.fillna(pd.Timestamp(dated))
    since = rows.columns[_FROM].fillna(said.clip(upper=pd.Timestamp(today)))
    return replace(rows, columns=rows.columns.assign(**{_FROM: since.astype(rows.columns[_FROM].dtype)}))
