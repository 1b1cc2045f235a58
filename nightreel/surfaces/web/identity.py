"""Who is asking: players by a signed cookie, onlookers by a signed code. Nothing is stored."""

import hmac
import secrets
from hashlib import sha256

from itsdangerous import BadSignature, Signer, TimestampSigner

COOKIE = "nightreel_player"
COOKIE_SECONDS = 180 * 86_400
"""How long somebody stays who they are in a browser."""

PREFIX = "web-"
"""What the ids of players begin with who came by this surface."""

_LONGEST = 200


class Identity:
    """Signs and reads what says who somebody is.

    A cookie is worth what its signature says: it covers the access key as well, so that another key
    ends every session that the old one began.
    """

    def __init__(self, secret: str, key: str | None) -> None:
        """Take the server's secret, and the access key that players must bring, if they must."""
        self._key = key
        salt = sha256((key or "").encode()).hexdigest()
        self._players = TimestampSigner(secret, f"player/{salt}", digest_method=sha256)
        self._watching = Signer(secret, "watch", digest_method=sha256)

    @property
    def key_needed(self) -> bool:
        """Whether an access key must be brought."""
        return self._key is not None

    def fits(self, key: str | None) -> bool:
        """Whether somebody with that key may come in."""
        if self._key is None:
            return True
        return hmac.compare_digest(self._key.encode(), (key or "").encode())

    def cookie(self, player: str) -> str:
        """Return the cookie that says so."""
        return self._players.sign(player).decode()

    def player(self, cookie: str | None) -> str | None:
        """Return who the cookie says it is; None when it is none of ours, or too old."""
        if not cookie or len(cookie) > _LONGEST:
            return None
        try:
            return self._players.unsign(cookie, max_age=COOKIE_SECONDS).decode()
        except (BadSignature, UnicodeError):
            return None

    def watch_code(self, run: str) -> str:
        """Return what lets somebody look at that run, and at no other."""
        return self._watching.get_signature(run).decode()

    def may_watch(self, run: str, code: str) -> bool:
        """Whether the code is that of the run."""
        return len(code) <= _LONGEST and hmac.compare_digest(
            self.watch_code(run).encode(), code.encode()
        )


def fresh_player() -> str:
    """Return an id that nobody has."""
    return f"{PREFIX}{secrets.token_hex(8)}"
