"""A run that is live in this process: its ledger followed, its messages delivered, its idleness
noticed.

Nothing is decided here. What the stage knows it has from the ledger and the store, and would know
again after a restart.
"""

import asyncio
import base64
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from typing import cast

import structlog
from discord.ui import LayoutView
from msgspec import Struct, structs

from nightreel.core.events import (
    Accepted,
    Balloted,
    Event,
    Finished,
    Joined,
    Opened,
    Resumed,
    Voted,
)
from nightreel.core.run import Run
from nightreel.director.commands import Change, Command, Leave, Pause, Resume
from nightreel.director.director import Director
from nightreel.director.judging import GAME
from nightreel.director.watching import Notice
from nightreel.ports.clock import Clock, Timer
from nightreel.ports.errors import NightreelError
from nightreel.ports.ledger import Record
from nightreel.ports.rooms import Post, Register, Room, Rules
from nightreel.surfaces.discord.cast import Cast
from nightreel.surfaces.discord.delivery import Delivery
from nightreel.surfaces.discord.films import Films
from nightreel.surfaces.discord.strip import PLAYED, Strip
from nightreel.surfaces.discord.texts import ITSELF, WRITTEN_TAPES
from nightreel.surfaces.discord.wants import Around, Key, Want, wanted
from nightreel.surfaces.discord.wire import Upload, Wire

log = structlog.get_logger()

HASTE_MS = 250
"""A turn that is told within this time is shown at once, without an edit for its reaction alone."""
_NOTHING = base64.b64decode("R0lGODlhAQABAIAAAAAAAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==")
"""A picture of one dark pixel, for one that is gone."""
IDLE, LATE, ON = "idle", "late", "on"
"""Why a run is halted from here: nobody plays it, or what is played is not on the screen. And that
it may go on.
"""
HESITATIONS = 3
"""Turns that only the clock played, one after another, after which nobody is there."""
INSISTING = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Seconds between tries of an order that the ledger was too busy for."""
LATE_MS = 6_000
"""How long a turn may be missing on the screen before its clock stands."""
SLOW_MS = 12_000
"""After this time players are told that the turn takes long."""


class Shared(Struct, frozen=True):
    """What all stages share.

    Attributes:
        limit: how many bytes a file may have in a guild.
        restricted: whether a guild's channel is age-restricted.
    """

    director: Director
    register: Register
    cast: Cast
    wire: Wire
    clock: Clock
    films: Films | None
    limit: Callable[[str], int]
    restricted: Callable[[str, str], bool]


Follow = Callable[["Stage"], Awaitable[bool]]
"""Begins the run that follows one which has ended; says whether it did."""


class Stage:
    """One run in one channel."""

    def __init__(
        self,
        shared: Shared,
        room: Room,
        strip: Strip,
        posts: Sequence[Post],
        rules: Rules,
        follow: Follow,
    ) -> None:
        self._shared, self.room, self.strip, self._rules = shared, room, strip, rules
        self._follow_up = follow
        self.halted = room.halted
        self._again, self._again_at = "", cast("int | None", None)
        self._tape = self._film_name = ""
        self._film: bytes | None = None
        self._filmed = self._bare = False
        self._hesitated = 0
        self._since = shared.clock.now()
        self._played = shared.clock.now()
        self.lively = room.played or room.created
        """When a person played last, in ms since the epoch."""
        self._timers: dict[str, Timer] = {}
        self._moved, self._next = asyncio.Event(), asyncio.Event()
        self._rung: set[str] = set()
        self.delivery = Delivery(
            room, posts, shared.register, shared.wire, self, self.halt, shared.clock
        )

    @property
    def run(self) -> Run:
        """The run as far as it was heard."""
        return self.strip.run

    # --- its life

    async def play(self) -> None:
        """Follow and deliver until the run is over and shown to be. Owns what it starts."""
        await self._shared.cast.learn((*self.run.players, self.run.host, *self.strip.acted))
        if self.run.status == "over":  # noted again: whoever heard of it first may have died
            await self._shared.register.update(self.strip.id, standing="over")
        self._minded()
        try:
            async with asyncio.TaskGroup() as group:
                following = group.create_task(self._follow())
                winding = group.create_task(self._wind())
                await self.delivery.run()
                following.cancel()
                winding.cancel()
        finally:
            for timer in self._timers.values():
                timer.cancel()

    async def _follow(self) -> None:
        async for item in self._shared.director.watch(self.strip.id, self.strip.seq):
            if isinstance(item, Record):
                await self._take(item)
            elif self._hear(item):
                self.delivery.wake()

    async def _take(self, record: Record) -> None:
        event = self.strip.take(record)
        unknown = _actor_of(event)
        if unknown is not None and unknown not in self._shared.cast.names:
            await self._shared.cast.learn([unknown])
        if isinstance(event, Accepted):
            self._since = self._shared.clock.now()
        if isinstance(event, Voted | Joined | Balloted | Resumed) or (
            isinstance(event, Accepted) and event.via in PLAYED
        ):
            self._played, self._hesitated = self._shared.clock.now(), 0
            if not (isinstance(event, Resumed) and event.by == GAME):
                self.lively = self._played
        if isinstance(event, Resumed) and self.halted:
            self.halted = ""
            await self._shared.register.update(self.strip.id, halted="")
            self.delivery.retry()
        if isinstance(event, Finished):
            self._bare = False
            self.delivery.retry()  # an end is told, if there is any way
            await self._shared.register.update(self.strip.id, standing="over", played=self.lively)
        if isinstance(event, Accepted):
            self._hesitated = self._hesitated + 1 if event.via == "clock" else 0
        if isinstance(event, Opened):
            self._bare = False  # every picture is tried
            await self._leave(self.strip.absent)
            if self._hesitated >= HESITATIONS:
                self._ring(IDLE)
        self._minded()
        self._stir()
        self.delivery.wake()

    def _hear(self, notice: Notice) -> bool:
        return self.strip.hear(notice)

    async def heard(self, seq: int, patience: float = 1.0) -> None:
        """Wait until that record was heard; not for ever."""
        try:
            async with asyncio.timeout(patience):
                while self.strip.seq < seq:
                    await self._moved.wait()
        except TimeoutError:
            log.warning("not_heard", run=self.strip.id, seq=seq)

    # --- what should be there

    def wanted(self) -> list[Want]:
        """Return the messages that should be there."""
        age = self._shared.clock.now() - self._since
        around = Around(
            bare=self._bare,
            halted=self.halted,
            slow=age >= SLOW_MS,
            hasty=age < HASTE_MS,
            tape=self._tape,
            film=self._film_name or None,
            again=self._again,
            again_at=self._again_at,
            complete=self._filmed,
        )
        return wanted(self.strip, self._shared.cast.names, self.delivery.posts, around)

    def want(self, key: Key) -> Want | None:
        """Return one of them."""
        return next((want for want in self.wanted() if want.key == key), None)

    async def files(self, want: Want) -> Sequence[Upload]:
        """Return the files that a message shows."""
        files: list[Upload] = []
        if want.media is not None and want.shows.frame is not None:
            data = await self._shared.director.picture(want.media)
            # A picture that is gone must not keep its scene from being read.
            files.append(Upload(want.shows.frame, data or _NOTHING))
        if self._film is not None and want.key[2] == "end":
            files.append(Upload(self._film_name, self._film))
        return files

    def settled(self) -> bool:
        """Whether the run is over and nothing will be wanted any more."""
        return self.run.status == "over" and self._filmed

    def again(self, name: str) -> None:
        """Somebody plays it again."""
        self._again, self._again_at = name, None
        self._next.set()
        self.delivery.unknown((self.run.take, self.run.turn, "end"))

    def ruled(self, rules: Rules) -> None:
        """The guild has other rules from now on."""
        self._rules = rules
        if rules.again is None and self._again_at is not None:
            self._again_at = None
            self._next.set()
        self._minded()

    @contextmanager
    def held(self) -> Generator[None]:
        """Let the end's message be as it is for a while."""
        key = (self.run.take, self.run.turn, "end")
        self.delivery.answering(key)
        try:
            yield
        finally:
            self.delivery.answered(key)

    async def reopened(self) -> None:
        """The end will be shown anew: noted before anything depends on it."""
        await self.delivery.reopen((self.run.take, self.run.turn, "end"))

    def lighter(self, want: Want) -> bool:
        """Go without what Discord would not take. Return whether there is less to send now."""
        if self._bare or (self._film is None and want.media is None):
            return False
        if want.key[2] == "end" and self._film is not None:
            self._film, self._film_name, self._tape = None, "", WRITTEN_TAPES["large"]
        else:
            self._bare = True
        return True

    # --- time

    def _minded(self) -> None:
        """Set the alarms that follow from how the run stands."""
        run, now = self.run, self._shared.clock.now()
        self._alarm("haste", self._since + HASTE_MS if run.status == "resolving" else None)
        self._alarm("slow", self._since + SLOW_MS if run.status == "resolving" else None)
        idle = self._played + self._rules.idle * 60_000
        plays = run.status != "over" and not run.paused
        self._alarm(IDLE, max(idle, now + 1) if plays else None)

    def _alarm(self, name: str, when: int | None) -> None:
        known = self._timers.pop(name, None)
        if known is not None:
            known.cancel()
        if when is not None:
            self._timers[name] = self._shared.clock.call_at(when, lambda: self._rang(name))

    def _rang(self, name: str) -> None:
        self._timers.pop(name, None)
        if name == "next":
            self._next.set()
        elif name in (IDLE, LATE):
            self._ring(name)
        self.delivery.wake()

    def _ring(self, name: str) -> None:
        """Have what is due done, by the task that may wait."""
        self._rung.add(name)
        self._stir()

    def _stir(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()

    # --- falling behind

    def behind(self, want: Want) -> None:
        """What is played is not on the screen. After a while its clock must not run on."""
        if want.live and self.run.status != "over" and LATE not in self._timers:
            self._alarm(LATE, self._shared.clock.now() + LATE_MS)

    def caught_up(self) -> None:
        """Everything is on the screen. What stood still for want of that goes on."""
        self._alarm(LATE, None)
        if self.halted == LATE:
            self._ring(ON)

    # --- standing still

    async def halt(self, why: str) -> None:
        """Pause the run by the game itself, and remember why."""
        if self.halted == "channel":
            return  # there is nothing worse to say of it
        self.halted = why
        try:
            await self._shared.register.update(self.strip.id, halted=why)
            await self.insist(Pause(self.strip.id, GAME))
        except NightreelError as error:
            log.warning("not_halted", run=self.strip.id, reason=why, why=str(error))

    async def insist(self, command: Command) -> None:
        """Give an order of the game's own, again and again while the ledger is busy."""
        for pause in (*INSISTING, None):
            receipt = await self._shared.director.submit(command)
            if receipt.reason != "busy" or pause is None:
                return
            await asyncio.sleep(pause)

    async def _due(self, name: str) -> None:
        run = self.run
        if name == ON and self.halted == LATE and self.strip.paused_by == GAME:
            await self.insist(Resume(self.strip.id, GAME))
        if run.status == "over" or run.paused or name == ON:
            return
        await self.halt(name)
        if name == IDLE:
            await self._leave(_waited_for(run))
        if name == IDLE and run.settings.crew == "host":
            # The host is gone, or was: let whoever is there play on.
            await self.open_crew()

    async def open_crew(self) -> None:
        """Let everybody act where only the host could."""
        settings = self.run.settings
        if settings.crew == "host" and self.run.status != "over":
            opened = structs.replace(settings, crew="open")
            await self.insist(Change(self.strip.id, GAME, opened, settings))

    async def _leave(self, players: Sequence[str]) -> None:
        """Wait no more for players who are gone. Whoever acts again is back."""
        for player in players:
            try:
                await self._shared.director.submit(Leave(self.strip.id, player))
            except NightreelError as error:
                log.warning("not_left", run=self.strip.id, why=str(error))

    # --- its end

    async def _wind(self) -> None:
        """Do what is due while the run is played; when it is over, have its film made and shown."""
        while self.run.status != "over":
            moved = self._moved
            if self._rung:
                await self._due(self._rung.pop())
            else:
                await moved.wait()
        self._count_down()
        await self._make_film()
        await self._go_round()
        self._filmed = True
        self.delivery.wake()

    # --- what follows

    def _count_down(self) -> None:
        """Where the guild wants it so, the next run begins by itself after a while."""
        seconds, end = self._rules.again, self.run.ending
        stopped = end is not None and end.how == "stopped"
        if seconds is None or stopped or self._again:
            self._next.set()
            return
        self._again_at = self._shared.clock.now() + seconds * 1000
        self._alarm("next", self._again_at)

    async def _go_round(self) -> None:
        self.delivery.wake()
        await self._next.wait()
        if self._again_at is not None and await self._follow_up(self):
            self.again(ITSELF)
        self._again_at = None

    async def remembered(self) -> tuple[LayoutView, Sequence[Upload]]:
        """Return the last message of a run that is over, and its files."""
        await self._shared.cast.learn((self.run.host, *self.strip.acted))
        await self._make_film()
        around = Around(tape=self._tape, film=self._film_name or None)
        end = wanted(self.strip, self._shared.cast.names, (), around)[-1]
        return end.draw(), await self.files(end)

    # --- the film

    async def _make_film(self) -> None:
        films, run = self._shared.films, self.run
        if films is None or not run.frames:
            self._tape = WRITTEN_TAPES["none"]
            return
        self._tape = WRITTEN_TAPES["making"]
        self.delivery.wake()
        try:
            path = await films.film(self.strip.id, self._shared.limit(self.room.guild))
            self._film = await asyncio.to_thread(path.read_bytes)
            self._film_name, self._tape = f"{self.strip.id}{path.suffix}", ""
        except (NightreelError, OSError, TimeoutError) as error:
            log.warning("film_lost", run=self.strip.id, why=repr(error))
            self._tape = WRITTEN_TAPES["failed"]


def _waited_for(run: Run) -> list[str]:
    """Players on whom a run waits that nobody plays any more."""
    match run.settings.crew:
        case "vote":
            return [p for p in run.players if p not in run.votes]
        case "rotation":
            return [p for p in run.players if p not in run.last_actors[-1:]]
        case _:
            return []


def link_of(stage: Stage) -> str:
    """Return the address of a run's live message; empty when there is none."""
    run, posts = stage.run, stage.delivery.posts
    slot = "end" if run.status == "over" else "turn"
    post = posts.get((run.take, run.turn, slot))
    if post is None or post.message is None:
        return ""
    return f"https://discord.com/channels/{stage.room.guild}/{post.channel}/{post.message}"


def _actor_of(event: Event) -> str | None:
    match event:
        case Joined(actor) | Accepted(_, actor) | Voted(_, actor):
            return actor
        case _:
            return None
