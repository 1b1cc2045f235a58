"""Bodies: the figure in its poses, and animals. No face is ever modeled."""

from collections.abc import Mapping
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.shapes import (
    Blend,
    Box,
    Capsule,
    Cylinder,
    Ellipsoid,
    Moved,
    Point,
    Rough,
    Shape,
    Sphere,
    Union,
)

# Joints of a body 1.82 m tall, front to -z: feet, knees, hips, hands and elbows, left then right.
_POSES: Mapping[str, Mapping[str, Point]] = MappingProxyType(
    {
        "stand": {
            "foot_l": (-0.11, 0.05, 0.0), "knee_l": (-0.10, 0.50, -0.01), "hip": (0, 0.95, 0),
            "foot_r": (0.11, 0.05, 0.0), "knee_r": (0.10, 0.50, -0.01), "chest": (0, 1.38, 0),
            "elbow_l": (-0.30, 1.12, 0.03), "hand_l": (-0.31, 0.84, 0.0),
            "elbow_r": (0.30, 1.12, 0.03), "hand_r": (0.31, 0.84, 0.0), "head": (0, 1.70, 0),
        },
        "raise": {
            "foot_l": (-0.11, 0.05, 0.0), "knee_l": (-0.10, 0.50, -0.01), "hip": (0, 0.95, 0),
            "foot_r": (0.11, 0.05, 0.0), "knee_r": (0.10, 0.50, -0.01), "chest": (0, 1.38, 0),
            "elbow_l": (-0.30, 1.12, 0.03), "hand_l": (-0.31, 0.84, 0.0),
            "elbow_r": (0.37, 1.20, -0.12), "hand_r": (0.43, 1.42, -0.30), "head": (0, 1.70, 0),
        },
        "walk": {
            "foot_l": (-0.10, 0.05, -0.34), "knee_l": (-0.10, 0.52, -0.22), "hip": (0, 0.93, 0),
            "foot_r": (0.10, 0.09, 0.36), "knee_r": (0.10, 0.47, 0.10), "chest": (0, 1.36, -0.06),
            "elbow_l": (-0.30, 1.12, 0.16), "hand_l": (-0.30, 0.88, 0.06),
            "elbow_r": (0.36, 1.18, -0.16), "hand_r": (0.42, 1.38, -0.34), "head": (0, 1.68, -0.10),
        },
        "reach": {
            "foot_l": (-0.12, 0.05, -0.20), "knee_l": (-0.11, 0.51, -0.14), "hip": (0, 0.94, 0),
            "foot_r": (0.12, 0.06, 0.20), "knee_r": (0.11, 0.49, 0.06), "chest": (0, 1.36, -0.10),
            "elbow_l": (-0.33, 1.16, -0.02), "hand_l": (-0.36, 1.00, -0.24),
            "elbow_r": (0.30, 1.30, -0.32), "hand_r": (0.20, 1.40, -0.66), "head": (0, 1.67, -0.16),
        },
        "crawl": {
            "foot_l": (-0.14, 0.08, 0.95), "knee_l": (-0.16, 0.08, 0.42), "hip": (0, 0.52, 0.40),
            "foot_r": (0.14, 0.08, 0.85), "knee_r": (0.16, 0.08, 0.30), "chest": (0, 0.60, -0.10),
            "elbow_l": (-0.27, 0.30, -0.28), "hand_l": (-0.27, 0.06, -0.40),
            "elbow_r": (0.30, 0.36, -0.42), "hand_r": (0.28, 0.20, -0.70), "head": (0, 0.72, -0.42),
        },
        "climb": {
            "foot_l": (-0.13, 0.10, 0.0), "knee_l": (-0.17, 0.52, -0.16), "hip": (0, 0.95, 0.06),
            "foot_r": (0.13, 0.42, 0.0), "knee_r": (0.17, 0.80, -0.20), "chest": (0, 1.38, 0.0),
            "elbow_l": (-0.34, 1.50, -0.18), "hand_l": (-0.26, 1.80, -0.22),
            "elbow_r": (0.34, 1.34, -0.20), "hand_r": (0.26, 1.56, -0.28), "head": (0, 1.70, -0.04),
        },
    }
)  # fmt: skip
POSES = tuple(_POSES)


def figure(order: Order) -> Made:
    """Somebody, facing front. Options: pose, material, skin, cap (a cap with a brim), belt."""
    pose = _POSES.get(order.word("pose", "stand"), _POSES["stand"])
    k = order.size[1] / 1.82
    j = {n: (p[0] * k, p[1] * k, p[2] * k) for n, p in pose.items()}
    cloth = order.material("material", "coverall")
    bare = order.material("skin", "bone")
    low = (j["hip"][0], j["hip"][1] + 0.06 * k, j["hip"][2])
    shoulders = [
        (s * 0.17 * k + j["chest"][0], j["chest"][1] + 0.10 * k, j["chest"][2]) for s in (-1, 1)
    ]
    trunk = _trunk(low, j["chest"], k)
    limbs: list[Shape] = []
    for side, shoulder in (("l", shoulders[0]), ("r", shoulders[1])):
        x = -0.09 * k if side == "l" else 0.09 * k
        hip = (low[0] + x, low[1] - 0.06 * k, low[2])
        limbs += [
            Capsule(hip, j[f"knee_{side}"], 0.115 * k, 0.085 * k),
            Capsule(j[f"knee_{side}"], j[f"foot_{side}"], 0.085 * k, 0.075 * k),
            Capsule(shoulder, j[f"elbow_{side}"], 0.082 * k, 0.065 * k),
            Capsule(j[f"elbow_{side}"], j[f"hand_{side}"], 0.066 * k, 0.05 * k),
        ]
    hands = Union(
        *(Moved(Ellipsoid(0.045 * k, 0.085 * k, 0.035 * k), j[f"hand_{s}"]) for s in "lr")
    )
    boots = Union(
        *(
            Moved(
                Box(0.11 * k, 0.12 * k, 0.29 * k, 0.04 * k),
                (j[f"foot_{s}"][0], j[f"foot_{s}"][1] - 0.06 * k, j[f"foot_{s}"][2] - 0.05 * k),
            )
            for s in "lr"
        )
    )
    neck = (j["head"][0], j["head"][1] - 0.2 * k, j["head"][2] + 0.02 * k)
    head = Blend(
        0.05 * k,
        Moved(Ellipsoid(0.088 * k, 0.122 * k, 0.105 * k), j["head"]),
        Capsule(neck, j["head"], 0.06 * k),
    )
    solids = [
        part(Rough(Blend(0.08 * k, *trunk, *limbs), 0.011 * k, 0.42 * k), cloth),
        part(head, bare),
        part(hands, bare),
        part(boots, order.material("boots", "rubber")),
    ]
    if order.flag("cap"):
        x, y, z = j["head"]
        crown = Moved(Ellipsoid(0.098 * k, 0.075 * k, 0.112 * k), (x, y + 0.062 * k, z))
        brim = Moved(Box(0.15 * k, 0.012, 0.10 * k, 0.006), (x, y + 0.05 * k, z - 0.13 * k))
        solids += [part(crown, cloth), part(brim, cloth)]
    if order.flag("belt"):
        solids.append(
            part(
                Moved(Cylinder(0.178 * k, 0.06 * k, 0.02), (low[0], low[1] - 0.02 * k, low[2])),
                order.material("strap", "leather"),
            )
        )
    return Made(tuple(solids))


def _trunk(low: Point, chest: Point, k: float) -> list[Shape]:
    """Two columns side by side: broad from the front, flat from the side."""
    out: list[Shape] = []
    for side in (-1, 1):
        foot = (low[0] + side * 0.055 * k, low[1], low[2])
        top = (chest[0] + side * 0.085 * k, chest[1], chest[2])
        yoke = (chest[0] + side * 0.12 * k, chest[1] + 0.10 * k, chest[2])
        out += [Capsule(foot, top, 0.125 * k, 0.135 * k), Capsule(top, yoke, 0.12 * k, 0.08 * k)]
    return out


def dog(order: Order) -> Made:
    """A dog, side on to its left, head up. Options: material, pose (sit or lie)."""
    fur = order.material("material", "dog")
    lying = order.word("pose", "sit") == "lie"
    if lying:
        body = Blend(
            0.09,
            Capsule((-0.28, 0.15, 0), (0.26, 0.17, 0), 0.15, 0.13),
            Capsule((0.30, 0.22, 0), (0.44, 0.38, 0), 0.09, 0.075),
            Capsule((0.44, 0.40, 0), (0.62, 0.36, 0), 0.085, 0.045),
            Capsule((0.26, 0.07, -0.10), (0.60, 0.05, -0.10), 0.05),
            Capsule((0.26, 0.07, 0.10), (0.60, 0.05, 0.10), 0.05),
            Capsule((-0.40, 0.12, 0), (-0.72, 0.05, 0.08), 0.045, 0.02),
            Capsule((-0.28, 0.10, -0.13), (-0.05, 0.06, -0.16), 0.08, 0.05),
        )
        ears = Union(
            Capsule((0.42, 0.46, -0.06), (0.38, 0.56, -0.07), 0.035, 0.012),
            Capsule((0.42, 0.46, 0.06), (0.38, 0.56, 0.07), 0.035, 0.012),
        )
    else:
        body = Blend(
            0.09,
            Capsule((-0.20, 0.18, 0), (0.08, 0.48, 0), 0.165, 0.13),
            Capsule((0.10, 0.52, 0), (0.18, 0.72, 0), 0.10, 0.08),
            Capsule((0.18, 0.76, 0), (0.37, 0.70, 0), 0.088, 0.045),
            Capsule((0.14, 0.46, -0.08), (0.17, 0.03, -0.08), 0.06, 0.04),
            Capsule((0.14, 0.46, 0.08), (0.17, 0.03, 0.08), 0.06, 0.04),
            Capsule((-0.22, 0.10, -0.13), (0.06, 0.05, -0.14), 0.085, 0.045),
            Capsule((-0.22, 0.10, 0.13), (0.06, 0.05, 0.14), 0.085, 0.045),
            Capsule((-0.30, 0.12, 0), (-0.56, 0.05, 0.1), 0.045, 0.02),
        )
        ears = Union(
            Capsule((0.14, 0.82, -0.06), (0.11, 0.94, -0.07), 0.035, 0.012),
            Capsule((0.14, 0.82, 0.06), (0.11, 0.94, 0.07), 0.035, 0.012),
        )
    nose = (0.63, 0.36, 0) if lying else (0.38, 0.70, 0)
    return Made(
        (
            part(Blend(0.03, body, ears), fur),
            part(Moved(Sphere(0.03), nose), order.material("nose", "bakelite")),
        )
    )


KINDS: Mapping[str, Kind] = MappingProxyType(
    {"figure": Kind(figure, (0.6, 1.82, 0.4)), "dog": Kind(dog, (1.2, 0.95, 0.4))}
)
