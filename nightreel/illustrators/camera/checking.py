"""What only the camera knows to be wrong with a world's sets: kinds of props, options, materials
and poses that there are not. `nightreel world check` says it with the rest.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from inspect import getdoc
from itertools import product
from typing import Any, cast

import numpy as np
from msgspec import structs

from nightreel.core.state import GONE
from nightreel.illustrators.camera.kit import kinds
from nightreel.illustrators.camera.kit.bodies import POSES
from nightreel.illustrators.camera.kit.making import Kind, Order
from nightreel.illustrators.camera.kit.palette import PALETTE, material_of
from nightreel.illustrators.camera.rehearsal import rehearse
from nightreel.illustrators.camera.scene import Scene, Unfilmable, build
from nightreel.illustrators.camera.shapes import Point, unturned
from nightreel.illustrators.camera.shots import bounds
from nightreel.illustrators.camera.solids import Material, Solid
from nightreel.worlds.filmed import Film, FilmSet, Prop
from nightreel.worlds.pack import Pack
from nightreel.worlds.problems import Fault

Path = tuple[str | int, ...]

STATES: tuple[frozenset[str], ...] = (
    frozenset(),
    frozenset({"open", "lit", "running", "raised", "patched"}),
    frozenset({"broken", "locked", "stiff", "sealed"}),
)
"""Enough of what things can be for every option of a kind to be asked for."""
NOON, MIDNIGHT = 0, 600
"""Minutes since a world's start by which it is as light, and as dark, as it gets."""
_OURS = frozenset({"mirrors"})
"""Options that are read before a prop is made."""


class _Asked(Mapping[str, Any]):
    """Options that remember which of them were asked for."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options
        self.asked = set[str]()

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return self._options[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._options)

    def __len__(self) -> int:
        return len(self._options)


def faults(pack: Pack) -> list[Fault]:
    """Return what the camera cannot film as it is written."""
    found = [*_film(pack.film)]
    for thing, form in pack.forms.items():
        found += _prop(form, ("forms", thing))
    for place, it in pack.sets.items():
        named = [*_set(it, ("sets", place)), *_stands(pack, place)]
        if not named and place in pack.world.places:
            named = _built(pack, place)
        found += named
    return found


def refreshed(page: str) -> str:
    """Return the authors' page (docs/sets.md) with its lists of kinds and materials as they are:
    what stands between `<!-- kinds -->` and `<!-- /kinds -->`, and so for materials.
    """
    told = "\n".join(_line(name, kind) for name, kind in sorted(kinds().items()))
    named = ", ".join(f"`{name}`" for name in sorted(PALETTE))
    return _filled(_filled(page, "kinds", told), "materials", named)


def _filled(page: str, name: str, text: str) -> str:
    head, _, rest = page.partition(f"<!-- {name} -->\n")
    _, _, tail = rest.partition(f"<!-- /{name} -->")
    return f"{head}<!-- {name} -->\n{text}\n<!-- /{name} -->{tail}"


def _line(name: str, kind: Kind) -> str:
    told = " ".join((getdoc(kind.make) or "").split())
    size = " x ".join(f"{v:g}" for v in kind.size)
    return f"- `{name}` ({size}): {told}"


def _film(film: Film) -> Iterator[Fault]:
    for threat, body in film.bodies.items():
        path: Path = ("film", "bodies", threat)
        yield from _prop(Prop(body.kind, options=body.options), path, nested=("options",))
        for at, pose in enumerate(body.poses):
            yield from _pose(body.kind, pose, (*path, "poses", at))


def _set(it: FilmSet, path: Path) -> Iterator[Fault]:
    for at, prop in enumerate(it.props):
        yield from _prop(prop, (*path, "props", at))
    if it.ground is not None:
        yield from _material(it.ground, (*path, "ground"))
    if it.room is not None:
        for face in ("wall", "floor", "ceiling"):
            yield from _material(getattr(it.room, face), (*path, "room", face))


def _stands(pack: Pack, place: str) -> Iterator[Fault]:
    for threat, stands in pack.sets[place].stands.items():
        body = pack.film.bodies.get(threat)
        for stand in stands.values():
            if body is not None and stand.pose is not None:
                yield from _pose(body.kind, stand.pose, ("sets", place, "stands", threat))


def _prop(prop: Prop, path: Path, nested: Path = ()) -> Iterator[Fault]:
    """What is wrong with a prop. Its options stand beside its kind, or in the entry `nested`."""
    kind = kinds().get(prop.kind)
    if kind is None:
        what = f"there is no kind of prop `{prop.kind}`"
        yield Fault((*path, "kind"), what, _meant(prop.kind, kinds()))
        return
    if "pose" in prop.options:
        yield from _pose(prop.kind, str(prop.options["pose"]), (*path, *nested, "pose"))
    options = _Asked(prop.options)
    refused = set[str]()
    for state, powered in product(STATES, (False, True)):
        order = Order(prop.size or kind.size, state=state, powered=powered, options=options)
        try:
            kind.make(order)
        except ValueError as error:
            refused.add(str(error))
    for error in sorted(refused):
        yield _refused(error, path)
    for name, value in prop.options.items():
        yield from _fields(value, (*path, *nested, name))
    for name in sorted(prop.options.keys() - options.asked - _OURS) if not refused else ():
        what = f"`{prop.kind}` has no option `{name}`"
        yield Fault((*path, *nested, name), what, _meant(name, options.asked))


def _refused(error: str, path: Path) -> Fault:
    _, found, rest = error.partition("no material `")
    mend = _meant(rest.partition("`")[0], PALETTE) if found else "docs/sets.md says what it takes"
    return Fault(path, error, mend)


def _fields(value: Any, path: Path) -> Iterator[Fault]:
    """What a material that is written out has and no material has; likes are looked into."""
    if not isinstance(value, Mapping):
        return
    written = cast("Mapping[str, Any]", value)
    known = {"like", *Material.__struct_fields__}
    for name in sorted(written.keys() - known):
        yield Fault((*path, name), f"a material has no `{name}`", _meant(name, known))
    yield from _fields(written.get("like"), (*path, "like"))


def _material(value: Any, path: Path) -> Iterator[Fault]:
    yield from _fields(value, path)
    try:
        material_of(value, "concrete")
    except ValueError as error:
        yield _refused(str(error), path)


def _pose(kind: str, pose: str, path: Path) -> Iterator[Fault]:
    if kind == "figure" and pose not in POSES:
        yield Fault(path, f"there is no pose `{pose}`", _meant(pose, POSES))


def _built(pack: Pack, place: str) -> list[Fault]:
    """Build the place by day and by night, whole: empty, and with all that can ever lie in it."""
    refused = set[str]()
    shown = pack.forms.keys() | {prop.thing for prop in pack.sets[place].props}
    for minutes, flags in ((NOON, ()), (MIDNIGHT, ("power",))):
        state = rehearse(pack, place, minutes, lamp=True, flags=flags)
        empty = {t: structs.replace(it, where=GONE) for t, it in state.things.items()}
        full = {t: structs.replace(it, where=place) for t, it in empty.items() if t in shown}
        try:
            refused.update(_blind(build(pack, structs.replace(state, things=empty))))
            build(pack, structs.replace(state, things={**empty, **full}))
        except Unfilmable as error:
            refused.add(str(error))
        except KeyError:
            # A name that leads nowhere: the world's own checks say which, and where.
            return []
    return [Fault(("sets", place), error) for error in sorted(refused)]


def _blind(scene: Scene) -> Iterator[str]:
    """Marks that would see nothing: in a prop, or outside the room that they are to film."""
    boxes = [(solid, *bounds((solid,))) for solid in scene.solids]
    marks = (*scene.set.shots, *((scene.set.hide,) if scene.set.hide else ()))
    for mark in marks:
        room = scene.room
        if room and not all(room.lo[i] < mark.eye[i] < room.hi[i] for i in range(3)):
            yield f"the shot `{mark.name}` is outside of the room"
        near = (
            solid for solid, lo, hi in boxes if all(lo[i] < mark.eye[i] < hi[i] for i in range(3))
        )
        if any(_around(solid, mark.eye) for solid in near):
            yield f"the shot `{mark.name}` is inside of a prop"


def _around(solid: Solid, at: Point) -> bool:
    off = [np.array([at[i] - solid.at[i]], np.float32) for i in range(3)]
    x, y, z = unturned(solid.rows, off[0], off[1], off[2])
    return float(solid.shape.distance(x, y, z)[0]) < 0


def _meant(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f"did you mean `{close[0]}`?" if close else "docs/sets.md lists what there is"
