"""GML whose geometry stands elsewhere: in other objects of the file, in another file, nowhere, in a circle."""

from pathlib import Path

from tests.corpus.case import ACCEPT, EAST, NORTH, REJECT, WARN, Surroundings, gml, gml_plot, gml_square, nasty, text

_SRS = 'srsName="EPSG:25832"'


def _border(own: str, *corners: tuple[float, float]) -> str:
    at = " ".join(f"{EAST + x} {NORTH + y}" for x, y in corners)
    line = f'<gml:LineString gml:id="{own}" {_SRS}><gml:posList>{at}</gml:posList></gml:LineString>'
    return f"<gml:featureMember><app:Formålgrense><app:grense>{line}</app:grense></app:Formålgrense></gml:featureMember>"


def _ring(*links: str) -> str:
    members = "".join(f'<gml:curveMember xlink:href="{link}"/>' for link in links)
    return f"<gml:Polygon {_SRS}><gml:exterior><gml:Ring>{members}</gml:Ring></gml:exterior></gml:Polygon>"


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def ring_of_borders(folder: Path, at: Surroundings) -> Path:
    borders = _border("a", (0, 0), (100, 0), (100, 100)) + _border("b", (100, 100), (0, 100), (0, 0))
    return text(folder / "tomter.gml", gml(gml_plot(1, _ring("#a", "#b")) + borders))


@nasty(WARN, rows=2, kept=1, area_m2=10_000, told=("done_shape_elsewhere",))
def link_to_another_file(folder: Path, at: Surroundings) -> Path:
    far = f'<gml:MultiSurface {_SRS}><gml:surfaceMember xlink:href="{at.address}fil.gml#p1"/></gml:MultiSurface>'
    return text(folder / "tomter.gml", gml(gml_plot(1, gml_square()) + gml_plot(2, far)))


@nasty(REJECT, "shapes_elsewhere")
def links_in_a_circle(folder: Path, at: Surroundings) -> Path:
    def one(own: int, other: int) -> str:
        member = f'<gml:surfaceMember xlink:href="#m{other}"/>'
        return gml_plot(own, f'<gml:MultiSurface gml:id="m{own}" {_SRS}>{member}</gml:MultiSurface>')

    return text(folder / "tomter.gml", gml(one(1, 2) + one(2, 1)))


@nasty(REJECT, "past_gml_links")
def links_that_multiply(folder: Path, at: Surroundings) -> Path:
    def one(own: int) -> str:
        members = f'<gml:surfaceMember xlink:href="#m{own + 1}"/>' * 50
        return gml_plot(own, f'<gml:MultiSurface gml:id="m{own}" {_SRS}>{members}</gml:MultiSurface>')

    return text(folder / "tomter.gml", gml("".join(one(number) for number in range(7)) + gml_plot(7, gml_square())))
