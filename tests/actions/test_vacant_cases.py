"""A case of Vacant first from the question to the kept paper, over small parks of squares."""

import json
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn

from actions.imports.upload_shapes import upload_shapes
from actions.progress.nature_account import proposed_daa
from actions.vacant_first import answer_map, cases
from actions.vacant_first.cases import Draft
from landuse.offers.nomination import Person
from landuse.quality.dates import norwegian_day
from landuse.vacant_first import case as vacant_case
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from tests.squares import EPSG, land_resource, parcels, perimeter, plots, records, rect, zoning
from views.ledig_forst import case as case_page

_KARI = Person("Kari Nordmann")
_ALL = rect(-2000, -2000, 6000, 6000)


def _degrees(*shapes: object) -> dict:
    import geopandas as gpd

    return json.loads(gpd.GeoSeries(list(shapes), crs=EPSG).to_crs(4326).to_json())


@pytest.fixture
def park(make_park: object, monkeypatch: pytest.MonkeyPatch) -> str:
    """Two vacant plots of 10 daa side by side, one of them wooded; forest and bog beside the park."""
    from register.engine import URL_VARIABLE

    monkeypatch.delenv(URL_VARIABLE, raising=False)
    idle = records(("plot", "T1", "idle"), ("plot", "T2", "idle"))
    make_park(
        perimeter=perimeter(rect(0, 0, 300, 100)),
        plots=plots(("T1", rect(0, 0)), ("T2", rect(100, 0)), ("T3", rect(200, 0))),
        parcels=parcels(("p", rect(0, 0, 300, 100))),
        zoning=zoning({"geometry": rect(-50, -50, 500, 300)}),
        records=idle,
        land_resource=land_resource(
            ("12", rect(0, 0)), ("30", rect(100, 0)), ("12", rect(200, 0)), ("60", rect(0, 100, 100, 200)), ("21", rect(100, 100, 200, 200))
        ),
    )
    return "prove"


def _asked(daa: float = 8.0, **more: object) -> dict:
    return {"footprint": _degrees(rect(50, 150, 100, 100)), "needs": {"daa": daa}, "lines": None, "weights": None, "on": None} | more


def _document(content: bytes) -> DocumentObject:
    return Document(BytesIO(content))


def _text(document: DocumentObject) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_from_question_to_kept_paper(park: str) -> None:
    said = {"avoid": {"choice": "not_possible", "reason": "Tomtene er for små & skrå <b>"}}
    number, version = cases.keep(Draft(park, " Utvidelse  nordover ", _asked(), said), _KARI)
    assert (number, version) == (1, 1)
    found = cases.case(number)
    assert found["title"] == "Utvidelse nordover" and found["asked"]["on"] == "2026-06-30" and found["answer"]["answer"] == "vacant_can"
    moved = _asked(footprint=_degrees(rect(110, 150, 80, 100)))
    draft = Draft(park, found["title"], moved, said, number, version)
    assert cases.keep(draft, _KARI, "Flyttet av myra") == (1, 2)
    with pytest.raises(LanduseError) as stale:
        cases.keep(draft, Person("Ola"))
    assert stale.value.code == "stale_edit"
    name, content = cases.kept_paper(number, "nb")
    text = _text(_document(content))
    assert name == "saksframlegg-prove-utvidelse-nordover-sak-1-v2-nb.docx"
    for words in (
        "Tomtene er for små & skrå <b>",
        "Nullalternativet",
        "Flyttet av myra",
        "2,0\N{NO-BREAK SPACE}daa mindre",
        "EKSEMPEL",
        "Kari Nordmann",
        "30. juni 2026",
    ):
        assert words in text, words
    document = json.loads(cases.kept_json(number)[1])
    assert document["digest"] == cases.case(number)["answer_digest"] == vacant_case.digest(document["answer"])
    assert "Svaret er et annet" not in text


@pytest.mark.parametrize("lang", messages.LANGS)
def test_what_somebody_did_with_a_case_is_dated_by_the_clock(park: str, lang: str) -> None:
    """The park's today is its example day: that is what was looked at, not when somebody kept it."""
    number, _ = cases.keep(Draft(park, "Prøve", _asked()), _KARI)
    found = cases.case(number)
    clock = numbers.day(norwegian_day(found["said_at"]), lang)
    looked_at = numbers.day(date.fromisoformat(found["asked"]["on"]), lang)
    assert clock != looked_at
    document = _document(cases.kept_paper(number, lang)[1])
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    [row] = [row for row in rows if len(row) == 4 and row[2] == _KARI.name]
    assert row[:2] == ["1", clock] and looked_at in _text(document)
    listed = case_page._item(found, lang)
    assert clock in listed and looked_at not in listed


@pytest.mark.parametrize("lang", messages.LANGS)
def test_the_paper_is_a_real_document(park: str, lang: str) -> None:
    draft = Draft(park, "Prøve", _asked())
    answer = cases.answer_of(park, draft.asked)
    document = _document(cases.paper(draft, answer, "Kari", lang)[1])
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles.count("Title") == 1 and styles.count("Heading 1") == 8 and styles.count("Heading 2") >= 10
    captions = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    word = messages.text(lang, "case.word.table")
    numbered = ["".join(node.text or "" for node in one._p.iter(qn("w:t"))) for one in captions]
    tables = [words for words in numbered if words.startswith(word)]
    assert [words.split(":")[0] for words in tables] == [f"{word} {number}" for number in range(1, len(tables) + 1)] and len(tables) >= 6
    assert all(one._p.findall(qn("w:fldSimple")) for one in captions)
    picture = document.inline_shapes[0]._inline.docPr
    assert picture.get("descr") and picture.get("title")
    described = [one._tbl.tblPr.find(qn("w:tblDescription")) for one in document.tables]
    assert sum(1 for told in described if told is not None) >= len(tables)
    spoken = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}").get(qn("w:val"))
    assert spoken == {"nb": "nb-NO", "en": "en-GB"}[lang] == document.core_properties.language
    footer = document.sections[0].footer._element.xml
    assert "PAGE" in footer and "NUMPAGES" in footer
    assert document.core_properties.title.endswith("Prøve")
    other = {"nb": "en", "en": "nb"}[lang]
    assert messages.text(other, "case.head.summary") not in _text(document)


def test_every_alternative_says_why_it_was_not_chosen(park: str) -> None:
    draft = Draft(park, "Prøve", _asked(daa=15.0))
    answer = cases.answer_of(park, draft.asked)
    best = answer["alternatives"][0]
    assert best["kind"] == "assembly" and best["rank_word"] == "fits"
    said = {"alternatives": {f"{park}:{'+'.join(sorted(best['units']))}": "Leies ut fra 2027"}}
    text = _text(_document(cases.paper(Draft(park, "Prøve", draft.asked, said), answer, "Kari")[1]))
    assert "Begrunnelse: Leies ut fra 2027." in text
    assert all(f"{one['rank']}. " in text for one in answer["alternatives"])


def test_a_need_that_nothing_meets_says_that_new_land_is_needed(park: str) -> None:
    draft = Draft(park, "Stor", _asked(daa=500.0))
    answer = cases.answer_of(park, draft.asked)
    assert answer["need_new_land"]
    assert "Nytt areal trengs for dette behovet" in _text(_document(cases.paper(draft, answer, "Kari")[1]))
    assert "New land is needed for this need" in _text(_document(cases.paper(draft, answer, "Kari", "en")[1]))


def test_who_may_not_and_what_is_missing_is_told(park: str) -> None:
    for draft, by, code in (
        (Draft(park, " ", _asked()), _KARI, "case_untitled"),
        (Draft(park, "x", _asked()), Person("Per", "viewer"), "role_may_not"),
        (Draft(park, "x", _asked(), {"avoid": {"choice": "done", "reason": ""}}), _KARI, "ladder_unreasoned"),
    ):
        with pytest.raises(LanduseError) as refused:
            cases.keep(draft, by)
        assert refused.value.code == code
    assert cases.list_cases(park) == []


def test_closed_and_opened_again(park: str) -> None:
    assert proposed_daa(park) is None
    number, version = cases.keep(Draft(park, "x", _asked()), _KARI)
    blank = dict.fromkeys(("forest", "other_nature", "water", "not_mapped"), 0.0)
    assert proposed_daa(park) == pytest.approx({"bog": 5.0, "farmland": 5.0} | blank, abs=0.02)
    cases.close(number, version, "Trukket", _KARI)
    assert cases.case(number)["state"] == "closed" and proposed_daa(park) is None
    cases.reopen(number, version + 1, "Ny giv", _KARI)
    assert [row["id"] for row in cases.list_cases()] == [number] and cases.case(number)["state"] == "open"


def test_a_changed_answer_is_told_in_the_paper(park: str) -> None:
    from parks.park import data_root
    from register import cases as kept
    from register.engine import open_register

    number, _ = cases.keep(Draft(park, "x", _asked()), _KARI)
    last = cases.case(number)["events"][-1]
    other = kept.Version(*(last[name] for name in ("title", "asked", "ladder", "answer")), "0" * 64)
    kept.edit(open_register(data_root()), number, 1, other, _KARI, last["said_on"])
    assert "Svaret er et annet enn da saken ble lagret" in _text(_document(cases.kept_paper(number)[1]))


def test_an_answer_is_counted_once_and_its_shapes_are_there_by_name(park: str) -> None:
    import gzip

    token, answer = answer_map.answer(park, _asked())
    again, same = answer_map.answer(park, _asked())
    assert again == token and same is answer
    assert answer_map.answer(park, _asked(daa=9.0))[0] != token
    for part in answer_map.PARTS:
        features = json.loads(gzip.decompress(answer_map.geojson(token, part)))["features"]
        assert features and all(feature["properties"]["code"] for feature in features)
    drawn = json.loads(gzip.decompress(answer_map.geojson(token, "alternatives")))["features"]
    own = [one for one in answer["alternatives"] if one["own_park"]]
    assert drawn[-1]["properties"]["label"] == str(own[0]["rank"])
    land = [set(own_one["units"]) for label in drawn for own_one in own if str(own_one["rank"]) == label["properties"]["label"]]
    assert len(land) == len(drawn) and sum(map(len, land)) == len(set.union(*land))  # each piece of land once
    for wrong in (("nowhere", "taken"), (token, "secrets")):
        with pytest.raises(LanduseError) as refused:
            answer_map.geojson(*wrong)
        assert refused.value.code == "answer_gone"


def test_an_uploaded_file_comes_through_the_guarded_door() -> None:
    import geopandas as gpd

    rows = gpd.GeoDataFrame({"kind": ["road"], "secret": ["x"]}, geometry=[rect(0, 0)], crs=EPSG)
    content = rows.to_crs(4326).to_json().encode()
    found = upload_shapes("../../etc/passwd/linjer.geojson", content)
    assert [feature["properties"] for feature in found["features"]] == [{"kind": "road"}]
    lon, lat = found["features"][0]["geometry"]["coordinates"][0][0]
    assert 11 < lon < 12 and 63 < lat < 64
    for name, bad in (("x.geojson", b"<OGRVRTDataSource></OGRVRTDataSource>"), ("x.geojson", b""), ("x.exe", b"MZ")):
        with pytest.raises(LanduseError):
            upload_shapes(name, bad)
