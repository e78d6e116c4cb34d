"""What a park says of a plot and its maps contradict is told when it is saved, on the offer, and on its sheet."""

from collections.abc import Callable
from datetime import date

import pytest
import shapely

from actions.offers.nominate import edit, list_nominations, new_nomination, published_plot, step
from actions.units.inventory import inventory
from landuse.offers import claims
from landuse.rules import table
from landuse.words import messages
from tests.squares import buildings, frame, land_resource, parcels, perimeter, plots, records, rect, zoning

_DAY = date(2026, 6, 30)
_OFFER = {
    "contact_role": "Daglig leder",
    "contact_email": "post@park.no",
    "description_nb": "Tomt ved kaien",
    "net_daa": 9.0,
    "quay": "own",
}
_POWER = {"power_mw": 5.0, "power_reserved_by": "Firma", "power_reserved_on": _DAY.isoformat()}


def test_own_quay_440_m_from_one_is_told_at_saving_and_on_the_offer(make_park: Callable) -> None:
    make_park(
        perimeter=perimeter(rect(0, 0)),
        plots=plots(("A", rect(0, 0))),
        parcels=parcels(("p", rect(0, 0))),
        zoning=zoning({"geometry": rect(0, 0)}),
        records=records(("plot", "A", "idle")),
        buildings=buildings({"building_id": "9", "geometry": rect(900, 900)}),
        land_resource=land_resource(("30", rect(0, 0))),
        quays=frame("quays", [{"geometry": rect(540, 0)}]),
        power=frame("power", [{"geometry": shapely.LineString(rect(0, 4000).exterior.coords[:2])}]),
    )
    unit = str(inventory("prove", _DAY).index[0])
    made = new_nomination("prove", unit, "Kari", _DAY, facts=_OFFER | _POWER)
    told = list_nominations("prove", _DAY, "Kari")[0]["against"]
    assert len(told) == 2 and "440" in told[0] and "Egen" in told[0] and "kraftlinje" in told[1]
    assert "440" in list_nominations("prove", _DAY, "Kari", "en")[0]["against"][0]
    step(made, "nominate", "Kari", _DAY, 1)
    step(made, "publish", "Kari", _DAY, 2)
    public = published_plot(made, _DAY)["against"]
    assert len(public) == 1 and "440" in public[0]  # nothing about power is public
    edit(made, {"quay": "shared", **dict.fromkeys(_POWER)}, "Kari", _DAY, 3)
    assert list_nominations("prove", _DAY, "Kari")[0]["against"] == [] == published_plot(made, _DAY)["against"]


@pytest.mark.parametrize("row", table("nomination")["claim"], ids=lambda row: f"{row['fact']}-{'-'.join(row.get('says', ['any']))}")
def test_every_claim_is_found_just_past_its_limit_and_not_at_it(row: dict) -> None:
    said = {row["fact"]: row.get("says", [9.0])[0]}
    past, at = (row["limit"] + 1, row["limit"]) if row["when"] == "over" else (row["limit"], row["limit"] + 1)
    found = claims.against(said, {row["measure"]: float(past)})
    assert [(one["fact"], one["said"], one["found"]) for one in found] == [(row["fact"], said[row["fact"]], past)]
    assert claims.against(said, {row["measure"]: float(at)}) == []
    assert claims.against(said, {row["measure"]: float("nan")}) == [] == claims.against(said, {})  # what is not mapped contradicts nothing
    for lang in messages.LANGS:
        assert claims.text(found[0], lang)
        if row["measure"].endswith("_m") and row["when"] == "over":
            assert claims.text(found[0] | {"found": float("inf")}, lang)


def test_more_than_the_ground_that_may_be_built_on_is_contradicted() -> None:
    over = claims.over_free_pct({"net_daa": 10.5}, 10.0)
    assert over == pytest.approx(5)
    assert claims.against({"net_daa": 10.5}, {"over_free_pct": over})[0]["fact"] == "net_daa"
    assert claims.over_free_pct({}, 10.0) != claims.over_free_pct({}, 10.0)
