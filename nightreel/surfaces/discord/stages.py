"""The runs that are live here: begun once, found after a restart, let go when they are over."""

import asyncio
from collections.abc import Callable, Sequence

import structlog
from discord.ui import LayoutView

from nightreel.core.run import Run
from nightreel.director.commands import PlayAgain, Receipt, Resume, Start
from nightreel.director.judging import GAME
from nightreel.director.reels import run_id_of
from nightreel.ports.errors import LedgerBusy, NightreelError, RunUnknown
from nightreel.ports.rooms import Asked, Room, Rules
from nightreel.surfaces.discord.limits import may_begin, rated
from nightreel.surfaces.discord.shown import called
from nightreel.surfaces.discord.stage import LATE, Shared, Stage
from nightreel.surfaces.discord.strip import Strip
from nightreel.surfaces.discord.wire import Upload

log = structlog.get_logger()

SURFACE = "discord"
AGAIN = "again/"
"""What the key of a run begins with that follows another one."""
EVERY = 1_000_000
"""Rooms that are looked through at the start: all."""
RETRY = 5.0
"""Seconds until a stage that fell is set up again."""
DAMAGED = "damaged"
"""Why a room was let go whose run can't be played on."""
LOST = "lost"
"""Why runs stand still while the gateway is out of reach; they go on by themselves."""


class Stages:
    """Holds a stage for each run that is not over and shown to be. Owns their tasks."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self._stages: dict[str, Stage] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._opening: dict[str, asyncio.Lock] = {}
        self._reserved: set[str] = set()
        self._closed = False

    def reserve(self, run: str) -> bool:
        """Whether nobody here begins that run yet: of presses at once, one is the first."""
        if run in self._stages or run in self._reserved:
            return False
        self._reserved.add(run)
        return True

    def release(self, run: str) -> None:
        """Let somebody else begin the run."""
        self._reserved.discard(run)

    async def close(self) -> None:
        """Let all go. What is not shown yet is shown by whoever opens next."""
        self._closed = True
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def live(self) -> list[Stage]:
        """The stages that there are."""
        return list(self._stages.values())

    def find(self, run: str) -> Stage | None:
        """Return the stage of a run, if it is live here."""
        return self._stages.get(run)

    async def reach(self, run: str) -> Stage | None:
        """Return the stage of a run that is live, set up now if it could not be before."""
        known = self._stages.get(run)
        if known is not None:
            return known
        room = await self.shared.register.room(run)
        if room is None or room.standing != "live":
            return None
        begun = await self.begin(room)
        return begun if isinstance(begun, Stage) else None

    def of(self, channel: str) -> Stage | None:
        """Return the stage of the run that a channel plays."""
        return next((s for s in self.played_in(channel) if s.run.status != "over"), None)

    async def here(self, channel: str) -> Stage | None:
        """Return the stage of the run that has a channel, set up now if it could not be before."""
        known = self.of(channel)
        if known is not None:
            return known
        rooms = await self.shared.register.rooms(channel=channel, standing="live", limit=1)
        return await self.reach(rooms[0].run) if rooms else None

    def played_in(self, channel: str) -> list[Stage]:
        """Return all stages of a channel: one that plays, and those that just ended."""
        return [s for s in self._stages.values() if s.room.channel == channel]

    # --- beginning

    async def begin(self, room: Room) -> Stage | Receipt:
        """Begin the run of a room that has its channel, or find it begun. Once, however often."""
        director = self.shared.director
        async with self._opening.setdefault(room.run, asyncio.Lock()):
            known = self._stages.get(room.run)
            if known is not None:
                return known
            try:
                await director.run(room.run)
            except RunUnknown:
                receipt = await director.submit(_beginning(room))
                if receipt.status == "refused":
                    if receipt.reason != "busy":  # that may be tried again
                        await self.shared.register.update(room.run, standing="over")
                    return receipt
            return await self._open(room)

    async def restore(self) -> None:
        """Set up what was live when the process ended. One that can't be is let go."""
        for room in await self.shared.register.rooms(standing="live", limit=EVERY):
            if room.halted == "channel":
                continue
            await self._restore(room)
        for room in await self.shared.register.unshown():
            if room.halted != DAMAGED:
                await self._finish(room)

    async def _restore(self, room: Room) -> None:
        try:
            begun = await self.begin(room)
        except LedgerBusy:
            begun = None
        except NightreelError as error:
            # Of another version of its world, or damaged: its channel must not wait for it.
            log.error("not_restored", run=room.run, why=str(error))  # noqa: TRY400
            await self.shared.register.update(room.run, standing="over", halted=DAMAGED)
            return
        if not isinstance(begun, Stage) and room.run not in self._tasks:
            log.warning("not_restored_yet", run=room.run)
            task = asyncio.get_running_loop().create_task(self._restore_later(room))
            self._tasks[room.run] = task

    async def _restore_later(self, room: Room) -> None:
        await asyncio.sleep(RETRY)
        self._tasks.pop(room.run, None)
        if not self._closed:
            await self._restore(room)

    async def _finish(self, room: Room) -> None:
        """Show the end of a run that was over, but not shown to be."""
        try:
            await self.reopen(room)
        except NightreelError as error:
            log.warning("not_finished", run=room.run, why=str(error))

    async def reopen(self, room: Room) -> Stage:
        """Return the stage of a run that is over, set up again if it was let go."""
        async with self._opening.setdefault(room.run, asyncio.Lock()):
            return self._stages.get(room.run) or await self._open(room)

    async def _open(self, room: Room) -> Stage:
        run = await self.shared.director.attach(room.run)
        stage = await self._set_up(room, run)
        self._stages[room.run] = stage
        task = asyncio.get_running_loop().create_task(self._keep(stage))
        self._tasks[room.run] = task
        task.add_done_callback(lambda _: self._gone(room.run))
        return stage

    async def _set_up(self, room: Room, run: Run) -> Stage:
        register, director = self.shared.register, self.shared.director
        records = await director.records(room.run)
        # Folding a long run takes longer than a loop may stand still.
        strip = await asyncio.to_thread(Strip, room.run, director.packs[run.world], records)
        ruled = await register.rules(room.guild)
        posts = await register.posts(room.run)
        stage = Stage(self.shared, room, strip, posts, ruled.rules, self._follow)
        following = await register.room(run_id_of(f"{AGAIN}{room.run}"))
        if following is not None and following.standing != "lobby":
            names = await register.names([following.host])
            stage.again(called(names, following.host))
        return stage

    async def _keep(self, stage: Stage) -> None:
        """Play a stage to its end. One that falls is set up again from the ledger."""
        room = stage.room
        while not self._closed:
            try:
                await stage.play()
            except* Exception as errors:
                log.error("stage_fell", run=room.run, why=repr(errors), exc_info=errors)  # noqa: TRY400
            else:
                return
            await asyncio.sleep(RETRY)
            try:
                room = await self.shared.register.room(room.run) or room
                stage = await self._set_up(room, await self.shared.director.run(room.run))
                self._stages[room.run] = stage
            except LedgerBusy:
                continue
            except NightreelError as error:
                log.error("not_restored", run=room.run, why=str(error))  # noqa: TRY400
                return

    def _gone(self, run: str) -> None:
        self._stages.pop(run, None)
        self._tasks.pop(run, None)
        self._opening.pop(run, None)
        self._reserved.discard(run)

    async def ended(self, room: Room) -> tuple[LayoutView, Sequence[Upload]]:
        """Return the last message of a run that is over, and its files, to be shown anew."""
        stage = await self._set_up(room, await self.shared.director.run(room.run))
        return await stage.remembered()

    # --- what follows a run

    async def after(
        self, room: Room, now: int, host: str, played: int | None = None
    ) -> Room | None:
        """Open the room of the run that follows one; return whichever has the channel.

        `played` is when a person played last, if nobody asked for it now.
        """
        key = f"{AGAIN}{room.run}"
        fresh = Room(
            run_id_of(key),
            SURFACE,
            room.guild,
            room.channel,
            host,
            await self._asked(room),
            key,
            created=now,
            played=now if played is None else played,
        )
        await self.shared.register.open(fresh)
        return await self.shared.register.claim(fresh.run)

    async def _follow(self, stage: Stage) -> bool:
        """Begin the run after one, if it may be and nothing else plays in its channel by now."""
        room, register = stage.room, self.shared.register
        rules = (await register.rules(room.guild)).rules
        live = [r for r in await register.rooms(guild=room.guild, standing="live") if r != room]
        harsh = not rated(
            stage.run.settings.rating, restricted=self.shared.restricted(room.guild, room.channel)
        )
        if harsh or may_begin(rules, live, room.host, stage.run.world) is not None:
            return False
        now = self.shared.clock.now()
        if now - stage.lively > rules.idle * 60_000:
            return False  # nobody was there: tapes must not play on before empty seats
        held = await self.after(stage.room, now, stage.room.host, stage.lively)
        if held is None or held.key != f"{AGAIN}{stage.room.run}":
            return False
        return isinstance(await self.begin(held), Stage)

    async def _asked(self, room: Room) -> Asked:
        run = await self.shared.director.run(room.run)
        return Asked(run.world, run.settings)

    # --- what changes around them

    def ruled(self, guild: str, rules: Rules) -> None:
        """A guild has other rules from now on."""
        for stage in self.live:
            if stage.room.guild == guild:
                stage.ruled(rules)

    async def halt(self, of: Callable[[Stage], bool]) -> None:
        """Pause runs, because nobody can reach them."""
        for stage in self.live:
            stands = stage.run.paused and stage.halted != LATE
            if of(stage) and stage.run.status != "over" and not stands:
                await stage.halt(LOST)

    async def go_on(self, of: Callable[[Stage], bool]) -> None:
        """Let runs go on that were paused for being out of reach, and see what they missed."""
        for stage in self.live:
            if not of(stage):
                continue
            # What paused it may not have been heard yet; that it was not a person is enough.
            if stage.halted == LOST and stage.strip.paused_by in ("", GAME):
                try:
                    await stage.insist(Resume(stage.strip.id, GAME))
                except NightreelError as error:
                    log.error("not_resumed", run=stage.strip.id, why=str(error))  # noqa: TRY400
            stage.delivery.retry()


def _beginning(room: Room) -> Start | PlayAgain:
    """The command that begins the run of a room."""
    if room.key.startswith(AGAIN):
        return PlayAgain(room.key.removeprefix(AGAIN), room.host)
    return Start(room.asked.world, room.host, room.asked.settings, key=room.key)
