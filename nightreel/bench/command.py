"""`nightreel bench`: what to measure, and the figures as text or JSON."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

import msgspec
from msgspec import Struct

from nightreel.bench.measuring import Figures, alone


class Bench(Struct, frozen=True):
    """A benchmark: where it is, on how many cores it is measured, and whether only when named."""

    module: str
    cores: int
    asked: bool = False

    def work(self) -> Callable[[], Figures]:
        """Return what measures it."""
        module = import_module(f"nightreel.bench.{self.module}")
        work: Callable[[], Figures] = getattr(module, self.module)
        return work


BENCHES: Mapping[str, Bench] = MappingProxyType(
    {
        "camera": Bench("camera", 1),
        "tape": Bench("tape", 2),
        "turn": Bench("turn", 2),
        "web": Bench("web", 2),
        "page": Bench("page", 2, asked=True),
        "discord": Bench("discord", 2, asked=True),
    }
)


class BadBench(ValueError):
    """The caller must act: `str` says what there is to measure."""


def bench(names: tuple[str, ...], *, as_json: bool) -> int:
    """Measure and print. Return 0.

    Raises:
        BadBench: there is no such benchmark.
    """
    unknown = [n for n in names if n not in BENCHES]
    if unknown:
        raise BadBench(f"no benchmark `{unknown[0]}`; there are {', '.join(BENCHES)}")
    found = [alone(BENCHES[n].work(), BENCHES[n].cores) for n in names or _usual()]
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n")
    else:
        sys.stdout.write("".join(_told(f) for f in found))
    return 0


def _usual() -> tuple[str, ...]:
    """Return the benchmarks that need nothing but Nightreel."""
    return tuple(name for name, it in BENCHES.items() if not it.asked)


def _told(it: Figures) -> str:
    more = "".join(f"\n  {name.replace('_', ' ')}: {value}" for name, value in it.more.items())
    head = f"{it.name}: {it.count} measured, p50 {it.p50:g} ms, p95 {it.p95:g} ms"
    return f"{head}, worst {it.worst:g} ms, peak memory {it.peak:g} MB{more}\n"
