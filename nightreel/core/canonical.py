"""One spelling for a value, so that a hash of it means something."""

from hashlib import sha256

import msgspec

_encoder = msgspec.json.Encoder(order="sorted")

GENESIS = "0" * 64
"""The parent of a run's first record."""


def canonical(value: object) -> bytes:
    """Return the value as JSON with sorted keys and no spaces (RFC 8785 in spirit: we use no
    floats).
    """
    return _encoder.encode(value)


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical form, in hex."""
    return sha256(canonical(value)).hexdigest()


def chained(parent: str, body: bytes) -> str:
    """Return a record's hash: SHA-256 over its parent's hash and its canonical body."""
    return sha256(parent.encode() + b"\n" + body).hexdigest()
