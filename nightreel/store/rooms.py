"""Rooms, posts, rules and people for as long as a process lasts."""

import secrets
from collections.abc import Iterable, Mapping

from msgspec import structs

from nightreel.ports.rooms import Asked, Person, Post, Room, Ruled, Rules, RulesChanged, Standing


def pseudonym() -> str:
    """Return a new name that says nothing about anybody."""
    return f"p-{secrets.token_hex(6)}"


def changed(room: Room, standing: Standing | None, halted: str | None, played: int | None) -> Room:
    """Return the room with what is given. What is over stays over."""
    if room.standing == "over":
        standing = None
    wanted = {"standing": standing, "halted": halted, "played": played}
    return structs.replace(room, **{k: v for k, v in wanted.items() if v is not None})


class MemoryRooms:
    """Keeps all in dicts. No method awaits in between, so each is one transaction on one loop."""

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}
        self._posts: dict[tuple[str, int, int, str], Post] = {}
        self._rules: dict[str, Ruled] = {}
        self._people: dict[str, Person] = {}

    # --- rooms

    async def open(self, room: Room) -> None:
        """Keep a new room; one that is there stays as it is."""
        self._rooms.setdefault(room.run, room)

    async def claim(self, run: str, asked: Asked | None = None) -> Room | None:
        """Make the run the live one of its channel; return whichever has the channel then."""
        room = self._rooms.get(run)
        if room is None or room.standing == "over":
            return None
        for other in self._rooms.values():
            here = (other.surface, other.channel) == (room.surface, room.channel)
            if here and other.standing == "live":
                return other
        self._rooms[run] = structs.replace(room, standing="live", asked=asked or room.asked)
        return self._rooms[run]

    async def update(
        self,
        run: str,
        *,
        standing: Standing | None = None,
        halted: str | None = None,
        played: int | None = None,
    ) -> None:
        """Change what is given."""
        if run in self._rooms:
            self._rooms[run] = changed(self._rooms[run], standing, halted, played)

    async def unshown(self) -> list[Room]:
        """Return rooms of runs that are over, and of which something is shown, but not the end."""
        told = {post.run for post in self._posts.values()}
        ended = {post.run for post in self._posts.values() if post.slot == "end" and post.done}
        over = (room for room in self._rooms.values() if room.standing == "over")
        return [room for room in over if room.run in told - ended]

    async def room(self, run: str) -> Room | None:
        """Return the room of a run."""
        return self._rooms.get(run)

    async def rooms(
        self,
        *,
        channel: str | None = None,
        guild: str | None = None,
        standing: Standing | None = None,
        limit: int = 1000,
    ) -> list[Room]:
        """Return rooms, the latest created first."""
        found = [
            room
            for room in self._rooms.values()
            if channel in (None, room.channel)
            and guild in (None, room.guild)
            and standing in (None, room.standing)
        ]
        return sorted(found, key=lambda r: (-r.created, r.run))[:limit]

    # --- posts

    async def put(self, *posts: Post) -> None:
        """Keep posts, each in the place of the one with its key."""
        self._posts.update({(post.run, *post.key): post for post in posts})

    async def posts(self, run: str) -> list[Post]:
        """Return a run's posts, the earliest first."""
        return sorted((p for p in self._posts.values() if p.run == run), key=lambda p: p.key)

    # --- rules

    async def rules(self, guild: str) -> Ruled:
        """Return a guild's rules."""
        return self._rules.get(guild, Ruled())

    async def amend(self, guild: str, rules: Rules, version: int) -> Ruled:
        """Put rules in the place of those with that version. Raises `RulesChanged`."""
        if self._rules.get(guild, Ruled()).version != version:
            raise RulesChanged(f"the rules of {guild} are not at version {version}")
        self._rules[guild] = Ruled(rules, version + 1)
        return self._rules[guild]

    # --- people

    async def meet(self, account: str, name: str) -> Person:
        """Return the person of an account, by that name from now on."""
        known = self._people.get(account)
        met = structs.replace(known, name=name) if known else Person(account, pseudonym(), name)
        self._people[account] = met
        return met

    async def person(self, account: str) -> Person | None:
        """Return the person of an account, if it is known."""
        return self._people.get(account)

    async def names(self, pseudonyms: Iterable[str]) -> Mapping[str, str]:
        """Return the names behind pseudonyms, as far as they are known."""
        asked = set(pseudonyms)
        return {p.pseudonym: p.name for p in self._people.values() if p.pseudonym in asked}

    async def forget(self, account: str) -> bool:
        """Forget an account; return whether it was known."""
        return self._people.pop(account, None) is not None
