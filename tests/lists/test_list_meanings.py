"""What headings mean: by name, by what a person says, for all rows at once; and no cell is lost between a sheet and its records."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from commands.main import app
from door.answers import Asked
from door.intake import take_in
from door.lists import headings, meanings
from door.lists.statements import Said, unpivoted
from door.open import guarded_copy
from landuse.words import messages
from landuse.words.errors import LanduseError

CELLS = st.one_of(st.none(), st.text(string.ascii_letters + "æøå 0123456789,.-–", min_size=1, max_size=8).map(str.strip).filter(bool))


def said_of(sheet: dict, **columns: str):
    return unpivoted(sheet, len(next(iter(sheet.values()))), Said(columns))


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("leid ut til", "lease"), ("Leased to", "lease"), ("fra dato", "valid_from"), ("Since", "valid_from"), ("utløpsdato", "valid_to"),
        ("Plot No.", "plot"), ("Gnr./bnr.", "parcel"), ("ledig areal, m²", "vacant_floor"), ("Vacant space (sqm)", "vacant_floor"),
        ("Årsverk", "jobs"), ("Building number", "building"), ("GNR", "gardsnummer"), ("Per dato", "said_on"),
    ],
)  # fmt: skip
def test_headings_in_peoples_words(heading, word):
    assert meanings.word_of(meanings.by_name(heading)) == word


@pytest.mark.parametrize(
    ("heading", "word"), [("Hvor stort ledig areal er det", "vacant_floor"), ("Navn på leietaker i dag", "lease"), ("Noe annet", None)]
)
def test_what_a_heading_speaks_for_is_proposed(heading, word):
    assert meanings.by_name(heading) is None and meanings.proposed(heading) == word


def test_every_meaning_has_words_in_both_languages():
    for word in (*meanings.known(), "none"):
        assert all(messages.has(f"drop.choice.heading.{word}") for _ in messages.LANGS)


def test_a_heading_means_what_a_person_says():
    sheet = {"Hvor": ["T1", "T2"], "Hvor mye (daa)": ["0,5", None], "Hvem": ["Alfa", "-"]}
    found = unpivoted(sheet, 2, Said({"Hvor": "plot", "Hvor mye (daa)": "vacant_floor", "Hvem": "lease"}))
    rows = list(zip(*(found.records[name] for name in ("about_type", "about", "kind", "value")), strict=True))
    assert rows == [("plot", "T1", "vacant_floor", "500"), ("plot", "T1", "lease", "Alfa"), ("plot", "T2", None, None)]
    assert ["nothing_said", "-", 1] in found.done and not found.unread


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Reservert for Equinor", "reserved"), ("Festet bort", "lease"), ("Festet bort til Alfa", "lease"),
        ("Til leie hos Alfa", "offered"),
        ("Reservert til 2027", None), ("Ledig, men ikke regulert", None), ("Utleid ledig", None), ("Utleid og til salgs", None),
        ("Under regulering", None), ("Noe annet", None), ("Reservert", "reserved"),
    ],
)  # fmt: skip
def test_a_status_is_read_at_the_beginning_where_nothing_gainsays_it(cell, kind):
    found = unpivoted({"Tomt": ["T1"], "Status": [cell], "Merknad": ["Ring"]}, 1)
    assert (found.records["kind"], found.records["value"]) == ([kind or cell], [cell])
    begun = kind is not None and cell not in ("Reservert", "Festet bort")
    assert found.records["note"] == [f"Ring; {cell}" if begun else "Ring"]
    assert ["status_begins" in note for note in found.done].count(True) == begun


def test_words_that_are_no_status_are_named_by_the_users_heading_and_once(tmp_path, make_park):
    path = tmp_path / "liste.csv"
    rows = "T1;Under regulering;A\nT2;Helt ukjent ord;B\nT3;Reservert for Equinor;C\n"
    path.write_text(f"Tomt;Tilstand i dag;Leietaker\n{rows}", encoding="utf-8")
    with guarded_copy(path) as file:
        found = take_in(file, make_park(), Asked("records", columns={"Tilstand i dag": "status"}))
    told = [one for one in found.findings if one.issue == "status_unread"]
    assert [(one.row, one.before, one.after) for one in told] == [(2, "Under regulering", "Tilstand i dag"),
                                                                 (3, "Helt ukjent ord", "Tilstand i dag")]  # fmt: skip
    assert "planen" in told[0].text("nb") and "planen" not in told[1].text("nb") and "Tilstand i dag" in told[0].text("en")
    assert not [one for one in found.findings if one.issue == "unknown_code"]
    assert [one for one in found.findings if one.issue == "done_status_begins"][0].after == 1
    sentences = [one.text("nb") for one in found.findings]
    assert sorted(sentences) == sorted(set(sentences))


def test_check_shows_the_questions_of_a_list_and_takes_the_same_answers(tmp_path, make_park):
    park, path = make_park(), tmp_path / "liste.csv"
    path.write_text("Hvor;Hvem er der\nT1;Alfa\n", encoding="utf-8")
    told = CliRunner().invoke(app, ["check", str(path), "--park", park.id, "--layer", "records"])
    assert told.exit_code == 1
    for name in ("heading.Hvor=", "heading.Hvem er der=", "constant.status=lease"):
        assert f"--answer 'liste.csv:{name}" in told.stdout
    given = ["--answer", "liste.csv:heading.Hvor=plot", "--answer", "liste.csv:heading.Hvem er der=lease"]
    again = CliRunner().invoke(app, ["check", str(path), "--park", park.id, "--layer", "records", *given])
    assert again.exit_code == 0 and "--answer" not in again.stdout
    other = CliRunner().invoke(app, ["check", str(path), "--answer", "annen.csv:heading.Hvor=plot"])
    assert other.exit_code != 0


def test_a_unit_behind_a_colon_and_a_column_left_out():
    found = unpivoted({"Tomt": ["T1"], "Areal": ["2"], "Leietaker": ["A"]}, 1, Said({"Areal": "vacant_floor:daa", "Leietaker": ""}))
    assert found.records["value"] == ["2000"] and found.unread == ["Leietaker"]


def test_what_holds_for_all_rows():
    found = unpivoted({"Tomt": ["T1", "T2"]}, 2, Said(constants={"status": "ledig", "said_by": "Kommunen", "plot": "T9"}))
    records = found.records
    assert (records["kind"], records["said_by"], records["about"]) == (["offered"] * 2, ["Kommunen"] * 2, ["T1", "T2"])
    assert ["constant", "plot", "T9"] not in found.done


@pytest.mark.parametrize(
    ("kind", "cell", "stated"),
    [
        ("lease", "Alfa AS", "lease"), ("lease", "Ledig", "offered"), ("lease", "–", None), ("lease", "ingen", None),
        ("offered", "nei", None), ("offered", "ja", "offered"), ("offered", "utleid", "lease"), ("readiness", "nei", "readiness"),
        ("vacant_floor", "0", "vacant_floor"), ("vacant_floor", "-", None), ("unmet_condition", "ingen", "unmet_condition"),
    ],
)  # fmt: skip
def test_what_a_cell_states(kind, cell, stated):
    assert unpivoted({"Tomt": ["T1"], "x": [cell]}, 1, Said({"x": kind})).records["kind"] == [stated]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_every_cell_with_a_fact_is_a_record_or_says_nothing(rows):
    names = ("Tomt", "Leietaker", "Ledig areal m2", "Status")
    sheet = {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    found = unpivoted(sheet, len(rows))
    facts = sum(cell is not None for row in rows for cell in row[1:])
    nothing = sum(note[2] for note in found.done if note[0] == "nothing_said")
    assert sum(kind is not None for kind in found.records["kind"]) + nothing == facts
    assert sorted(set(found.places)) == list(range(len(rows)))
    assert {len(column) for column in found.records.values()} == {len(found.places)}


@pytest.mark.parametrize(
    ("rows", "head", "left"),
    [
        ([["Tomt", "Ledig areal"], ["", "daa"], ["T1", "5"]], ["Tomt", "Ledig areal (daa)"], 1),
        ([["Tomt", "Leietaker"], ["Plot", "Tenant"], ["T1", "A"]], ["Tomt", "Leietaker"], 1),
        ([["Tomt", "Ledig"], ["", "bruksareal"], ["T1", "5"]], ["Tomt", "Ledig bruksareal"], 1),
        ([["Tomt", "Leietaker"], ["Nordre", "Ledig"], ["T1", "A"]], ["Tomt", "Leietaker"], 2),
        ([["Tomt", "Leietaker"], ["Ledig", "–"]], ["Tomt", "Leietaker"], 1),
        ([["Bygg", "Areal"], ["Bygg nr", "Ledig bruksareal"], ["1", "5"]], ["Bygg nr", "Ledig bruksareal"], 1),
    ],
)
def test_headings_in_two_rows(rows, head, left):
    found, notes = headings.from_heading([(number, [cell or None for cell in row]) for number, row in enumerate(rows, start=1)])
    assert found[0][1] == head and len(found) - 1 == left
    assert headings.rows_above(notes) == len(rows) - 1 - left


def listed(tmp_path, words: str):
    path = tmp_path / "liste.csv"
    path.write_text(words, encoding="utf-8")
    return path


def test_a_list_is_asked_about_in_peoples_words(tmp_path, make_park):
    path = listed(tmp_path, "Hva;Navn på leietaker i dag\nT1;Alfa\n")
    with guarded_copy(path) as file, pytest.raises(LanduseError) as error:
        take_in(file, make_park(), Asked())
    assert error.value.code == "list_unclear" and error.value.values["speaks"] == {"Navn på leietaker i dag": "lease"}
    assert "about_type" not in error.value.text("nb")


def test_what_was_said_holds_for_the_next_list_of_its_make(tmp_path, make_park):
    path, park = listed(tmp_path, "Hva;Hvem;Pris\nT1;Alfa;5\n"), make_park()
    said = Asked(columns={"Hva": "plot", "Hvem": "lease"}, constants={"said_by": "Parken"})
    with guarded_copy(path) as file:
        first = take_in(file, park, said)
        again = take_in(file, park, Asked(), {first.signature: said.of_make()})
    for found in (first, again):
        assert found.kept[["about", "kind", "value", "said_by"]].to_numpy().tolist() == [["T1", "lease", "Alfa", "Parken"]]
        assert [(one.before, one.after) for one in found.findings if one.issue == "done_constant"] == [("said_by", "Parken")]
    assert first.headings.unread == ("Pris",) and first.headings.lacks == ("said_on",)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Asked(columns={"Finnes ikke": "plot"}), "map_unknown_column"), (Asked(columns={"Status": "areal"}), "map_unknown_target"),
        (Asked(constants={"farge": "rød"}), "map_unknown_target"), (Asked(columns={"Status": "vacant_floor:liter"}), "map_unknown_target"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_list_must_be_of_it(tmp_path, make_park, said, code):
    with guarded_copy(listed(tmp_path, "Tomt;Status\nT1;Ledig\n")) as file, pytest.raises(LanduseError) as error:
        take_in(file, make_park(), said)
    assert error.value.code == code
