"""From /play to the first turn: the intro, and the one press that begins the run."""

import asyncio
from weakref import WeakValueDictionary

import discord
from msgspec import structs

from nightreel.core.settings import RunSettings
from nightreel.director.commands import Receipt, Stop
from nightreel.director.reels import run_id_of
from nightreel.ports.errors import IllegalAction
from nightreel.ports.rooms import Asked, Room, Rules
from nightreel.surfaces.discord.answering import (
    Interaction,
    acknowledge,
    redraw,
    say,
    tell,
)
from nightreel.surfaces.discord.custom_ids import LobbyPress, Press
from nightreel.surfaces.discord.layouts.answers import answer, refused, said
from nightreel.surfaces.discord.layouts.lobby import lobby
from nightreel.surfaces.discord.limits import (
    may_begin,
    may_host,
    may_play_here,
    missing,
    rated,
    restricted,
)
from nightreel.surfaces.discord.shown import Lobby, Playable, called, playable
from nightreel.surfaces.discord.stage import Stage, link_of
from nightreel.surfaces.discord.stages import AGAIN, SURFACE, Stages
from nightreel.surfaces.discord.texts import ANSWERS
from nightreel.surfaces.discord.wire import NOBODY


class Beginnings:
    """Brings intros, and begins what they offer."""

    def __init__(self, stages: Stages) -> None:
        self._stages, self._shared = stages, stages.shared
        self._counting: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def worlds(self, rules: Rules) -> list[Playable]:
        """Return what may be played in a guild."""
        packs = self._shared.director.packs.values()
        return [playable(p) for p in packs if not rules.worlds or p.world.id in rules.worlds]

    async def rules(self, interaction: Interaction) -> Rules:
        """Return the rules of the guild that somebody is in."""
        return (await self._shared.register.rules(str(interaction.guild_id))).rules

    async def bring(
        self, interaction: Interaction, world: str, settings: RunSettings, *, thread: bool
    ) -> None:
        """Answer /play: the intro, here or in a thread of its own; or why not."""
        why = await self._forbidden(interaction, world, settings, thread=thread)
        if why is not None:
            await say(interaction, said(why))
            return
        if not thread and await self._busy(interaction):
            return
        person = await self._shared.cast.meet(interaction.user)
        channel = interaction.channel_id
        if thread:
            await interaction.response.defer(ephemeral=True)
            made = await self._thread(interaction, world)
            channel = made.id
        room = self._room(interaction, str(channel), person.pseudonym, Asked(world, settings))
        await self._shared.register.open(room)
        view = lobby(await self._lobby(interaction, room))
        if thread:
            held = interaction.client.get_partial_messageable(channel)
            await held.send(view=view, allowed_mentions=NOBODY)
            await interaction.followup.send(
                f"<#{channel}>", ephemeral=True, allowed_mentions=NOBODY
            )
        else:
            await interaction.response.send_message(view=view, allowed_mentions=NOBODY)

    async def pressed(self, interaction: Interaction, press: LobbyPress) -> None:
        """Answer a press on an intro."""
        if press.verb == "world":
            await self._other_world(interaction, press)
            return
        settings = structs.replace(press.settings, pictures=press.verb == "play")
        asked = Asked(press.world, settings)
        why = await self._forbidden(interaction, press.world, settings, thread=False)
        if why is not None:
            await say(interaction, said(why))
            return
        person = await self._shared.cast.meet(interaction.user)
        run = run_id_of(_key(press.key))
        room = await self._shared.register.room(run)
        if room is not None and room.channel != str(interaction.channel_id):
            await tell(interaction, "elsewhere")
            return
        if room is None:
            channel = str(interaction.channel_id)
            room = self._room(interaction, channel, person.pseudonym, asked, press.key)
        if room.standing != "lobby":
            await self._began(interaction, room)
            return
        if await self._busy(interaction):
            return
        # One after another in a guild: of presses at once, each counts what the others began.
        async with self._counting.setdefault(room.guild, asyncio.Lock()):
            held = await self._claim(interaction, structs.replace(room, asked=asked), press)
        if held is not None:
            try:
                await self._start(interaction, held, person.name)
            finally:
                self._stages.release(held.run)

    async def _claim(self, interaction: Interaction, room: Room, press: LobbyPress) -> Room | None:
        """Take the channel for a run that may be begun; None when somebody was told why not."""
        register = self._shared.register
        live = await register.rooms(guild=room.guild, standing="live")
        why = may_begin(await self.rules(interaction), live, room.host, press.world)
        if why is not None and all(r.channel != room.channel for r in live):
            await tell(interaction, why)
            return None
        if not self._stages.reserve(room.run):
            await self._began(interaction, room)
            return None
        await register.open(room)
        held = await register.claim(room.run, room.asked)
        if held is None or held.run != room.run:
            self._stages.release(room.run)
            await tell(interaction, "busy_channel")
            return None
        return held

    async def _start(self, interaction: Interaction, held: Room, name: str) -> None:
        """Lock the intro, then begin: the first picture takes longer than an answer may."""
        shown = structs.replace(await self._lobby(interaction, held), begun=name)
        await redraw(interaction, lobby(shown))
        begun = await self._stages.begin(held)
        if isinstance(begun, Receipt):
            await say(interaction, refused(begun))

    async def _began(self, interaction: Interaction, room: Room) -> None:
        stage = self._stages.find(room.run)
        await say(interaction, answer("began", link_of(stage) if stage else ""))

    async def _busy(self, interaction: Interaction) -> bool:
        """Whether the channel plays a run already, and somebody was told so."""
        stage = await self._stages.here(str(interaction.channel_id))
        if stage is not None:
            await tell(interaction, "busy_channel", link_of(stage))
        return stage is not None

    async def _other_world(self, interaction: Interaction, press: LobbyPress) -> None:
        values = (interaction.data or {}).get("values") or [press.world]
        room = await self._shared.register.room(run_id_of(_key(press.key)))
        rules = await self.rules(interaction)
        world = str(values[0])
        if world not in {w.id for w in self.worlds(rules)}:
            await tell(interaction, "not_this_world")
            return
        if room is None or room.standing != "lobby":
            await tell(interaction, "began")
            return
        other = structs.replace(room, asked=Asked(world, press.settings))
        await redraw(interaction, lobby(await self._lobby(interaction, other)))

    # --- what follows a run

    async def again(self, interaction: Interaction, press: Press) -> None:
        """Answer *Play again*: one press, one new run, whoever else presses."""
        room = await self._shared.register.room(press.run)
        if room is None:
            await tell(interaction, "gone")
            return
        if room.channel != str(interaction.channel_id):
            await tell(interaction, "elsewhere")
            return
        # As it was played last: its settings may have been changed since it began.
        run = await self._shared.director.run(room.run)
        why = await self._forbidden(interaction, run.world, run.settings, thread=False)
        if why is not None:
            await say(interaction, said(why))
            return
        if await self._may_follow(interaction, room):
            await self._follow(interaction, room)

    async def restart(self, interaction: Interaction, stage: Stage, actor: str) -> None:
        """End a run where it stands, and begin another one like it."""
        room = stage.room
        why = await self._forbidden(interaction, room.asked.world, stage.run.settings, thread=False)
        if why is not None:
            await say(interaction, said(why))
            return
        # Asked while it still runs: a tape is not ended for one that could not begin.
        if not await self._may_follow(interaction, room):
            return
        await acknowledge(interaction)
        person = await self._shared.cast.meet(interaction.user)
        receipt = await self._shared.director.submit(Stop(stage.strip.id, actor))
        if receipt.status == "refused":
            await say(interaction, refused(receipt))
            return
        stage.again(person.name)  # at once: its end may be shown, and let go, any moment now
        # Before its stage hears of the end: the channel has to be free.
        await self._shared.register.update(stage.strip.id, standing="over")
        if await self._follow(interaction, stage.room):
            await tell(interaction, "done")

    async def _may_follow(self, interaction: Interaction, room: Room) -> bool:
        """Whether somebody may begin the run after one, which gives its place to it; they were
        told why not.
        """
        person = await self._shared.cast.meet(interaction.user)
        live = await self._shared.register.rooms(guild=room.guild, standing="live")
        others = [r for r in live if r.channel != room.channel]
        rules = await self.rules(interaction)
        why = may_begin(rules, others, person.pseudonym, room.asked.world)
        if why is not None:
            await tell(interaction, why)
        return why is None

    async def _follow(self, interaction: Interaction, room: Room) -> bool:
        person = await self._shared.cast.meet(interaction.user)
        await acknowledge(interaction)
        ended = await self._stages.reopen(room)
        # Nothing is drawn of the end until it is known who plays again, and that it is not drawn is
        # written down: a crash between here and there is seen by whoever opens.
        with ended.held():
            await ended.reopened()
            now = self._shared.clock.now()
            held = await self._stages.after(room, now, person.pseudonym)
            if held is not None and held.key != f"{AGAIN}{room.run}":
                await tell(interaction, "busy_channel")
                return False
            if held is None or not self._stages.reserve(held.run):
                await tell(interaction, "began")
                return False
            try:
                begun = await self._stages.begin(held)
                if isinstance(begun, Stage):
                    ended.again(person.name)
            finally:
                self._stages.release(held.run)
        if isinstance(begun, Receipt):
            await say(interaction, refused(begun))
            return False
        return True

    # --- what may be

    async def _forbidden(
        self,
        interaction: Interaction,
        world: str,
        settings: RunSettings,
        *,
        thread: bool,
    ) -> str | None:
        """Why somebody may not begin such a run here, in words; None when they may."""
        if interaction.guild_id is None or interaction.channel is None:
            return ANSWERS["no_private"]
        rules = await self.rules(interaction)
        channel = interaction.channel
        parent = str(channel.parent_id) if isinstance(channel, discord.Thread) else None
        # A thread asked for in a thread is made beside it.
        home = parent if thread and parent else str(channel.id)
        if not may_play_here(rules, home, parent):
            return ANSWERS["not_here"]
        if not may_host(rules, interaction.user, interaction.permissions):
            return ANSWERS["not_host_role"]
        if world not in {w.id for w in self.worlds(rules)}:
            return ANSWERS["not_this_world"]
        if not rated(settings.rating, restricted=restricted(channel)):
            return ANSWERS["age"]
        in_thread = thread or isinstance(channel, discord.Thread)
        lacking = missing(interaction.app_permissions, thread=in_thread)
        if thread and not interaction.app_permissions.create_public_threads:
            lacking.append("create public threads")
        if thread and not interaction.permissions.create_public_threads:
            return ANSWERS["no_thread_right"]
        if lacking:
            return f"{ANSWERS['cannot_post']} I lack: {', '.join(lacking)}."
        return None

    # --- what there is

    async def _thread(self, interaction: Interaction, world: str) -> discord.Thread:
        channel = interaction.channel
        if isinstance(channel, discord.Thread):
            channel = channel.parent
        if not isinstance(channel, discord.TextChannel) or channel.is_news():
            raise IllegalAction(f"no threads in a {type(channel).__name__}", ANSWERS["no_thread"])
        title = self._shared.director.packs[world].world.title
        return await channel.create_thread(name=title, type=discord.ChannelType.public_thread)

    def _room(
        self, interaction: Interaction, channel: str, host: str, asked: Asked, key: str = ""
    ) -> Room:
        key = _key(key or str(interaction.id))
        now = self._shared.clock.now()
        guild = str(interaction.guild_id)
        return Room(run_id_of(key), SURFACE, guild, channel, host, asked, key, created=now)

    async def _lobby(self, interaction: Interaction, room: Room) -> Lobby:
        await self._shared.cast.learn([room.host])
        rules = await self.rules(interaction)
        return Lobby(
            key=room.key.removeprefix(f"{SURFACE}/"),
            world=room.asked.world,
            worlds=tuple(self.worlds(rules)),
            settings=room.asked.settings,
            host=called(self._shared.cast.names, room.host),
        )


def _key(key: str) -> str:
    return f"{SURFACE}/{key}"
