"""Measuring: a benchmark in a fresh process, with its time and its memory."""

import asyncio
import os
import resource
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import active_children, get_context
from pathlib import Path
from time import perf_counter
from typing import Self, TypeVar

from msgspec import Struct

Result = TypeVar("Result")

PATIENCE = 600.0
"""Seconds that a benchmark may take."""


class Figures(Struct, frozen=True):
    """What was measured.

    Attributes:
        name: of the benchmark.
        count: measurements.
        p50, p95, worst: milliseconds each.
        peak: of the process's memory, in MB (10^6 bytes).
        more: what else is worth knowing, by name with its unit.
    """

    name: str
    count: int
    p50: float
    p95: float
    worst: float
    peak: float
    more: dict[str, float | str] = {}


class Series:
    """Times of one thing, in milliseconds."""

    def __init__(self) -> None:
        self.millis: list[float] = []

    def time(self, work: Callable[[], Result]) -> Result:
        """Do the work and note how long it took."""
        began = perf_counter()
        result = work()
        self.millis.append((perf_counter() - began) * 1000)
        return result

    def at(self, share: float) -> float:
        """Return the time that this share of the measurements did not exceed."""
        ranked = sorted(self.millis)
        return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else 0.0


def figures(name: str, series: Series, more: dict[str, float | str] | None = None) -> Figures:
    """Return the figures of a series measured in this process."""
    return Figures(
        name=name,
        count=len(series.millis),
        p50=round(series.at(0.5), 2),
        p95=round(series.at(0.95), 2),
        worst=round(max(series.millis, default=0.0), 2),
        peak=round(peak(), 1),
        more=more or {},
    )


def peak() -> float:
    """Return the most memory that this process has held, in MB."""
    with suppress(OSError, StopIteration):
        # On Linux `ru_maxrss` is handed on through fork and exec: it may be the parent's.
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) / 1e3
    # Linux counts kilobytes, macOS bytes.
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def alone(work: Callable[[], Figures], cores: int) -> Figures:
    """Run a benchmark in a fresh process on so many cores, and return what it measured.

    Raises:
        TimeoutError: it took longer than ten minutes.
    """
    with ProcessPoolExecutor(1, get_context("spawn"), _confined, (cores,)) as pool:
        try:
            return pool.submit(work).result(PATIENCE)
        except TimeoutError:
            # To leave the pool is to wait for its process.
            for process in active_children():
                process.kill()
            raise


def _confined(cores: int) -> None:
    """Keep this process to so many cores, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        mine = sorted(os.sched_getaffinity(0))[:cores]
        os.sched_setaffinity(0, mine)


class Heart:
    """Beats in the event loop; `longest` is by how much a beat came late, in milliseconds."""

    BEAT = 0.002

    def __init__(self) -> None:
        self.longest = 0.0
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.ensure_future(self._beat())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _beat(self) -> None:
        while True:
            began = perf_counter()
            await asyncio.sleep(self.BEAT)
            late = (perf_counter() - began - self.BEAT) * 1000
            self.longest = max(self.longest, late)
