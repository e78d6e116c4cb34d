"""Do many jobs of one kind: here, on several processes, or on a cluster through Dask; the same function in every case."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import Any, TypeVar

from landuse.words.errors import LanduseError

Job = TypeVar("Job")
Result = TypeVar("Result")

_AHEAD = 4  # jobs handed out per worker: enough that none waits, few enough that a failure stops the rest
_CLUSTER_AHEAD = 1000
_REACH_S = 30  # how long a scheduler may take to answer: a busy machine is slow, a wrong address is told after this


def spread(
    work: Callable[[Job], Result], jobs: Sequence[Job], workers: int = 1, scheduler: str | None = None
) -> Iterator[tuple[Job, Result]]:
    """Each job with its result, in the order in which they end.

    Parameters
    ----------
    work : a function of a module, so that it can be sent; a job that is done twice must leave what it left the first time
    workers : processes on this machine; 1 does all of it in this one
    scheduler : address of a Dask scheduler, such as tcp://10.0.0.1:8786; its workers do the jobs, whatever `workers` says.
        A job whose worker dies is done again by another

    Raises
    ------
    LanduseError : what a job raised; cluster_missing, scheduler_unreachable, worker_lost
    """
    if scheduler is not None:
        yield from _on_cluster(work, jobs, scheduler)
    elif workers > 1:
        yield from _on_processes(work, jobs, workers)
    else:
        for job in jobs:
            yield job, work(job)


def _on_processes(work: Callable[[Job], Result], jobs: Sequence[Job], workers: int) -> Iterator[tuple[Job, Result]]:
    waiting = iter(jobs)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        open_: dict[Future, Job] = {pool.submit(work, job): job for job in islice(waiting, _AHEAD * workers)}
        try:
            while open_:
                for done in wait(open_, return_when=FIRST_COMPLETED).done:
                    yield open_.pop(done), done.result()
                    open_ |= {pool.submit(work, job): job for job in islice(waiting, 1)}
        except BrokenProcessPool as error:
            raise LanduseError("worker_lost") from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _on_cluster(work: Callable[[Job], Result], jobs: Sequence[Job], scheduler: str) -> Iterator[tuple[Job, Result]]:
    distributed = _distributed()
    try:
        client = distributed.Client(scheduler, timeout=_REACH_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise LanduseError("scheduler_unreachable", address=scheduler, reason=type(error).__name__) from error
    waiting = iter(jobs)
    with client:

        def hand_out(count: int) -> dict[Any, Job]:
            return {client.submit(work, job, pure=False): job for job in islice(waiting, count)}

        open_ = hand_out(_CLUSTER_AHEAD)
        ended = distributed.as_completed(open_, loop=client.loop)
        for done in ended:
            try:
                yield open_.pop(done), done.result()
            except (distributed.KilledWorker, distributed.client.FutureCancelledError) as error:
                raise LanduseError("worker_lost") from error
            more = hand_out(1)
            open_ |= more
            ended.update(list(more))


def _distributed() -> Any:
    """Dask's library, which only a cluster needs."""
    try:
        import distributed
    except ImportError as error:
        raise LanduseError("cluster_missing") from error
    return distributed
