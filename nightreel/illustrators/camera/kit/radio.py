"""Apparatus of a control room: patch bay, tone generator, tape machine, radio set, clock."""

from collections.abc import Mapping
from math import cos, radians, sin
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.kit.palette import PRINT, lettered, material_of
from nightreel.illustrators.camera.shapes import (
    Blend,
    Box,
    Capsule,
    Cut,
    Cylinder,
    Ellipsoid,
    Mirror,
    Repeat,
    Rough,
    Sphere,
)
from nightreel.illustrators.camera.solids import Lamp, Solid

AMBER = (1.0, 0.62, 0.24)


def patch_bay(order: Order) -> Made:
    """A jack field in a cabinet against a wall: four rows of 24 brass holes, lamps over some."""
    w, h, d = order.size
    steel = order.material("material", "panel_gray")
    jacks = material_of({"like": "jacks", "scale": w * 0.86 / 24}, "jacks")
    lamp = {"like": "bulb", "color": [1.0, 0.66, 0.28], "glow": 4.5 if order.powered else 0.0}
    rows = Repeat(Box(w * 0.86, w * 0.86 / 24, 0.01), 1, h * 0.095, 4)
    solids = [
        part(Box(w, h, d, 0.01), steel),
        part(
            Box(w * 0.92, h * 0.42, 0.02),
            order.material("field", "bakelite"),
            (0, h * 0.50, -d / 2 - 0.005),
        ),
        part(rows, jacks, (0, h * 0.60, -d / 2 - 0.02), casts=False),
        part(
            Repeat(Box(w * 0.86, 0.016, 0.008), 1, h * 0.095, 4),
            material_of({"like": "paper", "scale": 0.016}, "paper"),
            (0, h * 0.642, -d / 2 - 0.02),
            casts=False,
        ),
        part(
            Box(w * 0.5, 0.06, 0.01),
            lettered("white", "LINES AND STAKES", 0.05, 0.03, ink=PRINT),
            (0, h * 0.945, -d / 2 - 0.004),
            casts=False,
        ),
        part(
            Repeat(Sphere(0.016), 0, w * 0.172, 5),
            material_of(lamp, "bulb"),
            (0.02, h * 0.79, -d / 2 - 0.026),
            casts=False,
        ),
        part(Box(w * 0.92, 0.05, 0.16, 0.01), steel, (0, h * 0.44, -d / 2 - 0.07)),
        part(
            Repeat(Capsule((0, 0, 0), (0, h * 0.12, 0), 0.012), 1, h * 0.095, 1),
            order.material("worn", "brass"),
            (w * 0.215, h * 0.56, -d / 2 - 0.012),
            casts=False,
        ),
        part(
            Box(w * 0.9, h * 0.36, 0.012),
            order.material("door", "panel_dark"),
            (0, h * 0.04, -d / 2 - 0.004),
        ),
        part(
            Box(0.10, 0.045, 0.008),
            order.material("boat", "paper"),
            (-w * 0.36, h * 0.86, -d / 2 - 0.006),
            roll=6,
            casts=False,
        ),
    ]
    lamps = (
        (Lamp((0, h * 0.78, -d / 2 - 0.2), AMBER, 0.22, 2.5, haze=0.2),) if order.powered else ()
    )
    return Made(tuple(solids), lamps)


def tone_generator(order: Order) -> Made:
    """A gray box with one knob and one needle. `running`: lit, the needle on its mark; `broken`:
    its panel stove in.
    """
    w, h, d = order.size
    case = order.material("material", "panel_gray")
    front = -d / 2 - 0.004
    on = order.has("running") and not order.has("broken")
    solids = [
        part(
            Box(0.09, 0.008, d * 0.9),
            order.material("tape", "paper"),
            (-w * 0.3, h, 0),
            casts=False,
        ),
        part(
            Repeat(Box(0.03, 0.02, d * 0.6), 0, w * 0.8, 2),
            order.material("feet", "rubber"),
            (0, -0.01, 0),
        ),
        part(
            Box(w * 0.46, 0.05, 0.01),
            lettered("white", "LEAVE", 0.046, 0.025, ink=PRINT),
            (w * 0.02, h * 0.84, front),
            roll=-2,
            casts=False,
        ),
        part(
            Box(w * 0.52, 0.04, 0.01),
            lettered("brass", "1000 C/S TEST", 0.030, 0.02, ink=PRINT),
            (w * 0.02, h * 0.06, front),
            casts=False,
        ),
    ]
    if order.has("broken"):
        stove = Cut(Box(w, h, d, 0.012), Ellipsoid(w * 0.36, 1, 1))
        stove = Cut(
            Box(w, h, d, 0.012), Rough(_ball(w * 0.37, (w * 0.03, h * 0.5, -d * 0.5)), 0.02, 0.09)
        )
        solids += [
            part(stove, case),
            part(
                Repeat(Sphere(0.03), 0, 0.09, 2),
                order.material("tubes", "bulb_dead"),
                (0.02, h * 0.4, -d * 0.16),
            ),
            part(Box(0.16, 0.012, 0.10), case, (w * 0.2, 0.01, -d * 0.85), turn=30, pitch=12),
            part(
                Repeat(Box(0.03, 0.008, 0.02), 0, 0.07, 5),
                order.material("glass", "bulb_dead"),
                (-0.02, 0.004, -d * 0.8),
                turn=12,
            ),
        ]
        return Made(tuple(solids))
    face = material_of("meter_lit" if on else "ivory", "ivory")
    pilot = material_of(
        {"like": "bulb", "color": [0.35, 1.0, 0.4], "glow": 5.0 if on else 0.0}, "bulb"
    )
    solids += [
        part(Box(w, h, d, 0.012), case),
        part(
            Cylinder(h * 0.30, 0.014),
            order.material("rim", "bakelite"),
            (-w * 0.2, h * 0.5, front + 0.004),
            pitch=-90,
            top=face,
        ),
        part(
            Box(0.012, h * 0.27, 0.006),
            order.material("needle", "black"),
            (-w * 0.2, h * 0.38, front - 0.014),
            roll=0 if on else 64,
            casts=False,
        ),
        part(
            Cylinder(h * 0.17, 0.05, 0.008),
            order.material("knob", "bakelite"),
            (w * 0.24, h * 0.46, front),
            pitch=-90,
        ),
        part(
            Box(0.012, h * 0.14, 0.008),
            order.material("mark", "white"),
            (w * 0.24, h * 0.47, front - 0.054),
            roll=-30 if on else 110,
            casts=False,
        ),
        part(Sphere(0.014), pilot, (w * 0.40, h * 0.74, front - 0.004), casts=False),
    ]
    lamps = (Lamp((-w * 0.2, h * 0.5, front - 0.22), AMBER, 0.28, 3.0, haze=0.2),) if on else ()
    return Made(tuple(solids), lamps)


def _ball(radius: float, at: tuple[float, float, float]) -> Blend:
    return Blend(0.01, Capsule(at, at, radius))


def tape_machine(order: Order) -> Made:
    """A studio machine on a trolley that has lost its wheels: a full spindle at the right, the left
    one bare. With power its meters are lit and a red lamp burns.
    """
    w, h, d = order.size
    on = order.powered
    steel, dark = order.material("material", "panel_gray"), order.material("dark", "panel_dark")
    face = material_of({"like": "dials", "scale": 0.17, "glow": 1.1 if on else 0.0}, "dials")
    tilt = 58.0
    c, s = cos(radians(tilt)), sin(radians(tilt))
    low = h * 0.66

    def on_deck(x: float, along: float, off: float) -> tuple[float, float, float]:
        return x, low + c * along + s * off, -d * 0.42 + s * along - c * off

    lamp = material_of("lamp_red" if on else "glass_red", "glass_red")
    solids = [
        part(Mirror(Capsule((w * 0.44, 0, d * 0.4), (w * 0.44, low, d * 0.4), 0.02), "xz"), dark),
        part(Box(w * 0.92, 0.03, d * 0.86), dark, (0, 0.16, 0)),
        part(
            Box(w * 0.3, 0.2, d * 0.5, 0.02), order.material("carton", "card"), (-w * 0.22, 0.19, 0)
        ),
        part(Box(w, low - 0.42, d * 0.9, 0.015), steel, (0, 0.42, 0)),
        part(Box(w * 0.9, 0.19, 0.01), dark, (0, 0.45, -d * 0.45 - 0.005), front=face),
        part(
            Box(w, 0.50, 0.14, 0.015),
            steel,
            on_deck(0, 0, -0.10),
            pitch=tilt,
            front=order.material("deck", "panel_dark"),
        ),
        part(
            Cylinder(0.135, 0.022),
            order.material("reel", "white"),
            on_deck(w * 0.24, 0.30, -0.0),
            pitch=tilt - 90,
        ),
        part(
            Cylinder(0.070, 0.032),
            order.material("leader", "wood"),
            on_deck(w * 0.24, 0.30, 0.0),
            pitch=tilt - 90,
        ),
        part(
            Cylinder(0.022, 0.06),
            order.material("spindle", "steel"),
            on_deck(-w * 0.24, 0.30, -0.0),
            pitch=tilt - 90,
        ),
        part(
            Cylinder(0.06, 0.012),
            order.material("hub", "steel"),
            on_deck(-w * 0.24, 0.30, -0.0),
            pitch=tilt - 90,
        ),
        part(Box(0.2, 0.075, 0.05, 0.01), steel, on_deck(0, 0.09, 0.0), pitch=tilt),
        part(
            Repeat(Box(0.045, 0.03, 0.03, 0.006), 0, 0.06, 5),
            order.material("keys", "ivory"),
            on_deck(0, 0.015, 0.0),
            pitch=tilt,
            casts=False,
        ),
        part(Sphere(0.018), lamp, on_deck(w * 0.42, 0.05, 0.0), casts=False),
        part(
            Mirror(Capsule((0.10, 0, 0), (0.16 if on else 0.11, 0.10 if on else 0.03, 0), 0.009)),
            order.material("arm", "steel"),
            on_deck(0, 0.15, 0.02),
            pitch=tilt,
            casts=False,
        ),
    ]
    lamps = (Lamp((0, 0.58, -d * 0.45 - 0.25), AMBER, 0.25, 2.5, haze=0.2),) if on else ()
    return Made(tuple(solids), lamps)


def hf_set(order: Order) -> Made:
    """A transmitter in two gray cases on a stand, with a microphone on a spring arm.

    With power the dial is lit and the sock is off the microphone. `counted`: a tally is chalked on
    the upper case and the microphone is drawn down to the mouth.
    """
    w, h, d = order.size
    on = order.powered
    case = order.material("material", "panel_gray")
    front = -d / 2 - 0.004
    half = h * 0.31
    base = h - 2 * half
    dial = material_of("meter_lit" if on else "ivory", "ivory")
    solids = [
        part(Box(w * 1.05, base, d, 0.01), order.material("stand", "steel_dark")),
        part(Box(w, half - 0.012, d, 0.015), case, (0, base, 0)),
        part(Box(w, half - 0.012, d, 0.015), case, (0, base + half, 0)),
        part(
            Cylinder(half * 0.32, 0.02),
            order.material("rim", "bakelite"),
            (-w * 0.2, base + half * 1.55, front + 0.006),
            pitch=-90,
            top=dial,
        ),
        part(
            Box(0.012, half * 0.3, 0.006),
            order.material("needle", "lamp_needle"),
            (-w * 0.2, base + half * 1.42, front - 0.02),
            roll=-24 if on else 58,
            casts=False,
        ),
        part(
            Cylinder(half * 0.15, 0.05, 0.008),
            order.material("knob", "bakelite"),
            (w * 0.10, base + half * 1.5, front),
            pitch=-90,
        ),
        part(
            Repeat(Cylinder(half * 0.09, 0.04, 0.006), 0, w * 0.2, 3),
            order.material("knob", "bakelite"),
            (w * 0.2, base + half * 1.2, front),
            pitch=-90,
        ),
        part(
            Box(w * 0.78, half * 0.5, 0.014),
            order.material("grille", "grille"),
            (0, base + half * 0.3, front),
        ),
        part(
            Repeat(Capsule((0, 0, 0), (0, half * 0.3, 0), 0.012), 0, w * 0.9, 2),
            order.material("handle", "steel"),
            (0, base + half * 0.5, front - 0.03),
        ),
        part(
            Box(w * 0.36, 0.035, 0.01),
            lettered("brass", "HF  CH 1-6", 0.03, 0.018, ink=PRINT),
            (w * 0.22, base + half * 1.76, front),
            casts=False,
        ),
    ]
    solids += _microphone(order, w, base + 2 * half, d)
    if order.has("counted"):
        solids.append(
            part(
                Box(w * 0.3, half * 0.34, 0.008),
                lettered("white", "IIII  II|KM 9", 0.05, half * 0.17, ink=PRINT),
                (w * 0.28, base + half * 0.58, front - 0.02),
                roll=-3,
                casts=False,
            )
        )
    lamps = (
        (Lamp((-w * 0.2, base + half * 1.5, front - 0.3), AMBER, 0.4, 3.0, haze=0.2),) if on else ()
    )
    return Made(tuple(solids), lamps)


def _microphone(order: Order, w: float, top: float, d: float) -> list[Solid]:
    """The spring arm on the upper case's corner, and what is on its end."""
    steel = order.material("arm", "steel")
    low = order.has("counted")
    elbow = (w * 0.1, top + 0.50, -d * 0.3)
    end = (-w * 0.42, top + (0.02 if low else 0.26), -d * (1.5 if low else 1.15))
    out = [
        part(Cylinder(0.05, 0.04), steel, (w * 0.38, top, 0)),
        part(Capsule((w * 0.38, top + 0.04, 0), elbow, 0.016), steel),
        part(Capsule(elbow, end, 0.014), steel),
        part(Capsule(end, (end[0], end[1] - 0.09, end[2]), 0.012), steel),
    ]
    head = (end[0], end[1] - 0.17, end[2])
    if order.powered:
        out.append(part(Ellipsoid(0.052, 0.075, 0.052), order.material("head", "grille"), head))
        out.append(
            part(
                Cylinder(0.057, 0.016),
                order.material("band", "steel"),
                (head[0], head[1] - 0.008, head[2]),
            )
        )
    else:
        sock = Blend(
            0.03,
            Ellipsoid(0.072, 0.11, 0.072),
            Capsule((0, -0.05, 0), (0.05, -0.16, 0.0), 0.05, 0.042),
        )
        out.append(part(sock, order.material("sock", "felt_pale"), head))
    return out


def wall_clock(order: Order) -> Made:
    """A 24-hour clock on a wall, stopped at `hour` and `minute`, with a bent red hand added."""
    w, _, d = order.size
    r = w / 2
    hour = (order.number("hour", 6) + order.number("minute", 12) / 60) * 15
    minute = order.number("minute", 12) * 6
    face = lettered("ivory", "24||18        6||12", r * 0.26, 0.0, ink=PRINT)
    mid = (0.0, r, -d)
    hand = order.material("hand", "black")
    red = order.material("red", "red_hand")
    solids = [
        part(Cylinder(r, d, 0.015), order.material("material", "bakelite"), (0, r, 0), pitch=-90),
        part(
            Cylinder(r * 0.90, 0.006),
            order.material("face", "ivory"),
            (0, r, -d),
            pitch=-90,
            top=face,
            casts=False,
        ),
        part(Box(0.046, r * 0.50, 0.006), hand, (0, r, -d - 0.012), roll=-hour, casts=False),
        part(Box(0.030, r * 0.80, 0.006), hand, (0, r, -d - 0.016), roll=-minute, casts=False),
        part(Capsule((0, r, -d - 0.02), (-r * 0.22, r * 0.72, -d - 0.02), 0.014), red, casts=False),
        part(
            Capsule(
                (-r * 0.22, r * 0.72, -d - 0.02), (-r * 0.10, r * 0.30, -d - 0.07), 0.014, 0.010
            ),
            red,
            casts=False,
        ),
        part(Cylinder(0.028, 0.03), hand, mid, pitch=-90, casts=False),
        part(
            Box(r * 0.9, r * 0.5, 0.01),
            order.material("card", "paper"),
            (0, -r * 0.72, -0.02),
            casts=False,
        ),
        part(
            Capsule((0, w, -0.03), (0, w + 0.5, -0.03), 0.018),
            order.material("conduit", "steel"),
            casts=False,
        ),
    ]
    ticks = [
        part(
            Box(0.012, r * 0.1, 0.004),
            hand,
            (r * 0.78 * sin(radians(a)), r + r * 0.78 * cos(radians(a)), -d - 0.008),
            roll=-a,
            casts=False,
        )
        for a in range(45, 360, 90)
    ]
    return Made((*solids, *ticks))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "patch_bay": Kind(patch_bay, (1.5, 1.9, 0.3)),
        "tone_generator": Kind(tone_generator, (0.42, 0.28, 0.26)),
        "tape_machine": Kind(tape_machine, (0.8, 1.05, 0.62)),
        "hf_set": Kind(hf_set, (0.72, 1.2, 0.45)),
        "wall_clock": Kind(wall_clock, (0.56, 0.56, 0.07)),
    }
)
