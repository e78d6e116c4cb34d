"""What is called .xlsx: a workbook, a list of text that says so, or neither, which is refused as no Excel file."""

from pathlib import Path

import pytest

from door.content import check_content, true_format
from landuse.words.errors import LanduseError


@pytest.mark.parametrize("content", [b"garbage!\n", b"\x00\x01garbage", b"en setning, uten rader"])
def test_what_is_no_workbook_and_no_list_is_no_excel_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "leie.xlsx"
    path.write_bytes(content)
    assert true_format(path, "xlsx") == ("xlsx", ())
    with pytest.raises(LanduseError) as caught:
        check_content(path, "xlsx", path.name)
    assert caught.value.text("nb").startswith("leie.xlsx: er ikke et regneark")


@pytest.mark.parametrize("content", [b"plot_id;state\nT1;ledig\n", "plot_id\tstate\nT1\tledig\n".encode("utf-16")])
def test_a_list_with_a_workbooks_ending_is_read_as_the_list_that_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "leie.xlsx"
    path.write_bytes(content)
    assert true_format(path, "xlsx") == ("csv", (("content", "csv", ".xlsx"),))
