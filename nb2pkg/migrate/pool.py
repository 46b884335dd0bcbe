"""Many workers, each a process of its own: whatever happens to one costs its task and no other.

`concurrent.futures` gives all tasks up when one worker dies, and never ends one that hangs; hence this. Workers are
started afresh (`spawn`), on every system alike, and know the parent by one pipe each.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from types import FrameType, TracebackType
from typing import Any

DONE, CRASHED, DIED, LATE = "done", "crashed", "died", "late"
# Seconds: to start, which is nobody's fault on a busy machine; and to tidy up when told to stop.
_TO_START = 120.0
_TO_TIDY = 2.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one task.

    Attributes:
        how: ``"done"``; ``"crashed"`` (an exception nobody foresaw), ``"died"`` (the whole process) or ``"late"``.
        value: What the work gave, if it is done.
        told: What is known of a failure, without a word of what was worked on.
        seconds: How long it took.
    """

    how: str
    value: Any = None
    told: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    task: int = -1
    since: float = 0.0
    deadline: float = 0.0


class Pool:
    """Workers that live as long as the ``with`` block.

    Args:
        jobs: How many work at a time.
        limit: Seconds that one task may take.
    """

    def __init__(self, jobs: int, limit: float) -> None:
        self._jobs = jobs
        self._limit = limit
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        _stop([*self._idle, *self._busy])

    def run(self, work: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[tuple[int, Outcome]]:
        """Work on every task.

        Args:
            work: A function of a module, so that a worker can import it.
            tasks: What it takes, one at a time.

        Yields:
            The number of a task and what became of it, in the order in which they end.
        """
        waiting = deque(range(len(tasks)))
        self._fill(work, tasks, waiting)
        while self._busy:
            ended = self._ended()
            self._fill(work, tasks, waiting)  # first, so that nobody waits for what is done with these
            yield from ended

    def _fill(self, work: Callable[[Any], Any], tasks: Sequence[Any], waiting: deque[int]) -> None:
        while waiting and len(self._busy) < self._jobs:
            number = waiting.popleft()
            self._begin(work, number, tasks[number])

    def _begin(self, work: Callable[[Any], Any], number: int, task: Any) -> None:
        worker = self._free()
        worker.task, worker.since = number, monotonic()
        worker.deadline = worker.since + _TO_START + self._limit
        self._busy.append(worker)
        with suppress(OSError):  # it died this very moment: seen when it is listened to
            worker.pipe.send((work, task))

    def _free(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.process.is_alive():
                return worker
            _stop([worker])
        return _start()

    def _ended(self) -> list[tuple[int, Outcome]]:
        """Wait until something happens; what ended."""
        soonest = min(worker.deadline for worker in self._busy)
        ready = wait([worker.pipe for worker in self._busy], max(0.0, soonest - monotonic()))
        ended = []
        for worker in list(self._busy):
            outcome = self._heard(worker) if worker.pipe in ready else None
            if outcome is None and worker.pipe not in ready and monotonic() >= worker.deadline:
                outcome = Outcome(LATE, seconds=monotonic() - worker.since)
            if outcome is not None:
                self._release(worker, outcome)
                ended.append((worker.task, outcome))
        return ended

    def _heard(self, worker: _Worker) -> Outcome | None:
        """What a worker says; None if it says that it began."""
        try:
            said = pickle.loads(worker.pipe.recv_bytes())
        except (EOFError, OSError):
            worker.process.join(_TO_TIDY)
            return Outcome(DIED, told=_death(worker.process.exitcode), seconds=monotonic() - worker.since)
        if isinstance(said, Outcome):
            return said
        worker.since = monotonic()
        worker.deadline = worker.since + self._limit
        return None

    def _release(self, worker: _Worker, outcome: Outcome) -> None:
        self._busy.remove(worker)
        if outcome.how in (DONE, CRASHED):
            self._idle.append(worker)
        else:
            _stop([worker])


def _death(code: int | None) -> str:
    if code is None or code >= 0:
        return f"its process ended with status {code}"
    names = {int(one): one.name for one in signal.Signals}
    return f"its process was ended by {names.get(-code, f'signal {-code}')}"


def _start() -> _Worker:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    with _interrupts_held():
        process.start()
    theirs.close()
    return _Worker(process, ours)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """An interrupt waits until the worker runs, and is none of its business: it inherits that."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _stop(workers: Sequence[_Worker]) -> None:
    """End workers: first in a way that lets them tidy up, then in any way."""
    for worker in workers:
        worker.pipe.close()
        worker.process.terminate()
    last = monotonic() + _TO_TIDY
    for worker in workers:
        worker.process.join(max(0.0, last - monotonic()))
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.process.close()


# -- in the worker -----------------------------------------------------------------------------------------------------


def _serve(pipe: Connection) -> None:
    _be_quiet()
    while True:
        try:
            work, task = pipe.recv()
            pipe.send_bytes(pickle.dumps("began"))
            pipe.send_bytes(_answer(work, task))
        except (EOFError, OSError):  # the parent is gone
            return


def _answer(work: Callable[[Any], Any], task: Any) -> bytes:
    since = monotonic()
    with _Caught() as caught:
        value = work(task)
        return pickle.dumps(Outcome(DONE, value, seconds=monotonic() - since))
    return pickle.dumps(Outcome(CRASHED, told=caught.told, seconds=monotonic() - since))


class _Caught:
    """Keeps an exception that nobody foresaw from ending the worker, and remembers its kind and place.

    Its message is left alone: it may quote the notebook.
    """

    told = ""

    def __enter__(self) -> _Caught:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, trace: TracebackType | None) -> bool:
        if kind is None or not issubclass(kind, Exception):
            return False
        # The first is the line above that calls the work.
        ours = [frame for frame in traceback.extract_tb(trace)[1:] if "nb2pkg" in Path(frame.filename).parts]
        parts = Path(ours[-1].filename).parts if ours else ()
        at = parts[len(parts) - 1 - parts[::-1].index("nb2pkg") :] if ours else ()
        self.told = f"{kind.__name__} in {'/'.join(at)}, line {ours[-1].lineno}" if ours else kind.__name__
        return True


def _be_quiet() -> None:
    """What Python, a library or a crash would print reaches nobody; a request to end tidies up first."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)


def _end(_: int, __: FrameType | None) -> None:
    raise SystemExit(0)
