"""What the rules promise: safe is safe, death is announced, and what is done stays done."""

import random as other_dice  # noqa: TID251 - to be left alone by the rules

import msgspec
from msgspec.structs import replace

from nightreel.core.adjudicate import Outcome, adjudicate
from nightreel.core.canonical import canonical
from nightreel.core.conditions import parse
from nightreel.core.effects import Effect, Neared, Passed, Put, Wounded
from nightreel.core.intent import RISKS, Intent
from nightreel.core.legality import act_ready
from nightreel.core.risk import in_storm, risk_of, shielded
from nightreel.core.state import CARRIED, FAR, GONE, WOUNDS_LIMIT, State
from nightreel.core.world import World
from tests.core import hut
from tests.core.hut import Loaded
from tests.core.soundness import unsound
from tests.core.walking import Trial, Turn, after, legal, scattered, tried


def at_hand(state: State) -> set[str]:
    """The threats that stand where they can strike."""
    return {i for i, t in state.threats.items() if t.distance == 0 and t.stage >= 2}


def hurt(trial: Trial) -> bool:
    return any(isinstance(e, Wounded) for e in trial.outcome.effects)


def of_weather(world: World, threat: str) -> bool:
    return world.threats[threat].sense == "time"


# --- safe is safe --------------------------------------------------------------------------------


def test_a_safe_act_never_ends_in_setback_or_disaster(trials: list[Trial]) -> None:
    for trial in trials:
        if trial.outcome.risk == "safe":
            assert trial.outcome.worked, trial


def test_a_safe_act_never_wounds_unless_something_stood_at_hand(
    world: World, trials: list[Trial]
) -> None:
    for trial in trials:
        if trial.outcome.risk != "safe" or not hurt(trial):
            continue
        strikes = trial.told("strike")
        assert strikes, trial
        # Care and a shield against the weather have tests of their own.
        guarded = trial.plan.intent.manner == "careful" or shielded(world, trial.before)
        for threat in strikes:
            weather = of_weather(world, threat) and guarded
            assert threat in at_hand(trial.before) or weather, trial


def test_to_hesitate_with_nothing_near_never_wounds(world: World, trials: list[Trial]) -> None:
    for trial in trials:
        if trial.outcome.verb == "hesitate" and hurt(trial):
            assert at_hand(trial.before) or in_storm(world, trial.before), trial


def test_in_a_storm_nothing_in_the_open_is_safe() -> None:
    world = hut.world()
    state = hut.stormy(world)
    for verb in ("wait", "listen", "search", "film"):
        assert risk_of(world, state, legal(world, state, Intent(verb))) != "safe"


def test_not_even_a_switch_is_safe_in_a_storm() -> None:
    world = hut.world()
    trial = tried(world, 1, hut.stormy(world, exposure=1), Intent("light_off"))
    assert hurt(trial)
    assert trial.outcome.risk != "safe"


def test_care_does_not_make_a_storm_safe() -> None:
    world = hut.world()
    state = hut.stormy(world, exposure=1)
    trial = tried(world, 1, state, Intent("wait", manner="careful"))
    assert hurt(trial)
    assert trial.outcome.risk != "safe"


def test_a_shield_that_is_used_up_does_not_make_a_storm_safe() -> None:
    world = hut.world()
    masked = {**world.start.things, "mask": replace(world.start.things["mask"], where=CARRIED)}
    state = hut.stormy(world, exposure=4, things=masked)
    trial = tried(world, 1, state, Intent("wait"))
    assert hurt(trial)
    assert trial.outcome.risk != "safe"


CARE = "care takes back what a threat has added"


def test_care_does_not_outrun_what_pursues() -> None:
    world = hut.world()
    state = hut.stalked(world.start, 3, 1)
    for intent in (Intent("move", "hill", manner="careful"), Intent("hide", manner="careful")):
        assert risk_of(world, state, legal(world, state, intent)) != "safe"


def test_care_does_not_turn_a_blow() -> None:
    world = hut.world()
    trial = tried(world, 1, hut.stalked(world.start, 2, 0), Intent("search", manner="careful"))
    assert trial.told("strike") == ["stalker"]
    assert trial.outcome.risk != "safe"


def test_a_vague_wish_is_not_taken_for_the_more_dangerous_of_two_acts(world: World) -> None:
    for seed in range(1500):
        state = scattered(world, seed)
        ready = [a for a in world.acts.values() if act_ready(world, state, a)]
        for act in ready:
            for verb in act.verbs:
                meant = legal(world, state, Intent(verb, act.target)).risk
                assert RISKS.index(meant) <= RISKS.index(act.risk), f"{verb} {act.target}: {act.id}"


# --- nothing strikes unseen ----------------------------------------------------------------------


def test_threats_strike_only_from_where_they_stood_at_hand(
    world: World, trials: list[Trial]
) -> None:
    struck = 0
    for trial in trials:
        for threat in trial.told("strike"):
            if not of_weather(world, threat):
                struck += 1
                assert threat in at_hand(trial.before), trial
    assert struck > 100


def test_weather_strikes_only_whoever_stands_in_it(world: World, trials: list[Trial]) -> None:
    for trial in trials:
        for threat in trial.told("strike"):
            if of_weather(world, threat):
                assert in_storm(world, trial.after), trial


def test_what_an_act_calls_near_is_seen_before_it_strikes() -> None:
    waving = hut.act(
        "wave",
        target="stalker",
        verbs=("ward",),
        risk="risky",
        setback=hut.orders("near stalker -1"),
    )
    world = hut.world((waving,))
    state = hut.stalked(world.start, 2, 1)
    planned = legal(world, state, Intent("ward", "stalker"))
    outcome = adjudicate(world, state, planned, "normal", Loaded(1, 2, 100))
    assert outcome.grade == "setback"
    assert not any(f.kind == "strike" for f in outcome.facts)


def test_what_midnight_calls_near_is_seen_before_it_strikes() -> None:
    world = hut.world(midnight_do=hut.orders("near stalker -1"))
    state = replace(hut.stalked(world.start, 2, 1), minutes=world.midnight)
    outcome = adjudicate(
        world, state, legal(world, state, Intent("wait")), "normal", Loaded(6, 6, 100)
    )
    assert not any(f.kind == "strike" for f in outcome.facts)


def test_what_is_barred_comes_no_nearer_by_itself() -> None:
    shy = {**hut.THREATS, "stalker": replace(hut.THREATS["stalker"], barred=parse("at(hut)"))}
    world = replace(hut.world(), threats=shy)
    state = hut.stalked(world.start, 3, 3)
    for seed in range(200):
        trial = tried(world, seed, state, Intent("hesitate"))
        assert trial.after.threats["stalker"].distance >= 2


def test_no_storylet_brings_a_threat_to_hand_where_it_cannot_come(world: World) -> None:
    for seed in range(400):
        state = scattered(world, seed)
        threats = {
            i: replace(t, stage=2, heat=9, distance=1) if not of_weather(world, i) else t
            for i, t in state.threats.items()
        }
        trial = tried(
            world, seed, replace(state, threats=threats, phase="crisis"), Intent("hesitate")
        )
        for id_ in at_hand(trial.after):
            rules, tags = world.threats[id_], world.tags(trial.after)
            assert of_weather(world, id_) or rules.where == "anywhere" or rules.where in tags, trial


def test_an_absent_threat_is_far_away(world: World, trials: list[Trial]) -> None:
    for trial in trials:
        for id_, threat in trial.after.threats.items():
            acted = any(isinstance(e, Neared) and e.threat == id_ for e in trial.outcome.effects)
            if threat.stage == 0 and not of_weather(world, id_) and not acted:
                assert threat.distance == FAR, trial


# --- death is earned -----------------------------------------------------------------------------


def test_nobody_dies_of_what_was_not_announced(world: World, trials: list[Trial]) -> None:
    deaths: dict[str, int] = {}
    for trial in trials:
        ending = trial.after.ending
        if ending is None or world.endings[ending].kind != "death":
            continue
        deaths[ending] = deaths.get(ending, 0) + 1
        assert cause(world, trial), trial
    assert len(deaths) >= 4


def cause(world: World, trial: Trial) -> str | None:
    """What announced the death, if anything did."""
    ending = trial.after.ending
    if ending == world.exhausted and len(trial.after.wounds) > WOUNDS_LIMIT:
        return "the fourth wound"
    way = trial.plan.exit
    if way is not None and way.fall == ending and trial.outcome.risk == "desperate":
        return "a desperate fall"
    for id_ in trial.told("strike"):
        threat = world.threats[id_]
        weather = of_weather(world, id_) and in_storm(world, trial.after)
        if threat.ending == ending and (weather or id_ in at_hand(trial.before)):
            return "a strike"
    act = trial.plan.act
    ends = (*act.do, *act.cost, *act.setback, *act.disaster) if act else ()
    return "its own act" if any(getattr(e, "ending", None) == ending for e in ends) else None


def test_the_fourth_wound_ends_it(trials: list[Trial]) -> None:
    for trial in trials:
        assert len(trial.after.wounds) <= WOUNDS_LIMIT or trial.after.ending, trial


def test_nobody_dies_of_one_blow_unless_it_had_come_for_them(
    world: World, trials: list[Trial]
) -> None:
    for trial in trials:
        for id_ in trial.told("strike"):
            before, rules = trial.before.threats[id_], world.threats[id_]
            if of_weather(world, id_) or trial.after.ending != rules.ending:
                continue
            last_stage = before.stage == len(rules.stages) - 1
            again = before.strikes >= 1
            assert (last_stage and (again or trial.outcome.verb == "hesitate")) or (
                before.strikes >= 2
            ), trial


def test_an_ending_is_told_and_ends_the_turn(trials: list[Trial]) -> None:
    for trial in trials:
        told = trial.told("ending")
        assert told == ([trial.after.ending] if trial.after.ending else []), trial
        assert not (told and trial.told("storylet")), trial


def test_nobody_sits_the_night_out_under_a_bunk(world: World) -> None:
    state = replace(world.start, place="bunk_room", lamp=False)
    for _ in range(200):
        intent = Intent("wait") if state.hidden else Intent("hide")
        state = tried(world, 3, state, intent).after
        if state.ending or state.wounds:
            break
    assert state.ending or state.wounds


def test_whoever_does_nothing_at_all_does_not_last(world: World) -> None:
    for seed in range(6):
        state = world.start
        for _ in range(150):
            state = tried(world, seed, state, Intent("hesitate")).after
            if state.ending:
                break
        assert state.ending is not None, seed


# --- what is done stays done ---------------------------------------------------------------------


def test_every_state_that_is_reached_is_sound(trials: list[Trial]) -> None:
    for trial in trials:
        assert unsound(trial.after) == [], trial


def test_time_only_moves_on_and_turns_are_counted(trials: list[Trial]) -> None:
    for trial in trials:
        assert trial.after.minutes > trial.before.minutes, trial
        assert trial.after.turn == trial.before.turn + 1, trial


def test_broken_stays_broken(trials: list[Trial]) -> None:
    for trial in trials:
        for id_, thing in trial.before.things.items():
            assert "broken" not in thing.props or trial.after.prop(id_, "broken"), trial


def test_what_is_carried_stays_carried_until_it_is_laid_down_or_used_up(
    trials: list[Trial],
) -> None:
    for trial in trials:
        moved = {e.thing for e in trial.plan.do if isinstance(e, Put)}
        for id_ in set(trial.before.carried) - set(trial.after.carried):
            # A thing that is found where it no longer is has a test of its own.
            assert id_ in moved, trial
            found = trial.plan.verb in ("break", "open") and trial.plan.target == "axe_case"
            used_up = trial.after.things[id_].where == GONE
            assert trial.plan.verb == "drop" or used_up or trial.plan.act or found, trial


def test_an_axe_that_was_taken_is_not_found_in_its_case_again(world: World) -> None:
    state = replace(world.start, place="corridor", lamp=True)
    for intent in (
        Intent("open", "axe_case"),
        Intent("take", "fire_axe"),
        Intent("break", "axe_case"),
    ):
        tries = (tried(world, seed, state, intent) for seed in range(99))
        state = next(t for t in tries if t.outcome.worked).after
    assert state.has("fire_axe")


def test_what_is_gone_does_not_come_back_unless_an_act_says_so(trials: list[Trial]) -> None:
    for trial in trials:
        returned = {e.thing for e in trial.plan.do if isinstance(e, Put)}
        for id_, thing in trial.before.things.items():
            gone = thing.where == GONE and trial.after.things[id_].where != GONE
            assert not gone or (trial.plan.act is not None and id_ in returned), trial


def test_nobody_carries_two_bulky_things(world: World, nights: list[Turn]) -> None:
    for turn in nights:
        bulky = [t for t in turn.after.carried if "bulky" in world.things[t].traits]
        assert len(bulky) <= 1, turn


def test_nobody_is_anywhere_but_where_a_way_or_an_act_leads(
    world: World, trials: list[Trial]
) -> None:
    for trial in trials:
        if trial.after.place != trial.before.place:
            ways = {e.to for e in world.places[trial.before.place].exits}
            assert trial.after.place in ways or trial.plan.act is not None, trial


def test_what_was_tried_and_failed_has_not_happened(trials: list[Trial]) -> None:
    for trial in trials:
        if not trial.outcome.worked and trial.plan.act is None:
            assert trial.after.place == trial.before.place, trial
            assert not trial.told("found"), trial
            assert not trial.told("arrive"), trial


def test_what_worked_has_happened_in_order(trials: list[Trial]) -> None:
    for trial in trials:
        if trial.outcome.worked:
            effects = iter(trial.outcome.effects)
            assert all(any(_same(e, done) for done in effects) for e in trial.plan.do), trial


def _same(planned: Effect, done: Effect) -> bool:
    """Whether the effect is the planned one, `here` having become a place."""
    if isinstance(planned, Put) and isinstance(done, Put) and planned.where == "here":
        return planned.thing == done.thing
    return planned == done


def test_no_effect_depends_on_where_it_is_read(trials: list[Trial]) -> None:
    for trial in trials:
        assert not any(isinstance(e, Put) and e.where == "here" for e in trial.outcome.effects)


def test_an_outcome_is_read_as_it_was_written(nights: list[Turn]) -> None:
    for turn in nights[::10]:
        written = canonical(turn.outcome)
        read = msgspec.json.decode(written, type=Outcome)
        assert read == turn.outcome
        assert canonical(after(turn.before, read.effects)) == canonical(turn.after)


# --- what is told is so --------------------------------------------------------------------------


def test_what_is_told_to_be_found_lies_there_now(trials: list[Trial]) -> None:
    for trial in trials:
        for id_ in trial.told("found"):
            assert trial.before.things[id_].where.startswith("in:"), trial
            assert trial.after.here(id_) or trial.told("ending"), trial


def test_rise_and_sink_are_told_of_stages_that_changed(trials: list[Trial]) -> None:
    for trial in trials:
        for id_, threat in trial.after.threats.items():
            change = threat.stage - trial.before.threats[id_].stage
            assert (id_ in trial.told("rise")) == (change > 0), trial
            assert (id_ in trial.told("sink")) == (change < 0), trial


def test_dusk_and_night_are_told_once_when_they_come(world: World, nights: list[Turn]) -> None:
    for turn in nights:
        before, now = (world.opens_at + s.minutes for s in (turn.before, turn.after))
        for hour, at in (("dusk", world.dusk), ("night", world.night)):
            # Time that an act itself takes is spent before the hour is read.
            early = sum(isinstance(e, Passed) for e in turn.outcome.effects) > 1
            assert (hour in turn.told("hour")) == (before < at <= now) or early, turn


def test_a_lamp_that_dies_of_filming_is_told() -> None:
    world = hut.world()
    trial = tried(world, 1, replace(world.start, lamp=True, battery=2), Intent("film"))
    assert (trial.after.battery, trial.after.lamp) == (0, False)
    assert trial.told("low") == ["dead"]


def test_nerve_that_is_lost_to_hesitation_is_told() -> None:
    world = hut.world()
    trial = tried(world, 1, replace(world.start, nerve=2, phase="dread"), Intent("hesitate"))
    assert trial.after.nerve == 1
    assert trial.told("low") == ["nerve"]


def test_an_hour_that_comes_during_an_act_is_told() -> None:
    world = hut.world((hut.act("sleep", do=hut.orders("time 600")),))
    trial = tried(world, 1, world.start, Intent("use", "rope"))
    assert trial.told("hour") == ["dusk", "night"]


# --- pure, and every branch by itself ------------------------------------------------------------


def test_the_same_turn_has_the_same_outcome_and_touches_nothing(
    world: World, nights: list[Turn]
) -> None:
    for turn in nights[::3]:
        before, planned = canonical(turn.before), str(turn.plan)
        again = tried(world, turn.seed, turn.before, turn.plan.intent)
        assert canonical(again.outcome) == canonical(turn.outcome)
        assert (canonical(turn.before), str(turn.plan)) == (before, planned)


def test_no_branch_of_a_turn_changes_another(world: World, nights: list[Turn]) -> None:
    for turn in nights[::25]:
        intents = [o.intent for o in turn.options]
        forth = [canonical(tried(world, turn.seed, turn.before, i).outcome) for i in intents]
        back = [canonical(tried(world, turn.seed, turn.before, i).outcome) for i in intents[::-1]]
        assert forth == back[::-1]


def test_the_machines_own_dice_are_left_alone(world: World) -> None:
    state = other_dice.getstate()
    for seed in range(5):
        tried(world, seed, scattered(world, seed), Intent("hesitate"))
    assert other_dice.getstate() == state


def test_an_outcome_says_who_what_and_how(nights: list[Turn]) -> None:
    for turn in nights:
        outcome, it = turn.outcome, turn.plan
        assert (outcome.intent, outcome.key) == (it.intent, it.key)
        assert (outcome.verb, outcome.target, outcome.tool) == (it.verb, it.target, it.tool)
        assert outcome.facts[0].kind == "act"
