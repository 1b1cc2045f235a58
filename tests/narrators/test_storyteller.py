"""The storyteller on many nights: what it tells is so, is told once, and reads like a sentence."""

import asyncio
import re
from collections.abc import Iterator

import pytest
from msgspec import Struct
from msgspec.structs import replace

from nightreel.core.conditions import Moment, parse
from nightreel.core.dice import Stream
from nightreel.core.facts import Fact
from nightreel.core.intent import Choice, Intent, Refusal
from nightreel.core.legality import plan
from nightreel.core.options import Option
from nightreel.core.sentences import digest_of, digests, sentences
from nightreel.core.state import State, ThreatState
from nightreel.narrators.storyteller import Storyteller
from nightreel.narrators.storyteller.storyteller import labelled
from nightreel.ports.narrator import Brief, Coda, Dispatch, Facts, Labels, Part, Reaction
from nightreel.worlds.loader import load
from nightreel.worlds.pack import Line, Pack, shipped
from tests.core.walking import HABITS, Trial, dealt, scattered, tried, typed, walk

NIGHTS = 56
SLOT = re.compile(r"[{}]")


class Telling(Struct, frozen=True):
    """A turn as it was told."""

    trial: Trial
    facts: Facts
    reaction: str
    dispatch: str
    brief: Brief
    labels: tuple[str, ...]
    coda: str

    def __str__(self) -> str:
        return f"{self.trial}\n  {self.reaction}\n  {self.dispatch}"

    @property
    def moment(self) -> Moment:
        """What the lines may ask about what was just done."""
        outcome = self.trial.outcome
        return Moment(outcome.verb, outcome.grade, outcome.target or "")


def parts_of(storyteller: Storyteller, facts: Facts) -> list[Part]:
    """All that is told of the facts."""

    async def collected() -> list[Part]:
        return [part async for part in storyteller.tell(facts)]

    return asyncio.run(collected())


def told(storyteller: Storyteller, trial: Trial, facts: Facts) -> Telling:
    parts = {type(part): part for part in parts_of(storyteller, facts)}
    reaction, dispatch, brief = parts[Reaction], parts[Dispatch], parts[Brief]
    labels, coda = parts[Labels], parts.get(Coda, Coda(""))
    assert isinstance(reaction, Reaction)
    assert isinstance(dispatch, Dispatch)
    assert isinstance(brief, Brief)
    assert isinstance(labels, Labels)
    assert isinstance(coda, Coda)
    return Telling(trial, facts, reaction.text, dispatch.text, brief, labels.labels, coda.text)


def offers(hand: list[Option]) -> tuple[Choice, ...]:
    return tuple(Choice("", o.intent, o.risk, o.kind) for o in hand)


def facts_of(pack: Pack, trial: Trial, before_told: frozenset[str] = frozenset()) -> Facts:
    state = trial.after
    hand = [] if state.ending else dealt(pack.world, trial.seed, state)
    return Facts(
        world=pack.world.id,
        seed=trial.seed,
        turn=state.turn,
        state=state,
        before=trial.before,
        outcome=trial.outcome,
        offers=offers(hand),
        told=before_told,
    )


def a_night(pack: Pack, storyteller: Storyteller, seed: int) -> Iterator[Telling]:
    """One night, told from its beginning."""
    start = scattered(pack.world, seed) if seed // len(HABITS) % 2 else None
    opening = Facts(pack.world.id, seed, 1, start or pack.world.start)
    (prologue,) = (p for p in parts_of(storyteller, opening) if isinstance(p, Dispatch))
    ever = digests(prologue.text)
    for trial in walk(pack.world, seed, HABITS[seed % len(HABITS)], start):
        telling = told(storyteller, trial, facts_of(pack, trial, ever))
        yield telling
        ever |= digests(telling.reaction) | digests(telling.dispatch)


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load(shipped()["relay-nine"])


@pytest.fixture(scope="session")
def storyteller(pack: Pack) -> Storyteller:
    return Storyteller({pack.world.id: pack})


@pytest.fixture(scope="session")
def nights(pack: Pack, storyteller: Storyteller) -> list[list[Telling]]:
    return [list(a_night(pack, storyteller, seed)) for seed in range(NIGHTS)]


@pytest.fixture(scope="session")
def tellings(nights: list[list[Telling]]) -> list[Telling]:
    return [telling for night in nights for telling in night]


# --- the shape of a telling ----------------------------------------------------------------------


def test_a_dispatch_is_one_to_three_sentences(tellings: list[Telling]) -> None:
    for telling in tellings:
        assert 1 <= len(sentences(telling.dispatch)) <= 3, telling


def test_a_reaction_is_one_short_line(tellings: list[Telling]) -> None:
    for telling in tellings:
        assert 0 < len(telling.reaction) <= 200, telling
        assert len(telling.reaction.splitlines()) == 1
        assert len(sentences(telling.reaction)) <= 2


def test_a_text_is_whole_and_tidy(tellings: list[Telling]) -> None:
    for telling in tellings:
        texts = [telling.reaction, telling.dispatch, telling.brief.text, telling.brief.alt]
        for text in [*texts, *([telling.coda] if telling.coda else [])]:
            assert not SLOT.search(text), telling
            assert text == " ".join(text.split()), telling
            assert not re.search(r" [.,;:?!]", text), telling
            assert re.match(r"['\"“(]?[A-Z0-9]", text), telling
            assert re.search(r"[.!?…]['\"”)]?$", text), telling


def test_labels_are_short_and_no_two_in_a_hand_are_alike(tellings: list[Telling]) -> None:
    for telling in tellings:
        labels = telling.labels
        assert len(labels) == len(telling.facts.offers)
        assert all(0 < len(label) <= 80 for label in labels), telling
        assert not any(SLOT.search(label) or "  " in label for label in labels), labels
        assert len({label.lower() for label in labels}) == len(labels), labels


def test_alt_text_is_short_and_never_missing(tellings: list[Telling]) -> None:
    for telling in tellings:
        assert 0 < len(telling.brief.alt) <= 300


def test_an_ending_has_its_story_and_no_choices(tellings: list[Telling]) -> None:
    ends = [t for t in tellings if t.trial.after.ending]
    assert len(ends) > NIGHTS / 4
    for telling in tellings:
        assert bool(telling.coda) == bool(telling.trial.after.ending)
        assert not (telling.coda and telling.labels)
        assert not telling.coda or 3 <= len(sentences(telling.coda)) <= 9, telling


def test_the_parts_come_in_the_order_in_which_they_are_shown(
    pack: Pack, storyteller: Storyteller, tellings: list[Telling]
) -> None:
    kinds = [type(part) for part in parts_of(storyteller, tellings[0].facts)]
    assert kinds == [Reaction, Dispatch, Brief, Labels]
    ended = next(t for t in tellings if t.coda)
    kinds = [type(part) for part in parts_of(storyteller, ended.facts)]
    assert kinds == [Reaction, Dispatch, Brief, Coda, Labels]
    opening = Facts(pack.world.id, 1, 1, pack.world.start)
    assert [type(p) for p in parts_of(storyteller, opening)] == [Dispatch, Brief, Labels]


# --- told once, and told alike -------------------------------------------------------------------


def test_no_sentence_is_told_twice_in_a_run(nights: list[list[Telling]]) -> None:
    for night in nights:
        ever: set[str] = set()
        for telling in night:
            parts = [*sentences(telling.reaction), *sentences(telling.dispatch)]
            marks = [digest_of(part) for part in parts]
            assert len(set(marks)) == len(marks), telling
            assert not ever & set(marks), telling
            ever |= set(marks)


def test_the_same_facts_are_told_the_same(pack: Pack, tellings: list[Telling]) -> None:
    again = Storyteller({pack.world.id: load(shipped()["relay-nine"])})
    for telling in tellings[::12]:
        assert told(again, telling.trial, telling.facts) == telling


def test_two_nights_told_in_turns_are_the_same_two_nights(
    pack: Pack, storyteller: Storyteller, nights: list[list[Telling]]
) -> None:
    one, other = a_night(pack, storyteller, 8), a_night(pack, storyteller, 13)
    mixed: tuple[list[Telling], list[Telling]] = ([], [])
    for mine, yours in zip(one, other, strict=False):
        mixed[0].append(mine)
        mixed[1].append(yours)
    assert mixed[0] == nights[8][: len(mixed[0])]
    assert mixed[1] == nights[13][: len(mixed[1])]


def test_another_run_is_told_in_other_words(pack: Pack, storyteller: Storyteller) -> None:
    texts: set[str] = set()
    for seed in range(12):
        trial = replace(tried(pack.world, 1, pack.world.start, Intent("search")), seed=seed)
        texts.add(told(storyteller, trial, facts_of(pack, trial)).dispatch)
    assert len(texts) > 6


async def test_labels_alone_are_the_labels_of_the_scene(
    storyteller: Storyteller, tellings: list[Telling]
) -> None:
    for telling in tellings[::20]:
        labels = await storyteller.phrase(telling.facts)
        assert labels.labels == telling.labels
        choices = labelled(telling.facts.offers, labels)
        assert [c.label for c in choices] == list(telling.labels)
        assert [c.intent for c in choices] == [c.intent for c in telling.facts.offers]


# --- told only what is so ------------------------------------------------------------------------


def by_sentence(pack: Pack) -> dict[str, list[Line]]:
    """Lines without slots, by their first sentence."""
    index: dict[str, list[Line]] = {}
    for pool in pack.pools.values():
        for line in pool:
            if not SLOT.search(line.text):
                index.setdefault(digest_of(sentences(line.text)[0]), []).append(line)
    return index


def test_only_lines_that_hold_are_told(pack: Pack, tellings: list[Telling]) -> None:
    index = by_sentence(pack)
    asked = 0
    for telling in tellings:
        text = f"{telling.reaction} {telling.dispatch} {telling.coda}"
        for sentence in sentences(text):
            lines = index.get(digest_of(sentence), [])
            conditional = bool(lines) and all(line.when.source for line in lines)
            asked += conditional
            holds = [
                line.when.holds(pack.world, telling.trial.after, telling.moment) for line in lines
            ]
            assert not lines or any(holds), f"{sentence}\n{telling}"
    assert asked > 300


def test_a_line_about_what_was_just_done_holds_in_a_reaction_too(pack: Pack) -> None:
    pools = {
        **pack.pools,
        "reaction.read": (Line("So that was the sign.", parse("on(warning_sign)")),),
    }
    storyteller = Storyteller({pack.world.id: replace(pack, pools=pools)})
    state = replace(pack.world.start, place="gate", lamp=True)
    trial = tried(pack.world, 1, state, Intent("read", "warning_sign"))
    assert told(storyteller, trial, facts_of(pack, trial)).reaction == "So that was the sign."


def crowded(telling: Telling) -> bool:
    """Whether more must be told than there is room for."""
    kinds = [f.kind for f in telling.trial.outcome.facts]
    return len(faced(telling)) + sum(k in ("mishap", "strike", "storylet") for k in kinds) > 2


def faced(telling: Telling) -> list[str]:
    """The threats at hand in the scene that is told."""
    state = telling.trial.after
    if state.ending:
        return []
    return [i for i, t in state.threats.items() if t.distance == 0 and t.stage >= 2 and i != "dust"]


def says_who_is_at_hand(pack: Pack, telling: Telling, threat: str) -> bool:
    """Whether a line for it is told, or none was left to tell."""
    state = telling.trial.after
    stage = pack.world.threats[threat].stages[state.threats[threat].stage].id
    before = telling.facts.told | digests(telling.reaction)
    words = state.words
    fresh: set[str] = set()
    for line in pack.pools[f"threat.{threat}.{stage}.hand"]:
        if line.when.holds(pack.world, state, telling.moment) and (words or "{" not in line.text):
            fresh.add(digest_of(sentences(line.text.replace("{words}", words or ""))[0]))
    return bool(fresh & digests(telling.dispatch)) or not fresh - before


def test_a_threat_at_hand_is_always_told(pack: Pack, tellings: list[Telling]) -> None:
    seen = 0
    for telling in tellings:
        for threat in faced(telling):
            seen += 1
            # Crowded scenes have a test of their own.
            assert crowded(telling) or says_who_is_at_hand(pack, telling, threat), telling
    assert seen > 50


def cornered(pack: Pack, **distances: int) -> State:
    """In the corridor, with threats that walk at these distances."""
    threats = {
        i: ThreatState(rules.stages[2].at, 2, distances[i])
        for i, rules in pack.world.threats.items()
        if i in distances
    }
    start = pack.world.start
    changed = {**start.threats, **threats}
    return replace(start, place="corridor", lamp=True, turn=9, threats=changed, phase="crisis")


def test_a_threat_at_hand_is_told_when_much_else_happens(
    pack: Pack, storyteller: Storyteller
) -> None:
    state = cornered(pack, lineman=0)
    trial = tried(pack.world, 1, state, Intent("search"))
    facts = (
        Fact("act", "verbs.search"),
        Fact("mishap", "sharp_edge"),
        Fact("storylet", "handle_held"),
    )
    outcome = replace(trial.outcome, grade="setback", facts=facts)
    trial = replace(trial, outcome=outcome, after=replace(state, turn=10))
    telling = told(storyteller, trial, facts_of(pack, trial))
    assert says_who_is_at_hand(pack, telling, "lineman"), telling


def test_two_threats_at_hand_are_both_told(pack: Pack, storyteller: Storyteller) -> None:
    state = cornered(pack, lineman=0, answer=0)
    trial = replace(tried(pack.world, 1, state, Intent("wait")), after=replace(state, turn=10))
    outcome = replace(trial.outcome, facts=(Fact("act", "verbs.wait"),))
    trial = replace(trial, outcome=outcome)
    telling = told(storyteller, trial, facts_of(pack, trial))
    assert says_who_is_at_hand(pack, telling, "lineman"), telling
    assert says_who_is_at_hand(pack, telling, "answer"), telling


# --- the picture in words ------------------------------------------------------------------------


def test_what_cannot_be_seen_is_not_in_the_picture(pack: Pack, tellings: list[Telling]) -> None:
    for telling in tellings:
        if not pack.world.can_see(telling.trial.after):
            assert "In the middle" not in telling.brief.text, telling
            assert telling.brief.text.startswith("Black"), telling


def test_lamplight_is_in_the_picture_when_the_lamp_is_on(tellings: list[Telling]) -> None:
    for telling in tellings:
        assert ("camera lamp" in telling.brief.text) == telling.trial.after.lamp, telling


def test_a_room_without_a_light_of_its_own_is_lit_by_the_stations(
    pack: Pack, storyteller: Storyteller
) -> None:
    state = replace(pack.world.start, place="control_room", lamp=False, flags=("power",))
    facts = Facts(pack.world.id, 1, 1, state)
    (brief,) = (p for p in parts_of(storyteller, facts) if isinstance(p, Brief))
    assert "window" not in brief.text


# --- answers -------------------------------------------------------------------------------------


async def test_whatever_cannot_be_done_is_answered_in_a_whole_sentence(
    pack: Pack, storyteller: Storyteller
) -> None:
    reasons: set[str] = set()
    for seed in range(150):
        state, dice = scattered(pack.world, seed), Stream(seed, "typed")
        facts = Facts(pack.world.id, seed, state.turn, state)
        for _ in range(12):
            refused = plan(pack.world, state, typed(pack.world, state, dice))
            if isinstance(refused, Refusal):
                reasons.add(refused.reason)
                assert f"refuse.{refused.reason}" in pack.pools, refused
                answer = await storyteller.answer(facts, refused)
                assert not SLOT.search(answer), refused
                assert answer == " ".join(answer.split())
                assert re.search(r"[.!?…]['\"”)]?$", answer), answer
    assert len(reasons) > 25


async def test_a_refusal_nobody_wrote_for_is_answered_too(
    pack: Pack, storyteller: Storyteller
) -> None:
    facts = Facts(pack.world.id, 1, 1, pack.world.start)
    assert await storyteller.answer(facts, Refusal("never heard of"))
