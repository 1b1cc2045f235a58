"""The tape look: a rendered picture becomes a frame of a camcorder tape of 1993.

The way of the light is the way of the code: lens, sensor, the split into luma and chroma, the tape
and its player, a screen. The renderer's picture may be small; nothing sharper survives the tape.
"""

import io
import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from nightreel.illustrators.camera import look_lens as lens
from nightreel.illustrators.camera import look_tape as player
from nightreel.illustrators.camera.look_edges import unstepped
from nightreel.illustrators.camera.look_planes import (
    BOX,
    Plane,
    resized,
    resized_rgb,
    softened,
    three,
)
from nightreel.illustrators.camera.look_tape import Tape
from nightreel.illustrators.camera.osd import Display, Stamp, stamps

__all__ = ["Display", "Tape", "develop", "encode"]

_SMALLEST = 32
_FROM_YIQ = ((0.956, 0.621), (-0.272, -0.647), (-1.106, 1.703))
_QUALITY = 88
_CHROMA_CELLS = 96
_WHITE, _RED_LUMA, _OUTLINE = np.float32(0.93), np.float32(0.42), np.float32(0.03)
_RED_I, _RED_Q = np.float32(0.42), np.float32(0.15)


def develop(
    picture: NDArray[np.float32],
    size: tuple[int, int],
    tape: Tape,
    display: Display | None,
    clean: bool = False,
) -> NDArray[np.uint8]:
    """Return the finished frame [H, W, 3].

    Args:
        picture: What the renderer saw, [h, w, 3] from 0 to 1, exposed and gamma-encoded.
        size: Width and height of the frame in pixels, each at least 32.
        tape: How the frame lies on its tape.
        display: What the camcorder prints into the picture; None prints nothing.
        clean: Whether to leave out the tape: no noise, no faults, no bands, no blur by movement.

    Raises:
        ValueError: The picture is not [h, w, 3] or holds what is no number, the size is too small,
            or the tape's figures are no numbers.
    """
    _check(picture, size)
    tape = _bounded(tape, size)
    signs = () if display is None else stamps(display, size)
    seen = _seen(np.clip(picture, 0, 1).astype(np.float32), size, tape, clean)
    return _plain(seen, size, signs) if clean else _taped(seen, size, tape, signs)


def encode(image: NDArray[np.uint8]) -> bytes:
    """Return the frame [H, W, 3] as a JPEG without metadata."""
    out = io.BytesIO()
    Image.fromarray(image).save(out, "JPEG", quality=_QUALITY, subsampling="4:2:0")
    return out.getvalue()


def _check(picture: NDArray[np.float32], size: tuple[int, int]) -> None:
    if picture.ndim != 3 or picture.shape[2] != 3 or min(picture.shape[:2]) < 8:
        raise ValueError(f"a picture is [h, w, 3] and at least 8 by 8, not {picture.shape}")
    if not np.isfinite(picture).all():
        raise ValueError("the picture holds values that are no numbers")
    if min(size) < _SMALLEST:
        raise ValueError(f"a frame is at least {_SMALLEST} pixels each way, not {size}")


def _bounded(tape: Tape, size: tuple[int, int]) -> Tape:
    if not all(map(math.isfinite, (tape.wear, tape.gain, tape.hurt, tape.hum, tape.echo))):
        raise ValueError("the tape's figures are no numbers")
    if not all(map(math.isfinite, tape.smear)):
        raise ValueError("the tape's smear is no number")
    most = size[0] / 8
    return Tape(
        seed=tape.seed,
        frame=tape.frame,
        wear=_unit(tape.wear),
        gain=_unit(tape.gain),
        smear=(max(-most, min(most, tape.smear[0])), max(-most, min(most, tape.smear[1]))),
        hurt=_unit(tape.hurt),
        hum=_unit(tape.hum),
        echo=_unit(tape.echo),
        hidden=tape.hidden,
        glass=tape.glass,
    )


def _unit(value: float) -> float:
    return max(0.0, min(1.0, value))


def _seen(picture: Plane, size: tuple[int, int], tape: Tape, clean: bool) -> Plane:
    """Return what the sensor sees, still at the picture's resolution."""
    strength = 0.55 if clean else 1.0
    if tape.glass:
        picture = lens.through_glass(picture, tape.seed, strength)
    if tape.hidden:
        picture = lens.from_cover(picture, tape.seed, strength)
    if tape.hurt > 0:
        picture = lens.wounded(picture, tape.seed, tape.hurt * strength)
    if clean:
        return picture
    across, down = picture.shape[1] / size[0], picture.shape[0] / size[1]
    return lens.exposed(lens.swept(picture, tape.smear[0] * across, tape.smear[1] * down))


def _luma(picture: Plane) -> Plane:
    return picture @ three(0.299, 0.587, 0.114)


def _plain(picture: Plane, size: tuple[int, int], signs: tuple[Stamp, ...]) -> NDArray[np.uint8]:
    """Return the picture enlarged, a little crisper, with the display on top."""
    small = _luma(picture)
    large = unstepped(small, size)
    crisp = large + (large - softened(large, 1, 1)) * np.float32(0.5)
    color = resized_rgb(picture - small[..., None], size)
    frame = color + crisp[..., None]
    for sign in signs:
        part = frame[_view(sign)]
        part += (_OUTLINE - part) * (sign.edge * np.float32(0.8))[..., None]
        white = _WHITE * (1 - sign.red[..., None]) + sign.red[..., None] * three(0.9, 0.2, 0.2)
        part += (white - part) * sign.ink[..., None]
    return _quantized(frame)


def _taped(
    picture: Plane, size: tuple[int, int], tape: Tape, signs: tuple[Stamp, ...]
) -> NDArray[np.uint8]:
    small = _luma(picture)
    luma = unstepped(small, size)
    color = _narrow_color(picture, size)
    luma = player.combed(luma, tape.smear[0])
    if tape.echo > 0:
        luma = player.doubled(luma, tape.echo)
    _print(luma, color, signs)
    luma = _recorded(_lifted(luma, tape))
    slip = player.slips(tape, size)
    luma = player.slipped(luma, slip, 0.0)
    if tape.hum > 0:
        luma = player.hummed(luma, tape)
    luma = player.grain(player.banded(luma, tape), tape)
    i, q = player.stained(color, tape, size)
    wide = size[0] / i.shape[1]
    chroma = [
        resized(player.slipped(plane, slip / np.float32(wide), 0.0), size) for plane in (i, q)
    ]
    return _screened(luma, chroma[0], chroma[1])


def _view(sign: Stamp) -> tuple[slice, slice]:
    tall, wide = sign.ink.shape
    return slice(sign.y, sign.y + tall), slice(sign.x, sign.x + wide)


def _print(luma: Plane, color: tuple[Plane, Plane], signs: tuple[Stamp, ...]) -> None:
    """Print the signs into luma and chroma, in place: white takes the color away, red brings it."""
    per = luma.shape[1] / color[0].shape[1]
    for sign in signs:
        view = _view(sign)
        part = luma[view]
        part += (_OUTLINE - part) * (sign.edge * np.float32(0.75))
        part += (_WHITE + (_RED_LUMA - _WHITE) * sign.red - part) * sign.ink
        first, last = int(sign.x / per), math.ceil((sign.x + sign.ink.shape[1]) / per)
        cells = (max(1, last - first), sign.ink.shape[0])
        white, red = (resized(np.ascontiguousarray(p), cells, BOX) for p in (sign.ink, sign.red))
        for plane, tint in zip(color, (_RED_I, _RED_Q), strict=True):
            narrow = plane[view[0], first:last]
            narrow += (red * tint - narrow * white)[:, : narrow.shape[1]]


def _narrow_color(picture: Plane, size: tuple[int, int]) -> tuple[Plane, Plane]:
    """Return I and Q [H, 96] as the tape keeps them: narrow, dragged right and a little down."""
    height = size[1]
    mixes = (three(0.596, -0.274, -0.322), three(0.211, -0.523, 0.312))
    planes: list[Plane] = []
    for mix in mixes:
        plane = resized(picture @ mix, (_CHROMA_CELLS, height // 2), BOX)
        plane = softened(plane, 1, 1)
        late = np.concatenate((plane[:, :1], plane[:, :-1]), axis=1)
        later = np.concatenate((late[:, :1], late[:, :-1]), axis=1)
        plane = plane * np.float32(0.42) + late * np.float32(0.36) + later * np.float32(0.22)
        low = np.concatenate((plane[:1], plane[:-1]), axis=0)
        planes.append(resized(low, (plane.shape[1], height)))
    return planes[0], planes[1]


def _lifted(luma: Plane, tape: Tape) -> Plane:
    """Return the luma as the camera's electronics set it: milky blacks, a soft white ceiling."""
    floor = np.float32(0.040 + 0.062 * tape.gain)
    raised = floor + luma * (np.float32(0.97) - floor)
    knee = np.float32(0.74)
    above = np.maximum(raised - knee, 0)
    return np.minimum(raised, knee) + np.float32(0.24) * np.tanh(above / np.float32(0.24))


def _recorded(luma: Plane) -> Plane:
    """Return the luma after the recorder: narrow across, then peaked, so that edges ring."""
    width = luma.shape[1]
    unit = max(1, round(width / 768))
    soft = softened(softened(luma, unit, 0), unit if width >= 600 else 0, 0)
    detail = soft - softened(soft, 4 * unit, 0)
    lines = soft - softened(soft, 0, unit)
    late = np.zeros_like(detail)
    late[:, 7 * unit :] = detail[:, : -7 * unit]
    return soft + detail * np.float32(0.62) - late * np.float32(0.20) + lines * np.float32(0.25)


def _screened(luma: Plane, i: Plane, q: Plane) -> NDArray[np.uint8]:
    """Return the signal as a screen shows it: its lines, and the tint of the stock."""
    lines = np.full(luma.shape[0], 1.016, dtype=np.float32)
    lines[1::2] = 0.984
    luma = luma * lines[:, None]
    warm = luma * np.float32(0.030) - np.float32(0.011)
    i = i + warm
    q = q - np.float32(0.006)
    frame = np.empty((*luma.shape, 3), dtype=np.uint8)
    for channel, (by_i, by_q) in enumerate(_FROM_YIQ):
        frame[..., channel] = _quantized(luma + np.float32(by_i) * i + np.float32(by_q) * q)
    return frame


def _quantized(frame: Plane) -> NDArray[np.uint8]:
    np.clip(frame, 0, 1, out=frame)
    frame *= 255
    frame += np.float32(0.5)
    return frame.astype(np.uint8)
