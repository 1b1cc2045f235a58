"""The wire to Discord: messages sent, edited, found again; and what its errors mean for a run."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Protocol

import aiohttp
import discord
from discord.ui import LayoutView, MediaGallery
from msgspec import Struct

from nightreel.ports.errors import NightreelError

NOBODY = discord.AllowedMentions.none()
"""Nothing that the game says may call anybody."""

ARCHIVED = 50083
"""Discord's code for a thread that fell asleep: a message wakes it, an edit does not."""
LOOKED_AT = 50
"""Messages of a channel among which one is looked for that may have been sent before a crash."""

_CLOSED = {
    10003: "channel",  # unknown channel
    10004: "channel",  # unknown guild
    50001: "forbidden",  # missing access
    50013: "forbidden",  # missing permissions
    50083: "forbidden",  # the thread is archived
    30033: "forbidden",  # too many people in the thread
    160005: "forbidden",  # the thread is locked
}
"""What a code means for a run: that its channel is gone, or closed to us."""


class Gone(NightreelError):
    """The message is not there any more: somebody took it away."""


class Closed(NightreelError):
    """The channel can't be posted to. `why` is `channel` or `forbidden`."""

    def __init__(self, why: str, log: str) -> None:
        super().__init__(log)
        self.why = why


class Later(NightreelError):
    """Time must act. `seconds` is what Discord asks for; None when it did not say."""

    def __init__(self, seconds: float | None, log: str) -> None:
        super().__init__(log)
        self.seconds = seconds


class Unfit(NightreelError):
    """A bug of ours: Discord won't have the message as it is. To send it again would not help."""


class Upload(Struct, frozen=True):
    """A file that goes with a message."""

    name: str
    data: bytes


class Sent(Struct, frozen=True):
    """A message as Discord has it. `pictures` are the addresses of what it shows, in order."""

    message: str
    pictures: tuple[str, ...] = ()


class Wire(Protocol):
    """Raises `Gone`, `Closed`, `Later` and `Unfit`, and nothing else."""

    async def send(
        self, channel: str, view: LayoutView, files: Sequence[Upload], nonce: str
    ) -> Sent:
        """Send a message. Twice with a nonce, within minutes, is once."""
        ...

    async def edit(
        self, channel: str, message: str, view: LayoutView, files: Sequence[Upload] | None
    ) -> Sent:
        """Edit a message; without files those that it has stay."""
        ...

    async def find(self, channel: str, mark: str) -> Sent | None:
        """Return the latest message of ours that has a control with that mark in its id."""
        ...


class DiscordWire:
    """The wire by discord.py, which waits out short rate limits and tries again by itself."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def send(
        self, channel: str, view: LayoutView, files: Sequence[Upload], nonce: str
    ) -> Sent:
        """Send a message."""
        try:
            message = await self._room(channel).send(
                view=view,
                files=[as_file(f) for f in files],
                nonce=nonce,
                allowed_mentions=NOBODY,
            )
        except Exception as error:
            raise meaning(error) from error
        return sent(message)

    async def edit(
        self, channel: str, message: str, view: LayoutView, files: Sequence[Upload] | None
    ) -> Sent:
        """Edit a message."""
        held = self._room(channel).get_partial_message(int(message))
        changed: dict[str, Any] = {"view": view, "allowed_mentions": NOBODY}
        if files is not None:
            changed["attachments"] = [as_file(f) for f in files]
        try:
            try:
                return sent(await held.edit(**changed))
            except discord.HTTPException as error:
                if error.code != ARCHIVED or not await self._woken(channel):
                    raise
                for upload in changed.get("attachments", ()):
                    upload.reset(seek=1)
                return sent(await held.edit(**changed))
        except Exception as error:
            raise meaning(error) from error

    async def _woken(self, channel: str) -> bool:
        """Open a thread that fell asleep; whether it could be."""
        thread = await self._client.fetch_channel(int(channel))
        if not isinstance(thread, discord.Thread) or thread.locked:
            return False
        await thread.edit(archived=False)
        return True

    async def find(self, channel: str, mark: str) -> Sent | None:
        """Return the latest message of ours that has a control with that mark in its id."""
        user = self._client.user
        try:
            async for message in self._history(channel):
                ours = user is not None and message.author.id == user.id
                if ours and any(mark in custom_id for custom_id in _controls(message)):
                    return sent(message)
        except Closed:
            return None  # without the right to read what was said, the nonce has to do
        return None

    async def _history(self, channel: str) -> AsyncIterator[discord.Message]:
        try:
            async for message in self._room(channel).history(limit=LOOKED_AT):
                yield message
        except Exception as error:
            raise meaning(error) from error

    def _room(self, channel: str) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(int(channel))


def meaning(error: Exception) -> NightreelError:
    """Return what an error of discord.py means for a run."""
    match error:
        case NightreelError():
            return error
        case discord.RateLimited():
            return Later(error.retry_after, str(error))
        case discord.HTTPException() if error.status == 429:
            return Later(None, str(error))
        case discord.HTTPException() if error.code == 10008:
            return Gone(str(error))
        case discord.HTTPException() if error.code in _CLOSED:
            return Closed(_CLOSED[error.code], str(error))
        case discord.HTTPException() if error.status in (403, 404):
            return Closed("forbidden", str(error))
        case discord.HTTPException() if error.status < 500:
            return Unfit(str(error))
        case discord.HTTPException() | OSError() | TimeoutError() | aiohttp.ClientError():
            return Later(None, repr(error))
        case _:
            return Unfit(repr(error))


def as_file(upload: Upload) -> discord.File:
    """Return the upload as discord.py takes it."""
    from io import BytesIO

    return discord.File(BytesIO(upload.data), upload.name)


def sent(message: discord.Message) -> Sent:
    """Return the message as far as we care."""
    return Sent(str(message.id), pictures_of(message))


def pictures_of(message: discord.Message) -> tuple[str, ...]:
    """Return the addresses of the pictures that a message shows."""
    view = LayoutView.from_message(message, timeout=None)
    galleries = [item for item in view.walk_children() if isinstance(item, MediaGallery)]
    return tuple(picture.media.url for gallery in galleries for picture in gallery.items)


def repoint(view: LayoutView, pictures: Sequence[str]) -> LayoutView:
    """Let a view show pictures that its message has already, instead of files sent with it."""
    left = list(pictures)
    for gallery in view.walk_children():
        if isinstance(gallery, MediaGallery):
            for picture in gallery.items:
                if left and picture.media.url.startswith("attachment://"):
                    picture.media.url = left.pop(0)
    return view


def _controls(message: discord.Message) -> list[str]:
    view = LayoutView.from_message(message, timeout=None)
    return [str(getattr(item, "custom_id", "")) for item in view.walk_children()]
