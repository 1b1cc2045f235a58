"""Doubles with names: each does what its name says, and leaves the rest to the real thing in it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Self

from nightreel.core.events import Event
from nightreel.core.intent import Intent, Refusal
from nightreel.core.run import Status
from nightreel.director.clocks import HandClock
from nightreel.director.executor import Resolve
from nightreel.director.memory import MemoryExecutor
from nightreel.ports.clock import Timer
from nightreel.ports.errors import LedgerBusy, ProviderBusy
from nightreel.ports.illustrator import Picture, Shot
from nightreel.ports.ledger import Ledger, Record, Summary
from nightreel.ports.narrator import Brief, Coda, Dispatch, Facts, Labels, Narrator, Part, Reaction

# --- narrators -----------------------------------------------------------------------------------


class Telling:
    """A narrator that leaves everything to another one."""

    name = "double"

    def __init__(self, narrator: Narrator) -> None:
        self.narrator = narrator

    def tell(self, facts: Facts) -> AsyncIterator[Part]:
        return self.narrator.tell(facts)

    async def phrase(self, facts: Facts) -> Labels:
        return await self.narrator.phrase(facts)

    async def interpret(self, facts: Facts, text: str) -> Intent | Refusal:
        return await self.narrator.interpret(facts, text)

    async def answer(self, facts: Facts, refusal: Refusal) -> str:
        return await self.narrator.answer(facts, refusal)


class Counting(Telling):
    """Notes which turns it was asked to tell, and how often."""

    def __init__(self, narrator: Narrator) -> None:
        super().__init__(narrator)
        self.told: list[int] = []

    def tell(self, facts: Facts) -> AsyncIterator[Part]:
        if facts.outcome is not None:
            self.told.append(facts.turn - 1)
        return super().tell(facts)


class Stumbling(Counting):
    """Fails the first so many times that it is asked to tell a turn."""

    def __init__(self, narrator: Narrator, times: int, error: Exception | None = None) -> None:
        super().__init__(narrator)
        self.times, self.error = times, error or ProviderBusy("503")

    def tell(self, facts: Facts) -> AsyncIterator[Part]:
        telling = super().tell(facts)
        if facts.outcome is not None and self.times:
            self.times -= 1
            raise self.error
        return telling


class Silent:
    """Never says anything."""

    name = "silent"

    async def tell(self, facts: Facts) -> AsyncIterator[Part]:
        await asyncio.Event().wait()
        yield Reaction("")

    async def phrase(self, facts: Facts) -> Labels:
        await asyncio.Event().wait()
        return Labels(())

    async def interpret(self, facts: Facts, text: str) -> Intent | Refusal:
        await asyncio.Event().wait()
        return Refusal("")

    async def answer(self, facts: Facts, refusal: Refusal) -> str:
        await asyncio.Event().wait()
        return ""


class Broken:
    """Raises, whatever it is asked."""

    name = "broken"

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error or ProviderBusy("429")

    async def tell(self, facts: Facts) -> AsyncIterator[Part]:
        raise self.error
        yield

    async def phrase(self, facts: Facts) -> Labels:
        raise self.error

    async def interpret(self, facts: Facts, text: str) -> Intent | Refusal:
        raise self.error

    async def answer(self, facts: Facts, refusal: Refusal) -> str:
        raise self.error


class Half(Telling):
    """Tells the first parts of a turn in words of its own, then breaks off or falls silent."""

    name = "half"

    def __init__(self, narrator: Narrator, parts: int = 1, *, silent: bool = False) -> None:
        super().__init__(narrator)
        self.parts, self.silent = parts, silent

    async def tell(self, facts: Facts) -> AsyncIterator[Part]:
        if facts.outcome is None:
            async for part in self.narrator.tell(facts):
                yield part
            return
        words = (
            Reaction(f"Half a word on turn {facts.turn}."),
            Dispatch(f"Half a tale on turn {facts.turn}."),
            Brief(f"Half a room on turn {facts.turn}.", "Half a room."),
        )
        for part in words[: self.parts]:
            yield part
        if self.silent:
            await asyncio.Event().wait()
        raise ProviderBusy("cut off")


class Lingering(Telling):
    """Tells everything, and never comes to an end."""

    name = "lingering"

    async def tell(self, facts: Facts) -> AsyncIterator[Part]:
        async for part in self.narrator.tell(facts):
            yield part
        if facts.outcome is not None:
            await asyncio.Event().wait()


class Babbling(Telling):
    """Says the parts that it is given, whatever is asked for."""

    name = "babbling"

    def __init__(self, narrator: Narrator, *parts: Part, labels: Labels | None = None) -> None:
        super().__init__(narrator)
        self.parts, self.labels = parts, labels

    async def tell(self, facts: Facts) -> AsyncIterator[Part]:
        if facts.outcome is None:
            async for part in self.narrator.tell(facts):
                yield part
        for part in self.parts:
            yield part

    async def phrase(self, facts: Facts) -> Labels:
        return self.labels or await super().phrase(facts)


class Held(Telling):
    """Waits, having said its reaction, until it is let go. `begun` says that it waits."""

    name = "held"

    def __init__(self, narrator: Narrator) -> None:
        super().__init__(narrator)
        self.begun, self.go = asyncio.Event(), asyncio.Event()

    async def tell(self, facts: Facts) -> AsyncIterator[Part]:
        async for part in self.narrator.tell(facts):
            yield part
            if isinstance(part, Reaction):
                self.begun.set()
                await self.go.wait()


class Reading(Telling):
    """Reads every write-in as the same, at once or when it is let go."""

    def __init__(self, narrator: Narrator, read: Intent | Refusal, said: str = "") -> None:
        super().__init__(narrator)
        self.read, self.said = read, said
        self.begun, self.go = asyncio.Event(), asyncio.Event()
        self.go.set()

    async def interpret(self, facts: Facts, text: str) -> Intent | Refusal:
        self.begun.set()
        await self.go.wait()
        return self.read

    async def answer(self, facts: Facts, refusal: Refusal) -> str:
        return self.said or await super().answer(facts, refusal)


class Epic(Telling):
    """Says everything at a length that nobody asked for, the answers to write-ins too."""

    name = "epic"
    LENGTH = 100_000

    async def tell(self, facts: Facts) -> AsyncIterator[Part]:
        rant = "And then the wind turned. " * (self.LENGTH // 26)
        if facts.outcome is not None:
            yield Reaction(rant)
        yield Dispatch(rant)
        yield Brief(rant, rant)
        if facts.state.ending:
            yield Coda(rant)
        yield Labels(tuple(f"{n} {rant}" for n, _ in enumerate(facts.offers)))

    async def phrase(self, facts: Facts) -> Labels:
        return Labels(tuple("x" * self.LENGTH for _ in facts.offers))

    async def answer(self, facts: Facts, refusal: Refusal) -> str:
        return "x" * self.LENGTH


# --- illustrators --------------------------------------------------------------------------------


class Painter:
    """Takes a frame of every shot, and keeps the shots."""

    name = "painter"

    def __init__(self) -> None:
        self.shots: list[Shot] = []

    async def film(self, shot: Shot) -> Picture | None:
        self.shots.append(shot)
        return Picture(painted(shot.turn), "image/png", self.name)


def painted(turn: int) -> bytes:
    """What the painter makes of a turn."""
    return f"the frame of turn {turn}".encode()


class Blind:
    """Never finds anything to film."""

    name = "blind"

    async def film(self, shot: Shot) -> Picture | None:
        await asyncio.Event().wait()
        return None


class Clumsy:
    """Drops the camera, each time."""

    name = "clumsy"

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error or ProviderBusy("dropped")

    async def film(self, shot: Shot) -> Picture | None:
        raise self.error


class Empty:
    """Hands over a picture with nothing in it."""

    name = "empty"

    async def film(self, shot: Shot) -> Picture | None:
        return Picture(b"", "image/jpeg", self.name)


# --- ledgers -------------------------------------------------------------------------------------


class Keeping:
    """A ledger that leaves everything to another one."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    async def create(self, summary: Summary, events: Sequence[Event]) -> list[Record]:
        return await self.ledger.create(summary, events)

    async def append(self, summary: Summary, after: int, events: Sequence[Event]) -> list[Record]:
        return await self.ledger.append(summary, after, events)

    async def read(self, run: str, after: int = 0) -> list[Record]:
        return await self.ledger.read(run, after)

    async def summary(self, run: str) -> Summary:
        return await self.ledger.summary(run)

    async def runs(
        self, status: Status | None = None, limit: int = 50, hosts: Sequence[str] = ()
    ) -> list[Summary]:
        return await self.ledger.runs(status, limit, hosts)


class Crowded(Keeping):
    """Lets everybody else have a word before and after each call, as a database would."""

    async def create(self, summary: Summary, events: Sequence[Event]) -> list[Record]:
        await asyncio.sleep(0)
        records = await super().create(summary, events)
        await asyncio.sleep(0)
        return records

    async def append(self, summary: Summary, after: int, events: Sequence[Event]) -> list[Record]:
        await asyncio.sleep(0)
        records = await super().append(summary, after, events)
        await asyncio.sleep(0)
        return records

    async def read(self, run: str, after: int = 0) -> list[Record]:
        await asyncio.sleep(0)
        records = await super().read(run, after)
        await asyncio.sleep(0)
        return records


class Jammed(Keeping):
    """Is busy for the next so many appends that hold an event of that kind, or for one read."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger)
        self._kind: type[Event] | None = None
        self._times = 0
        self._reads: int | None = None

    def jam(self, kind: type[Event], times: int = 1) -> None:
        self._kind, self._times = kind, times

    def jam_a_read(self, after: int) -> None:
        """Let so many reads through, and jam at the next one."""
        self._reads = after

    async def read(self, run: str, after: int = 0) -> list[Record]:
        if self._reads is not None:
            self._reads -= 1
            if self._reads < 0:
                self._reads = None
                raise LedgerBusy("database is locked")
        return await super().read(run, after)

    async def append(self, summary: Summary, after: int, events: Sequence[Event]) -> list[Record]:
        hit = self._kind is not None and any(isinstance(e, self._kind) for e in events)
        if hit and self._times:
            self._times -= 1
            raise LedgerBusy("database is locked")
        return await super().append(summary, after, events)


class Interrupted(Keeping):
    """Lets somebody do something right before an append that holds an event of that kind, once."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger)
        self._kind: type[Event] | None = None
        self._what: Callable[[], object] | None = None

    def before(self, kind: type[Event], what: Callable[[], object]) -> None:
        self._kind, self._what = kind, what

    async def append(self, summary: Summary, after: int, events: Sequence[Event]) -> list[Record]:
        what = self._what
        if what and self._kind and any(isinstance(e, self._kind) for e in events):
            self._what = None
            done = what()
            if asyncio.iscoroutine(done):
                await done
        return await super().append(summary, after, events)


# --- executors and clocks ------------------------------------------------------------------------


class Failing(MemoryExecutor):
    """Raises before it has done anything, or after all is done."""

    def __init__(
        self,
        resolve: Resolve,
        *,
        error: Exception,
        late: bool = False,
    ) -> None:
        super().__init__(resolve)
        self._error, self._late = error, late

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, key: str) -> None:
        if self._late:
            await super().execute(key)
        raise self._error


class Tardy(MemoryExecutor):
    """Comes back a while after the turn was committed: there is a record to finish."""

    async def execute(self, key: str) -> None:
        await super().execute(key)
        for _ in range(20):
            await asyncio.sleep(0)


class Lying(MemoryExecutor):
    """Says that it was done before."""

    async def execute(self, key: str) -> None:
        del key


class Hasty(HandClock):
    """Its timers ring some seconds too early, as they do when the wall clock is set back."""

    def __init__(self, early: int = 3000) -> None:
        super().__init__()
        self.early = early

    def call_at(self, when: int, ring: Callable[[], None]) -> Timer:
        return super().call_at(when - self.early, ring)
