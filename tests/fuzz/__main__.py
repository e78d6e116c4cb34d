"""Fuzz one target for so many seconds; ends with an error at the first answer that is none."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

from parks import gdal_fence

gdal_fence.limit_drivers()  # before the rooms that open files are loaded

with atheris.instrument_imports(include=["door", "parks"]):
    from tests.fuzz import targets

if __name__ == "__main__":
    target, seconds = sys.argv[1], sys.argv[2]
    with TemporaryDirectory() as folder, TemporaryDirectory() as own:
        for number, seed in enumerate(targets.seeds(target)):
            (Path(folder) / f"seed-{number}").write_bytes(seed)
        options = [
            f"-max_total_time={seconds}",
            "-max_len=20000",
            "-timeout=20",
            "-rss_limit_mb=3000",
            f"-artifact_prefix={folder}/",
            folder,
        ]
        atheris.Setup([sys.argv[0], *options], lambda content: targets.run(target, content, own))
        atheris.Fuzz()
