"""The goal that a run's story leans to, and how that shows in what is offered.

A hand on the shoulder, not a map: ways and acts are offered more often, nothing is said. So the van
calls whoever has the shovel, runs of one world differ, and most stories find their way to an end.
"""

from msgspec import Struct

from nightreel.core.dice import Dice, pick
from nightreel.core.plan import Plan
from nightreel.core.state import State
from nightreel.core.world import Act, World, holder_of

_CALLING = 3
"""From this pull on, an act elsewhere makes the way to it worth offering."""
_FETCHING = 6
_CALL_WEIGHT = 6
_OPENING = 5
"""From this pull on, an act of no goal is on everybody's way."""
_WANTED = 40


def lean_of(world: World, dice: Dice) -> str | None:
    """Return the goal that a run's story leans to: its seed decides, so runs differ."""
    return pick(dice, world.goals) if world.goals else None


class Lean(Struct, frozen=True):
    """What the story wants next, from where the player stands.

    Attributes:
        goal: the goal leant to; None leans nowhere.
        wanted: things that are needed for it and not in hand, with whatever holds them.
        calls: how strongly each exit leads to what can be done or fetched, by its place.
    """

    goal: str | None = None
    wanted: frozenset[str] = frozenset()
    calls: dict[str, int] = {}

    def weight(self, planned: Plan) -> int:
        """Return what the goal adds to the weight of a plan."""
        if planned.exit is not None:
            return _CALL_WEIGHT * self.calls.get(planned.exit.to, 0)
        if planned.act is not None:
            if planned.act.goal not in (None, self.goal):
                return -2 * planned.act.pull
            leads = planned.act.goal is not None or planned.act.pull >= _OPENING
            return _WANTED if leads else 0
        brings = planned.target in self.wanted and planned.verb == "take"
        return _WANTED if brings or self.wanted.intersection(planned.found) else 0


def leaning(world: World, state: State, goal: str | None) -> Lean:
    """Return how the story leans in this state."""
    wanted = _wanted(world, state, goal)
    return Lean(goal, wanted, _calls(world, state, goal, wanted))


def _wanted(world: World, state: State, lean: str | None) -> frozenset[str]:
    """Return the tools still asked for: by the goal, and by acts that are on everybody's way."""
    wanted: set[str] = set()
    for act in world.acts.values():
        matters = act.goal == lean or (act.goal is None and act.pull >= _OPENING)
        tool = act.tool if matters else None
        if tool is None or world.place_of(state, tool) is None:
            continue
        # What holds it is wanted with it: the tin in the cupboard, and the cupboard.
        while tool is not None and tool in state.things:
            wanted.add(tool)
            tool = holder_of(state.things[tool].where)
    return frozenset(wanted)


def _calls(world: World, state: State, lean: str | None, wanted: frozenset[str]) -> dict[str, int]:
    pulls: dict[str, int] = {}
    for act in world.acts.values():
        if _callable(world, state, act, lean):
            place = state.things[act.target].where
            pull = act.pull * (2 if act.goal == lean else 1)
            pulls[place] = max(pulls.get(place, 0), pull)
    for tool in wanted:
        place = world.place_of(state, tool)
        if place is not None:
            pulls[place] = max(pulls.get(place, 0), _FETCHING)
    pulls.pop(state.place, None)
    calls: dict[str, int] = {}
    for place, pull in pulls.items():
        first = _first_step(world, state, place)
        if first is not None:
            calls[first] = max(calls.get(first, 0), pull)
    return calls


def _callable(world: World, state: State, act: Act, lean: str | None) -> bool:
    """Whether an act could be done now if only the player were there."""
    target = state.things.get(act.target)
    if target is None or act.pull < _CALLING or target.where not in world.places or act.beat:
        return False
    if act.goal not in (None, lean) or (act.goal is None and target.where not in state.visited):
        return False
    if (act.at and target.where not in act.at) or (act.tool and not state.has(act.tool)):
        return False
    return act.when.holds(world, state)


def _first_step(world: World, state: State, goal: str) -> str | None:
    """Return the neighbouring place on a shortest way to the goal, by exits open now."""
    first: dict[str, str] = {}
    queue = [state.place]
    for place in queue:
        for way in world.places[place].exits:
            if way.to == state.place or way.to in first or not way.when.holds(world, state):
                continue
            first[way.to] = first.get(place, way.to)
            if way.to == goal:
                return first[goal]
            queue.append(way.to)
    return None
