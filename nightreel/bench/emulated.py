"""An emulated Discord, and the bot on it as a process of its own that can be looked at."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

import nightreel
from nightreel.bench.command import BadBench

if TYPE_CHECKING:
    from tests.discord.emulator import Emulator

PATIENCE = 60.0
"""Seconds until the bot is there, or gone."""
NAME = "nightreel_emulated_discord"
CHECKOUT = Path(nightreel.__file__).resolve().parents[1]


def emulator(checkout: Path = CHECKOUT) -> "Emulator":
    """Return a Discord that is not open yet.

    The emulator is the tests', and only a checkout has it. So it is no import of the package's: it
    is looked for where a checkout keeps it, by its file, whatever the working folder is.

    Raises:
        BadBench: it is not there, or what it or the bot needs is missing.
    """
    file = checkout / "tests" / "discord" / "emulator" / "__init__.py"
    spec = spec_from_file_location(NAME, file, submodule_search_locations=[str(file.parent)])
    if spec is None or spec.loader is None or not file.is_file():
        raise BadBench("`discord` is measured on the tests' emulator, which only a checkout has")
    if find_spec("discord") is None:
        raise BadBench("`discord` needs discord.py: pip install 'nightreel[discord]'")
    module = module_from_spec(spec)
    sys.modules[NAME] = module  # its modules ask each other by the package's name
    try:
        spec.loader.exec_module(module)
    except ImportError as error:
        del sys.modules[NAME]
        raise BadBench(f"the emulator of Discord needs {error.name}: make setup") from None
    return module.Emulator()


@contextmanager
def even_paced() -> Generator[None]:
    """Keep the emulator's garbage while something is measured.

    It remembers every exchange whole. To look through all of that stops it for up to 90 ms, in
    which it would be late to note answers that are there.
    """
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def all_busy() -> float:
    """Milliseconds that all processes of the machine have worked so far, on all cores."""
    with suppress(OSError):  # another system
        first = Path("/proc/stat").read_text(encoding="ascii").partition("\n")[0]
        user, nice, system, _idle, _waiting, *interrupts = map(int, first.split()[1:8])
        return (user + nice + system + sum(interrupts)) * 1000 / os.sysconf("SC_CLK_TCK")
    return 0.0


class Bot:
    """The bot's process, as the system sees it; all figures are 0 where that can't be read."""

    def __init__(self, process: int) -> None:
        self._of = Path("/proc") / str(process)

    @property
    def memory(self) -> float:
        """The memory that it holds, in MB."""
        return round(_field(self._of, "VmRSS:") / 1e3, 1)

    @property
    def busy(self) -> float:
        """Milliseconds that its threads have worked so far; the system counts in tens."""
        with suppress(OSError):  # another system, or a thread that has just ended
            # What follows the name, which may hold anything: the 12th and 13th are its time.
            rest = (self._of / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            return (int(rest[11]) + int(rest[12])) * 1000 / os.sysconf("SC_CLK_TCK")
        return 0.0

    @property
    def waits(self) -> int:
        """How often its threads have gone to sleep so far; one that polls does so all the time."""
        with suppress(OSError):
            tasks = list((self._of / "task").iterdir())
            return sum(_field(task, "voluntary_ctxt_switches:") for task in tasks)
        return 0


@asynccontextmanager
async def running(discord: "Emulator", folder: Path) -> AsyncGenerator[Bot]:
    """Run the bot on an emulator, with an empty folder for all that it keeps.

    Raises:
        RuntimeError: it does not come up.
    """
    site, home = folder / "site", folder / "home"
    site.mkdir()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "nightreel.cli", "bot"),
        stdout=asyncio.subprocess.PIPE,
        env={**discord.environment(site), "NIGHTREEL_HOME": str(home)},
    )
    if process.stdout is None:
        raise RuntimeError("the bot was started without an output")
    try:
        async with asyncio.timeout(PATIENCE):
            told = await process.stdout.readline()
        if not told.startswith(b"Nightreel is "):
            raise RuntimeError(f"the bot did not come up: {told.decode().strip()}")
        yield Bot(process.pid)
    finally:
        await _ended(process)


async def _ended(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(PATIENCE):
            await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()


def _field(of: Path, name: str) -> int:
    """Return a number from a process's or a thread's status."""
    with suppress(OSError):
        lines = (of / "status").read_text(encoding="utf-8").splitlines()
        return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)
    return 0
