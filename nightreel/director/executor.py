"""What the director asks of an executor: to run a turn's pipeline to its end, once."""

from collections.abc import Callable, Coroutine
from typing import Any, Protocol, Self

from nightreel.director.pipeline import Step


class Executor(Protocol):
    """Runs a turn's pipeline to its end, once."""

    async def __aenter__(self) -> Self:
        """Open, and continue what a dead process left."""
        ...

    async def __aexit__(self, *_: object) -> None:
        """Close; what is unfinished is continued by whoever opens next."""
        ...

    async def execute(self, key: str) -> object:
        """Return when the turn of that key is committed."""
        ...

    async def forget(self, run: str) -> None:
        """Drop what was recorded for the turns of a run that is over."""
        ...


Resolve = Callable[[str, Step], Coroutine[Any, Any, str]]
MakeExecutor = Callable[[Resolve], Executor]
