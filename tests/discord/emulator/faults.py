"""Faults on demand: what Discord, the network and moderators do to a bot.

A fault is armed for the next request (or the next few) to a route, given as in Exchange or as its
beginning: "PATCH", "POST /channels", "" for any. What happens to the world itself (a deleted
message, a lost permission) needs no fault; the world has verbs for it.
"""

import asyncio
from dataclasses import dataclass, field

from .errors import Refused, already_acknowledged, unknown_interaction
from .limits import RateLimited

CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
FOREVER = 1_000_000_000


class Gate:
    """Holds requests until a test lets them through."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._reached = asyncio.Event()
        self.held = 0

    def release(self) -> None:
        self._open.set()

    async def reached(self, within: float = 5.0) -> None:
        """Wait until a request stands before it."""
        async with asyncio.timeout(within):
            await self._reached.wait()

    async def pass_through(self) -> None:
        self.held += 1
        self._reached.set()
        await self._open.wait()


@dataclass
class Fault:
    """What happens to a request instead of, before or after its being handled."""

    name: str
    route: str
    times: int
    refusal: Refused | None = None
    gate: Gate | None = None
    delay: float = 0.0
    loses_answer: bool = False
    loses_request: bool = False


@dataclass
class Faults:
    """The armed faults, first in, first out."""

    armed: list[Fault] = field(default_factory=list[Fault])

    def take(self, route: str) -> Fault | None:
        """Return the fault that a request runs into, using it up."""
        for fault in self.armed:
            if route.startswith(fault.route):
                fault.times -= 1
                if fault.times == 0:
                    self.armed.remove(fault)
                return fault
        return None

    def fail(self, route: str = "", *, status: int = 500, code: int = 0, times: int = 1) -> Fault:
        """Answer with an error, leaving the request undone."""
        refusal = Refused(status, code, f"{status}: fault")
        return self._arm(Fault(f"{status}", route, times, refusal=refusal))

    def rate_limit(
        self, retry_after: float, route: str = "", *, times: int = 1, everywhere: bool = False
    ) -> Fault:
        """Answer 429, for the route or for everything the bot does."""
        limited = RateLimited(retry_after, everywhere=everywhere)
        return self._arm(Fault("429", route, times, refusal=limited))

    def unknown_interaction(self, times: int = 1) -> Fault:
        """Answer a callback as if it came too late."""
        return self._arm(Fault("10062", CALLBACK, times, refusal=unknown_interaction()))

    def already_acknowledged(self, times: int = 1) -> Fault:
        """Answer a callback as if another process had been faster."""
        return self._arm(Fault("40060", CALLBACK, times, refusal=already_acknowledged()))

    def slow(self, seconds: float, route: str = "", *, times: int = FOREVER) -> Fault:
        """Answer late, by the real clock. Where a test can, it should hold instead."""
        return self._arm(Fault("slow", route, times, delay=seconds))

    def hold(self, route: str = "", *, times: int = 1) -> Gate:
        """Let a request arrive and keep it waiting until the gate is released."""
        gate = Gate()
        self._arm(Fault("held", route, times, gate=gate))
        return gate

    def lose_answer(self, route: str = "", *, times: int = 1) -> Fault:
        """Do what is asked and break the connection before saying so."""
        return self._arm(Fault("answer lost", route, times, loses_answer=True))

    def lose_request(self, route: str = "", *, times: int = 1) -> Fault:
        """Break the connection and leave undone what is asked."""
        return self._arm(Fault("request lost", route, times, loses_request=True))

    def outage(self, status: int = 503) -> Fault:
        """Fail everything until the fault is lifted."""
        refusal = Refused(status, 0, f"{status}: outage")
        return self._arm(Fault("outage", "", FOREVER, refusal=refusal))

    def lift(self, fault: Fault | None = None) -> None:
        """Disarm a fault, or all of them. A held request needs its gate released."""
        self.armed = [one for one in self.armed if fault is not None and one is not fault]

    def _arm(self, fault: Fault) -> Fault:
        self.armed.append(fault)
        return fault
