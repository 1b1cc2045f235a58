"""What is offered: all of it legal, as risky as it says, and hands worth choosing from."""

from msgspec.structs import replace

from nightreel.core.canonical import canonical
from nightreel.core.dice import Stream
from nightreel.core.legality import act_ready
from nightreel.core.options import OFFERED, Option, offer, options
from nightreel.core.risk import risk_of
from nightreel.core.state import GONE, State
from nightreel.core.world import World
from tests.core import hut
from tests.core.walking import Turn, dealt, legal, scattered


def test_every_option_is_legal_and_as_risky_as_it_says(world: World, nights: list[Turn]) -> None:
    for turn in nights:
        for option in turn.options:
            planned = legal(world, turn.before, option.intent)
            assert planned == option.plan
            assert risk_of(world, turn.before, planned) == option.risk, turn


def test_what_a_button_says_is_what_the_rules_use(nights: list[Turn]) -> None:
    for turn in nights:
        for option in turn.hand:
            if option.intent == turn.plan.intent:
                assert turn.outcome.risk == option.risk
                assert turn.outcome.key == option.plan.key


def test_options_differ_and_there_always_are_some(nights: list[Turn]) -> None:
    for turn in nights:
        assert turn.options, turn
        assert len({o.intent.key for o in turn.options}) == len(turn.options), turn
        assert len({(o.plan.key, o.plan.target) for o in turn.options}) == len(turn.options), turn
        assert all(o.weight > 0 for o in turn.options)


def test_a_hand_is_dealt_from_the_options_without_one_twice(nights: list[Turn]) -> None:
    for turn in nights:
        assert len(turn.hand) <= OFFERED
        assert all(o in turn.options for o in turn.hand)
        assert len({o.intent.key for o in turn.hand}) == len(turn.hand)


def subjects(could: tuple[Option, ...]) -> set[str | None]:
    """What could be done something about; listening counts once."""
    return {"listen" if o.plan.verb == "listen" else o.plan.target for o in could}


def test_a_hand_has_three_choices_where_there_are_three_things_to_do(nights: list[Turn]) -> None:
    for turn in nights:
        assert len(turn.hand) >= min(3, len(subjects(turn.options))), turn


def one_sided(turns: list[Turn]) -> list[Turn]:
    """Turns with a hand of one kind where there was another."""
    return [
        t for t in turns if len({o.kind for o in t.hand}) < min(2, len({o.kind for o in t.options}))
    ]


def test_nearly_every_hand_offers_two_kinds_of_doing(nights: list[Turn]) -> None:
    assert len(one_sided(nights)) < len(nights) / 25


def test_every_hand_offers_two_kinds_of_doing_where_there_are_two() -> None:
    dull = (hut.act("film_rope", target="chest", kind="curious", pull=1),)
    acts = [
        hut.act(f"tie{n}", target=t, verbs=(v,), kind="careful", pull=5)
        for n, (t, v) in enumerate([("rope", "use"), ("rope", "ward"), ("mask", "use")])
    ]
    world = hut.world((*dull, *acts))
    state = replace(world.start, place="hut")
    for seed in range(3000):
        hand = offer(world, state, Stream(seed))
        assert len({o.kind for o in hand}) >= 2


def worst(turn: Turn) -> bool:
    """Whether nothing in the hand is less than desperate, its last choice apart."""
    return all(o.risk == "desperate" for o in turn.hand[:-1])


def test_a_hand_holds_a_way_out_where_there_is_one(nights: list[Turn]) -> None:
    for turn in nights:
        ways = [o for o in turn.options if o.plan.exit is not None]
        held = [o for o in turn.hand if o.plan.exit is not None]
        # The worst hands have a test of their own.
        assert held or not ways or worst(turn), turn


def test_a_hand_holds_something_less_than_desperate_where_there_is_something(
    nights: list[Turn],
) -> None:
    for turn in nights:
        milder = any(o.risk != "desperate" for o in turn.hand)
        assert milder or all(o.risk == "desperate" for o in turn.options) or worst(turn), turn


def dire(world: World, seed: int) -> State:
    """A scene in which nearly everything is desperate: hurt, in the dark, and pursued."""
    state = scattered(world, seed)
    threats = {
        i: replace(t, stage=3, heat=99, distance=1) if world.threats[i].sense != "time" else t
        for i, t in state.threats.items()
    }
    wounds = ("burned_hand", "turned_ankle")
    return replace(
        state, threats=threats, wounds=wounds, nerve=0, lamp=False, battery=50, minutes=200
    )


def test_even_the_worst_hand_holds_a_way_out(world: World) -> None:
    for seed in range(60):
        state = dire(world, seed)
        if any(o.plan.exit is not None for o in options(world, state)):
            assert any(o.plan.exit is not None for o in dealt(world, seed, state)), seed


def test_even_the_worst_hand_holds_something_less_than_desperate(world: World) -> None:
    for seed in range(400):
        state = dire(world, seed)
        if any(o.risk != "desperate" for o in options(world, state)):
            assert any(o.risk != "desperate" for o in dealt(world, seed, state)), seed


def test_to_wait_and_to_switch_the_lamp_on_are_two_things() -> None:
    world = hut.world(night=600)
    gone = {i: replace(t, where=GONE) for i, t in world.start.things.items()}
    state = replace(world.start, place="hill", lamp=False, things=gone, minutes=700)
    hand = offer(world, replace(state, seen=("search:hill", "listen:hill")), Stream(1))
    assert {"wait", "light_on", "move"} <= {o.plan.verb for o in hand}


# --- other choices -------------------------------------------------------------------------------


def test_other_choices_are_others_where_there_are_enough(world: World, nights: list[Turn]) -> None:
    for turn in nights[::3]:
        avoid = frozenset(o.intent.key for o in turn.hand)
        others = offer(world, turn.before, Stream(turn.seed, "offer", 1, 1), avoid)
        fresh = [o for o in options(world, turn.before) if o.intent.key not in avoid]
        again = [o for o in others if o.intent.key in avoid]
        # One may be there twice over: less than desperate, say, and of another kind.
        assert len(fresh) < 3 or sum(not missed(o, fresh) for o in again) <= 1, turn
        assert others


def missed(option: Option, fresh: list[Option]) -> bool:
    """Whether there would be no way out, no other kind or nothing milder without it."""
    way = option.plan.exit is not None and all(o.plan.exit is None for o in fresh)
    kind = all(o.kind == fresh[0].kind for o in fresh)
    milder = option.risk != "desperate" and all(o.risk == "desperate" for o in fresh)
    return way or kind or milder


def test_a_way_out_is_offered_again_only_if_there_is_no_other(
    world: World, nights: list[Turn]
) -> None:
    for turn in nights[::2]:
        avoid = frozenset(o.intent.key for o in turn.hand)
        others = offer(world, turn.before, Stream(turn.seed, "offer", 1, 1), avoid)
        ways = [o.intent.key for o in options(world, turn.before) if o.plan.exit is not None]
        again = [o for o in others if o.intent.key in avoid and o.plan.exit is not None]
        if set(ways) - avoid:
            assert not again, turn


def test_other_choices_hold_a_way_out_too(world: World, nights: list[Turn]) -> None:
    for turn in nights[::3]:
        avoid = frozenset(o.intent.key for o in turn.hand)
        others = offer(world, turn.before, Stream(turn.seed, "offer", 1, 1), avoid)
        if any(o.plan.exit is not None for o in turn.options):
            assert any(o.plan.exit is not None for o in others), turn


# --- pure, and all of it in reach ----------------------------------------------------------------


def test_the_same_scene_is_dealt_the_same_hand(world: World, nights: list[Turn]) -> None:
    for turn in nights[::5]:
        before = canonical(turn.before)
        assert tuple(dealt(world, turn.seed, turn.before)) == turn.hand
        assert canonical(turn.before) == before


def test_another_hand_of_the_same_scene_differs_now_and_then(
    world: World, nights: list[Turn]
) -> None:
    hands = [(t.hand, tuple(dealt(world, t.seed, t.before, hand=1))) for t in nights[::10]]
    assert sum(one != other for one, other in hands) > len(hands) / 2


def never_offered(world: World) -> set[str]:
    """Acts that are ready in many scenes and an option in none of them."""
    ready: dict[str, int] = {}
    offered: set[str] = set()
    for seed in range(300):
        state = scattered(world, seed)
        open_now = [a.id for a in world.acts.values() if act_ready(world, state, a)]
        for act in open_now:
            ready[act] = ready.get(act, 0) + 1
        if set(open_now) - offered:
            could = options(world, state)
            offered |= {o.plan.act.id for o in could if o.plan.act is not None}
    return {act for act, times in ready.items() if times >= 5} - offered


def test_every_act_of_a_world_is_offered_at_some_time(world: World) -> None:
    assert never_offered(world) == set()


def test_whoever_hides_is_not_offered_to_hide() -> None:
    world = hut.world()
    hidden = hut.stalked(replace(world.start, hidden=True), 2, 1)
    assert "hide" in {o.plan.verb for o in options(world, replace(hidden, hidden=False))}
    assert "hide" not in {o.plan.verb for o in options(world, hidden)}
