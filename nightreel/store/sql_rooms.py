"""Rooms, posts, rules and people in the ledger's database."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import structs
from sqlalchemy import Connection, and_, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from nightreel.ports.errors import LedgerBroken
from nightreel.ports.rooms import (
    Asked,
    Person,
    Post,
    Room,
    Ruled,
    Rules,
    RulesChanged,
    Standing,
)
from nightreel.store import schema
from nightreel.store.database import Database
from nightreel.store.rooms import changed, pseudonym

_rooms, _posts, _rules, _people = (
    schema.rooms.c,
    schema.posts.c,
    schema.rules.c,
    schema.people.c,
)
_ROOM = select(*(_rooms[name] for name in Room.__struct_fields__))
_POST = select(*(_posts[name] for name in Post.__struct_fields__))
_PERSON = select(_people.account, _people.pseudonym, _people.name)
_KEY = ("run", "take", "turn", "slot")


class SqlRooms:
    """Keeps all in a database, a transaction a call. Any number of processes may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- rooms

    async def open(self, room: Room) -> None:
        """Keep a new room; one that is there stays as it is."""
        await self._database.write(_open, room)

    async def claim(self, run: str, asked: Asked | None = None) -> Room | None:
        """Make the run the live one of its channel; return whichever has the channel then."""
        return await self._database.write(_claim, run, asked)

    async def update(
        self,
        run: str,
        *,
        standing: Standing | None = None,
        halted: str | None = None,
        played: int | None = None,
    ) -> None:
        """Change what is given."""
        await self._database.write(_update, run, standing, halted, played)

    async def unshown(self) -> list[Room]:
        """Return rooms of runs that are over, and of which something is shown, but not the end."""
        return await self._database.read(_unshown)

    async def room(self, run: str) -> Room | None:
        """Return the room of a run."""
        return await self._database.read(_room, run)

    async def rooms(
        self,
        *,
        channel: str | None = None,
        guild: str | None = None,
        standing: Standing | None = None,
        limit: int = 1000,
    ) -> list[Room]:
        """Return rooms, the latest created first."""
        wanted = {"channel": channel, "guild": guild, "standing": standing}
        return await self._database.read(_latest, wanted, limit)

    # --- posts

    async def put(self, *posts: Post) -> None:
        """Keep posts, all or none, each in the place of the one with its key."""
        await self._database.write(_put, posts)

    async def posts(self, run: str) -> list[Post]:
        """Return a run's posts, the earliest first."""
        return await self._database.read(_posts_of, run)

    # --- rules

    async def rules(self, guild: str) -> Ruled:
        """Return a guild's rules."""
        return await self._database.read(_ruled, guild)

    async def amend(self, guild: str, rules: Rules, version: int) -> Ruled:
        """Put rules in the place of those with that version. Raises `RulesChanged`."""
        return await self._database.write(_amend, guild, rules, version)

    # --- people

    async def meet(self, account: str, name: str) -> Person:
        """Return the person of an account, by that name from now on."""
        return await self._database.write(_meet, account, name)

    async def person(self, account: str) -> Person | None:
        """Return the person of an account, if it is known."""
        return await self._database.read(_person, account)

    async def names(self, pseudonyms: Iterable[str]) -> Mapping[str, str]:
        """Return the names behind pseudonyms, as far as they are known."""
        return await self._database.read(_names, sorted(set(pseudonyms)))

    async def forget(self, account: str) -> bool:
        """Forget an account; return whether it was known."""
        return await self._database.write(_forget, account)


def _row(room: Room) -> dict[str, Any]:
    return {**structs.asdict(room), "asked": msgspec.json.encode(room.asked).decode()}


def _as_room(row: Any) -> Room:
    try:
        fields: dict[str, Any] = dict(zip(Room.__struct_fields__, row, strict=True))
        fields["asked"] = msgspec.json.decode(fields["asked"], type=Asked)
        return msgspec.convert(fields, Room)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise LedgerBroken(f"room {row[0]}: {error}") from error


def _open(db: Connection, room: Room) -> None:
    if _room(db, room.run) is None:
        db.execute(insert(schema.rooms), _row(room))


def _claim(db: Connection, run: str, asked: Asked | None) -> Room | None:
    room = _room(db, run)
    if room is None or room.standing == "over":
        return None
    if room.standing == "live":
        return room
    room = structs.replace(room, standing="live", asked=asked or room.asked)
    try:
        with db.begin_nested():
            db.execute(update(schema.rooms).where(_rooms.run == run), _row(room))
    except IntegrityError:
        held = and_(
            _rooms.surface == room.surface,
            _rooms.channel == room.channel,
            _rooms.standing == "live",
        )
        row = db.execute(_ROOM.where(held)).one_or_none()
        return _as_room(row) if row else None
    return room


def _update(
    db: Connection,
    run: str,
    standing: Standing | None,
    halted: str | None,
    played: int | None,
) -> None:
    room = _room(db, run)
    if room is None:
        return
    now = changed(room, standing, halted, played)
    if now != room:
        db.execute(update(schema.rooms).where(_rooms.run == run), _row(now))


def _room(db: Connection, run: str) -> Room | None:
    row = db.execute(_ROOM.where(_rooms.run == run)).one_or_none()
    return _as_room(row) if row else None


def _unshown(db: Connection) -> list[Room]:
    told = exists().where(_posts.run == _rooms.run)
    end = and_(_posts.run == _rooms.run, _posts.slot == "end", _posts.done)
    asked = _ROOM.where(_rooms.standing == "over", told, ~exists().where(end))
    return [_as_room(row) for row in db.execute(asked)]


def _latest(db: Connection, wanted: dict[str, str | None], limit: int) -> list[Room]:
    asked = _ROOM.order_by(_rooms.created.desc(), _rooms.run).limit(limit)
    for name, value in wanted.items():
        if value is not None:
            asked = asked.where(_rooms[name] == value)
    return [_as_room(row) for row in db.execute(asked)]


def _put(db: Connection, posts: Sequence[Post]) -> None:
    for post in posts:
        row = structs.asdict(post)
        key = and_(*(_posts[name] == row[name] for name in _KEY))
        if db.execute(update(schema.posts).where(key), row).rowcount == 0:
            db.execute(insert(schema.posts), row)


def _posts_of(db: Connection, run: str) -> list[Post]:
    asked = _POST.where(_posts.run == run).order_by(_posts.take, _posts.turn, _posts.slot)
    return [Post(*row) for row in db.execute(asked)]


def _ruled(db: Connection, guild: str) -> Ruled:
    asked = select(_rules.rules, _rules.version).where(_rules.guild == guild)
    row = db.execute(asked).one_or_none()
    if row is None:
        return Ruled()
    try:
        return Ruled(msgspec.json.decode(row[0], type=Rules), row[1])
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise LedgerBroken(f"the rules of {guild}: {error}") from error


def _amend(db: Connection, guild: str, rules: Rules, version: int) -> Ruled:
    now = {"rules": msgspec.json.encode(rules).decode(), "version": version + 1}
    swap = update(schema.rules).where(_rules.guild == guild, _rules.version == version)
    if db.execute(swap, now).rowcount == 0:
        if version > 0:
            raise RulesChanged(f"the rules of {guild} are not at version {version}")
        try:
            db.execute(insert(schema.rules), {"guild": guild, **now})
        except IntegrityError as error:
            raise RulesChanged(f"{guild} has rules already") from error
    return Ruled(rules, version + 1)


def _meet(db: Connection, account: str, name: str) -> Person:
    known = _person(db, account)
    if known is None:
        met = Person(account, pseudonym(), name)
        db.execute(insert(schema.people), structs.asdict(met))
        return met
    if known.name != name:
        db.execute(update(schema.people).where(_people.account == account), {"name": name})
    return structs.replace(known, name=name)


def _person(db: Connection, account: str) -> Person | None:
    row = db.execute(_PERSON.where(_people.account == account)).one_or_none()
    return Person(*row) if row else None


def _names(db: Connection, pseudonyms: list[str]) -> dict[str, str]:
    asked = select(_people.pseudonym, _people.name).where(_people.pseudonym.in_(pseudonyms))
    return {row[0]: row[1] for row in db.execute(asked)} if pseudonyms else {}


def _forget(db: Connection, account: str) -> bool:
    return db.execute(delete(schema.people).where(_people.account == account)).rowcount > 0
