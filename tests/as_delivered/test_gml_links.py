"""GML that points to its geometry instead of writing it: followed within the file, and named where it leads nowhere."""

from pathlib import Path

import pytest

from door.answers import Asked
from door.intake import Intake, take_in
from door.open import guarded_copy
from landuse.words.errors import LanduseError
from parks.park import Park
from tests.corpus.case import EAST, NORTH, gml, gml_square, text

SRS = 'srsName="EPSG:25832"'
ARC = "<gml:Curve gml:id='{}' {}><gml:segments><gml:Arc><gml:posList>{}</gml:posList></gml:Arc></gml:segments></gml:Curve>"


def places(*corners: tuple[float, float], height: str = "") -> str:
    return " ".join(f"{EAST + x} {NORTH + y}{height}" for x, y in corners)


def line(own: str, *corners: tuple[float, float], height: str = "") -> str:
    return f'<gml:LineString gml:id="{own}" {SRS}><gml:posList>{places(*corners, height=height)}</gml:posList></gml:LineString>'


def border(shape: str) -> str:
    return f"<gml:featureMember><app:Formålgrense><app:grense>{shape}</app:grense></app:Formålgrense></gml:featureMember>"


def plot(number: int, shape: str) -> str:
    return f'<gml:featureMember><app:tomter gml:id="t{number}"><app:plot_id>T{number}</app:plot_id>{shape}</app:tomter></gml:featureMember>'


def ring(*members: str) -> str:
    inside = "".join(f"<gml:curveMember{one}</gml:curveMember>" if one.startswith(">") else f"<gml:curveMember{one}/>" for one in members)
    shell = f"<gml:exterior><gml:Ring>{inside}</gml:Ring></gml:exterior>"
    patch = f"<gml:patches><gml:PolygonPatch>{shell}</gml:PolygonPatch></gml:patches>"
    return f"<app:område><gml:Surface {SRS}>{patch}</gml:Surface></app:område>"


def to(own: str) -> str:
    return f' xlink:href="#{own}"'


def backwards(own: str) -> str:
    return f'><gml:OrientableCurve orientation="-"><gml:baseCurve{to(own)}/></gml:OrientableCurve>'


def taken(folder: Path, members: str, park: Park) -> Intake:
    with guarded_copy(text(folder / "tomter.gml", gml(members))) as file:
        return take_in(file, park, Asked("plots"))


def areas(found: Intake) -> list[float]:
    return [round(area, 1) for area in found.kept.geometry.area]


LOWER, UPPER = line("a", (0, 0), (100, 0), (100, 100)), line("b", (0, 0), (0, 100), (100, 100), height=" 7.5")


@pytest.mark.parametrize("borders_first", [True, False])
@pytest.mark.parametrize("second", [backwards("b"), to("b")], ids=["backwards", "as it is"])
def test_a_ring_of_borders_that_stand_elsewhere_in_the_file(tmp_path, make_park, second, borders_first):
    rows = [plot(1, ring(to("a"), second)), border(LOWER) + border(UPPER)]
    found = taken(tmp_path, "".join(reversed(rows) if borders_first else rows), make_park())
    assert areas(found) == [10_000.0] and found.notes.get("height") == [1]


def test_neighbours_share_a_border(tmp_path, make_park):
    far = line("c", (100, 0), (200, 0), (200, 100), (100, 100))
    shared, rest = line("s", (100, 0), (100, 100)), line("r", (100, 100), (0, 100), (0, 0), (100, 0))
    rows = plot(1, ring(to("s"), to("r"))) + plot(2, ring(to("c"), backwards("s")))
    found = taken(tmp_path, rows + border(far) + border(shared) + border(rest), make_park())
    assert areas(found) == [10_000.0, 10_000.0]


def test_an_arc_that_stands_elsewhere(tmp_path, make_park):
    arc = ARC.format("k", SRS, places((0, 0), (50, -50), (100, 0)))
    found = taken(tmp_path, plot(1, ring(to("k"), to("l"))) + border(arc) + border(line("l", (100, 0), (0, 0))), make_park())
    assert found.kept.geometry.area.iloc[0] == pytest.approx(3.14159265 * 50**2 / 2, rel=5e-4) and found.notes["curve"] == [1]


def test_a_whole_surface_by_its_property_or_as_a_part(tmp_path, make_park):
    rows = plot(1, f"<app:område>{gml_square(0)}</app:område>") + plot(2, f"<app:område{to('p0')}/>")
    rows += plot(3, f"<app:område><gml:MultiSurface {SRS}><gml:surfaceMember{to('p0')}/></gml:MultiSurface></app:område>")
    assert areas(taken(tmp_path, rows, make_park())) == [10_000.0] * 3


def test_a_link_that_leads_nowhere_is_named_and_the_others_are_read(tmp_path, make_park):
    rows = plot(1, f"<app:område>{gml_square(0)}</app:område>") + plot(2, '<app:område xlink:href="http://example.com/f.gml#p9"/>')
    found = taken(tmp_path, rows, make_park())
    (said,) = [one for one in found.findings if one.issue == "done_shape_elsewhere"]
    assert areas(found) == [10_000.0] and (said.before, said.after) == ("http://example.com/f.gml#p9", 1)


def test_links_to_other_objects_are_values(tmp_path, make_park):
    rows = plot(1, f"<app:område>{gml_square(0)}</app:område><app:avgrensesAv{to('x')}/><app:plan{to('y')}/>")
    assert "done_shape_elsewhere" not in {one.issue for one in taken(tmp_path, rows, make_park()).findings}


def circle(own: str, other: str) -> str:
    member = f"<gml:surfaceMember{to(other)}/>"
    return f'<app:område><gml:MultiSurface gml:id="{own}" {SRS}>{member}</gml:MultiSurface></app:område>'


@pytest.mark.parametrize(
    "rows",
    [
        plot(1, circle("a", "b")) + plot(2, circle("b", "a")),
        plot(1, circle("a", "a")),
        plot(1, ring(to("a"), to("nobody"))) + border(LOWER),
    ],
    ids=["in a circle", "to itself", "half of a ring"],
)
def test_a_file_of_links_that_lead_nowhere_is_refused_for_that(tmp_path, make_park, rows):
    with pytest.raises(LanduseError) as error:
        taken(tmp_path, rows, make_park())
    assert error.value.code == "shapes_elsewhere"


def test_links_that_multiply_end_in_time(tmp_path, make_park):
    levels = []
    for level in range(9):
        members = f"<gml:surfaceMember{to(f'm{level + 1}')}/>" * 40
        levels.append(plot(level, f'<app:område><gml:MultiSurface gml:id="m{level}" {SRS}>{members}</gml:MultiSurface></app:område>'))
    with pytest.raises(LanduseError) as error:
        taken(tmp_path, "".join(levels), make_park())
    assert error.value.code == "past_gml_links"
