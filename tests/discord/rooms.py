"""The bot in a test's hands: the real one, on a real ledger, in front of an emulated Discord."""

from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from nightreel.app import House, open_house
from nightreel.app import packs as shipped_packs
from nightreel.cli.bot import Uploads
from nightreel.cli.winding import Winding
from nightreel.core.events import Event, Opened, Rewound
from nightreel.core.run import Run
from nightreel.director.clocks import SystemClock
from nightreel.illustrators.null import NoPictures
from nightreel.ports.clock import Clock
from nightreel.ports.illustrator import Illustrator
from nightreel.settings import Settings
from nightreel.store.verify import verify
from nightreel.surfaces.discord.bot import Bot
from nightreel.surfaces.discord.custom_ids import LobbyPress, Press, read
from nightreel.surfaces.discord.texts import WRITTEN_TAPES
from nightreel.worlds.pack import Pack
from tests.discord.emulator import Channel, Emulator, GuildHandle, Message, Person, Seen
from tests.discord.emulator.looks import Button
from tests.discord.emulator.pointing import running

PATIENCE = 20.0
CHANNEL = "games"


class Night(Struct, frozen=True):
    """One guild with one channel and five people, and the bot that plays there."""

    discord: Emulator
    bot: Bot
    house: House
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

    async def next(self, after: int, channel: Channel | None = None) -> Message:
        """Return the message of the next turn that can be played, or of the end."""
        channel = channel or self.channel

        def wanted(message: Message) -> bool:
            press = pressable(message)
            later = press is not None and press.turn > after
            return message.channel is channel and (later or is_end(message))

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
            message = await self.next(at.turn, message.channel)
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
        return await self.house.director.run(run_id(message))

    async def intact(self, message: Message) -> None:
        """Check that the ledger of a message's run is whole, and has one scene a turn."""
        run = run_id(message)
        ledger, packs = self.house.ledger, self.house.director.packs
        start = packs[(await ledger.summary(run)).world].world.start
        verdict = await verify(ledger, run, start)
        assert verdict.ok, verdict
        records = await ledger.read(run)
        opened = list(_opened([record.event for record in records]))
        assert len(opened) == len(set(opened)), opened


def _opened(events: Iterable[Event]) -> Iterator[tuple[int, int]]:
    """Yield take and turn of each scene that was committed."""
    take = 0
    for event in events:
        match event:
            case Rewound():
                take += 1
            case Opened(scene):
                yield take, scene.turn
            case _:
                pass


@asynccontextmanager
async def a_night(
    folder: Path,
    *,
    emulator: Emulator | None = None,
    illustrator: Illustrator | None = None,
    films: bool = False,
    people: int = 5,
    worlds: dict[str, Pack] | None = None,
    size: str = "160x90",
    clock: Clock | None = None,
    **options: Any,
) -> AsyncGenerator[Night]:
    """Open everything. In the end Discord must have nothing to say against the bot."""
    discord = emulator or Emulator()
    async with discord:
        guild = discord.guild("Reel Club")
        channel = guild.text_channel(CHANNEL)
        crew = guild.members(*(f"player{n}" for n in range(people)))
        async with a_bot(
            folder,
            discord,
            illustrator=illustrator,
            films=films,
            worlds=worlds,
            size=size,
            clock=clock,
            **options,
        ) as (bot, house):
            yield Night(discord, bot, house, guild, channel, crew[0], tuple(crew))
        discord.verdict()


@asynccontextmanager
async def a_bot(
    folder: Path,
    discord: Emulator,
    *,
    illustrator: Illustrator | None = None,
    films: bool = False,
    worlds: dict[str, Pack] | None = None,
    size: str = "160x90",
    clock: Clock | None = None,
    **options: Any,
) -> AsyncGenerator[tuple[Bot, House]]:
    """Open a house on a folder, and its bot on the emulator."""
    settings = Settings(home=folder, frame_size=size, log_level="error")  # pyright: ignore[reportCallIssue]
    worlds = worlds or shipped_packs()
    winding = Winding(settings, worlds)
    make = winding.make if films else None
    camera = illustrator or (None if films else NoPictures())
    async with open_house(settings, worlds, make, camera) as house:
        uploads = Uploads(settings, worlds, house) if films else None
        bot = Bot(
            house.director,
            house.register,
            clock or SystemClock(),
            uploads,
            guild_ready_timeout=0.0,
            **options,
        )
        async with running(discord, bot):
            yield bot, house


# --- reading messages


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
    return next(p.run for b in message.buttons if (p := press_of(b)) is not None)
