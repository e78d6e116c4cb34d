"""What a person says of every row at once, checked before anything is read: a name that there is, with a value that it can have."""

import pandas as pd

from door.lists import meanings, statements
from landuse.words import codelists, messages
from landuse.words.errors import LanduseError, Named, Word
from layers.base import Column, Layer
from layers.registry import all_layers
from layers.registry import layer as registered
from parks.values import canonical_columns

_LIST = "records"
_MOST_CODES = 20


def check_constants(constants: dict[str, str], layer_id: str | None) -> None:
    """That each constant is one of the layer's, or of any where the layer is not said, and has a value of its kind.

    Raises
    ------
    LanduseError : constant_unknown, constant_status, constant_no_code, constant_no_value
    """
    layers = [one for key, one in all_layers().items() if key == layer_id or layer_id is None]
    layers = layers or ([registered(layer_id)] if layer_id else [])
    of_list = meanings.known() if layer_id in (None, _LIST) else {}
    for name, value in constants.items():
        columns = [(one, column) for one in layers for column in one.columns if column.name == name]
        if name not in of_list and not columns:
            known = dict.fromkeys([*of_list, *(column.name for one in layers for column in one.columns if layer_id)])
            raise LanduseError("constant_unknown", name=name, known=", ".join(known))
        if name == meanings.STATUS and name in of_list:
            _check_status(value)
        elif name in statements.OF_NUMBER and name in of_list:
            _check_columns(name, value, [(registered(_LIST), Column(name, "number"))])
        elif columns:
            _check_columns(name, value, columns)


def constant_words(name: str, value: str) -> tuple[Named, Named]:
    """A constant as a list says it: its name and value in words, each by language."""
    words = {lang: called(name, lang) for lang in messages.LANGS}
    kind = statements.status_of(value) if name == meanings.STATUS else None
    said = {lang: (kind and codelists.label("record_kind", kind, lang)) or value for lang in messages.LANGS}
    return Named(name, words), Named(value, said)


def called(name: str, lang: str) -> str:
    """What people call a column of ours, or the meaning of a list's column; its own name where the catalogue has none."""
    for key in (f"constant.{name}", f"drop.choice.heading.{name}", f"column.{name}"):
        if messages.has(key):
            return messages.text(lang, key)
    return name


def _check_status(value: str) -> None:
    if statements.status_of(value) in statements.OF_STATUS:
        return
    titles = {
        lang: ", ".join(f"{one} ({codelists.label('record_kind', one, lang)})" for one in statements.OF_STATUS) for lang in messages.LANGS
    }
    raise LanduseError("constant_status", value=value, known=Named(", ".join(statements.OF_STATUS), titles))


def _check_columns(name: str, value: str, columns: list[tuple[Layer, Column]]) -> None:
    """That the value is one of some column of the name; a list that is chosen by other columns is looked at with them."""
    if any(_fits(value, one, column) for one, column in columns):
        return
    column = columns[0][1]
    if column.code_list:
        known = ", ".join(codelists.table(column.code_list).index[:_MOST_CODES])
        raise LanduseError("constant_no_code", name=name, value=value, list=column.code_list, known=known)
    raise LanduseError("constant_no_value", name=name, value=value, kind=Word(f"kind.{column.kind}"))


def _fits(value: str, declared: Layer, column: Column) -> bool:
    read = canonical_columns(pd.DataFrame({column.name: [value]}), (column,))[column.name]
    if read.isna().all():
        return False
    return column.code_list is None or column.name in declared.known_codes or not codelists.unknown(column.code_list, read)
