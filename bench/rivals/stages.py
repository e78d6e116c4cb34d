"""What every contender does around its own work: name stages, count their CPU, hand back sums as JSON on its last line."""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

LAYERS = ("zones", "buildings", "land_resource")


class Stages:
    """CPU seconds (user and system, ended children too) by the name of the stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what the block takes under a name; blocks of one name add up."""
        before = cpu_s()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + cpu_s() - before


def cpu_s() -> float:
    """CPU seconds of this process and its ended children so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def class_sums(pieces: pd.DataFrame) -> dict[str, float]:
    """Sum by code of a frame with `code` and `overlap_m2`."""
    return {str(code): float(total) for code, total in pieces.groupby("code")["overlap_m2"].sum().items()}


def contend(work: Callable[[Path, Stages], tuple[dict[str, pd.DataFrame], dict]]) -> None:
    """Run a contender on the folder named on the command line.

    Parameters
    ----------
    work : gives, per layer, a frame with unit_id, code and overlap_m2, and what it wants to say beside them (versions …);
        a second word on the command line is a folder that the frames are kept in
    """
    stages = Stages()
    frames, said = work(Path(sys.argv[1]), stages)
    with stages.stage("sum"):
        sums = {layer: class_sums(frame) for layer, frame in frames.items()}
    if len(sys.argv) > 2:
        for layer, frame in frames.items():
            frame.to_parquet(Path(sys.argv[2]) / f"{layer}.parquet")
    tell(stages, sums, {layer: len(frame) for layer, frame in frames.items()}, said)


def tell(stages: Stages, sums: dict[str, dict[str, float]], rows: dict[str, int], said: dict) -> None:
    """What a contender says of itself, on its last line."""
    sys.stdout.write("\n" + json.dumps({"stages": stages.seconds, "sums": sums, "rows": rows, **said}) + "\n")
