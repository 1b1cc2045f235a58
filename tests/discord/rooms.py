"""The bot in a test's hands: the real one, on a real ledger, in front of an emulated Discord."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from nightreel.app import open_house
from nightreel.cli.uploads import Uploads
from nightreel.cli.winding import Winding
from nightreel.core.events import Event, Rewound
from nightreel.core.events import Opened as OpenedScene
from nightreel.core.run import Run
from nightreel.director.clocks import SystemClock
from nightreel.director.director import Director
from nightreel.ports.clock import Clock
from nightreel.ports.illustrator import Illustrator
from nightreel.ports.ledger import Ledger
from nightreel.ports.narrator import Narrator
from nightreel.ports.rooms import Register
from nightreel.settings import Settings
from nightreel.store.database import Database
from nightreel.store.media import FolderMedia
from nightreel.store.sql import SqlLedger
from nightreel.store.sql_rooms import SqlRooms
from nightreel.store.verify import verify
from nightreel.surfaces.discord.bot import Bot
from nightreel.surfaces.discord.custom_ids import LobbyPress, PanelPress, Press, read
from nightreel.surfaces.discord.films import Films
from nightreel.surfaces.discord.stage import LATE
from nightreel.surfaces.discord.texts import WRITTEN_TAPES
from nightreel.worlds.pack import Pack
from tests.director.games import WORLD, direct, durable, living, packs
from tests.discord.emulator import Channel, Emulator, GuildHandle, Message, Person, Seen
from tests.discord.emulator.looks import Button
from tests.discord.emulator.pointing import running

PATIENCE = 20.0
CHANNEL = "games"


class Night(Struct, frozen=True):
    """One guild with one channel and five people, and the bot that plays there."""

    discord: Emulator
    bot: Bot
    director: Director
    ledger: Ledger
    guild: GuildHandle
    channel: Channel
    ada: Person
    people: tuple[Person, ...]

    async def begin(
        self, who: Person | None = None, channel: Channel | None = None, **options: Any
    ) -> Message:
        """Say /play and press Play; return the first turn's message."""
        who, channel = who or self.ada, channel or self.channel
        options = {"pictures": False, "clock": 0, **options}
        await who.slash(channel, "play", **options)
        intro = await self.discord.message_where(lambda m: m.channel is channel and is_intro(m))
        label = "Play" if options["pictures"] else "Play without pictures"
        await who.click(intro, label=label)
        return await self.turn(1, channel)

    async def turn(
        self, number: int, channel: Channel | None = None, *, within: float = PATIENCE
    ) -> Message:
        """Return the message of a turn that can be played, once it is there."""
        channel = channel or self.channel

        def wanted(message: Message) -> bool:
            press = pressable(message)
            return message.channel is channel and press is not None and press.turn == number

        return await self.discord.message_where(wanted, within=within)

    async def next(
        self, after: int, channel: Channel | None = None, run: str | None = None
    ) -> Message:
        """Return the message of the next turn that can be played, or of the end; of that run."""
        channel = channel or self.channel

        def wanted(message: Message) -> bool:
            press = pressable(message)
            later = press is not None and press.turn > after
            fresh = any(p.verb == "again" for p in presses(message))
            ours = run is None or (bool(presses(message)) and run_id(message) == run)
            return message.channel is channel and ours and (later or fresh)

        return await self.discord.message_where(wanted, within=PATIENCE)

    async def play(
        self, message: Message, turns: int, *, who: Callable[[int], Person] | None = None
    ) -> Message:
        """Play so many turns by the first choice, and return the last message."""
        for _ in range(turns):
            if is_end(message):
                break
            at = now(message)
            person = who(at.turn) if who else self.ada
            await person.click(message, custom_id=choices(message)[0].custom_id)
            message = await self.next(at.turn, message.channel, at.run)
        return message

    async def go_on(
        self, message: Message, turns: int = 1, *, who: Callable[[int], Person] | None = None
    ) -> Message:
        """Play so many turns by choices that nobody dies of, and return the last message."""
        for _ in range(turns):
            at = now(message)
            person = who(at.turn) if who else self.ada
            run = await self.director.settled(at.run)
            index = living(self.director.packs[run.world].world, run)
            await person.click(message, custom_id=choices(message)[index].custom_id)
            message = await self.turn(at.turn + 1, message.channel)
        return message

    async def play_out(self, message: Message, *, who: Callable[[int], Person] | None = None):
        """Play to the end, and return its message when nothing is to come in it any more."""
        end = await self.play(message, 500, who=who)
        return await self.shown(end)

    async def shown(self, end: Message) -> Message:
        """Return the end's message once the film is in it, or said to be missing."""
        await self.discord.until(
            lambda: WRITTEN_TAPES["making"] not in end.text, "the film of the end", within=60
        )
        return end

    async def run_of(self, message: Message) -> Run:
        return await self.director.run(run_id(message))

    async def still(self, message: Message, *, shown: bool = True) -> None:
        """Wait until nothing of a message's run is under way: its clock set, everything shown."""
        run = run_id(message)
        await self.director.settled(run)
        async with asyncio.timeout(PATIENCE):
            while shown and (stage := self.bot.stages.find(run)) and LATE in stage._timers:  # noqa: ASYNC110
                await asyncio.sleep(0)

    async def intact(self, message: Message) -> None:
        """Check that the ledger of a message's run is whole, and has one scene a turn."""
        run = run_id(message)
        summary = await self.ledger.summary(run)
        start = self.director.packs[summary.world].world.start
        verdict = await verify(self.ledger, run, start)
        assert verdict.ok, verdict
        records = await self.ledger.read(run)
        opened = list(_opened([record.event for record in records]))
        assert len(opened) == len(set(opened)), opened


def _opened(events: Iterable[Event]) -> Iterator[tuple[int, int]]:
    """Yield take and turn of each scene that was committed."""
    take = 0
    for event in events:
        match event:
            case Rewound():
                take += 1
            case OpenedScene(scene):
                yield take, scene.turn
            case _:
                pass


@asynccontextmanager
async def a_night(
    folder: Path, *, emulator: Emulator | None = None, people: int = 5, **parts: Any
) -> AsyncGenerator[Night]:
    """Open everything; `parts` as for `a_bot`. In the end Discord must have nothing to say against
    the bot.
    """
    discord = emulator or Emulator()
    async with discord:
        guild = discord.guild("Reel Club")
        channel = guild.text_channel(CHANNEL)
        crew = guild.members(*(f"player{n}" for n in range(people)))
        async with a_bot(folder, discord, **parts) as (bot, director, ledger):
            yield Night(discord, bot, director, ledger, guild, channel, crew[0], tuple(crew))
        discord.verdict()


@asynccontextmanager
async def a_bot(
    folder: Path,
    discord: Emulator,
    *,
    films: bool = False,
    clock: Clock | None = None,
    narrator: Narrator | None = None,
    illustrator: Illustrator | None = None,
    worlds: Mapping[str, Pack] | None = None,
    **options: Any,
) -> AsyncGenerator[tuple[Bot, Director, Ledger]]:
    """Open the bot on a folder, with a real ledger and durable turns.

    Args:
        folder: where all is kept: opened again, it goes on.
        discord: the emulator.
        films: whether everything is as the command has it, camera and films too.
        clock: what time it is for everybody.
        narrator: who tells; the storyteller by default.
        illustrator: who films; nobody by default.
        worlds: what can be played; the one world of the tests by default.
        options: of the client.
    """
    clock = clock or SystemClock()
    opened = _house(folder) if films else _parts(folder, clock, narrator, illustrator, worlds)
    async with opened as (director, ledger, register, uploads):
        bot = Hasty(director, register, clock, uploads, guild_ready_timeout=0.0, **options)
        async with running(discord, bot):
            yield bot, director, ledger


class Hasty(Bot):
    """The bot, its shards coming at once: Discord wants five seconds between them."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        del shard_id, initial


Opened = tuple[Director, Ledger, Register, Films | None]


@asynccontextmanager
async def _house(folder: Path) -> AsyncGenerator[Opened]:
    settings = Settings(home=folder, frame_size="160x90", log_level="error")  # pyright: ignore[reportCallIssue]
    worlds = packs()
    async with open_house(settings, worlds, Winding(settings, worlds).make) as house:
        yield house.director, house.ledger, house.register, Uploads(settings, worlds, house)


@asynccontextmanager
async def _parts(
    folder: Path,
    clock: Clock,
    narrator: Narrator | None,
    illustrator: Illustrator | None,
    worlds: Mapping[str, Pack] | None,
) -> AsyncGenerator[Opened]:
    async with Database.open(f"sqlite:///{folder}/runs.db", 5.0) as database:
        ledger, media = SqlLedger(database, clock), FolderMedia(folder / "media")
        async with direct(
            ledger=ledger,
            media=media,
            narrator=narrator,
            illustrator=illustrator,
            clock=clock,
            executor=durable(folder),
            worlds=worlds,
        ) as director:
            yield director, ledger, SqlRooms(database), None


def two_worlds() -> Mapping[str, Pack]:
    """The world of the tests, and another one like it."""
    pack = packs()[WORLD]
    other = structs.replace(pack.world, id="relay-ten", title="Relay Ten")
    return {WORLD: pack, "relay-ten": structs.replace(pack, world=other)}


async def asked(channel: Channel, who: Person, line: str, **options: Any) -> str:
    """Use a command, and return what its user alone is told."""
    return await (await who.slash(channel, line, **options)).told()


# --- reading messages


def menu(message: Message, field: str) -> str:
    """Return the custom id of the message's menu for a field."""
    for select in message.selects:
        match read(select.custom_id):
            case Press(verb=named) | LobbyPress(verb=named) | PanelPress(what=named):
                if named == field:
                    return select.custom_id
            case None:
                pass
    raise AssertionError(f"no menu for {field}: {message.selects}")


def presses(message: Message) -> list[Press]:
    """Return what the message's pressable buttons carry."""
    return [p for b in message.buttons if b.pressable and (p := press_of(b)) is not None]


def press_of(button: Button) -> Press | None:
    press = read(button.custom_id or "")
    return press if isinstance(press, Press) else None


def pressable(message: Message) -> Press | None:
    """Return the first choice that can be taken."""
    return next((p for p in presses(message) if p.verb == "act"), None)


def now(message: Message) -> Press:
    press = pressable(message)
    assert press is not None, message.text
    return press


def choices(message: Message | Seen) -> list[Button]:
    shown = message.look if isinstance(message, Seen) else message
    return [b for b in shown.buttons if (p := press_of(b)) is not None and p.verb == "act"]


def is_intro(message: Message) -> bool:
    return any(isinstance(read(b.custom_id or ""), LobbyPress) for b in message.buttons)


def is_end(message: Message) -> bool:
    return any((p := press_of(b)) is not None and p.verb == "again" for b in message.buttons)


def run_id(message: Message) -> str:
    shown = (b for look in reversed(message.history) for b in look.buttons)
    return next(p.run for b in shown if (p := press_of(b)) is not None)
