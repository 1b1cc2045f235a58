"""The ladder that a film goes down until it fits: what each step gives up, and how to say so.

Steps are ordered by size. The last things to go are the captions: they stay at full size and sharp
to the end, while pictures become soft and the sound is left out.
"""

from typing import Literal

from msgspec import Struct, structs

Format = Literal["mp4", "gif", "webp"]


class Rung(Struct, frozen=True):
    """One step.

    Attributes:
        coarseness: for mp4 the quantizer of H.264 (0 to 51, the higher the coarser); for webp 100
            less its quality; for gif 256 less the number of colors.
        detail: share of a picture's lines and columns that is kept.
        sound: bits a second; 0 for none.
        statics: pictures of static at a cut.
        beat: milliseconds after which a held picture is repeated, so that players seek well.
        pace: characters a second that a reader is trusted with.
        thorough: whether the encoder takes its time to save bytes.
        usual: bytes that the pictures of a card take with frames from the camera: where the search
            for a fitting step begins.
    """

    coarseness: int
    detail: float = 1.0
    sound: int = 0
    statics: int = 0
    beat: int = 2000
    pace: int = 17
    thorough: bool = False
    usual: int = 0


_MP4 = (
    Rung(21, 1.0, 24_000, 4, usual=167_500),
    Rung(24, 1.0, 24_000, 4, usual=133_200),
    Rung(27, 1.0, 24_000, 3, usual=100_900),
    Rung(29, 1.0, 24_000, 3, usual=81_800),
    Rung(31, 1.0, 24_000, 3, usual=66_500),
    Rung(30, 0.9, 24_000, 3, usual=52_000),
    Rung(31, 0.8, 24_000, 3, usual=41_000),
    Rung(32, 0.6, 16_000, 3, usual=31_000),
    Rung(33, 0.6, 16_000, 2, usual=26_000),
    Rung(34, 0.55, 12_000, 2, usual=22_600),
    Rung(35, 0.45, 12_000, 2, usual=19_800),
    Rung(36, 0.45, 8_000, 2, usual=18_000),
    Rung(37, 0.4, 8_000, 2, 2000, 17, usual=14_900),
    Rung(38, 0.35, 8_000, 2, 2000, 17, usual=13_600),
    Rung(39, 0.3, 8_000, 1, 2500, 18, usual=11_500),
    Rung(40, 0.28, 8_000, 1, 2500, 20, usual=10_500),
    Rung(38, 0.3, 0, 1, 2500, 17, thorough=True, usual=12_400),
    Rung(39, 0.25, 0, 1, 2500, 17, thorough=True, usual=11_400),
    Rung(40, 0.22, 0, 1, 3000, 18, thorough=True, usual=10_200),
    Rung(41, 0.2, 0, 0, 3000, 18, thorough=True, usual=8_600),
    Rung(42, 0.18, 0, 0, 3000, 20, thorough=True, usual=7_700),
    Rung(43, 0.15, 0, 0, 3000, 20, thorough=True, usual=6_900),
    Rung(44, 0.12, 0, 0, 4000, 22, thorough=True, usual=6_200),
    Rung(45, 0.1, 0, 0, 4500, 22, thorough=True, usual=5_600),
    Rung(46, 0.08, 0, 0, 9000, 22, thorough=True, usual=5_000),
)
_WEBP = (
    Rung(20, 1.0, statics=3, usual=142_300),
    Rung(35, 1.0, statics=3, usual=107_500),
    Rung(50, 1.0, statics=2, usual=85_000),
    Rung(55, 0.75, statics=2, usual=46_700),
    Rung(60, 0.5, statics=2, usual=32_400),
    Rung(65, 0.4, statics=1, usual=26_200),
    Rung(75, 0.3, statics=1, usual=22_100),
    Rung(82, 0.2, statics=0, thorough=True, usual=15_500),
    Rung(88, 0.15, statics=0, thorough=True, usual=13_900),
    Rung(93, 0.1, statics=0, thorough=True, usual=12_300),
)
_GIF = (
    Rung(256 - 64, 0.5, statics=1, usual=288_300),
    Rung(256 - 64, 0.4, statics=0, usual=167_100),
    Rung(256 - 48, 0.3, statics=0, usual=124_000),
    Rung(256 - 32, 0.2, statics=0, usual=79_800),
    Rung(256 - 24, 0.15, statics=0, usual=59_000),
    Rung(256 - 16, 0.12, statics=0, usual=42_000),
    Rung(256 - 8, 0.07, statics=0, usual=22_300),
    Rung(256 - 4, 0.04, statics=0, usual=13_600),
)


def ladder(kind: Format, *, silent: bool = False) -> tuple[Rung, ...]:
    """Return the steps of a format, the best first."""
    steps = {"mp4": _MP4, "webp": _WEBP, "gif": _GIF}[kind]
    if not silent:
        return steps
    return tuple(structs.replace(r, sound=0) for r in steps)


def given_up(first: Rung, rung: Rung) -> str:
    """Return what a step gives up against the first one, in plain words; empty for nothing."""
    said: list[str] = []
    if rung.detail < first.detail:
        said.append(f"pictures softened to {rung.detail / first.detail:.0%}")
    if rung.coarseness > first.coarseness:
        said.append("coarser encoding")
    if rung.sound < first.sound:
        said.append(f"sound at {rung.sound // 1000} kbit/s" if rung.sound else "no sound")
    if rung.statics < first.statics:
        said.append("less static at the cuts" if rung.statics else "no static at the cuts")
    if rung.pace > first.pace:
        said.append("shorter holds")
    return ", ".join(said)
