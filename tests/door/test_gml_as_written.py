"""GML as official products deliver it: whatever it says of dimensions and in whatever order, rows have the ground that is drawn."""

import re
from pathlib import Path

import pytest

from door.answers import Asked
from door.gml.places import NOT_SETTLED, Places
from door.intake import Intake, take_in
from door.open import guarded_copy
from parks.park import Park

CASES = Path(__file__).parent.parent / "fixtures" / "cases"
E, N = 623_600.0, 7_072_000.0
_HEAD = (
    '<?xml version="1.0" encoding="{encoding}"?>\n<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2"'
    ' xmlns:app="http://example.com/app" gml:id="c">{envelope}{rows}</gml:FeatureCollection>'
)
_ENVELOPE = (
    '<gml:boundedBy><gml:Envelope srsName="EPSG:25832" srsDimension="{said}"><gml:lowerCorner>623600 7072000 0</gml:lowerCorner>'
    "<gml:upperCorner>624600 7073000 40</gml:upperCorner></gml:Envelope></gml:boundedBy>"
)
DIMENSIONS = ("", ' srsDimension="2"', ' srsDimension="3"')


def taken(path: Path, layer: str, park: Park) -> Intake:
    with guarded_copy(path) as file:
        return take_in(file, park, Asked(layer))


def written(folder: Path, rows: list[str], envelope: str = "", encoding: str = "utf-8") -> Path:
    path = folder / "fil.gml"
    members = "".join(f"<gml:featureMember>{row}</gml:featureMember>" for row in rows)
    path.write_bytes(_HEAD.format(encoding=encoding, envelope=envelope, rows=members).encode(encoding))
    return path


def ring(x: float, side: float, heights: bool, closed: bool = True, corners: int = 4) -> str:
    """A rectangle 30 m high; with more corners, along its lower edge."""
    low = [(x + side * n / (corners - 3), 0.0) for n in range(corners - 2)]
    places = [*low, (x + side, 30.0), (x, 30.0), *([low[0]] if closed else [])]
    return " ".join(f"{E + a:.2f} {N + b:.2f}" + (" 12.5" if heights else "") for a, b in places)


def surface(places: str, on_surface: str = "", on_list: str = "") -> str:
    return (
        f'<gml:Surface srsName="EPSG:25832"{on_surface}><gml:patches><gml:PolygonPatch><gml:exterior><gml:LinearRing>'
        f"<gml:posList{on_list}>{places}</gml:posList></gml:LinearRing></gml:exterior></gml:PolygonPatch></gml:patches></gml:Surface>"
    )


def building(number: int, shape: str, tag: str = "område") -> str:
    named = f"<app:bygningsnummer>{30000000 + number}</app:bygningsnummer>"
    return f'<app:Bygning gml:id="b{number}"><app:{tag}>{shape}</app:{tag}>{named}</app:Bygning>'


def areas(found: Intake) -> list[float]:
    return [round(area, 3) for area in found.kept.geometry.area]


def test_outlines_in_an_envelope_of_three_dimensions(make_park):
    found = taken(CASES / "bygg_hoyder_i_ramme.gml", "buildings", make_park())
    assert areas(found) == [1_200.0] * 4 + [0.0] * 2 and not found.notes and found.set_aside.empty
    assert found.kept["building_id"].tolist()[4:] == ["30000200", "30000201"]
    assert set(found.kept.geometry.iloc[4:].geom_type) == {"Point"}


def test_roads_of_which_some_have_heights(make_park):
    found = taken(CASES / "veg_noen_med_hoyder.gml", "roads", make_park())
    assert len(found.kept) == 3 and sum(areas(found)) == pytest.approx(8_760, abs=1e-3)
    assert found.notes["height"] == [1] and not found.repairs


def test_parcels_with_a_point_after_their_surface(make_park):
    found = taken(CASES / "teig_flate_for_punkt.gml", "parcels", make_park())
    assert areas(found) == [9_600.0] * 6
    assert found.kept["gardsnummer"].tolist() == [140] * 6 and found.kept["bruksnummer"].tolist() == [1, 2, 3, 4, 5, 6]


def test_parcels_with_a_point_before_their_surface(tmp_path, make_park):
    words = (CASES / "teig_flate_for_punkt.gml").read_text(encoding="utf-8")
    turned = re.sub(r"(<app:område>.*?</app:område>)(<app:representasjonspunkt>.*?</app:representasjonspunkt>)", r"\2\1", words)
    assert turned != words
    (tmp_path / "teig.gml").write_text(turned, encoding="utf-8")
    assert areas(taken(tmp_path / "teig.gml", "parcels", make_park())) == [9_600.0] * 6


def test_heights_without_a_dimension(make_park):
    found = taken(CASES / "n22_3d_no_dimension.gml", "plots", make_park())
    assert areas(found) == [10_000.0] * 3 and found.notes["height"] == [1, 2, 3]


@pytest.mark.parametrize("heights", [False, True])
@pytest.mark.parametrize("on_list", DIMENSIONS)
@pytest.mark.parametrize("on_surface", DIMENSIONS)
def test_whatever_a_file_says_of_its_dimension(tmp_path, make_park, heights, on_surface, on_list):
    # 5 to 13 places: with 6 and 9 both ways of counting come out even
    corners = enumerate((4, 5, 8, 12))
    rows = [building(n, surface(ring(40.0 * n, 30.0, heights, corners=count), on_surface, on_list)) for n, count in corners]
    for envelope in ("", _ENVELOPE.format(said=2), _ENVELOPE.format(said=3)):
        found = taken(written(tmp_path, rows, envelope), "buildings", make_park(f"p{len(envelope)}"[:3] + str(envelope.count('"3"'))))
        assert areas(found) == [900.0] * 4 and not found.repairs


def test_a_list_that_is_neither_is_named_and_the_others_are_read(tmp_path, make_park):
    broken = ring(40.0, 30.0, heights=False).rsplit(" ", 1)[0]
    rows = [building(0, surface(ring(0.0, 30.0, heights=True))), building(1, surface(broken))]
    found = taken(written(tmp_path, rows), "buildings", make_park())
    assert areas(found) == [900.0] and found.set_aside["reason"].tolist() == ["geometry_unreadable"]


def test_an_area_and_its_border_go_to_the_layers_that_want_them(tmp_path, make_park):
    border = f'<gml:LineString srsName="EPSG:25832"><gml:posList>{ring(0.0, 30.0, heights=True)}</gml:posList></gml:LineString>'
    row = (
        '<app:Ting gml:id="t"><app:grense>' + border + "</app:grense>"
        "<app:område>" + surface(ring(0.0, 30.0, heights=False)) + "</app:område>"
        "<app:plan_id>1</app:plan_id><app:tomtenr>T1</app:tomtenr><app:kind>water</app:kind></app:Ting>"
    )
    path, park = written(tmp_path, [row]), make_park()
    assert areas(taken(path, "plots", park)) == [900.0]
    lines = taken(path, "water_lines", park).kept
    assert lines.geometry.length.round(3).tolist() == [120.0]


def test_a_property_that_stands_twice_is_one_geometry_of_two_parts(tmp_path, make_park):
    both = "".join(f"<app:område>{surface(ring(x, 30.0, heights=x > 0))}</app:område>" for x in (0.0, 50.0))
    row = f'<app:Bygning gml:id="b">{both}<app:bygningsnummer>30000001</app:bygningsnummer></app:Bygning>'
    found = taken(written(tmp_path, [row]), "buildings", make_park())
    assert areas(found) == [1_800.0] and "done_several_shapes" not in {one.issue for one in found.findings}


def test_two_properties_of_one_kind_are_said(tmp_path, make_park):
    row = building(1, surface(ring(0.0, 30.0, heights=False))).replace(
        "<app:bygningsnummer>", f"<app:omtrentlig>{surface(ring(50.0, 60.0, heights=False))}</app:omtrentlig><app:bygningsnummer>"
    )
    found = taken(written(tmp_path, [row]), "buildings", make_park())
    (said,) = [one for one in found.findings if one.issue == "done_several_shapes"]
    assert areas(found) == [900.0] and (said.before, said.after) == ("område, omtrentlig", 1)


def test_one_parcel_of_two_numbers_leaves_the_others_as_they_are(tmp_path, make_park):
    number = "<app:enhet><app:Enhet><app:gardsnummer>140</app:gardsnummer><app:bruksnummer>{}</app:bruksnummer></app:Enhet></app:enhet>"
    rows = [
        f'<app:Teig gml:id="t{n}"><app:teigId>{n}</app:teigId><app:område>{surface(ring(40.0 * n, 30.0, heights=False))}</app:område>'
        + "".join(number.format(own) for own in numbers)
        + "<app:kommunenummer>5038</app:kommunenummer></app:Teig>"
        for n, numbers in enumerate(((1,), (2, 99), (3,)))
    ]
    found = taken(written(tmp_path, rows), "parcels", make_park())
    assert found.kept["gardsnummer"].tolist() == [140, 140, 140]
    assert found.kept["bruksnummer"].fillna(0).tolist() == [1, 0, 3]
    assert [(one.row, one.before) for one in found.findings if one.issue == "unread_value"] == [(2, "2, 99")]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("140/1", (140, 1, None, None)),
        ("5038-140/1/2", (140, 1, 2, None)),
        ("140/1/0/3", (140, 1, 0, 3)),
        ("140 / 1", (140, 1, None, None)),
    ],
)
def test_a_written_parcel_number(tmp_path, make_park, words, parts):
    text = (CASES / "teig_flate_for_punkt.gml").read_text(encoding="utf-8").replace(">140/1<", f">{words}<")
    (tmp_path / "teig.gml").write_text(text, encoding="utf-8")
    kept = taken(tmp_path / "teig.gml", "parcels", make_park()).kept
    names = ("gardsnummer", "bruksnummer", "festenummer", "seksjonsnummer")
    assert tuple(kept[name].astype("object").where(kept[name].notna(), None).iloc[0] for name in names) == parts


def test_a_written_parcel_number_that_is_none_is_named(tmp_path, make_park):
    text = (CASES / "teig_flate_for_punkt.gml").read_text(encoding="utf-8").replace(">140/1<", ">ukjent<")
    (tmp_path / "teig.gml").write_text(text, encoding="utf-8")
    found = taken(tmp_path / "teig.gml", "parcels", make_park())
    assert [(one.row, one.before) for one in found.findings if one.issue == "unread_value"] == [(1, "ukjent")]


def test_other_letters_and_pages_of_other_encodings(tmp_path, make_park):
    for encoding in ("utf-16", "iso-8859-1"):
        row = building(1, surface(ring(0.0, 30.0, heights=True))).replace("30000001", "Bø &amp; &lt;Ås&gt;")
        found = taken(written(tmp_path, [row], encoding=encoding), "buildings", make_park(encoding[:3] + encoding[-1]))
        assert found.kept["building_id"].tolist() == ["Bø & <Ås>"] and areas(found) == [900.0]


@pytest.mark.parametrize(
    ("words", "is_ring", "said", "flat"),
    [
        ("1 1 9 2 1 9 2 2 9 1 1 9", True, 2, "1 1 2 1 2 2 1 1"),  # its closing tells, whatever is said
        ("1 1 2 1 2 2 1 1", True, 3, "1 1 2 1 2 2 1 1"),
        ("1 1 9 2 1 9", False, 3, "1 1 2 1"),
        ("1 1 9 2 1 9", False, None, "1 1 9 2 1 9"),  # nothing tells and nothing is said: GML's own default
        ("500000 7000000 5 500010 7000000 5", False, 2, "500000 7000000 500010 7000000"),  # metres lie together
        ("500000 7000000 500010 7000000 500020 7000000", False, 3, "500000 7000000 500010 7000000 500020 7000000"),
        ("1 1 2 1 2", False, 2, NOT_SETTLED),
        ("500000 7000000 500010 7000000 500020 7000000 500030 7000000 500040", True, 2, NOT_SETTLED),  # one number is missing
        ("a b c d e f", False, 2, NOT_SETTLED),
    ],
)
def test_how_many_numbers_make_a_place(words, is_ring, said, flat):
    assert Places().several(words, is_ring, said, "EPSG:25832") == flat


def test_places_lie_in_the_envelope_of_their_file():
    places = Places()
    places.corner("10.0 59.0 0", "lowerCorner", of_file=True)
    places.corner("11.0 60.0 0", "upperCorner", of_file=True)
    assert places.several("10.1 59.1 5 10.2 59.2 5", False, 2, "") == "10.1 59.1 10.2 59.2" and places.raised
