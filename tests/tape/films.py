"""Films to make: reels of any length, frames that are as hard to encode as a bad tape, a viewer."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from nightreel.store.media import MemoryMedia
from nightreel.tape.film.pyav import PYAV
from nightreel.tape.film.reel import End, Held, How, Mood, Reel, Title

PROSE = (
    "Paper moves somewhere in the hut, though you have found the draft and it is not there. You "
    "could write your name in the salt on the desk, the sill, the chair. On the telephone there is "
    "none to write in.",
    "From here your van is a white chip at the end of a ruled line.",
    "A gap opens below the chain, wide at the knees and narrow at the chest. On the concrete an "
    "arc has been scored; they were forced this way before. A ticking travels up the fence wire.",
    "The padlock on the gate chain is swinging an inch each way. It swings across the wind.",
)
CHOICES = ("Work the gates apart", "Walk to the guard hut by the hut door", "Stand still, listen")


@cache
def noisy(number: int, width: int = 768, height: int = 432) -> bytes:
    """Return a JPEG of something under a tape's noise."""
    rng = np.random.default_rng(number)
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    picture = 40 + 50 * down / height + 25 * np.sin(across / rng.uniform(20, 90))
    left, top = rng.integers(0, width // 2), rng.integers(0, height // 2)
    picture[top : top + height // 3, left : left + width // 4] += 60
    picture[:: rng.integers(9, 40)] += 12
    tint = rng.uniform(0.8, 1.1, 3).astype(np.float32)
    noise = rng.normal(0, 9, (height, width, 1)).astype(np.float32)
    colors = np.clip(picture[..., None] * tint + noise, 0, 255).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(colors).save(file, "JPEG", quality=85)
    return file.getvalue()


async def reel(
    scenes: int,
    media: MemoryMedia,
    *,
    how: How = "survival",
    size: tuple[int, int] = (768, 432),
    last: str = "The truck starts. You do not look back at the water.",
) -> Reel:
    """Return a reel of so many scenes, each with a picture of its own (of twenty-four)."""
    frames = [await media.put(noisy(n, *size)) for n in range(min(scenes, 24))]
    cards = tuple(
        Held(
            turn=n + 1,
            text=f"{PROSE[n % len(PROSE)]} {n + 1}.",
            choice=f"{CHOICES[n % 3]} {n}" if n else "",
            frame=frames[n % len(frames)],
            coda=last if n == scenes - 1 else "",
            mood=Mood(n / scenes, (n % 20) / 20, float(n % 2)),
        )
        for n in range(scenes)
    )
    end = End("The Track", how, "Survival: drove off.", "Home.", scenes - 1, 2, "Pump House 2", 7)
    return Reel("run1", Title("Pump House", "Track. 3 March 1991, 17:00", 7), cards, end)


def seen(film: Path) -> Iterator[tuple[float, Any]]:
    """Yield every picture of a film that is decoded to its end: seconds, and grays."""
    with PYAV.open(film) as file:
        for frame in file.decode(video=0):
            yield frame.time, frame.to_ndarray(format="gray")


def heard(film: Path) -> Any:
    """Return a film's sound, decoded to its end; empty when it has none."""
    with PYAV.open(film) as file:
        if not file.streams.audio:
            return np.zeros(0, np.float32)
        return np.concatenate([f.to_ndarray()[0] for f in file.decode(audio=0)])
