"""Rate limits: headers on every answer, and 429 for who doesn't heed them."""

from dataclasses import dataclass, field
from hashlib import blake2s

from .clock import Clock
from .errors import Refused


@dataclass(frozen=True)
class Rate:
    """So many requests in so many seconds."""

    most: int
    seconds: float


GENEROUS = Rate(10_000, 1.0)

LIKE_DISCORD = {
    "POST /channels/{channel_id}/messages": Rate(5, 5.0),
    "PATCH /channels/{channel_id}/messages/{message_id}": Rate(5, 5.0),
    "DELETE /channels/{channel_id}/messages/{message_id}": Rate(5, 1.0),
    "POST /channels/{channel_id}/threads": Rate(10, 300.0),
    "POST /webhooks/{webhook_id}/{webhook_token}": Rate(5, 2.0),
    "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original": Rate(5, 2.0),
    "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}": Rate(5, 2.0),
}
"""Rates near what has been seen of Discord's, which publishes none and may change them any day."""

_MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")
_UNLIMITED = "/callback"


@dataclass
class _Bucket:
    ends: float
    left: int


@dataclass
class Limits:
    """Counts requests by route and by the channel, guild or webhook they are about."""

    clock: Clock
    rates: dict[str, Rate] = field(default_factory=dict[str, Rate])
    _buckets: dict[str, _Bucket] = field(default_factory=dict[str, _Bucket])

    def take(self, route: str, params: dict[str, str]) -> dict[str, str]:
        """Count a request and return the headers that tell of it.

        Raises:
            RateLimited: When there was none left.
        """
        if route.endswith(_UNLIMITED):
            return {}
        rate = self.rates.get(route, GENEROUS)
        major = ":".join(params[key] for key in _MAJOR if key in params)
        now = self.clock.seconds()
        bucket = self._buckets.get(f"{route}:{major}")
        if bucket is None or bucket.ends <= now:
            bucket = self._buckets[f"{route}:{major}"] = _Bucket(now + rate.seconds, rate.most)
        rest = bucket.ends - now
        headers = {
            "X-RateLimit-Limit": str(rate.most),
            "X-RateLimit-Remaining": str(max(0, bucket.left - 1)),
            "X-RateLimit-Reset": f"{self.clock.milliseconds() / 1000 + rest:.3f}",
            "X-RateLimit-Reset-After": f"{rest:.3f}",
            "X-RateLimit-Bucket": blake2s(route.encode(), digest_size=8).hexdigest(),
        }
        if bucket.left == 0:
            raise RateLimited(rest, headers=headers)
        bucket.left -= 1
        return headers


class RateLimited(Refused):
    """429. Its Via header tells libraries that Discord itself has sent it."""

    def __init__(
        self, retry_after: float, *, everywhere: bool = False, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(
            429,
            0,
            "You are being rate limited.",
            retry_after=round(retry_after, 3),
            **{"global": everywhere},
        )
        self.headers = {
            **(headers or {}),
            "Via": "1.1 emulator",
            "Retry-After": str(max(1, round(retry_after))),
            "X-RateLimit-Scope": "global" if everywhere else "user",
        }
