"""Sentences as units of memory: what was told once in a run is not told again."""

import re
from hashlib import blake2b

# An end mark, closing quotes, then space and something that begins a sentence.
_END = re.compile(r"(?<=[.!?])(?P<close>['\"’”)]*)\s+(?=['\"‘“(]*[A-Z0-9])")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, in order, without the space between them."""
    marked = _END.sub(lambda m: f"{m['close']}\0", text.strip())
    return [s for s in marked.split("\0") if s]


def digest_of(sentence: str) -> str:
    """Return a short digest of a sentence; case, spaces and end marks do not matter."""
    plain = " ".join(sentence.lower().split()).strip(" .!?'\"’”‘“")
    return blake2b(plain.encode(), digest_size=5).hexdigest()


def digests(text: str) -> frozenset[str]:
    """Return the digests of a text's sentences."""
    return frozenset(digest_of(s) for s in sentences(text))
