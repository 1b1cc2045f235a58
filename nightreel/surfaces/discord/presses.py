"""What presses on a turn's message do: each becomes a command, and the receipt an answer.

The answer to a press that counts is the message itself, as it is from then on.
"""

import asyncio

import discord
import structlog
from msgspec import structs

from nightreel.core.crew import cooling
from nightreel.core.settings import RunSettings
from nightreel.director.commands import (
    Act,
    Change,
    Command,
    Receipt,
    Regenerate,
    Resume,
    Stop,
    WriteIn,
)
from nightreel.director.judging import GAME, barred, seen_now
from nightreel.director.reels import Live
from nightreel.director.texts import SAID
from nightreel.ports.errors import NightreelError
from nightreel.surfaces.discord.answering import (
    Interaction,
    acknowledge,
    redraw,
    say,
    tell,
    texts_of,
)
from nightreel.surfaces.discord.custom_ids import Press
from nightreel.surfaces.discord.delivery import ANSWER
from nightreel.surfaces.discord.layouts.answers import answer, kept, refused, said, words_kept
from nightreel.surfaces.discord.layouts.ending import ejecting
from nightreel.surfaces.discord.layouts.panels import settings as settings_panel
from nightreel.surfaces.discord.layouts.writing import writing
from nightreel.surfaces.discord.limits import Pace, rated, restricted
from nightreel.surfaces.discord.menus import auto_switched, quality_switched, settings_with
from nightreel.surfaces.discord.shown import status_of
from nightreel.surfaces.discord.stage import Stage, link_of
from nightreel.surfaces.discord.stages import Stages
from nightreel.surfaces.discord.texts import ANSWERS
from nightreel.surfaces.discord.wire import NOBODY, meaning, pictures_of, repoint

log = structlog.get_logger()


class Presses:
    """Answers presses on a run's messages."""

    def __init__(self, stages: Stages, pace: Pace) -> None:
        self._stages, self._pace = stages, pace
        self._shared = stages.shared

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        """Answer a press on a button or a menu."""
        stage = await self._stage(interaction, press)
        if stage is None:
            return
        match press.verb:
            case "act" | "other" | "resume" | "auto" | "quality":
                await self._commanded(interaction, stage, press)
            case "write":
                await self._write(interaction, stage, press)
            case "eject":
                await self._eject(interaction, stage, press)
            case "end":
                await self._end(interaction, stage, press)
            case "crew" | "clock" | "rating" | "pictures" | "cooldown":
                await self._change(interaction, stage, press)
            case "say" | "again":
                pass  # a box is sent, not pressed; what begins a run is answered elsewhere

    async def _stage(self, interaction: Interaction, press: Press) -> Stage | None:
        """The stage that a press is meant for; None when its person was told why not."""
        stage = await self._stages.reach(press.run)
        if stage is None:
            room = await self._shared.register.room(press.run)
            over = room is not None and room.standing == "over"
            await (say(interaction, said(SAID["over"])) if over else tell(interaction, "gone"))
            return None
        no = _misplaced(interaction, stage)
        if no and (no != "age" or press.verb in _PLAYS):
            await tell(interaction, no)
            return None
        return stage

    # --- commands to the director

    async def _commanded(self, interaction: Interaction, stage: Stage, press: Press) -> None:
        if press.verb in ("act", "other"):
            actor = (await self._shared.cast.meet(interaction.user)).pseudonym
        else:
            actor = await self.actor(interaction, stage, anybody=press.verb == "resume")
        key = (press.take, press.turn, "turn")
        stage.delivery.answering(key)
        try:
            receipt = self._at_once(stage, press, actor)
            if receipt is None:
                command = self._command(stage, press, actor)
                receipt = await self._shared.director.submit(command)
            await self._received(interaction, stage, press, receipt)
        finally:
            stage.delivery.answered(key)

    def _command(self, stage: Stage, press: Press, actor: str) -> Command:
        run, turn = press.run, press.turn
        match press.verb:
            case "act":
                return _act(press, actor)
            case "other":
                return Regenerate(run, turn, actor, press.take, press.hand)
            case "resume":
                return Resume(run, actor)
            case "auto":
                return Change(run, actor, auto_switched(stage.run.settings), stage.run.settings)
            case _:
                return Change(run, actor, quality_switched(stage.run.settings), stage.run.settings)

    def _at_once(self, stage: Stage, press: Press, actor: str) -> Receipt | None:
        """Why a press cannot count, as far as that is known without asking the ledger.

        The ledger may be further than what was heard of it, never less far: a press that is too
        late by this is too late.
        """
        run = stage.run
        live = Live(press.run, run, stage.strip.seq, "")
        if press.verb in ("auto", "quality") and (press.turn, press.take) != (run.turn, run.take):
            return _receipt(live, "moved_on")
        if press.verb == "act" and press.take < run.take and press.turn >= run.turn:
            undone = _receipt(live, "moved_on")
            return structs.replace(undone, player_text=ANSWERS["undone"])
        if press.verb != "act" or _did(stage, press, actor):
            return None
        no = barred(live, press.turn, actor)
        if no is None and run.turn == press.turn and not seen_now(run, _act(press, actor)):
            return _receipt(live, "moved_on")
        return no

    async def _received(
        self, interaction: Interaction, stage: Stage, press: Press, receipt: Receipt
    ) -> None:
        if not receipt.accepted:
            await say(interaction, refused(receipt, _whither(interaction, stage)))
            return
        await stage.heard(receipt.seq)
        await self._show(interaction, stage, press)

    async def _show(self, interaction: Interaction, stage: Stage, press: Press) -> None:
        """Answer by the message as it is now. What can't be shown so is shown by the delivery."""
        key = (press.take, press.turn, "turn")
        want, message = stage.want(key), interaction.message
        post = stage.delivery.posts.get(key)
        shown_here = message and post and post.message in (None, str(message.id))
        voting = stage.run.settings.crew == "vote" and stage.run.status == "open"
        if want is None or message is None or not shown_here or voting:
            # Of twenty votes at once, each answer would show another tally, and the last to
            # arrive would stay: the delivery shows the latest.
            await acknowledge(interaction)
            return
        if interaction.response.is_done():
            return
        pictures = pictures_of(message) if want.pictures else ()
        view = want.draw()
        if len(pictures) == want.pictures:
            view = repoint(view, pictures)
        try:
            async with asyncio.timeout(ANSWER):
                await interaction.response.edit_message(view=view, allowed_mentions=NOBODY)
        except Exception as error:
            stage.delivery.unknown(key)
            log.info("answer_lost", run=stage.strip.id, why=str(meaning(error)))
            if isinstance(error, discord.HTTPException | OSError | TimeoutError):
                return
            raise
        stage.delivery.shown(want, str(message.id), pictures)

    # --- words of one's own

    async def _write(self, interaction: Interaction, stage: Stage, press: Press) -> None:
        """Open the box, if words would be taken now."""
        actor = (await self._shared.cast.meet(interaction.user)).pseudonym
        live = Live(press.run, stage.run, stage.strip.seq, "")
        no = barred(live, press.turn, actor)
        if no is None and not seen_now(stage.run, WriteIn(press.run, 0, actor, "", press.take)):
            no = _receipt(live, "moved_on")
        if no is None and cooling(stage.run):
            no = _receipt(live, "cooling")
        if no is not None:
            await say(interaction, refused(no, _whither(interaction, stage)))
            return
        words = words_kept(texts_of(interaction.message))
        await interaction.response.send_modal(writing(press, words))

    async def sent(self, interaction: Interaction, press: Press, words: str) -> None:
        """Answer a box that was sent. Whatever comes of it, the words are not lost."""
        try:
            await self._sent(interaction, press, words)
        except NightreelError as error:
            log.warning("words_not_taken", run=press.run, why=str(error))
            await say(interaction, kept(error.player_text, words))

    async def _sent(self, interaction: Interaction, press: Press, words: str) -> None:
        stage = await self._stages.reach(press.run)
        if stage is None:
            await say(interaction, kept(SAID["over"], words))
            return
        no = _misplaced(interaction, stage)
        if no:
            await say(interaction, kept(ANSWERS[no], words))
            return
        person = await self._shared.cast.meet(interaction.user)
        rules = (await self._shared.register.rules(stage.room.guild)).rules
        if not self._pace.may_write(person.account, rules.write_ins):
            await say(interaction, kept(ANSWERS["too_fast"], words, _anew(stage), link_of(stage)))
            return
        key = (press.take, press.turn, "turn")
        stage.delivery.answering(key)
        try:
            command = WriteIn(press.run, press.turn, person.pseudonym, words, press.take)
            receipt = await self._shared.director.submit(command)
            await self._written(interaction, stage, press, receipt, words)
        finally:
            stage.delivery.answered(key)

    async def _written(
        self, interaction: Interaction, stage: Stage, press: Press, receipt: Receipt, words: str
    ) -> None:
        if not receipt.accepted:
            again = _anew(stage)
            await say(interaction, kept(receipt.player_text, words, again, link_of(stage)))
            return
        await stage.heard(receipt.seq)
        message = interaction.message
        if message is not None and message.flags.ephemeral:
            await redraw(interaction, answer("written"))  # opened from words given back
            return
        await self._show(interaction, stage, press)

    # --- the end

    async def _eject(self, interaction: Interaction, stage: Stage, press: Press) -> None:
        """Ask once, whoever may."""
        if await self.stopper(interaction, stage) is None:
            await say(interaction, said(SAID["not_host"]))
        elif stage.run.status == "over":
            await say(interaction, said(SAID["over"]))
        else:
            await say(interaction, ejecting(press))

    async def _end(self, interaction: Interaction, stage: Stage, press: Press) -> None:
        actor = await self.stopper(interaction, stage)
        if actor is None:
            await say(interaction, said(SAID["not_host"]))
            return
        stop = Stop(press.run, actor)
        receipt = await self._shared.director.submit(stop)
        ended = answer("ended") if receipt.accepted else refused(receipt)
        await redraw(interaction, ended)

    async def stopper(self, interaction: Interaction, stage: Stage) -> str | None:
        """As whom somebody may stop a run: as its host, or for the place that it is played in."""
        actor = await self.actor(interaction, stage)
        return actor if actor in (stage.run.host, GAME) else None

    async def actor(self, interaction: Interaction, stage: Stage, *, anybody: bool = False) -> str:
        """As whom somebody orders about a run. Who minds the place does for the game itself what
        is a host's to do: the host may be gone. `anybody` says that it is only so in their crew.
        """
        actor = (await self._shared.cast.meet(interaction.user)).pseudonym
        if anybody and stage.run.settings.crew != "host":
            return actor
        rights = interaction.permissions
        minds = rights.manage_guild or rights.manage_channels
        return GAME if minds and actor != stage.run.host else actor

    # --- settings

    async def _change(self, interaction: Interaction, stage: Stage, press: Press) -> None:
        values = (interaction.data or {}).get("values") or [""]
        changed = settings_with(stage.run.settings, press.verb, str(values[0]))
        receipt = await self.change(interaction, stage, changed)
        if receipt is None:
            return
        await stage.heard(receipt.seq)
        names = self._shared.cast.names
        shown = status_of(stage.strip.id, stage.run, stage.strip.pack, names)
        harsh = restricted(interaction.channel)
        await redraw(interaction, settings_panel(shown, harsh=harsh))

    async def change(
        self, interaction: Interaction, stage: Stage, settings: RunSettings | None
    ) -> Receipt | None:
        """Change a run's settings; None when its person was told why not."""
        if settings is None:
            await say(interaction, said(SAID["bad_settings"]))
            return None
        if not rated(settings.rating, restricted=restricted(interaction.channel)):
            await tell(interaction, "age")
            return None
        actor = await self.actor(interaction, stage)
        command = Change(stage.strip.id, actor, settings, stage.run.settings)
        receipt = await self._shared.director.submit(command)
        if not receipt.accepted:
            await say(interaction, refused(receipt))
            return None
        return receipt


_PLAYS = ("act", "write", "other", "resume")


def _misplaced(interaction: Interaction, stage: Stage) -> str:
    """Why a run is not played where somebody presses; empty when it is."""
    if str(interaction.channel_id) != stage.room.channel:
        return "elsewhere"
    rating, harsh = stage.run.settings.rating, restricted(interaction.channel)
    return "" if rated(rating, restricted=harsh) else "age"


def _whither(interaction: Interaction, stage: Stage) -> str:
    """The address of a run's live message; empty for one who has just pressed on it."""
    link, message = link_of(stage), interaction.message
    return "" if message is not None and link.endswith(f"/{message.id}") else link


def _act(press: Press, actor: str) -> Act:
    index = -1 if press.index is None else press.index
    return Act(press.run, press.turn, actor, index, press.take, press.hand)


def _did(stage: Stage, press: Press, actor: str) -> bool:
    """Whether the actor was the one who acted on that turn: the director knows what to say."""
    last = stage.run.accepted
    return last is not None and (last.turn, last.actor) == (press.turn, actor)


def _receipt(live: Live, reason: str) -> Receipt:
    return Receipt("stale", live.id, live.run.turn, reason, SAID[reason], live.head)


def _anew(stage: Stage) -> Press | None:
    """The press that opens the box on the turn that is open now."""
    run = stage.run
    if run.status != "open":
        return None
    return Press("write", stage.strip.id, run.turn, run.take, run.hand)
