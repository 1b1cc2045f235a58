"""Colors of messages: each world has its own, and how a run ends has one."""

import colorsys
from collections.abc import Mapping
from hashlib import blake2b
from types import MappingProxyType

_WORLDS: Mapping[str, int] = MappingProxyType({"relay-nine": 0xC2703D})
"""Worlds whose color was chosen: for Relay Nine, that of dust with the sun in it."""

STILL = 0x5C6166
"""What stands still."""

ENDS: Mapping[str, int] = MappingProxyType(
    {"death": 0x8E2B2B, "survival": 0x6F9A6A, "truth": 0xB9A15B, "stopped": STILL}
)


def color_of(world: str) -> int:
    """Return the world's color as 0xRRGGBB. One that nobody chose follows from its id."""
    chosen = _WORLDS.get(world)
    if chosen is not None:
        return chosen
    hue = blake2b(world.encode(), digest_size=1).digest()[0] / 256
    red, green, blue = colorsys.hls_to_rgb(hue, 0.48, 0.42)
    return round(red * 255) << 16 | round(green * 255) << 8 | round(blue * 255)
