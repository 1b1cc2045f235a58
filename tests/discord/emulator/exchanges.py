"""Everything that the bot asked over REST, in order, and ways to count it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from .things import Channel, Message
from .wire import obj


@dataclass
class Exchange:
    """One request and its answer.

    `route` is the method and the path with its parameters unfilled, as Discord's description has
    it: "PATCH /channels/{channel_id}/messages/{message_id}". A path that Discord doesn't have
    stands as it was asked. `at` is the moment of the request on the
    emulator's clock, `seconds` what the emulator itself took to answer.
    """

    route: str
    path: str
    at: float
    params: dict[str, str] = field(default_factory=dict[str, str])
    query: dict[str, str] = field(default_factory=dict[str, str])
    body: Any = None
    files: dict[str, int] = field(default_factory=dict[str, int])
    status: int = 0
    answer: Any = None
    seconds: float = 0.0
    fault: str | None = None
    message: int | None = None
    interaction: int | None = None
    channel: int | None = None

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def code(self) -> int | None:
        """Discord's own code of what went wrong."""
        return None if self.ok else obj(self.answer).get("code")

    def __str__(self) -> str:
        bad = "" if self.ok else f" {self.answer}"
        fault = f" (fault: {self.fault})" if self.fault else ""
        return f"{self.at:10.3f} {self.route} -> {self.status}{bad}{fault}"


class Exchanges(Sequence[Exchange]):
    """A list of exchanges; each filter returns another."""

    def __init__(self, known: Sequence[Exchange] = ()) -> None:
        self._known = list(known)

    def add(self, exchange: Exchange) -> None:
        self._known.append(exchange)

    def where(self, wanted: Callable[[Exchange], bool]) -> "Exchanges":
        return Exchanges([one for one in self._known if wanted(one)])

    def to(self, route: str) -> "Exchanges":
        """Return those to a route, or to all routes that begin so: "POST /channels"."""
        return self.where(lambda one: one.route.startswith(route))

    def about(self, message: Message) -> "Exchanges":
        """Return those that made, changed, read or removed a message."""
        return self.where(lambda one: one.message == message.id)

    def within(self, channel: Channel) -> "Exchanges":
        """Return those that concern a channel, interactions in it included."""
        return self.where(lambda one: one.channel == channel.id)

    def since(self, mark: int) -> "Exchanges":
        """Return those after the first `mark`, where `mark` is an earlier length."""
        return Exchanges(self._known[mark:])

    @property
    def failed(self) -> "Exchanges":
        return self.where(lambda one: not one.ok)

    @overload
    def __getitem__(self, index: int) -> Exchange: ...
    @overload
    def __getitem__(self, index: slice) -> "Exchanges": ...
    def __getitem__(self, index: int | slice) -> "Exchange | Exchanges":
        if isinstance(index, slice):
            return Exchanges(self._known[index])
        return self._known[index]

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[Exchange]:
        return iter(self._known)

    def __str__(self) -> str:
        return "\n".join(map(str, self._known))
