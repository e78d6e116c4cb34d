"""The case paper asks what the law asks, and tells five alternatives in full and the rest in a list."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document

from exchange import _case_law, _case_parts, _docx
from exchange._case_parts import IN_FULL, Writer
from landuse.words import messages


def _paper(lang: str) -> Writer:
    return Writer(_docx.blank(lang, "Prøve", "Kari", "Prøve", date(2026, 6, 30)), lang)


def _alternative(rank: int) -> dict:
    on_needed = {"nature": f"{rank} daa", "farmland": "0 m²"}
    return {
        **{"rank": rank, "title": f"Tomt {rank}", "kind": "plot", "kind_label": "ledig tomt", "rank_word": "falls_short"},
        **{
            "rank_label": "Oppfyller ikke behovene",
            "area_m2": 1000 * rank,
            "floor_m2": 0,
            "taken_status": "HIT",
            "taken_sums": {"grey": 1000},
        },
        **{"needed_text": on_needed, "needed_difference_text": on_needed, "park_id": "p", "units": [str(rank)]},
        **{"fails": [{"text": f"Areal: mangler {rank} daa"}], "unknown": [], "fits": []},
    }


@pytest.mark.parametrize("lang", messages.LANGS)
def test_what_the_law_asks_has_a_heading_and_nothing_under_it_but_the_form(lang: str) -> None:
    paper = _paper(lang)
    _case_law.sections(paper)
    document = Document(BytesIO(_docx.as_bytes(paper.document)))
    heads = [one.text for one in document.paragraphs if one.style.name == "Heading 3"]
    for cited in ("naturmangfoldloven", "§§ 8–12", "jordlova", "§ 4-3", "KU-forskriften §§ 6", "2025"):
        assert any(cited.lower() in head.lower() for head in heads), cited
    assert len(heads) == 5 and sum(one.text == messages.text(lang, "case.law.open") for one in document.paragraphs) == 5


@pytest.mark.parametrize("count", [3, 12])
def test_five_alternatives_stand_in_full_and_the_rest_in_a_list(count: int) -> None:
    paper = _paper("nb")
    counted = {"plots": count, "buildings": 0, "published": 0, "sets_seen": count}
    answer = {"alternatives": [_alternative(rank) for rank in range(1, count + 1)], "counted": counted, "needs": {"daa": 50.0}}
    answer |= {"weights": {"nature": 5.0}, "criteria_labels": {"nature": "Lite natur"}}
    _case_parts.alternatives(paper, answer, {"alternatives": {}})
    document = Document(BytesIO(_docx.as_bytes(paper.document)))
    assert len(document.tables[0].rows) == 1 + min(count, IN_FULL)
    text = [one.text for one in document.paragraphs]
    assert all(any(line.startswith(f"{rank}. Tomt {rank}:") and "mangler" in line for line in text) for rank in range(1, count + 1))
    rest = messages.text("nb", "case.rest")
    assert (rest in text) == (count > IN_FULL)
    if count > IN_FULL:
        assert len([line for line in text[text.index(rest) :] if line[:1].isdigit()]) == count - IN_FULL


def test_the_proposal_stands_against_the_needs_in_the_paper() -> None:
    row = {"need": "daa", "label": "Areal", "text": "Areal: 82 daa (trenger 20 daa)"}
    answer = {"proposal_stands": {"fits": [row], "fails": [], "unknown": [], "needed_text": {"nature": "1 daa til 2 daa"}}}
    paper = _paper("nb")
    _case_parts.proposal_stands(paper, answer)
    cells = [cell.text for line in paper.document.tables[0].rows for cell in line.cells]
    assert row["text"] in cells and "1 daa til 2 daa" in cells
