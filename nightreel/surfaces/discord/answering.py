"""How a press or a command is answered: at once, privately where it concerns one person, and
always.

Every error ends here: what has a text for people is told with it, everything else is logged.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeAlias, TypeVar

import aiohttp
import discord
import structlog
from discord import app_commands
from discord.ui import LayoutView, TextDisplay

from nightreel.ports.errors import NightreelError
from nightreel.surfaces.discord.layouts.answers import answer, said
from nightreel.surfaces.discord.wire import NOBODY

log = structlog.get_logger()
T = TypeVar("T")

Interaction: TypeAlias = discord.Interaction[Any]

PATIENCE = 1.0
"""Seconds after which a press is acknowledged before there is an answer."""

LATE = (10062, 40060)
"""Codes of an answer that came too late, or was given already."""


async def say(interaction: Interaction, view: LayoutView) -> None:
    """Tell one person alone."""
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=True, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)


async def tell(interaction: Interaction, reason: str, link: str = "") -> None:
    """Tell one person alone what stands for a reason."""
    await say(interaction, answer(reason, link))


async def redraw(interaction: Interaction, view: LayoutView) -> None:
    """Show something else in the message that was pressed."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view, allowed_mentions=NOBODY)
    else:
        await interaction.response.edit_message(view=view, allowed_mentions=NOBODY)


async def acknowledge(interaction: Interaction) -> None:
    """Say nothing yet, but say that it was heard."""
    if not interaction.response.is_done():
        await interaction.response.defer(ephemeral=True)


@asynccontextmanager
async def deferring(interaction: Interaction) -> AsyncGenerator[None]:
    """Acknowledge a press after a moment, unless it is answered by then. Owns what it starts."""
    loop = asyncio.get_running_loop()
    begun: list[asyncio.Task[None]] = []
    timer = loop.call_later(PATIENCE, lambda: begun.append(loop.create_task(_defer(interaction))))
    try:
        yield
    finally:
        timer.cancel()
        await asyncio.gather(*begun)


async def _defer(interaction: Interaction) -> None:
    try:
        await acknowledge(interaction)
    except (discord.HTTPException, OSError, aiohttp.ClientError) as error:
        log.warning("not_acknowledged", why=str(error))


async def patiently(interaction: Interaction, work: Awaitable[T]) -> T:
    """Return what comes of the work; when that takes long, acknowledge first."""
    async with deferring(interaction):
        return await work


async def answered(
    interaction: Interaction, work: Callable[[], Awaitable[None]], *, defers: bool = True
) -> None:
    """Do the work, and answer whatever it raises. What takes long is acknowledged meanwhile, but
    for what opens a box: after that, none can be opened.
    """
    try:
        await (patiently(interaction, work()) if defers else work())
    except Exception as error:  # noqa: BLE001 - the edge: a person waits for an answer
        await apologise(interaction, error)


async def apologise(interaction: Interaction, error: Exception) -> None:
    """Log an error, and tell the person who waits, if there is a way."""
    match error:
        case app_commands.CheckFailure():
            pass  # whoever checked has said why
        case discord.HTTPException() if error.code in LATE:
            log.info("answer_late", why=str(error))
        case discord.HTTPException() | OSError() | aiohttp.ClientError() | TimeoutError():
            log.warning("not_answered", why=repr(error))
            await _say(interaction, answer("failed"))
        case NightreelError():
            log.info("refused", why=str(error))
            await _say(interaction, said(error.player_text))
        case _:
            log.error("press_failed", why=repr(error), exc_info=error)
            await _say(interaction, answer("failed"))


async def _say(interaction: Interaction, view: LayoutView) -> None:
    try:
        await say(interaction, view)
    except (discord.HTTPException, OSError, aiohttp.ClientError) as error:
        log.warning("not_answered", why=repr(error))


def texts_of(message: discord.Message | None) -> str:
    """Return all that a message of ours says."""
    if message is None:
        return ""
    view = LayoutView.from_message(message, timeout=None)
    return "\n".join(i.content for i in view.walk_children() if isinstance(i, TextDisplay))
