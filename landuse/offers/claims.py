"""What a park says of a plot, held against what the maps show there: where the two disagree, both are told wherever the word is used."""

from collections.abc import Mapping
from typing import Any

from landuse.rules import table
from landuse.words import messages, numbers

Claim = dict[str, Any]
_OVER, _AT_MOST = "over", "at_most"


def against(facts: Mapping[str, Any], measured: Mapping[str, float]) -> list[Claim]:
    """The statements that the maps contradict, one a fact: fact, said, measure, found (inf: the map has none), limit.

    Parameters
    ----------
    facts : of an offer (landuse.offers.facts)
    measured : by measure (`<what>_m` to the nearest, over_free_pct); one that is missing or NaN has not been mapped, and
        contradicts nothing
    """
    found = []
    for row in table("nomination")["claim"]:
        if not _says(facts, row):
            continue
        value = measured.get(row["measure"])
        if value is None or value != value:
            continue
        if value > row["limit"] if row["when"] == _OVER else value <= row["limit"]:
            told = {"fact": row["fact"], "said": facts[row["fact"]], "measure": row["measure"]}
            found.append(told | {"found": float(value), "limit": float(row["limit"])})
    return found


def over_free_pct(facts: Mapping[str, Any], free_daa: float) -> float:
    """How much larger a plot is said to be than its ground that may be built on, percent; NaN where nothing is said or free."""
    return 100 * (facts["net_daa"] / free_daa - 1) if facts.get("net_daa") and free_daa > 0 else float("nan")


def text(claim: Claim, lang: str) -> str:
    """What the map shows against a statement, in one sentence."""
    measure, value = claim["measure"], claim["found"]
    if value == float("inf"):
        return messages.text(lang, f"claim.none.{measure}")
    amount = numbers.pct(value, lang, 0) if measure.endswith("_pct") else numbers.metres(value, lang)
    return messages.text(lang, f"claim.{measure}", found=amount)


def as_json(claim: Claim) -> Claim:
    """The same for a document: an endless distance is null."""
    return claim | {"found": None if claim["found"] == float("inf") else round(claim["found"], 1)}


def _says(facts: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    said = facts.get(row["fact"])
    return said in row["says"] if "says" in row else bool(said)
