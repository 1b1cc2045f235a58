"""The media port: pictures kept under the hash of what is in them."""

import re
from hashlib import sha256
from typing import Protocol

from nightreel.ports.errors import NightreelError

_DIGEST = re.compile(r"[0-9a-f]{64}")
_KINDS = {
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}


class MediaFailed(NightreelError):
    """The operator must act: a picture could not be kept."""


class Media(Protocol):
    """Where pictures are kept. What is there under an address never changes."""

    async def put(self, data: bytes) -> str:
        """Keep the data and return its address. Keeping it twice is harmless.

        Raises `MediaFailed`, and nothing else.
        """
        ...

    async def get(self, digest: str) -> bytes | None:
        """Return what was kept there; None when there is nothing, or not what was put there.

        What is not an address is not there. Raises nothing.
        """
        ...


def address_of(data: bytes) -> str:
    """Return the SHA-256 of the data, in hex."""
    return sha256(data).hexdigest()


def is_address(digest: str) -> bool:
    """Whether the text is 64 lower-case hex digits, and so may become part of a path."""
    return _DIGEST.fullmatch(digest) is not None


def picture_kind(data: bytes) -> str | None:
    """Return the media type of a picture by how it begins; None when it is none that we keep."""
    return next((kind for kind, begins in _KINDS.items() if begins.match(data)), None)
