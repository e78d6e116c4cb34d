"""SOSI plans whose zones are bounded by arcs and circles, by curves that nobody can follow, or by lines that are not there."""

import math
from pathlib import Path

from tests.corpus.case import ACCEPT, EAST, NORTH, REJECT, WARN, Surroundings, nasty, text

At = tuple[float, float]
RADIUS_M = 80.0


def group(name: str, number: int, *at: At, values: str = "", unit: float = 0.01) -> str:
    """A group with places in metres east and north of the corpus' own corner."""
    places = "".join(f"{round(north / unit)} {round(east / unit)}\n" for east, north in at)
    return f".{name} {number}:\n..OBJTYPE RpGrense\n{values}" + (f"..NØ\n{places}" if at else "")


def zone(number: int, references: str, code: int = 1340) -> str:
    """A zone of a plan in force."""
    return (
        f".FLATE {number}:\n..OBJTYPE RpArealformålOmråde\n..AREALFORMÅL {code}\n..NASJONALAREALPLANID 1\n..REF {references}\n..NØ\n0 0\n"
    )


def plan(path: Path, *groups: str, unit: float = 0.01) -> Path:
    """A SOSI file in EUREF89 UTM zone 32."""
    area = f"..OMRÅDE\n...MIN-NØ {NORTH - 50_000} {EAST - 50_000}\n...MAX-NØ {NORTH + 50_000} {EAST + 50_000}\n"
    head = f".HODE\n..TEGNSETT ISO8859-1\n..TRANSPAR\n...KOORDSYS 22\n...ORIGO-NØ {NORTH} {EAST}\n...ENHET {unit}\n{area}"
    return text(path, f"{head}..SOSI-VERSJON 4.5\n..SOSI-NIVÅ 4\n{''.join(groups)}.SLUTT\n", "iso8859-1")


def on_circle(radius: float, *degrees: float) -> list[At]:
    """Places on a circle around the corner."""
    return [(radius * math.cos(math.radians(angle)), radius * math.sin(math.radians(angle))) for angle in degrees]


def segment_m2(radius: float, degrees: float) -> float:
    """Area between an arc and its chord."""
    return radius**2 / 2 * (math.radians(degrees) - math.sin(math.radians(degrees)))


@nasty(WARN, rows=1, kept=1, layer="zoning")
def sosi_arc_of_more_than_half_a_circle(folder: Path, at: Surroundings) -> Path:
    start, middle, end = on_circle(RADIUS_M, 0, 135, 270)
    return plan(folder / "plan.sos", group("BUEP", 1, start, middle, end), group("KURVE", 2, end, start), zone(3, ":1 :2"))


@nasty(WARN, rows=2, kept=2, layer="zoning", told=("curves_straight",))
def sosi_circles_and_an_arc_by_its_radius(folder: Path, at: Surroundings) -> Path:
    start, end = on_circle(RADIUS_M, 0, 90)
    hole = group("SIRKEL", 5, (200.0, 0.0), values="..RADIUS 10\n")
    circle = group("SIRKELP", 4, *[(200 + east, north) for east, north in on_circle(30, 0, 100, 200)])
    arc = group("BUE", 1, start, end, values=f"..RADIUS -{RADIUS_M}\n..STORBUE 0\n")
    return plan(folder / "plan.sos", arc, group("KURVE", 2, end, start), circle, hole, zone(3, ":-2 :-1"), zone(6, ":4 (:5)"))


@nasty(WARN, rows=2, kept=1, area_m2=10_000.0, layer="zoning", told=("done_curves_unread",))
def sosi_zone_bounded_by_a_clothoid(folder: Path, at: Surroundings) -> Path:
    square = group("KURVE", 1, (0, 0), (100, 0), (100, 100), (0, 100), (0, 0))
    clothoid = group("KLOTOIDE", 2, (200, 0), (300, 50), values="..RADIUS 50\n")
    return plan(folder / "plan.sos", square, clothoid, group("KURVE", 3, (300, 50), (200, 0)), zone(4, ":1"), zone(5, ":2 :3"))


@nasty(WARN, rows=2, kept=1, area_m2=10_000.0, layer="zoning", told=("done_border_missing",))
def sosi_hole_by_a_line_that_is_not_there(folder: Path, at: Surroundings) -> Path:
    squares = [
        group("KURVE", number, (east, 0), (east + 100, 0), (east + 100, 100), (east, 100), (east, 0)) for number, east in ((1, 0), (2, 200))
    ]
    return plan(folder / "plan.sos", *squares, zone(4, ":1"), zone(5, ":2 (:77)"))


@nasty(WARN, rows=2, kept=1, area_m2=10_000.0, layer="zoning", told=("done_border_missing",))
def sosi_zone_whose_border_is_open(folder: Path, at: Surroundings) -> Path:
    square, half = ((0, 0), (100, 0), (100, 100), (0, 100), (0, 0)), ((200, 0), (300, 0), (300, 100))
    return plan(folder / "plan.sos", group("KURVE", 1, *square), group("KURVE", 2, *half), zone(4, ":1"), zone(5, ":2"))


@nasty(WARN, rows=2, kept=1, area_m2=10_000.0, layer="zoning", told=("done_border_missing",))
def sosi_with_two_lines_of_one_number(folder: Path, at: Surroundings) -> Path:
    squares = [((east, 0), (east + 100, 0), (east + 100, 100), (east, 100), (east, 0)) for east in (0, 200, 400)]
    lines = [group("KURVE", number, *at) for number, at in zip((1, 2, 2), squares, strict=True)]
    return plan(folder / "plan.sos", *lines, zone(4, ":1"), zone(5, ":2"))


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000.0, layer="perimeter")
def sosi_of_names_that_nobody_knows(folder: Path, at: Surroundings) -> Path:
    border = group("KURVE", 1, (0, 0), (100, 0), (100, 100), (0, 100), (0, 0))
    area = zone(3, ":1").replace("RpArealformålOmråde", "Ukjent").replace("..NASJONALAREALPLANID 1\n", "")
    return plan(folder / "flater.sos", border, area)


@nasty(WARN, rows=1, kept=1, area_m2=10_000.0, layer="zoning", told=("done_groups_left_out",))
def sosi_with_groups_of_other_kinds(folder: Path, at: Surroundings) -> Path:
    square = group("KURVE", 1, (0, 0), (100, 0), (100, 100), (0, 100), (0, 0))
    others = [group(name, number, (5, 5)) for number, name in enumerate(("OBJEKT", "RASTER", "SVERM", "MERKELIG"), start=10)]
    return plan(folder / "plan.sos", *others, square, zone(4, ":1"))


@nasty(REJECT, "past_vertices", layer="zoning")
def sosi_arcs_without_end(folder: Path, at: Surroundings) -> Path:
    arcs = [group("BUEP", number, (0, 0), (0, 200_000_000), (1, 0)) for number in range(1, 1200)]
    return plan(folder / "plan.sos", *arcs, zone(4_000, ":1"))
