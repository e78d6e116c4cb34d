"""A list that takes too long is not told to be cut to an area: it has none."""

import subprocess
import sys

import pytest

from door.limits import LIMITS
from door.open import guarded_copy
from door.tables import read_table
from landuse.words.errors import LanduseError
from tests.corpus.case import frame, save, square, text


@pytest.mark.parametrize(("ending", "code"), [("csv", "reader_time_list"), ("gpkg", "reader_time")])
def test_what_takes_too_long_is_told_by_its_kind(ending: str, code: str, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(LIMITS, "cpu_s", 0)
    path = tmp_path / f"tomter.{ending}"
    if ending == "csv":
        text(path, "Tomt;Leietaker\n" + "T1;A\n" * 300_000)
    else:
        save(frame(*[square(n) for n in range(20_000)]), path)
    with pytest.raises(LanduseError) as caught, guarded_copy(path) as file:
        read_table(file, "tomter")
    assert caught.value.code == code and str(caught.value).startswith(f"tomter.{ending}: ")


def test_the_layers_load_none_of_the_measuring() -> None:
    """The process that reads a list asks for all layers, and its fence lets no compiled code be kept."""
    code = "import sys; from layers.registry import all_layers; all_layers(); sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
