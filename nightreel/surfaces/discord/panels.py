"""What presses on panels do: the rules of a server, and what is kept about somebody."""

import io
from typing import Any

import discord
import msgspec
from discord.ui import LayoutView

from nightreel.core.events import (
    Accepted,
    Balloted,
    Changed,
    Joined,
    Left,
    Paused,
    Resumed,
    Rewound,
    Started,
    Voted,
)
from nightreel.ports.errors import NightreelError
from nightreel.ports.ledger import Record
from nightreel.ports.rooms import Person, Ruled
from nightreel.surfaces.discord.answering import Interaction, patiently, redraw, say, tell
from nightreel.surfaces.discord.custom_ids import PanelPress
from nightreel.surfaces.discord.layouts import rules as pages
from nightreel.surfaces.discord.layouts.answers import said
from nightreel.surfaces.discord.layouts.panels import erasing
from nightreel.surfaces.discord.menus import DEFAULT_MENUS, LIMIT_MENUS, rules_with
from nightreel.surfaces.discord.shown import Playable, playable
from nightreel.surfaces.discord.stages import Stages
from nightreel.surfaces.discord.texts import ERASED, UNKNOWN
from nightreel.surfaces.discord.wire import NOBODY

EVERY = 1_000_000
"""Runs looked through for what somebody did in them: all."""


class Panels:
    """Answers presses on panels. Each shows what it changed."""

    def __init__(self, stages: Stages) -> None:
        self._stages, self._shared = stages, stages.shared

    async def pressed(self, interaction: Interaction, press: PanelPress) -> None:
        """Answer a press on a panel."""
        match press.area, press.what:
            case "privacy", "export":
                await self.export(interaction)
            case "privacy", "erase":
                await say(interaction, erasing())
            case "privacy", "forget":
                await self.forget(interaction)
            case "admin", _:
                await self._amend(interaction, press)
            case _:
                await tell(interaction, "gone")

    # --- rules

    @property
    def known(self) -> list[Playable]:
        """The worlds that there are."""
        return [playable(pack) for pack in self._shared.director.packs.values()]

    async def ruled(self, interaction: Interaction) -> Ruled:
        """Return the rules of the guild that somebody is in."""
        return await self._shared.register.rules(str(interaction.guild_id))

    def page(self, ruled: Ruled, field: str) -> LayoutView:
        """Return the panel on which a field is."""
        if field in LIMIT_MENUS:
            return pages.limits(ruled)
        if field in DEFAULT_MENUS:
            return pages.defaults(ruled)
        return pages.access(ruled, self.known)

    async def _amend(self, interaction: Interaction, press: PanelPress) -> None:
        # Asked again at each press: a panel may be older than the right to use it.
        if not interaction.permissions.manage_guild:
            await tell(interaction, "not_manager")
            return
        data: Any = interaction.data or {}
        values = [str(value) for value in data.get("values", ())]
        guild = str(interaction.guild_id)
        ruled = await self._shared.register.rules(guild)
        changed = rules_with(ruled.rules, press.what, values)
        if changed is None or ruled.version != press.version:
            await tell(interaction, "rules_changed")
            return
        amended = await self._shared.register.amend(guild, changed, press.version)
        self._stages.ruled(guild, amended.rules)
        await redraw(interaction, self.page(amended, press.what))

    # --- people

    async def export(self, interaction: Interaction) -> None:
        """Send somebody all that is kept about them, to them alone."""
        person = await self._shared.cast.find(interaction.user)
        if person is None:
            await say(interaction, said(UNKNOWN))
            return
        data = await patiently(interaction, self._exported(person))
        file = discord.File(io.BytesIO(data), "nightreel.json")
        if interaction.response.is_done():
            await interaction.followup.send(file=file, ephemeral=True, allowed_mentions=NOBODY)
        else:
            await interaction.response.send_message(
                file=file, ephemeral=True, allowed_mentions=NOBODY
            )

    async def _exported(self, person: Person) -> bytes:
        runs: list[dict[str, Any]] = []
        for summary in await self._shared.director.runs(limit=EVERY):
            try:
                records = await self._shared.director.records(summary.run)
            except NightreelError:
                continue
            moves = [m for m in (_deed(r, person.pseudonym) for r in records) if m]
            if moves:
                runs.append({"run": summary.run, "world": summary.world, "moves": moves})
        told = {
            "account": person.account,
            "name": person.name,
            "pseudonym": person.pseudonym,
            "runs": runs,
        }
        return msgspec.json.format(msgspec.json.encode(told), indent=2)

    async def forget(self, interaction: Interaction) -> None:
        """Cut the thread between an account and its pseudonym."""
        person = await self._shared.cast.find(interaction.user)
        known = await self._shared.cast.forget(interaction.user)
        for stage in self._stages.live:
            stage.delivery.wake()  # what is played now may show the name
            if person is not None and stage.run.host == person.pseudonym:
                await stage.open_crew()
        await redraw(interaction, said(ERASED if known else UNKNOWN))


def _deed(record: Record, who: str) -> dict[str, Any] | None:
    """What a record says that somebody did, to the story or to its run."""
    match record.event:
        case Paused(by) | Resumed(by) | Rewound(_, by) | Changed(by) as event if by == who:
            return {"via": type(event).__name__.lower()}
        case Joined(actor) | Left(actor) as event if actor == who:
            return {"via": type(event).__name__.lower()}
        case _:
            return _move(record, who)


def _move(record: Record, who: str) -> dict[str, Any] | None:
    match record.event:
        case Accepted(turn, actor, via) as event if actor == who:
            return {"turn": turn, "via": via, "choice": event.choice, "text": event.text}
        case Balloted(turn, actor, _, text) if actor == who:
            return {"turn": turn, "via": "ballot", "text": text}
        case Voted(turn, actor, index) if actor == who:
            return {"turn": turn, "via": "vote", "choice": index}
        case Started() as event if event.host == who:
            return {"turn": 1, "via": "started"}
        case _:
            return None
