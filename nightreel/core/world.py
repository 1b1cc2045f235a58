"""A world as the rules see it: no prose, no files. `nightreel.worlds` makes one from a pack."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from nightreel.core.conditions import ALWAYS, NEVER, Condition
from nightreel.core.effects import Effect
from nightreel.core.intent import Kind, Risk, Verb
from nightreel.core.state import WITHIN, Phase, State, ThingState, ThreatState


class Exit(Struct, frozen=True):
    """A way from one place to another. `fall` is the ending of a desperate disaster on it."""

    to: str
    way: str
    verb: Verb = "move"
    when: Condition = ALWAYS
    risk: Risk = "safe"
    minutes: int = 2
    fall: str | None = None


class Place(Struct, frozen=True):
    """Somewhere to be. A `dark` place needs a lamp, or its `power` flag."""

    id: str
    name: str
    tags: frozenset[str] = frozenset()
    exits: tuple[Exit, ...] = ()
    power: bool = False

    def exit_to(self, place: str) -> Exit | None:
        """Return the exit that leads there, or None."""
        return next((e for e in self.exits if e.to == place), None)


class Thing(Struct, frozen=True):
    """Something that can be looked at and acted on. `does` are extra effects by verb."""

    id: str
    name: str
    nouns: tuple[str, ...]
    where: str
    traits: frozenset[str] = frozenset()
    props: tuple[str, ...] = ()
    key: str | None = None
    aids: Mapping[str, int] = {}
    does: Mapping[str, tuple[Effect, ...]] = {}
    refuses: frozenset[str] = frozenset()
    filmable: bool = False
    article: str = "the"

    @property
    def the(self) -> str:
        """The name as it stands in a sentence."""
        return f"{self.article} {self.name}".strip()


class Act(Struct, frozen=True):
    """Something only this world can do. `goal` is the progress clock whose way it belongs to."""

    id: str
    verbs: tuple[Verb, ...]
    target: str
    label: str
    tool: str | None = None
    goal: str | None = None
    at: tuple[str, ...] = ()
    when: Condition = ALWAYS
    beat: str | None = None
    risk: Risk = "safe"
    kind: Kind = "curious"
    minutes: int = 5
    noise: int = 0
    pull: int = 2
    once: bool = False
    do: tuple[Effect, ...] = ()
    cost: tuple[Effect, ...] = ()
    setback: tuple[Effect, ...] = ()
    disaster: tuple[Effect, ...] = ()


class Storylet(Struct, frozen=True):
    """An incident that the director may draw."""

    id: str
    phases: frozenset[Phase]
    when: Condition = ALWAYS
    weight: int = 1
    cooldown: int = 0
    do: tuple[Effect, ...] = ()


class Lure(Struct, frozen=True):
    """What draws a threat's attention while a condition holds (negative: what soothes it)."""

    when: Condition
    by: int


class Stage(Struct, frozen=True):
    """A stage of a threat, entered when its attention reaches `at`."""

    id: str
    at: int
    felt: str


class Threat(Struct, frozen=True):
    """Something that comes for the player: by sound, by light, or with time.

    While `barred` holds it comes no nearer than distance 2.
    """

    id: str
    name: str
    sense: str
    stages: tuple[Stage, ...]
    where: str
    wound: str
    ending: str
    lures: tuple[Lure, ...] = ()
    shield: str | None = None
    barred: Condition = NEVER
    signs: tuple[str, ...] = ()
    heat: int = 0
    distance: int = 5

    def stage_for(self, heat: int) -> int:
        """Return the index of the last stage whose threshold the attention has reached."""
        return max(i for i, stage in enumerate(self.stages) if heat >= stage.at)


class Wound(Struct, frozen=True):
    """An injury with a name; `hinders` are the verbs it makes riskier."""

    id: str
    name: str
    hinders: frozenset[str] = frozenset()


class Mishap(Struct, frozen=True):
    """What goes wrong when a risk is taken and lost."""

    id: str
    verbs: frozenset[str]
    wound: str
    when: Condition = ALWAYS
    setback: tuple[Effect, ...] = ()


class Ending(Struct, frozen=True):
    """A way for a run to end."""

    id: str
    kind: str
    title: str
    cause: str


class Clock(Struct, frozen=True):
    """A progress clock toward an ending."""

    id: str
    name: str
    size: int
    hint: str


class World(Struct, frozen=True, dict=True):
    """All the rules of one world."""

    id: str
    title: str
    version: str
    date: str
    start: State
    opens_at: int
    dusk: int
    night: int
    midnight: int
    pace: int
    midnight_do: tuple[Effect, ...]
    exhausted: str
    places: Mapping[str, Place]
    things: Mapping[str, Thing]
    acts: Mapping[str, Act]
    storylets: Mapping[str, Storylet]
    threats: Mapping[str, Threat]
    wounds: Mapping[str, Wound]
    mishaps: Mapping[str, Mishap]
    endings: Mapping[str, Ending]
    clocks: Mapping[str, Clock]
    facts: Mapping[str, str]

    @cached_property
    def acts_by_target(self) -> Mapping[str, tuple[Act, ...]]:
        """Acts grouped by what they are done to."""
        grouped: dict[str, tuple[Act, ...]] = {}
        for act in self.acts.values():
            grouped[act.target] = (*grouped.get(act.target, ()), act)
        return grouped

    @cached_property
    def goals(self) -> tuple[str, ...]:
        """The clocks that acts lead to: the ways a story can lean."""
        return tuple(sorted({a.goal for a in self.acts.values() if a.goal}))

    def place_of(self, state: State, thing: str) -> str | None:
        """Return the place in which a thing is, inside whatever; None when carried or gone."""
        where = state.things[thing].where
        while (holder := holder_of(where)) is not None and holder in state.things:
            where = state.things[holder].where
        where = holder_of(where) or where
        return where if where in self.places else None

    def hour(self, state: State) -> int:
        """Return the minute of the day, 0 to 1439."""
        return (self.opens_at + state.minutes) % 1440

    def tags(self, state: State) -> frozenset[str]:
        """Return the tags of the place where the player is."""
        return self.places[state.place].tags

    def is_dark(self, state: State) -> bool:
        """Whether the place is too dark to see in, the lamp apart."""
        place = self.places[state.place]
        if "dark" in place.tags or ("indoors" in place.tags and self.is_night(state)):
            return not (place.power and "power" in state.flags)
        return self.is_night(state)

    def is_night(self, state: State) -> bool:
        """Whether the sky gives no light."""
        return state.minutes >= self.night - self.opens_at

    def can_see(self, state: State) -> bool:
        """Whether there is light to see by: the place's, or the lamp's."""
        return state.lamp or not self.is_dark(state)

    def name_of(self, target: str) -> str:
        """Return the name of a thing, place, threat or wound as it stands in a sentence."""
        if target in self.things:
            return self.things[target].the
        named = self.places.get(target) or self.threats.get(target) or self.wounds.get(target)
        return f"the {named.name}" if named else target


def initial_things(things: Mapping[str, Thing]) -> dict[str, ThingState]:
    """Return where everything is before the first turn."""
    return {t.id: ThingState(t.where, tuple(sorted(t.props))) for t in things.values()}


def initial_threats(threats: Mapping[str, Threat]) -> dict[str, ThreatState]:
    """Return how far and how awake every threat is before the first turn."""
    return {t.id: ThreatState(t.heat, t.stage_for(t.heat), t.distance) for t in threats.values()}


def holder_of(where: str) -> str | None:
    """Return the place or thing in which something lies unseen, or None when it is in view."""
    return where.removeprefix(WITHIN) if where.startswith(WITHIN) else None
