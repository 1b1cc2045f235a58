"""Another process, which opens a ledger when it is told to and appends until it is killed.

Usage: `python -m tests.store.other_process URL RUN [APPENDS]`. It says `ready`, waits for a
line, opens the ledger, and says the number of its head after every append that was acknowledged.
"""

import asyncio
import sys
from contextlib import suppress

from nightreel.ports.errors import LedgerConflict, RunExists
from nightreel.store.sql import SqlLedger
from tests.store.tape import Ticking, joined, opening, summed


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def append(url: str, run: str, appends: int) -> None:
    async with SqlLedger.open(url, Ticking(), patience=30) as ledger:
        say("open")
        begun = summed(run, opening())
        with suppress(RunExists):
            await ledger.create(begun, opening())
        while appends:
            head = (await ledger.summary(run)).head
            try:
                records = await ledger.append(begun, head, joined("bo", "cy", "di"))
            except LedgerConflict:
                continue
            say(records[-1].seq)
            appends -= 1


if __name__ == "__main__":
    url, run, *rest = sys.argv[1:]
    say("ready")
    sys.stdin.readline()
    asyncio.run(append(url, run, int(rest[0]) if rest else -1))
