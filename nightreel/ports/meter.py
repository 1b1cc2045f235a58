"""The meter port: what a turn took and what it cost, told to whoever counts."""

from typing import Protocol


class Meter(Protocol):
    """Counts. Never raises."""

    def count(self, name: str, value: float = 1.0, **labels: str) -> None:
        """Add to a counter."""
        ...

    def took(self, name: str, seconds: float, **labels: str) -> None:
        """Record how long something took."""
        ...


class Silent:
    """A meter for when nobody counts."""

    def count(self, name: str, value: float = 1.0, **labels: str) -> None:
        """Do nothing."""

    def took(self, name: str, seconds: float, **labels: str) -> None:
        """Do nothing."""
