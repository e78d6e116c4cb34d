"""The rounds of a bench: contenders take turns (A B C, A B C, A B C), so that a busy hour hits all of them alike."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.agreement import KEPT_FRAMES
from bench.contenders import CONTENDERS, OURS, STREAMING, Contender
from bench.generate import generate
from bench.measure import Kept, measured, whole_process

_ROOT = Path(__file__).parent.parent
_OUR_CODE = (
    "landuse/kernels/*.py", "landuse/measure/*.py", "bulk/*.py", "actions/overlay.py", "bench/ours.py", "bench/streamed.py",
)  # fmt: skip
_LONG = 100_000  # parcels, from which contenders that no goal is set against run once
_LONGEST = 1_000_000  # parcels, from which ours runs once as well


def our_code() -> str:
    """Ten characters that change with the code that is measured."""
    digest = hashlib.blake2s()
    for pattern in _OUR_CODE:
        for path in sorted(_ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def side_by_side(kept: Kept, data: Path, parcels: int, style: str, rounds: int, who: Sequence[str], say: Callable[[str], None]) -> None:
    """Run every contender that is asked for until each has its rounds at one size; what is kept already counts."""
    _take_turns(kept, data, parcels, style, rounds, [one for one in CONTENDERS if not who or one.module.rpartition(".")[2] in who], say)


def ours_alone(kept: Kept, data: Path, parcels: int, style: str, rounds: int, say: Callable[[str], None]) -> None:
    """Run our kernel alone, at a size that rivals are not run at."""
    _take_turns(kept, data, parcels, style, rounds, [one for one in CONTENDERS if one.name == OURS], say)


def ours_streamed(kept: Kept, data: Path, parcels: int, style: str, rounds: int, say: Callable[[str], None]) -> None:
    """Run the overlay by tiles; once where it is long."""
    _take_turns(kept, data, parcels, style, rounds if parcels < _LONGEST else 1, [STREAMING], say)


def _take_turns(
    kept: Kept, data: Path, parcels: int, style: str, rounds: int, who: Sequence[Contender], say: Callable[[str], None]
) -> None:
    folder = generate(data / f"{style}-{parcels}", parcels, style)
    if any(contender.is_ours for contender in who):
        whole_process(["-m", "landuse", "warm"])  # compiled once when it is installed, as for a user
    for number in range(rounds):
        for contender in who:
            code = our_code() if contender.is_ours else ""
            runs = kept.find(contender.name, style, parcels, code)
            if len(runs) > number or any(run.was_stopped for run in runs) or (number and parcels >= _LONG and not contender.is_main):
                continue
            say(f"{style} {parcels:,}: {contender.name}, run {number + 1} of {rounds} …")
            frames = folder / KEPT_FRAMES[contender.name] if number == 0 and contender.name in KEPT_FRAMES else None
            kept.add(measured(contender, folder, style, parcels, number, code, frames))
