"""The gateway: sessions, what each is told, and the wire they hang on.

A session outlives its connection. While it has none, what it would have been told is kept and
replayed when the bot resumes; a session that is invalidated has to be identified anew.
"""

import asyncio
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any, cast

from aiohttp import WSCloseCode, WSMsgType, web

from . import payloads
from .snowflakes import shard_of
from .verdict import Judge
from .wire import Json, obj
from .world import Event, World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME = 0, 1, 2, 3, 4, 6
RECONNECT, MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 8, 9, 10, 11

_GUILDS, _MEMBERS, _MESSAGES, _DIRECT = 1 << 0, 1 << 1, 1 << 9, 1 << 12
CONTENT = 1 << 15
PRIVILEGED = _MEMBERS | 1 << 8 | CONTENT
"""Intents that an application has to be granted: members, presences, message content."""


@dataclass
class Session:
    """One shard of one process, over all of its connections."""

    id: str
    intents: int
    shard: int
    shards: int
    wire: "Wire | None" = None
    sequence: int = 0
    told: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    def tell(self, name: str, payload: Json) -> None:
        """Tell now, or when the session is resumed."""
        self.sequence += 1
        frame = json.dumps({"op": DISPATCH, "t": name, "s": self.sequence, "d": payload})
        self.told.append((self.sequence, frame))
        if self.wire:
            self.wire.put(frame)

    def missed(self, since: int) -> list[str]:
        return [frame for sequence, frame in self.told if sequence > since]


class Wire:
    """One WebSocket. Frames go out in order; none waits for another's answer."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self.socket = socket
        self._deflate = zlib.compressobj() if compressed else None
        self._frames: asyncio.Queue[str | int] = asyncio.Queue()

    def put(self, frame: str) -> None:
        """Send a frame as soon as the loop comes to it."""
        self._frames.put_nowait(frame)

    def put_op(self, op: int, data: Any) -> None:
        self.put(json.dumps({"op": op, "d": data}))

    def close(self, code: int) -> None:
        """Close behind what is already on its way."""
        self._frames.put_nowait(code)

    async def write(self) -> None:
        """Send what is put here until the wire is closed."""
        while isinstance(frame := await self._frames.get(), str):
            try:
                await self._send(frame)
            except ConnectionError:
                return
        await self.socket.close(code=frame)

    async def _send(self, frame: str) -> None:
        if self._deflate is None:
            await self.socket.send_str(frame)
            return
        packed = self._deflate.compress(frame.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
        await self.socket.send_bytes(packed)


@dataclass
class Gateway:
    """Takes connections and tells sessions what happens."""

    world: World
    judge: Judge
    token: str
    shards: int
    granted: int
    heartbeat_ms: int = 41_250
    sessions: dict[str, Session] = field(default_factory=dict[str, Session])
    identified: int = 0
    resumed: int = 0
    connections: int = 0
    down: bool = False
    closed: list[int] = field(default_factory=list[int])
    """The codes that connections were closed with from here."""
    lost: list[Callable[[Session], None]] = field(default_factory=list[Callable[[Session], None]])

    @property
    def url(self) -> str:
        return self.world.base.replace("http", "ws", 1) + "/gateway"

    def connected(self) -> list[Session]:
        """Return the sessions that hang on a wire."""
        return [session for session in self.sessions.values() if session.wire]

    def hear(self, event: Event) -> None:
        """Tell an event to whoever's shard and intents it concerns."""
        wanted = _intent(event)
        for session in self.sessions.values():
            mine = shard_of(event.guild, session.shards) == session.shard
            if mine and (not wanted or session.intents & wanted):
                session.tell(event.name, self._redacted(event, session))

    def tell(self, guild: int | None, name: str, payload: Json) -> list[Session]:
        """Tell something that needs no intent; return who was told while connected."""
        told: list[Session] = []
        for session in self.sessions.values():
            if shard_of(guild, session.shards) == session.shard:
                session.tell(name, payload)
                if session.wire:
                    told.append(session)
        return told

    def _redacted(self, event: Event, session: Session) -> Json:
        """Return the payload without what others wrote, for a bot that may not read it."""
        own = event.author is self.world.bot or event.guild is None
        if own or event.author is None or session.intents & CONTENT:
            return event.payload
        nothing: Json = {"content": "", "embeds": [], "attachments": [], "components": []}
        return {key: nothing.get(key, value) for key, value in event.payload.items()}

    # --- connections -----------------------------------------------------------------------------

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        if self.down:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(max_msg_size=1 << 22)
        await socket.prepare(request)
        self.connections += 1
        wire = Wire(socket, compressed=request.query.get("compress") == "zlib-stream")
        wire.put_op(HELLO, {"heartbeat_interval": self.heartbeat_ms})
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(wire.write())
            code = await self._read(wire)
            writing.cancel()
        self._forget(wire, code)
        return socket

    async def _read(self, wire: Wire) -> int | None:
        """Read until the connection ends; return the code the bot closed it with, if it did."""
        while True:
            message = await wire.socket.receive()
            if message.type is WSMsgType.TEXT:
                self._take(wire, json.loads(message.data))
            elif message.type is WSMsgType.CLOSE:
                return message.data
            else:
                return None

    def _forget(self, wire: Wire, code: int | None) -> None:
        """Keep the session of a lost connection; end it when the bot closed it for good."""
        for session in self.connected():
            if session.wire is not wire:
                continue
            session.wire = None
            if code in (WSCloseCode.OK, WSCloseCode.GOING_AWAY):
                del self.sessions[session.id]
            if code is None:
                for listener in self.lost:
                    listener(session)
        self.world.bell.ring()

    def _take(self, wire: Wire, frame: Json) -> None:
        op, data = frame["op"], obj(frame.get("d"))
        if op == HEARTBEAT:
            wire.put_op(HEARTBEAT_ACK, None)
        elif op == IDENTIFY:
            self._identify(wire, data)
        elif op == RESUME:
            self._resume(wire, data)
        elif op == MEMBERS:
            self._members(wire, data)
        elif op not in (PRESENCE, VOICE):
            self.judge.find("gateway", f"the bot sent op {op}")
            self._close(wire, 4001)

    def _identify(self, wire: Wire, data: Json) -> None:
        shard, shards = data.get("shard") or (0, 1)
        if data["token"] != self.token:
            self._close(wire, 4004)
        elif not 0 <= shard < shards:
            self._close(wire, 4010)
        elif data["intents"] & PRIVILEGED & ~self.granted:
            self._close(wire, 4014)
        else:
            session = Session(token_hex(16), data["intents"], shard, shards, wire)
            self.sessions[session.id] = session
            self.identified += 1
            self._welcome(session)
            self.world.bell.ring()

    def _welcome(self, session: Session) -> None:
        guilds = [
            guild
            for guild in self.world.guilds.values()
            if shard_of(guild.id, session.shards) == session.shard
            and self.world.bot.id in guild.members
        ]
        session.tell(
            "READY",
            {
                "v": 10,
                "user": payloads.user(self.world.bot),
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "resume_gateway_url": self.url,
                "shard": [session.shard, session.shards],
                "application": {"id": str(self.world.bot.id), "flags": 0},
            },
        )
        if session.intents & _GUILDS:
            for guild in guilds:
                session.tell("GUILD_CREATE", self.world.introduction(guild))

    def _resume(self, wire: Wire, data: Json) -> None:
        session = self.sessions.get(data["session_id"])
        if data["token"] != self.token:
            self._close(wire, 4004)
        elif session is None or data["seq"] is None or data["seq"] > session.sequence:
            wire.put_op(INVALID_SESSION, False)
        else:
            for frame in session.missed(data["seq"]):
                wire.put(frame)
            session.wire = wire
            self.resumed += 1
            session.tell("RESUMED", {"_trace": []})
            self.world.bell.ring()

    def _members(self, wire: Wire, data: Json) -> None:
        guild = self.world.guilds[int(data["guild_id"])]
        session = next(one for one in self.connected() if one.wire is wire)
        wanted = {int(one) for one in _listed(data.get("user_ids"))}
        query = str(data.get("query") or "").lower()
        found = [
            payloads.member(one)
            for one in guild.members.values()
            if (one.id in wanted if wanted else one.user.name.startswith(query))
        ]
        chunk: Json = {
            "guild_id": str(guild.id),
            "members": found[: int(data.get("limit") or 0) or None],
            "chunk_index": 0,
            "chunk_count": 1,
            "nonce": data.get("nonce"),
        }
        session.tell("GUILD_MEMBERS_CHUNK", chunk)

    # --- what goes wrong -------------------------------------------------------------------------

    def drop(self, *, resumable: bool, code: int = 4000, shard: int | None = None) -> None:
        """Break every connection, or one shard's; of sessions that can't be resumed nothing is
        kept.
        """
        for session in self.connected():
            if shard not in (None, session.shard):
                continue
            self._cut(session, code)
            if not resumable:
                del self.sessions[session.id]

    def ask_to_reconnect(self) -> None:
        """Send op 7: go, and resume elsewhere."""
        for session in self.connected():
            if session.wire:
                session.wire.put_op(RECONNECT, None)

    def invalidate(self, *, resumable: bool) -> None:
        """Send op 9: this session is over, or (resumable) not quite."""
        for session in self.connected():
            if session.wire:
                session.wire.put_op(INVALID_SESSION, resumable)
                session.wire = None
            if not resumable:
                del self.sessions[session.id]

    def _close(self, wire: Wire, code: int) -> None:
        self.closed.append(code)
        wire.close(code)

    def _cut(self, session: Session, code: int) -> None:
        if session.wire:
            self._close(session.wire, code)
            session.wire = None


def _listed(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else [value] if value else []


def _intent(event: Event) -> int:
    if event.name.startswith("MESSAGE_"):
        return _MESSAGES if event.guild else _DIRECT
    if event.name.startswith("GUILD_MEMBER"):
        return _MEMBERS
    return _GUILDS if event.name.startswith(("GUILD_", "CHANNEL_", "THREAD_")) else 0
