"""A manager's hand: sets a server's rules by the panels that they are on."""

from collections.abc import Sequence

from tests.discord.emulator import Message, Person
from tests.discord.rooms import Night, menu

PAGES = {
    **dict.fromkeys(("runs", "runs_each", "write_ins", "idle", "again"), "limits"),
    **dict.fromkeys(("crew", "clock", "rating", "pictures", "cooldown"), "defaults"),
    **dict.fromkeys(("channels", "hosts", "worlds"), "access"),
}


def a_manager(night: Night, name: str = "boss") -> Person:
    return night.guild.member(name, permissions=("manage_guild",))


async def panel(night: Night, boss: Person, page: str) -> Message:
    return (await boss.slash(night.channel, f"admin {page}")).replies[0]


async def decide(night: Night, boss: Person, **rules: int | str | Sequence[str | int]) -> None:
    """Set rules by the panels that they are on. A list is of ids."""
    for field, value in rules.items():
        page = await panel(night, boss, PAGES[field])
        values = [str(value)] if isinstance(value, int | str) else value
        await boss.select(page, custom_id=menu(page, field), values=values)
