"""Who may begin what where, and how fast somebody may write. Rules are the guild's own."""

from collections import deque
from collections.abc import Sequence

import discord

from nightreel.core.settings import Rating
from nightreel.ports.clock import Clock
from nightreel.ports.rooms import Room, Rules

MINUTE = 60_000
FORGOTTEN = 4096
"""People whose writing is minded at once; the one that wrote longest ago is dropped."""


class Pace:
    """How often people write in. It may be lost: a restart gives everybody a fresh minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._written: dict[str, deque[int]] = {}

    def may_write(self, who: str, a_minute: int) -> bool:
        """Whether they may write now; if so, it is counted."""
        now = self._clock.now()
        times = self._written.pop(who, None) or deque()
        while times and times[0] <= now - MINUTE:
            times.popleft()
        self._written[who] = times
        while len(self._written) > FORGOTTEN:
            del self._written[next(iter(self._written))]
        if len(times) >= a_minute:
            return False
        times.append(now)
        return True


def may_begin(rules: Rules, live: Sequence[Room], host: str, world: str) -> str | None:
    """Return why a host may not begin a run in a guild with those live runs, or None."""
    playing = [room for room in live if room.halted != "channel"]
    if rules.worlds and world not in rules.worlds:
        return "not_this_world"
    if len(playing) >= rules.runs:
        return "busy_guild"
    if sum(room.host == host for room in playing) >= rules.runs_each:
        return "busy_you"
    return None


def may_host(rules: Rules, member: discord.abc.User, permissions: discord.Permissions) -> bool:
    """Whether somebody may begin runs: whoever manages the server may always."""
    if not rules.hosts or permissions.manage_guild:
        return True
    roles = member.roles if isinstance(member, discord.Member) else ()
    return any(str(role.id) in rules.hosts for role in roles)


def may_play_here(rules: Rules, channel: str, parent: str | None) -> bool:
    """Whether runs may be begun in a channel, or in the one that a thread belongs to."""
    return not rules.channels or channel in rules.channels or parent in rules.channels


def rated(rating: Rating, *, restricted: bool) -> bool:
    """Whether a channel may have runs of that rating."""
    return restricted or rating != "harsh"


def usual(rating: Rating, *, restricted: bool) -> Rating:
    """Return the rating of a run for which nobody named one: the server's, where it may be."""
    return rating if rated(rating, restricted=restricted) else "tense"


def restricted(channel: object) -> bool:
    """Whether a channel is age-restricted; a thread is what its channel is."""
    if isinstance(channel, discord.Thread):
        return restricted(channel.parent)
    nsfw = getattr(channel, "nsfw", False)
    return nsfw is True


def missing(permissions: discord.Permissions, *, thread: bool) -> list[str]:
    """Return the names of the permissions that a run needs and we have not."""
    speaking = "send_messages_in_threads" if thread else "send_messages"
    needed = ("view_channel", speaking, "attach_files", "read_message_history")
    return [name.replace("_", " ") for name in needed if not getattr(permissions, name)]
