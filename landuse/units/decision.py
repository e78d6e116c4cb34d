"""What a person can say of a land unit: which kinds there are, and what each of them is about."""

from landuse.units.schema import LandClass
from landuse.words import codelists
from landuse.words.errors import LanduseError

CLASS_AXIS = "class"
CONFIRM, CORRECT, RELEASE, UNDO = "confirm", "correct", "release", "undo"
OWN_RESERVE = "own_reserve"
FACTS = ("availability", "tenure", OWN_RESERVE)
AXES = (CLASS_AXIS, *FACTS)
KINDS = (CONFIRM, CORRECT, *FACTS, RELEASE)
YES, NO = "yes", "no"


def axis(kind: str, value: str) -> str:
    """What a decision is about: the class, or one of the facts beside it."""
    if kind == RELEASE:
        return value
    return kind if kind in FACTS else CLASS_AXIS


def check(kind: str, value: str | None) -> None:
    """Refuse what nobody can say.

    Raises
    ------
    LanduseError : decision_kind_unknown, class_unknown, decision_value_unknown
    """
    if kind not in KINDS:
        raise LanduseError("decision_kind_unknown", value=kind, known=", ".join(KINDS))
    known = choices(kind)
    if value in known or (kind == CONFIRM and value is None):
        return
    if kind in (CONFIRM, CORRECT):
        raise LanduseError("class_unknown", value=value, known=", ".join(known))
    raise LanduseError("decision_value_unknown", kind=kind, value=value, known=", ".join(known))


def choices(kind: str) -> tuple[str, ...]:
    """The values that a kind of decision can have."""
    if kind == RELEASE:
        return AXES
    if kind == OWN_RESERVE:
        return (YES, NO)
    return tuple(codelists.table(kind).index) if kind in FACTS else tuple(map(str, LandClass))
