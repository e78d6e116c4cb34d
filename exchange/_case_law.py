"""What the law asks of a case, as headings for the municipality to write under: cited, not paraphrased."""

from exchange import _docx
from exchange._case_parts import Writer

_ASKED = ("nature", "farmland", "risk", "assessment", "guidelines")


def sections(paper: Writer) -> None:
    """The headed empty sections."""
    paper.head("head.law", 2)
    paper.say("law")
    for name in _ASKED:
        paper.head(f"law.{name}", 3)
        _docx.paragraph(paper.document, paper.text("law.open"))
