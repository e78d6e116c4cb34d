"""The rounds of a bench: contenders take turns (A B C, A B C, A B C), so that a busy hour hits all of them alike."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import landuse
from bench.contenders import CONTENDERS, Contender
from bench.generate import generate
from bench.measure import Kept, measured, whole_process


def our_code() -> str:
    """Ten characters that change with our code."""
    digest = hashlib.blake2s()
    for path in sorted([*Path(landuse.__file__).parent.glob("*.py"), Path(__file__).parent / "ours.py"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def side_by_side(kept: Kept, data: Path, parcels: int, style: str, rounds: int, who: Sequence[str], say: Callable[[str], None]) -> None:
    """Run every contender that is asked for until each has its rounds at one size; what is kept already counts."""
    chosen = [contender for contender in CONTENDERS if not who or contender.module.rpartition(".")[2] in who]
    folder = generate(data / f"{style}-{parcels}", parcels, style)
    if any(contender.is_ours for contender in chosen):
        whole_process(["-m", "landuse", "warm"])  # compiled once when it is installed, as for a user
    for number in range(rounds):
        for contender in chosen:
            code = our_code() if contender.is_ours else ""
            if len(kept.find(contender.name, style, parcels, code)) > number:
                continue
            say(f"{style} {parcels:,}: {contender.name}, run {number + 1} of {rounds} …")
            kept.add(measured(contender.name, contender.module, folder, style, parcels, number, code))


def ours_alone(kept: Kept, data: Path, parcels: int, style: str, rounds: int, say: Callable[[str], None]) -> None:
    """Run our kernel alone, at a size that rivals are not run at."""
    side_by_side(kept, data, parcels, style, rounds, [_ours().module.rpartition(".")[2]], say)


def _ours() -> Contender:
    return next(contender for contender in CONTENDERS if contender.is_ours)
