"""The bot as its own process, which a test may kill."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.discord.emulator import Emulator

PATIENCE = 30.0


class BotProcess:
    """`nightreel bot`, started as often as a test likes on the same folder."""

    def __init__(self, discord: Emulator, folder: Path) -> None:
        self._discord = discord
        self.home, self._log = folder / "home", folder / "bot.log"
        site = folder / "site"
        site.mkdir()
        self.environment = discord.environment(site) | {
            "NIGHTREEL_HOME": str(self.home),
            "NIGHTREEL_FRAME_SIZE": "160x90",
        }
        self._process: Process | None = None

    async def start(self) -> None:
        """Start it, and wait until Discord has it."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "nightreel.cli",
                "bot",
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        await self._discord.bot_online(within=PATIENCE)

    async def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.kill()
        await self._process.wait()
        await self._discord.until(lambda: not self._discord.gateway.connected(), "it to be gone")

    async def terminate(self) -> int:
        """Ask it to end; return its exit code."""
        assert self._process is not None
        self._process.terminate()
        return await self.ended(PATIENCE)

    async def ended(self, within: float) -> int:
        """Wait until it has ended; return its exit code."""
        assert self._process is not None
        async with asyncio.timeout(within):
            return await self._process.wait()

    async def prints(self, text: str, within: float) -> None:
        """Wait until it has printed that."""
        async with asyncio.timeout(within):
            while text not in self.log:  # noqa: ASYNC110 - a file rings no bell
                await asyncio.sleep(0.02)

    @property
    def log(self) -> str:
        """Everything that it has printed."""
        return self._log.read_text(encoding="utf-8", errors="replace")


@asynccontextmanager
async def a_process(discord: Emulator, folder: Path) -> AsyncGenerator[BotProcess]:
    """Start a bot, and kill whatever there is of it in the end."""
    bot = BotProcess(discord, folder)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.kill()


async def command(*words: str, environment: dict[str, str]) -> tuple[int, str, str]:
    """Run `nightreel` with those words to its end; return code, output and errors."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "nightreel.cli",
        *words,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        out, errors = await process.communicate()
    return process.returncode or 0, out.decode(), errors.decode()
