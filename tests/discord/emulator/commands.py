"""Slash commands: what an application may register, and what a client lets users type."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from . import payloads
from .errors import Impossible, Malformed
from .permissions import BITS
from .things import Channel, Guild, Member, Role, User
from .wire import Json
from .world import World

Value: TypeAlias = str | int | float | User | Channel | Role | Member
"""What an option takes; a tick is an int."""

SUB, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = range(1, 11)

_NAME = re.compile(r"[-_'\w]{1,32}")
MOST_COMMANDS = 100
MOST_OPTIONS = 25


@dataclass
class Book:
    """The commands that the application has registered: everywhere, and by guild."""

    world: World
    everywhere: dict[int, Json] = field(default_factory=dict[int, Json])
    by_guild: dict[int, dict[int, Json]] = field(default_factory=dict[int, dict[int, Json]])

    def shelf(self, guild: int | None) -> dict[int, Json]:
        return self.everywhere if guild is None else self.by_guild.setdefault(guild, {})

    def replace(self, guild: int | None, commands: Sequence[Json]) -> list[Json]:
        """Register these and no others. A command that keeps its name keeps its id.

        Raises:
            Malformed: When one of them breaks a rule.
        """
        problems = [problem for command in commands for problem in _command_problems(command)]
        names = [(command["name"], command.get("type", 1)) for command in commands]
        if len(set(names)) < len(names):
            problems.append("two commands have one name")
        if len(commands) > MOST_COMMANDS:
            problems.append(f"{len(commands)} commands, of {MOST_COMMANDS}")
        if problems:
            raise Malformed(problems)
        shelf = self.shelf(guild)
        kept = {(one["name"], one["type"]): one["id"] for one in shelf.values()}
        shelf.clear()
        return [
            self.put(guild, command, kept.get((command["name"], command.get("type", 1))))
            for command in commands
        ]

    def put(self, guild: int | None, command: Json, own_id: str | None = None) -> Json:
        """Register one command, which has been checked."""
        number = int(own_id) if own_id else self.world.ids.mint()
        known: Json = {
            "default_member_permissions": None,
            "type": 1,
            "description": "",
            "nsfw": False,
            "integration_types": [0],
            "contexts": None,
            **{key: value for key, value in command.items() if value is not None},
            "id": str(number),
            "application_id": str(self.world.bot.id),
            "version": str(self.world.ids.mint()),
        }
        if known["default_member_permissions"] is not None:  # taken as a number, told as a text
            known["default_member_permissions"] = str(known["default_member_permissions"])
        if guild is not None:
            known["guild_id"] = str(guild)
        self.shelf(guild)[number] = known
        return known

    def find(self, guild: Guild | None, name: str) -> Json | None:
        """Return the command that a user in that guild gets by that name."""
        shelves = [self.by_guild.get(guild.id, {})] if guild else []
        for shelf in (*shelves, self.everywhere):
            for command in shelf.values():
                if command["name"] == name and command["type"] == 1:
                    return command
        return None


def checked(command: Json) -> Json:
    """Return a command that breaks no rule.

    Raises:
        Malformed: When it does.
    """
    problems = _command_problems(command)
    if problems:
        raise Malformed(problems)
    return command


def _command_problems(command: Json) -> list[str]:
    found = _naming(command, what="command", described=command.get("type", 1) == 1)
    return found + _options_problems(command["name"], command.get("options") or ())


def _naming(thing: Json, *, what: str, described: bool = True) -> list[str]:
    name: str = thing["name"]
    found: list[str] = []
    if described and (not _NAME.fullmatch(name) or name != name.lower()):
        found.append(f"{what} {name!r} has no name of 1 to 32 lower-case characters")
    if described and not 1 <= len(thing.get("description") or "") <= 100:
        found.append(f"{what} {name!r} has no description of 1 to 100 characters")
    return found


def _options_problems(name: str, options: Sequence[Json]) -> list[str]:
    found: list[str] = []
    if len(options) > MOST_OPTIONS:
        found.append(f"{name!r} has {len(options)} options, of {MOST_OPTIONS}")
    needed = [bool(one.get("required")) for one in options]
    if needed != sorted(needed, reverse=True):
        found.append(f"{name!r} wants an option behind one that may be left out")
    for option in options:
        found += _naming(option, what=f"option of {name!r}")
        choices: Sequence[Json] = option.get("choices") or ()
        if len(choices) > MOST_OPTIONS:
            found.append(f"option {option['name']!r} has {len(choices)} choices")
        if choices and option.get("autocomplete"):
            found.append(f"option {option['name']!r} has choices and completes too")
        if option["type"] in (SUB, GROUP):
            found += _options_problems(f"{name} {option['name']}", option.get("options") or ())
    return found


# --- what users type -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Typed:
    """A command line: the command, the way down to its leaf, and the leaf's own options."""

    command: Json
    way: tuple[Json, ...]
    options: Sequence[Json]

    def data(self, values: Sequence[Json], resolved: Json, guild: Guild | None) -> Json:
        """Return what the bot is sent."""
        inner = list(values)
        for step in reversed(self.way):
            inner = [{"name": step["name"], "type": step["type"], "options": inner}]
        known: Json = {
            "id": self.command["id"],
            "name": self.command["name"],
            "type": 1,
            "options": inner,
        }
        if guild and "guild_id" in self.command:
            known["guild_id"] = str(guild.id)
        return {**known, "resolved": resolved} if resolved else known


def typed(book: Book, channel: Channel, user: User, line: str) -> Typed:
    """Return what "run status" means to this user in this channel.

    Raises:
        Impossible: When their client offers no such command.
    """
    name, *steps = line.removeprefix("/").split()
    command = book.find(channel.guild, name)
    if command is None:
        raise Impossible(f"there is no /{name}; was it registered?")
    _offered(command, channel, user)
    options: Sequence[Json] = command.get("options") or ()
    way: list[Json] = []
    for step in steps:
        found = next(
            (one for one in options if one["name"] == step and one["type"] in (SUB, GROUP)), None
        )
        if found is None:
            raise Impossible(f"/{line}: {step!r} is no subcommand")
        way.append(found)
        options = found.get("options") or ()
    if any(one["type"] in (SUB, GROUP) for one in options):
        raise Impossible(f"/{line} needs one of {[one['name'] for one in options]}")
    return Typed(command, tuple(way), options)


def _offered(command: Json, channel: Channel, user: User) -> None:
    name = command["name"]
    contexts = command.get("contexts")
    if contexts is not None and (0 if channel.guild else 1) not in contexts:
        raise Impossible(f"/{name} is not offered here")
    if channel.guild is None:
        if contexts is None and command.get("dm_permission") is False:
            raise Impossible(f"/{name} is not offered in direct messages")
        return
    needed = command.get("default_member_permissions")
    here = channel.permissions_of(user)
    if not here & BITS["administrator"] and not _enough(here, needed):
        raise Impossible(f"/{name} is not offered to {user.name}")
    if not channel.may(user, "use_application_commands"):
        raise Impossible(f"{user.name} may not use commands in #{channel.name}")
    if command.get("nsfw") and not channel.age_restricted:
        raise Impossible(f"/{name} is offered in age-restricted channels only")


def _enough(here: int, needed: str | None) -> bool:
    """Whether permissions suffice; a command that needs "0" is for administrators."""
    return needed is None or (needed != "0" and here & int(needed) == int(needed))


def values(line: Typed, given: Mapping[str, Value]) -> tuple[list[Json], Json]:
    """Return a command's options as they are sent, and the things that they name.

    Raises:
        Impossible: When a client would not let them through.
    """
    known = {one["name"]: one for one in line.options}
    strangers = given.keys() - known.keys()
    if strangers:
        raise Impossible(f"/{line.command['name']} has {sorted(known)}, not {sorted(strangers)}")
    missing = [name for name, one in known.items() if one.get("required") and name not in given]
    if missing:
        raise Impossible(f"/{line.command['name']} needs {missing}")
    resolved: Json = {}
    return [_option(known[name], value, resolved) for name, value in given.items()], resolved


def _option(option: Json, value: Value, resolved: Json) -> Json:
    known: Json = {"name": option["name"], "type": option["type"]}
    if isinstance(value, User | Member | Role | Channel):
        try:
            return {**known, "value": resolve(option["type"], value, resolved)}
        except Impossible as error:
            raise Impossible(f"{option['name']}: {error}") from None
    _fits(option, value)
    choices = {one["value"] for one in option.get("choices") or ()}
    if choices and value not in choices:
        raise Impossible(f"{option['name']} offers {sorted(choices)}, not {value!r}")
    return {**known, "value": value}


def _fits(option: Json, value: str | int | float) -> None:
    kinds: dict[int, tuple[type, ...]] = {
        STRING: (str,), INTEGER: (int,), BOOLEAN: (bool,), NUMBER: (int, float),
    }  # fmt: skip
    if not isinstance(value, kinds.get(option["type"], ())):
        raise Impossible(f"{option['name']} does not take {value!r}")
    size = len(value) if isinstance(value, str) else value
    low, high = (
        ("min_length", "max_length") if isinstance(value, str) else ("min_value", "max_value")
    )
    if option.get(low) is not None and size < option[low]:
        raise Impossible(f"{option['name']} takes no less than {option[low]}")
    if option.get(high) is not None and size > option[high]:
        raise Impossible(f"{option['name']} takes no more than {option[high]}")


def resolve(wanted: int, value: User | Member | Role | Channel, resolved: Json) -> str:
    """Add a named thing to what is sent along, and return its id.

    Raises:
        Impossible: When it is not of the wanted kind, which is an option's type.
    """
    fits = {User: USER, Member: USER, Role: ROLE, Channel: CHANNEL}[type(value)]
    if wanted not in (fits, MENTIONABLE if fits != CHANNEL else CHANNEL):
        raise Impossible(f"a {type(value).__name__.lower()} does not fit")
    key = str(value.id)
    if isinstance(value, Channel):
        resolved.setdefault("channels", {})[key] = {**payloads.channel(value), "permissions": "0"}
    elif isinstance(value, Role):
        resolved.setdefault("roles", {})[key] = payloads.role(value)
    else:
        user = value.user if isinstance(value, Member) else value
        resolved.setdefault("users", {})[key] = payloads.user(user)
        if isinstance(value, Member):
            member = payloads.member(value)
            del member["user"]
            resolved.setdefault("members", {})[key] = {**member, "permissions": "0"}
    return key
