"""Small things that can be carried: papers, books, tins, what people wore."""

from collections.abc import Mapping
from types import MappingProxyType

from nightreel.illustrators.camera.kit.laying import laid, tipped
from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.kit.palette import lettered
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cut,
    Cylinder,
    Ellipsoid,
    Moved,
    Prism,
    Repeat,
    Sphere,
    Torus,
    Union,
)
from nightreel.illustrators.camera.solids import Solid


def pad(order: Order) -> Made:
    """A reporter's pad, swollen: wire at its head, a band round it, a pen through the wire."""
    w, h, d = order.size
    page = order.material("material", "paper")
    solids = [
        part(Box(w, h, d, 0.004), page),
        part(Box(w * 1.02, 0.008, d * 1.02), page, (0.006, h, -0.01), turn=4, pitch=-3, top=page),
        part(Box(w, 0.006, d * 1.01), order.material("cover", "card"), (0, 0, 0)),
        part(
            Repeat(Torus(h * 0.55, 0.005), 0, w / 9, 9),
            order.material("wire", "steel"),
            (0, h * 0.6, d / 2),
            roll=0,
            pitch=0,
        ),
        part(
            Box(0.012, h * 1.5, d * 1.02, 0.004),
            order.material("band", "red_card"),
            (w * 0.22, 0, 0),
        ),
        part(
            Capsule((-w * 0.55, h * 1.2, d / 2), (w * 0.6, h * 1.2, d / 2), 0.011),
            order.material("pen", "steel_blue"),
        ),
    ]
    return Made(tuple(solids))


def ledger(order: Order) -> Made:
    """A foolscap ledger with a colored spine, `open` at its last written page. Options: spine."""
    w, h, d = order.size
    page, spine = order.material("material", "paper"), order.material("spine", "red_card")
    board = order.material("cover", "steel_dark")
    if order.flag("open"):
        solids = [
            part(Box(w * 2.06, 0.012, d * 1.02, 0.004), board),
            part(Box(w, h * 0.8, d, 0.012), page, (-w / 2, 0.01, 0), roll=-2),
            part(
                Box(w, h * 0.35, d, 0.008),
                page,
                (w / 2, 0.01, 0),
                top=order.material("blank", "linen"),
            ),
            part(Box(0.03, 0.016, d * 1.03), spine),
        ]
        return Made(tuple(solids))
    label = order.material("label", "bone")
    solids = [
        part(Box(w * 0.96, h * 0.8, d * 0.97), page, (0, h * 0.1, 0)),
        part(Box(w, h * 0.12, d, 0.003), board),
        part(Box(w, h * 0.12, d, 0.003), board, (0, h * 0.88, 0)),
        part(Box(w * 0.15, h * 1.04, d * 1.01, 0.012), spine, (-w * 0.45, 0, 0)),
        part(
            Box(w * 0.5, 0.006, d * 0.24),
            label,
            (w * 0.06, h, d * 0.14),
            top=lettered(label, "LOG|RELAY 9", 0.034),
        ),
        part(Box(0.02, 0.006, d * 0.3), spine, (w * 0.3, h * 0.2, -d * 0.6)),
    ]
    return Made(tuple(solids))


def card(order: Order) -> Made:
    """A typed card in a shining sleeve, two lines struck out. Options: hung."""
    w, h, _ = order.size
    paper = order.material("material", "paper")
    ink = order.material("ink", "black")
    solids = [
        part(Box(w, h, 0.008, 0.003), order.material("sleeve", "spool"), (0, 0, -0.004)),
        part(Box(w * 0.9, h * 0.86, 0.012), paper, (0, h * 0.07, -0.005)),
        part(Box(w * 0.74, 0.008, 0.016), ink, (0, h * 0.3, -0.006), roll=2),
        part(Box(w * 0.70, 0.008, 0.016), ink, (0, h * 0.46, -0.006), roll=-2),
        part(
            Box(w * 0.5, h * 0.13, 0.016),
            paper,
            (-w * 0.14, h * 0.74, -0.006),
            front=lettered(paper, "CHANNELS", h * 0.115, h * 0.065),
        ),
    ]
    return laid(order, solids, 82)


def slip(order: Order) -> Made:
    """A pink form in triplicate, unfolded as far as it will lie, its carbons showing."""
    w, _, d = order.size
    pink, carbon = order.material("material", "pink_paper"), order.material("carbon", "black")
    half = d / 2
    solids = [
        part(Box(w, 0.006, half), carbon, (0.012, 0.012, half * 0.46), pitch=-16),
        part(Box(w, 0.005, half), pink, (0, 0.022, half * 0.46), pitch=-16),
        part(Box(w, 0.006, half), carbon, (0.012, 0.004, -half * 0.46), pitch=-9),
        part(Box(w, 0.005, half), pink, (0, 0.014, -half * 0.46), pitch=-9),
        part(
            Box(w * 0.5, 0.006, 0.02),
            order.material("head", "red_card"),
            (-w * 0.12, 0.052, half * 0.8),
            pitch=-16,
        ),
    ]
    return Made(tuple(solids))


def photograph(order: Order) -> Made:
    """Three men in a row before a great reflector, in a white border. Options: hung (by a pin)."""
    w, h, _ = order.size
    border, gray = order.material("border", "wax_card"), order.material("material", "photo")
    dark = order.material("dark", "black")
    image_w, image_h = w * 0.9, h * 0.84
    men = Union(
        *(
            Union(
                Moved(Box(w * 0.075, h * 0.30, 0.008, 0.003), (x * w, h * 0.12, -0.006)),
                Moved(Cylinder(w * 0.028, 0.008), (x * w, h * 0.455, -0.002), pitch=-90),
            )
            for x in (-0.2, 0.0, 0.19)
        )
    )
    solids = [
        part(Box(w, h, 0.005), border, (0, 0, -0.003)),
        part(Box(image_w, image_h, 0.006), gray, (0, h * 0.08, -0.004), front=gray),
        part(
            Box(image_w, image_h * 0.22, 0.007),
            order.material("ground", "photo_ground"),
            (0, h * 0.08, -0.005),
        ),
        part(
            Prism(
                [
                    (-w * 0.36, h * 0.26),
                    (w * 0.3, h * 0.26),
                    (w * 0.38, h * 0.86),
                    (-w * 0.3, h * 0.8),
                ],
                0.008,
            ),
            order.material("reflector", "photo_dark"),
            (0, 0, -0.004),
        ),
        part(men, dark, (0, 0, -0.003)),
        part(
            Prism([(w * 0.26, 0), (w * 0.5, 0), (w * 0.5, h * 0.3)], 0.006),
            border,
            (0, 0, -0.016),
            turn=14,
        ),
    ]
    if order.flag("hung"):
        solids.append(part(Sphere(0.012), order.material("pin", "brass"), (0, h * 0.95, -0.012)))
    return laid(order, solids, 80)


def key(order: Order) -> Made:
    """A brass key with a long shank, on a ring with a stamped brass tag. Options: words, hung."""
    w, h, _ = order.size
    brass = order.material("material", "brass")
    tag = order.material("tag", "copper")
    bow = h * 0.36
    solids = [
        part(Torus(bow, 0.011), brass, (-w * 0.5 + bow, 0, -0.012), pitch=90),
        part(Capsule((-w * 0.5 + bow * 2, 0, -0.012), (w * 0.5, 0, -0.012), 0.010), brass),
        part(Box(0.022, h * 0.42, 0.012), brass, (w * 0.44, -h * 0.42, -0.012)),
        part(Box(0.016, h * 0.3, 0.012), brass, (w * 0.30, -h * 0.30, -0.012)),
        part(
            Torus(h * 0.2, 0.004),
            order.material("ring", "steel"),
            (-w * 0.5, -h * 0.1, -0.012),
            pitch=90,
        ),
        part(Cylinder(h * 0.42, 0.008, 0.002), tag, (-w * 0.56, -h * 0.62, -0.002), pitch=-90),
        part(
            Box(h * 0.62, h * 0.3, 0.004),
            tag,
            (-w * 0.56, -h * 0.77, -0.012),
            front=lettered(tag, order.word("words", "BLOCK"), h * 0.2, h * 0.15),
        ),
    ]
    return laid(order, solids, 84)


def compass(order: Order) -> Made:
    """A brass marching compass, its lid up, needle on a white card."""
    w, h, _ = order.size
    brass, dial = order.material("material", "brass"), order.material("dial", "bone")
    r = w / 2
    solids = [
        part(Cylinder(r, h, 0.006), brass),
        part(Cylinder(r * 0.82, 0.006), dial, (0, h, 0)),
        part(
            Box(r * 0.16, 0.006, r * 0.7),
            order.material("north", "steel_red"),
            (r * 0.12, h + 0.006, r * 0.32),
            turn=20,
        ),
        part(
            Box(r * 0.16, 0.006, r * 0.7),
            order.material("south", "black"),
            (-r * 0.12, h + 0.006, -r * 0.32),
            turn=20,
        ),
        part(
            Cut(Cylinder(r, 0.014, 0.004), Cylinder(r * 0.3, 0.1)),
            brass,
            (0, h + r * 0.95, r * 1.28),
            pitch=-66,
        ),
        part(Torus(r * 0.35, 0.007), brass, (0, h * 0.5, -r * 1.3)),
        part(Capsule((-r * 0.3, h, r), (r * 0.3, h, r), 0.01), brass),
    ]
    return Made(tuple(solids))


def tin(order: Order) -> Made:
    """A first aid tin with a red cross on its lid and front."""
    w, h, d = order.size
    white = order.material("material", "steel_white")
    red = order.material("cross", "red_card")
    k = d * 0.3
    solids = [
        part(Box(w, h, d, 0.018), white),
        part(
            Box(w * 1.01, 0.008, d * 1.01, 0.004),
            order.material("seam", "steel_gray"),
            (0, h * 0.64, 0),
        ),
        part(Box(k * 2, 0.006, k * 0.66), red, (0, h, 0)),
        part(Box(k * 0.66, 0.006, k * 2), red, (0, h, 0)),
        part(Box(h * 0.5, h * 0.17, 0.006), red, (w * 0.26, h * 0.24, -d / 2)),
        part(Box(h * 0.17, h * 0.5, 0.006), red, (w * 0.26, h * 0.07, -d / 2)),
        part(
            Box(0.04, 0.03, 0.012, 0.003), order.material("catch", "brass"), (0, h * 0.55, -d / 2)
        ),
    ]
    return Made(tuple(solids))


def biscuit_tin(order: Order) -> Made:
    """A square tin with an inn on its lid, taped shut; `open` has the lid off and crumbs inside."""
    w, h, d = order.size
    red, cream = order.material("material", "steel_red"), order.material("panel", "bone")
    words = lettered(cream, "ASSORTED", h * 0.19, h * 0.2)
    lid = _lid(order, w, h, d)
    solids = [part(Box(w * 0.7, h * 0.4, 0.008), cream, (0, h * 0.16, -d / 2), front=words)]
    if order.has("open"):
        hollow = Cut(Box(w, h * 0.85, d, 0.01), Moved(Box(w * 0.94, h, d * 0.94), (0, h * 0.3, 0)))
        solids.append(part(hollow, red))
        solids.append(
            part(Box(w * 0.93, 0.01, d * 0.93), order.material("crumbs", "cork"), (0, h * 0.4, 0))
        )
        solids.append(
            part(Torus(w * 0.3, 0.008), order.material("doily", "linen"), (0, h * 0.43, 0))
        )
        return Made((*solids, *tipped(lid, -72, (w * 0.06, w * 0.36, d * 0.72))))
    tape = order.material("tape", "linen")
    solids.append(part(Box(w, h * 0.85, d, 0.01), red))
    solids.append(part(Box(w * 1.05, h * 0.14, d * 1.05, 0.006), tape, (0, h * 0.66, 0)))
    return Made((*solids, *tipped(lid, 0, (0, h * 0.82, 0))))


def _lid(order: Order, w: float, h: float, d: float) -> list[Solid]:
    """The tin's lid, lying; on it a coaching inn, worn."""
    red, cream = order.material("material", "steel_red"), order.material("panel", "bone")
    wall, roof = order.material("inn", "linen"), order.material("roof", "rust")
    inn = [(-w * 0.2, -d * 0.2), (w * 0.2, -d * 0.2), (w * 0.2, d * 0.04), (-w * 0.2, d * 0.04)]
    gable = [(-w * 0.25, d * 0.04), (w * 0.25, d * 0.04), (w * 0.14, d * 0.2), (-w * 0.14, d * 0.2)]
    return [
        part(Box(w * 1.02, h * 0.18, d * 1.02, 0.008), red),
        part(Box(w * 0.84, 0.006, d * 0.78), cream, (0, h * 0.18, 0)),
        part(Prism(inn, 0.008), wall, (0, h * 0.2, 0), pitch=90),
        part(Prism(gable, 0.008), roof, (0, h * 0.2, 0), pitch=90),
        part(
            Box(w * 0.07, 0.008, d * 0.12),
            order.material("door", "black"),
            (0, h * 0.2 + 0.002, -d * 0.13),
        ),
    ]


def goggles(order: Order) -> Made:
    """Amber dust goggles in hard rubber, the strap looped behind."""
    w, h, d = order.size
    rubber, amber = order.material("material", "rubber"), order.material("lens", "amber_glass")
    x = w * 0.25
    frame = Union(
        *(
            Moved(Cylinder(h * 0.5, 0.05, 0.012), (s * x, h / 2, 0), turn=s * -8, pitch=-80)
            for s in (-1, 1)
        ),
        Moved(Box(w * 0.2, h * 0.3, 0.03, 0.01), (0, h * 0.36, -0.02)),
    )
    lens = Union(
        *(
            Moved(Ellipsoid(h * 0.4, h * 0.4, 0.022), (s * x, h / 2, -0.05), turn=s * -8, pitch=10)
            for s in (-1, 1)
        )
    )
    solids = [
        part(frame, rubber),
        part(lens, amber),
        part(
            Cut(Torus(w * 0.5, 0.016), Moved(Box(w * 2, 0.2, w * 0.6), (0, -0.1, -w * 0.3))),
            order.material("strap", "leather"),
            (0, 0.03, 0.02),
        ),
        part(
            Capsule((w * 0.3, 0.03, w * 0.40), (w * 0.1, 0.03, w * 0.52), 0.021),
            order.material("lace", "linen"),
        ),
    ]
    del d
    return Made(tuple(solids))


def whistle(order: Order) -> Made:
    """A brass whistle with its red cord in loops."""
    w, h, _ = order.size
    brass, cord = order.material("material", "brass"), order.material("cord", "red_cord")
    r = h * 0.5
    body = Union(
        Moved(Cylinder(r, w * 0.44, 0.005), (0, 0, w * 0.22), pitch=-90),
        Moved(Box(w * 0.72, r * 0.72, w * 0.40, 0.006), (w * 0.36, r * 0.26, 0), roll=-4),
    )
    solids = [
        part(body, brass, (0, r, 0)),
        part(
            Box(r * 0.5, 0.012, w * 0.34), order.material("slot", "black"), (r * 0.45, r * 1.86, 0)
        ),
        part(
            Cylinder(r * 0.45, w * 0.46),
            order.material("cheek", "copper"),
            (0, r, w * 0.23),
            pitch=-90,
        ),
        part(
            Torus(h * 0.26, 0.006),
            order.material("ring", "steel"),
            (-r * 1.3, h * 0.4, 0),
            pitch=30,
        ),
        part(Torus(w * 0.62, 0.009), cord, (-w * 1.25, 0.009, 0.04)),
        part(Torus(w * 0.48, 0.009), cord, (-w * 1.12, 0.024, 0.03), roll=5),
        part(Capsule((-w * 0.70, 0.012, 0.02), (-r * 1.4, h * 0.3, 0), 0.009), cord),
    ]
    return Made(tuple(solids))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "pad": Kind(pad, (0.15, 0.035, 0.23)),
        "ledger": Kind(ledger, (0.27, 0.06, 0.38)),
        "card": Kind(card, (0.24, 0.17, 0.01)),
        "slip": Kind(slip, (0.22, 0.05, 0.3)),
        "photograph": Kind(photograph, (0.26, 0.19, 0.01)),
        "key": Kind(key, (0.17, 0.075, 0.02)),
        "compass": Kind(compass, (0.11, 0.032, 0.11)),
        "first_aid": Kind(tin, (0.28, 0.11, 0.2)),
        "biscuit_tin": Kind(biscuit_tin, (0.26, 0.17, 0.26)),
        "goggles": Kind(goggles, (0.23, 0.1, 0.1)),
        "whistle": Kind(whistle, (0.13, 0.065, 0.08)),
    }
)
