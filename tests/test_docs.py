"""Pages that are made from the code say what the code says."""

from scripts.describe_layers import PAGE, page


def test_the_page_of_layers_is_of_today() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m scripts.describe_layers"
