"""Who plays: an account on Discord, the pseudonym in the ledger, the name that others see."""

import unicodedata
from collections import OrderedDict
from collections.abc import Iterable, Mapping

import discord

from nightreel.ports.rooms import People, Person

BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs by their category, that look like nothing."""
KEPT = 4096
"""People kept at hand. Whoever is dropped is looked up again."""


class Cast:
    """Knows people by account and by pseudonym. The truth is in the store; this saves asking it."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._met: OrderedDict[str, Person] = OrderedDict()
        self._names: dict[str, str] = {}

    @property
    def names(self) -> Mapping[str, str]:
        """What people are called, by pseudonym, as far as they are at hand."""
        return self._names

    async def meet(self, user: discord.abc.User) -> Person:
        """Return who a user is; a new person when nobody knows them yet.

        By the account's own name: a nickname is one server's, and would be shown on others.
        """
        account, name = str(user.id), user.global_name or ""
        if not _seen(name):
            name = user.name
        known = self._met.get(account)
        if known is None or known.name != name:
            known = await self._people.meet(account, name)
        self._keep(known)
        return known

    async def learn(self, pseudonyms: Iterable[str]) -> None:
        """Have the names of people at hand."""
        unknown = [p for p in pseudonyms if p not in self._names]
        if unknown:
            self._names.update(await self._people.names(unknown))

    async def find(self, user: discord.abc.User) -> Person | None:
        """Return who a user is, without beginning to know them."""
        return self._met.get(str(user.id)) or await self._people.person(str(user.id))

    async def forget(self, user: discord.abc.User) -> bool:
        """Forget a user; return whether they were known."""
        gone = self._met.pop(str(user.id), None) or await self._people.person(str(user.id))
        if gone is not None:
            self._names.pop(gone.pseudonym, None)
        return await self._people.forget(str(user.id))

    def _keep(self, person: Person) -> None:
        self._met[person.account] = person
        self._met.move_to_end(person.account)
        self._names[person.pseudonym] = person.name
        while len(self._met) > KEPT:
            _, dropped = self._met.popitem(last=False)
            self._names.pop(dropped.pseudonym, None)


def _seen(name: str) -> bool:
    """Whether anything of a name is seen at all."""
    return any(c not in BLANKS and unicodedata.category(c)[0] in "LNPS" for c in name)
