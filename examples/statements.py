"""What the park says of its plots, parcels and buildings: rows for the records layer. Roles speak, never people."""

from dataclasses import replace

import numpy as np

from examples.buildings import Building
from examples.cadastre import Cadastre
from examples.layout import Layout
from examples.uses import Lot

BASELINE, TODAY = "2024-01-01", "2026-06-30"
SURVEYED_ON, ASKED_AGAIN_ON = "2023-11-15", "2025-11-15"
_OF_LAND = ("lease", "taken", "own_reserve", "idle", "offered", "option", "reserved")
TAKEN_ON, EMPTIED_ON, OFFERED_ON = "2025-03-01", "2025-06-01", "2025-08-01"
CONDITIONS = ("Rundkjøring ved hovedveien skal være bygd", "Overvannsanlegg skal være godkjent", "Gang- og sykkelveg skal være opparbeidet")
UNRECORDED_M2 = 9000.0  # lots without any record, where a rule has only the ground to go by, are smaller than this


def _record(
    about_type: str,
    about: str,
    kind: str,
    value: object = None,
    unit: str | None = None,
    by: str = "Parkselskapet",
    on: str = "",
    since: str = "",
    until: str | None = None,
    note: str | None = None,
) -> dict:
    """One row; said at the survey before the baseline, or when it began if that is later."""
    row = {
        "about_type": about_type,
        "about": about,
        "kind": kind,
        "value": None if value is None else str(value),
        "unit": unit,
        "said_by": by,
    }
    return row | {"said_on": on or max(since, SURVEYED_ON), "note": note, "valid_from": since or None, "valid_to": until}


def make_records(
    layout: Layout, lots: list[Lot], cadastre: Cadastre, buildings: list[Building], vacant_m2: float, rng: np.random.Generator
) -> tuple[list[dict], list[Building]]:
    """Rows, and the buildings with their floor blanked where a record gives it."""
    rows = []
    if layout.sketch.draft_only:
        options = [
            _record("parcel", p["parcel_id"], "option", by="Utbygger", since="2020-06-01", until="2030-06-01")
            for p in cadastre.parcels[::3]
        ]
        return _said_again(options), buildings
    for lot in lots:
        about = ("plot", cadastre.plot_of[lot.key]) if lot.key in cadastre.plot_of else ("parcel", cadastre.parcel_of.get(lot.key))
        if about[1] and lot.key not in cadastre.mixed:
            rows += _of_lot(lot, about, rng)
    kept = []
    for b in buildings:
        if rng.random() < 0.45:
            rows.append(_record("building", b.building_id, "floor", b.floor_m2, "m2", "Eiendomsselskapet", since=b.since or "2021-01-01"))
            kept.append(replace(b, marks=(*b.marks, "floor_in_record")))
        else:
            kept.append(b)
    return _said_again(rows) + _vacant_floors(lots, buildings, vacant_m2, rng), kept


def _said_again(rows: list[dict]) -> list[dict]:
    """The rows, with what was said of land at the first survey and still holds said anew at the second one."""
    said: list[dict] = []
    for row in rows:
        since, until = row["valid_from"] or "", row["valid_to"] or "9999"
        if row["kind"] in _OF_LAND and row["said_on"] < ASKED_AGAIN_ON and since < ASKED_AGAIN_ON < until:
            said += [row | {"valid_to": ASKED_AGAIN_ON}, row | {"valid_from": ASKED_AGAIN_ON, "said_on": ASKED_AGAIN_ON}]
        else:
            said.append(row)
    return said


def _of_lot(lot: Lot, about: tuple, rng: np.random.Generator) -> list[dict]:
    tenant = f"Leietaker {int(rng.integers(1, 90))}"
    since = f"{int(rng.integers(2004, 2023))}-0{int(rng.integers(1, 10))}-01"
    until = f"{int(rng.integers(2028, 2046))}-01-01" if rng.random() < 0.35 else None
    lease = _record(*about, "lease", since=since, until=until, note=tenant)
    if lot.marks and "edge" not in lot.marks:
        return []
    if lot.event:
        return _of_event(lot, about, since, tenant)
    if lot.kind in ("hall", "office", "yard", "leased_empty"):
        draw = rng.random()
        if lot.marks or lot.kind == "leased_empty" or draw < 0.7 or (lot.kind == "yard" and draw < 0.85):
            rows = [lease]
        elif draw < 0.86 or (lot.kind == "yard" and lot.geometry.area > UNRECORDED_M2):
            rows = [_record(*about, "taken", by="Grunneier", since=since, note="Egen drift")]
        else:
            rows = []
        if lot.kind == "hall" and rng.random() < 0.4:
            rows.append(_record(*about, "jobs", int(rng.lognormal(3.2, 0.8)) + 2, "jobs", on="2023-12-31"))
        if lot.kind == "leased_empty" and rng.random() < 0.4:
            rows.append(_record(*about, "own_reserve", note="Leietakerens egen utvidelse", since=since))
        return rows
    if lot.kind in ("tanks", "works", "parking"):
        return [_record(*about, "taken", by="Driftsselskapet", since=since)] if rng.random() < 0.75 else []
    if lot.kind in ("ready", "wild"):
        return _of_vacant(lot, about, rng)
    if lot.kind == "rail":
        return [_record(*about, "taken", by="Infrastruktureier", since="1985-01-01", note="Sidespor")]
    return []


def _of_vacant(lot: Lot, about: tuple, rng: np.random.Generator) -> list[dict]:
    since = f"20{int(rng.integers(12, 23))}-01-01"
    draw, rows = rng.random(), []
    if lot.class_baseline == "not_counted":
        return []
    if lot.marks or draw < 0.5:
        rows.append(_record(*about, "offered", since=since, note="Ligger ute på parkens nettsted"))
    elif draw < 0.78:
        rows.append(_record(*about, "idle", since=since))
    elif draw < 0.86:
        rows.append(_record(*about, "option", since="2023-06-01", until="2027-06-01"))
    elif lot.kind == "ready" and lot.geometry.area > UNRECORDED_M2:
        rows.append(_record(*about, "idle", since=since))
    if lot.kind == "ready" and rng.random() < 0.6:
        rows.append(_record(*about, "readiness", str(rng.choice(["byggeklar", "opparbeidet"])), since=since))
    elif rng.random() < 0.35:
        rows.append(_record(*about, "readiness", "regulert", since=since))
        rows.append(_record(*about, "unmet_condition", str(rng.choice(CONDITIONS)), by="Kommunen", since=since))
    return rows


def _of_event(lot: Lot, about: tuple, since: str, tenant: str) -> list[dict]:
    """What was said before and after a lot changed."""
    offered = _record(*about, "offered", since="2018-01-01", until=TAKEN_ON)
    lease = _record(*about, "lease", since=TAKEN_ON, note=tenant, on="2025-02-14")
    if lot.event in ("hall_built", "yard_taken"):
        return [offered, lease]
    if lot.event == "greenfield":
        return [
            _record(*about, "idle", since="2018-01-01", until=TAKEN_ON),
            _record(*about, "taken", since=TAKEN_ON, by="Grunneier", on="2025-02-14", note="Nybygg"),
        ]
    if lot.event == "emptied":
        return [
            _record(*about, "lease", since=since, until=EMPTIED_ON, note=tenant),
            _record(*about, "idle", since=EMPTIED_ON, on="2025-06-10", note="Leieforholdet opphørt"),
        ]
    if lot.event == "newly_zoned":
        return [_record(*about, "offered", since=OFFERED_ON, on="2025-08-04")]
    return []


def _vacant_floors(lots: list[Lot], buildings: list[Building], vacant_m2: float, rng: np.random.Generator) -> list[dict]:
    """Vacant floor by building: at the baseline the sum is exact; one of them is let, another emptied since."""
    kinds = {lot.key: lot for lot in lots}
    fit = [
        b
        for b in buildings
        if not b.since
        and b.status in ("FA", "TB", "MB", "")
        and kinds[b.lot].class_baseline == "building_stock"
        and not kinds[b.lot].event
        and b.floor_m2 > 200
    ]
    fit = [fit[k] for k in rng.permutation(len(fit))]
    rows, left = [], round(vacant_m2)
    for b in fit:
        if left <= 0:
            break
        part = min(left, round(b.floor_m2 * float(rng.uniform(0.15, 0.6))) if len(rows) < 12 else b.floor_m2)
        rows.append(_record("building", b.building_id, "vacant_floor", part, "m2", "Eiendomsselskapet", since="2023-06-01"))
        left -= part
    if left > 0:
        raise ValueError(f"no floor left to hold {left} vacant m²")
    if len(rows) > 1:
        rows[0]["valid_to"] = TAKEN_ON
        later = fit[len(rows)] if len(fit) > len(rows) else None
        if later is not None:
            rows.append(
                _record(
                    "building",
                    later.building_id,
                    "vacant_floor",
                    round(later.floor_m2 * 0.2),
                    "m2",
                    "Eiendomsselskapet",
                    on="2025-10-01",
                    since="2025-10-01",
                )
            )
    return rows
