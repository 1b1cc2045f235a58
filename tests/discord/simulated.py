"""The bot in front of simcord, a simulation of Discord that somebody else wrote: the second judge.

It lives in this process and has no sockets. It stands in for discord.py's transport alone, so the
bot is the real one.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import discord
import simcord
from msgspec import Struct
from simcord.backend import serializers
from simcord.interactions import base_payload

from nightreel.core.events import Event
from nightreel.director.clocks import HandClock
from nightreel.director.director import Director
from nightreel.ports.ledger import Ledger, Record, Summary
from nightreel.ports.rooms import Ruled
from nightreel.store.memory import MemoryLedger
from nightreel.store.rooms import MemoryRooms
from nightreel.surfaces.discord.bot import Bot
from nightreel.surfaces.discord.custom_ids import Press, read
from tests.director.games import direct
from tests.discord.emulator.looks import walk
from tests.discord.emulator.wire import Json, Part, obj
from tests.doubles import Keeping

COMPONENT = int(discord.InteractionType.component.value)
BUTTON = int(Part.BUTTON)

Shown = discord.Message | simcord.ResponseMessage


class Env(simcord.Env):
    """simcord's world around a bot whose runs wait for players.

    simcord holds an action to be done when nothing of the bot's can go on, and has to be told which
    waits are meant: a run that is played waits for its next event, as long as it is played. A wait
    that is not known here fails a test, and simcord says which it is.
    """

    WAITING = ("Stages._keep", "Stage._follow", "Stage._wind", "Event.wait")

    def _settlement_state(self) -> Any:
        for task, record in self._work.tasks.items():
            if record.label in self.WAITING:
                self._work.external_waits.setdefault(task, "the run's next event")
        return super()._settlement_state()


class Held:
    """A gate that the bot waits at while it is shut, which simcord is told of."""

    def __init__(self) -> None:
        self.env: Env | None = None
        self._open = asyncio.Event()
        self._open.set()

    def shut(self) -> None:
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    async def passed(self) -> None:
        """Wait while it is shut."""
        if self._open.is_set():
            return
        assert self.env is not None
        await self.env.external_wait(self._open.wait(), reason="a test holds the bot up")


class SlowRooms(MemoryRooms):
    """Rooms that take their time to say what a server's rules are, while the gate is shut."""

    def __init__(self, gate: Held) -> None:
        super().__init__()
        self.gate = gate

    async def rules(self, guild: str) -> Ruled:
        await self.gate.passed()
        return await super().rules(guild)


class SlowLedger(Keeping):
    """A ledger that takes its time to write, while the gate is shut."""

    def __init__(self, gate: Held) -> None:
        super().__init__(MemoryLedger())
        self.gate = gate

    async def append(self, summary: Summary, after: int, events: Sequence[Event]) -> list[Record]:
        await self.gate.passed()
        return await super().append(summary, after, events)


class Table(Struct, frozen=True):
    """One guild with one channel and two people, and the bot that plays there."""

    env: Env
    director: Director
    ledger: Ledger
    rooms: SlowRooms
    gate: Held
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    ada: simcord.MemberActor
    bo: simcord.MemberActor

    async def begin(self, **options: Any) -> discord.Message:
        """Say /play and press Play without pictures; return the first turn's message."""
        await self.ada.slash(self.channel, "play", **{"clock": 0, **options})
        await self.ada.click(self.last, label="Play without pictures")
        return self.last

    @property
    def last(self) -> discord.Message:
        """The latest message that everybody sees."""
        message = self.channel.last_message
        assert message is not None
        return message

    def again(self, message: Shown) -> discord.Message:
        """Return a message as it is now."""
        return next(m for m in self.channel.history(viewer=self.ada) if m.id == message.id)

    def press(self, who: simcord.MemberActor, message: Shown, custom_id: str) -> Json:
        """Press a button without waiting for anything; return what the bot is told.

        simcord's people wait until the bot is done, and press nothing that is not shown any more.
        Two who press at once do neither.
        """
        backend = self.env.backend
        data = {"custom_id": custom_id, "component_type": BUTTON}
        record, payload = base_payload(
            backend,
            type=COMPONENT,
            channel_id=self.channel.id,
            guild_id=self.guild.id,
            user_id=who.id,
            data=data,
        )
        stored = backend.get_message(self.channel.id, message.id)
        payload["message"] = dict(serializers.message_payload(backend, stored))
        record.source_message_id = message.id
        backend.emit("INTERACTION_CREATE", payload)
        return payload

    def answer_to(self, payload: Json) -> simcord.InteractionResult:
        """Return what came of a press."""
        return simcord.InteractionResult(
            self.env, self.env.backend.interactions[int(payload["id"])]
        )

    def asked(self, method: str, ends: str) -> list[Json]:
        """Return the bodies of the bot's requests to addresses that end so."""
        requests = self.env.http_requests
        found = [r for r in requests if r.method == method and r.path.endswith(ends)]
        return [obj(r.json) for r in found]


@asynccontextmanager
async def a_table() -> AsyncGenerator[Table]:
    """Open everything. In the end the bot may have raised nothing that no test has looked at."""
    clock, gate = HandClock(), Held()
    ledger, rooms = SlowLedger(gate), SlowRooms(gate)
    async with direct(clock=clock, ledger=ledger) as director:
        bot = Bot(director, rooms, clock, shard_count=2)
        gate.env = env = Env(bot)
        async with playing(env):
            guild = env.create_guild("Reel Club")
            channel = guild.create_text_channel("games")
            ada, bo = (guild.add_member(env.create_user(name)) for name in ("ada", "bo"))
            yield Table(env, director, ledger, rooms, gate, guild, channel, ada, bo)
        env._raise_errors_since(env._errors_acknowledged)


@asynccontextmanager
async def playing(env: Env) -> AsyncGenerator[None]:
    """Let a bot live in its world while the context is open."""
    await env.start()
    try:
        yield
    finally:
        await env.bot.close()
        await env.shutdown()


# --- reading messages


def buttons(message: Shown) -> list[Json]:
    """Return the buttons that a message shows, as Discord has them."""
    return [part for part in walk(_parts(message)) if part["type"] == Part.BUTTON]


def pressable(message: Shown) -> list[Json]:
    return [button for button in buttons(message) if not button.get("disabled")]


def labels(message: Shown) -> list[str]:
    return [button["label"] for button in pressable(message)]


def choices(message: Shown) -> list[str]:
    """Return the custom ids of the choices that can be taken."""
    found = [(one["custom_id"], read(one["custom_id"])) for one in pressable(message)]
    return [at for at, press in found if isinstance(press, Press) and press.verb == "act"]


def now(message: Shown) -> Press:
    """Return what a message's first choice carries."""
    press = read(choices(message)[0])
    assert isinstance(press, Press)
    return press


def text(message: Shown | None) -> str:
    """Return all that a message says."""
    assert message is not None
    texts = (part for part in walk(_parts(message)) if part["type"] == Part.TEXT)
    return "\n".join(part["content"] for part in texts)


def _parts(message: Shown) -> list[Json]:
    parts: list[Any] = list(message.components)
    return [part if isinstance(part, dict) else part.to_dict() for part in parts]
