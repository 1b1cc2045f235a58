"""Whatever fails underneath, the turn completes, and says quietly who told it."""

from functools import partial
from pathlib import Path

import pytest
from dbos import DBOS
from msgspec import structs

from nightreel.core.events import Accepted, Filmed, Opened, Resolved
from nightreel.core.intent import Intent, Refusal
from nightreel.core.settings import RunSettings
from nightreel.director.clocks import HandClock
from nightreel.director.commands import Join, Regenerate, Stop
from nightreel.director.director import Director
from nightreel.director.memory import MemoryExecutor
from nightreel.director.watching import Notice
from nightreel.narrators.storyteller import Storyteller
from nightreel.ports.errors import (
    LedgerBusy,
    NightreelError,
    ProviderBusy,
    ProviderMisconfigured,
    ProviderRefused,
    WorldChanged,
)
from nightreel.ports.illustrator import Illustrator
from nightreel.ports.narrator import Brief, Dispatch, Labels, Narrator, Part, Reaction
from nightreel.store.memory import MemoryLedger
from tests.director.conftest import ADirector
from tests.director.games import (
    HOST,
    QUIET,
    WORLD,
    Game,
    a_short_life,
    begin,
    direct,
    durable,
    living,
    packs,
    spin,
    still,
    watching,
)
from tests.doubles import (
    Babbling,
    Blind,
    Broken,
    Clumsy,
    Counting,
    Empty,
    Epic,
    Failing,
    Half,
    Held,
    Interrupted,
    Jammed,
    Lingering,
    Lying,
    Painter,
    Reading,
    Silent,
    Stumbling,
)

FILMED = RunSettings(clock=None, pictures=True)
SOON = 0.05


@pytest.fixture
def storyteller() -> Storyteller:
    return Storyteller(packs())


async def a_turn(director: Director, settings: RunSettings = QUIET) -> Game:
    """Begin a run and play its first turn."""
    game = await begin(director, settings)
    await game.turn()
    assert (await game.sound()).turn == 2
    return game


async def opened(game: Game) -> Opened:
    """The scene after the first turn, as it is recorded."""
    return [e for e in await game.events() if isinstance(e, Opened)][1]


# --- narrators -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "narrator",
    [
        Silent(),
        Broken(ProviderBusy("429")),
        Broken(ProviderRefused("violence")),
        Broken(ProviderMisconfigured("no key")),
        Broken(TimeoutError()),
    ],
    ids=["silent", "busy", "refused", "misconfigured", "timed out"],
)
async def test_a_narrator_that_fails_costs_its_words_and_not_the_turn(
    a_director: ADirector, narrator: Narrator
) -> None:
    game = await a_turn(await a_director(narrator=narrator, tell_patience=SOON))
    scene = (await opened(game)).scene
    assert scene.narrated_by == "storyteller"
    assert scene.reaction
    assert scene.dispatch
    assert all(c.label for c in scene.choices)


async def test_a_turn_told_by_the_understudy_is_the_turn_it_would_have_told_itself(
    a_director: ADirector,
) -> None:
    failed = await a_turn(await a_director(narrator=Broken()))
    told = await a_turn(await a_director())
    assert [r.hash for r in await failed.records()] == [r.hash for r in await told.records()]


@pytest.mark.parametrize("silent", [False, True], ids=["breaks off", "falls silent"])
@pytest.mark.parametrize("parts", [1, 2, 3])
async def test_what_a_narrator_has_said_stands_and_the_understudy_says_the_rest(
    a_director: ADirector, storyteller: Storyteller, *, parts: int, silent: bool
) -> None:
    """The reaction was shown to everybody: the record must not have another."""
    half = Half(storyteller, parts, silent=silent)
    game = await a_turn(await a_director(narrator=half, tell_patience=SOON))
    scene = (await opened(game)).scene
    assert scene.reaction == "Half a word on turn 2."
    assert (scene.dispatch == "Half a tale on turn 2.") is (parts >= 2)
    assert (scene.brief == "Half a room on turn 2.") is (parts >= 3)
    assert scene.dispatch
    assert scene.brief
    assert all(c.label for c in scene.choices)
    assert scene.narrated_by == "storyteller"


async def test_a_narrator_that_never_comes_to_an_end_has_told_what_it_has_told(
    a_director: ADirector, storyteller: Storyteller
) -> None:
    game = await begin(await a_director(narrator=Lingering(storyteller), tell_patience=1000))
    assert (await game.act(living(game.world, await game.run()))).accepted
    await spin()
    run = await game.run()
    assert (run.status, run.turn) == ("open", 2)
    assert run.scene
    assert run.scene.narrated_by == "lingering"


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (Reaction(""), Dispatch("   \n"), Brief("", "")),
        (Labels(()),),
        (Labels(tuple("abcdefghijkl")),),
        (Labels(("",) * 4), Labels(("  ",) * 3)),
        (Reaction("One."), Reaction("Two."), Dispatch("Three."), Dispatch("Four.")),
        (Labels(("One", "Two", "Three", "Four")),) * 3,
    ],
    ids=["nothing", "blanks", "no labels", "too many", "blank labels", "twice", "labels thrice"],
)
async def test_what_cannot_be_used_is_left_out_and_told_by_the_understudy(
    a_director: ADirector, storyteller: Storyteller, parts: tuple[Part, ...]
) -> None:
    game = await a_turn(await a_director(narrator=Babbling(storyteller, *parts)))
    scene = (await opened(game)).scene
    assert scene.reaction.strip()
    assert scene.dispatch.strip()
    assert scene.brief.strip()
    assert all(c.label.strip() for c in scene.choices)
    assert scene.narrated_by == "storyteller"
    if Reaction("One.") in parts:
        assert (scene.reaction, scene.dispatch) == ("One.", "Three.")


async def test_a_novel_is_cut_to_a_scene(a_director: ADirector, storyteller: Storyteller) -> None:
    game = await a_turn(await a_director(narrator=Epic(storyteller)))
    scene = (await opened(game)).scene
    assert scene.narrated_by == "epic"
    assert 0 < len(scene.reaction) <= 200
    assert 0 < len(scene.dispatch) <= 1500
    assert 0 < len(scene.alt) <= 300
    assert all(0 < len(c.label) <= 80 for c in scene.choices)
    assert len(await game.records()) < 10
    assert sum(len(r.body) for r in await game.records()) < 60_000


async def test_what_is_shown_while_it_is_told_is_what_will_be_recorded(
    a_director: ADirector, storyteller: Storyteller
) -> None:
    """Players and the illustrator are told in no more words than the ledger."""
    painter = Painter()
    director = await a_director(narrator=Epic(storyteller), illustrator=painter)
    game = await begin(director, FILMED)
    async with watching(director, game.name) as shown:
        await game.turn()
    parts = [item.part for item in shown if isinstance(item, Notice)]
    scene = (await opened(game)).scene
    assert [p.text for p in parts if isinstance(p, Reaction)] == [scene.reaction]
    assert [p.text for p in parts if isinstance(p, Dispatch)] == [scene.dispatch]
    assert [(p.text, p.alt) for p in parts if isinstance(p, Brief)] == [(scene.brief, scene.alt)]
    assert [p.labels for p in parts if isinstance(p, Labels)] == [
        tuple(c.label for c in scene.choices)
    ]
    assert (painter.shots[-1].brief, painter.shots[-1].alt) == (scene.brief, scene.alt)


@pytest.mark.parametrize("error", [RuntimeError("bug"), ValueError("bug"), OSError("reset")])
async def test_a_narrator_that_breaks_its_word_about_errors_does_not_stop_the_run(
    a_director: ADirector, error: Exception
) -> None:
    """The port allows `ProviderError` alone. A bug in a provider is no reason to lose a game."""
    game = await begin(await a_director(narrator=Stumbling(Storyteller(packs()), 1, error)))
    assert (await game.act(living(game.world, await game.run()))).accepted
    assert (await game.settled()).status == "open"
    await game.sound()


# --- other choices, write-ins --------------------------------------------------------------------


@pytest.mark.parametrize("narrator", [Silent(), Broken()], ids=["silent", "broken"])
async def test_other_choices_come_though_the_narrator_fails(
    a_director: ADirector, narrator: Narrator
) -> None:
    game = await begin(await a_director(narrator=narrator, tell_patience=SOON))
    assert (await game.submit(Regenerate(game.name, 1, HOST))).accepted
    assert all(c.label for c in (await game.sound()).choices)


@pytest.mark.parametrize(
    "labels", [Labels(("One",)), Labels(tuple("abcdefghijk")), Labels(("", " ", "", ""))]
)
async def test_other_choices_come_though_their_labels_are_nonsense(
    a_director: ADirector, storyteller: Storyteller, labels: Labels
) -> None:
    narrator = Babbling(storyteller, labels=labels)
    game = await begin(await a_director(narrator=narrator))
    receipt = await game.submit(Regenerate(game.name, 1, HOST))
    assert receipt.accepted
    assert all(c.label.strip() for c in (await game.sound()).choices)


@pytest.mark.parametrize("narrator", [Silent(), Broken()], ids=["silent", "broken"])
async def test_a_write_in_is_read_and_answered_though_the_narrator_fails(
    a_director: ADirector, narrator: Narrator
) -> None:
    game = await begin(await a_director(narrator=narrator, tell_patience=SOON))
    refused = await game.write("eat the moon with a spoon")
    assert refused.status == "refused"
    assert refused.player_text
    assert (await game.write("listen")).accepted
    assert (await game.settled()).turn == 2
    await game.sound()


@pytest.mark.parametrize(
    "read",
    [
        Intent("take", "the_crown_jewels"),
        Intent("use", "nothing_of_the_kind", "nor_this"),
        Intent("move", "atlantis"),
        Refusal("a_reason_nobody_wrote_for"),
        Refusal("unknown_thing", {"thing": "<@1> https://example.com"}),
    ],
)
async def test_nonsense_read_into_a_write_in_is_refused_in_words_and_costs_nothing(
    a_director: ADirector, storyteller: Storyteller, read: Intent | Refusal
) -> None:
    game = await begin(await a_director(narrator=Reading(storyteller, read)))
    before = await game.records()
    receipt = await game.write("do something")
    assert receipt.status == "refused"
    assert receipt.player_text
    assert await game.records() == before


async def test_an_answer_is_no_longer_than_a_dispatch(
    a_director: ADirector, storyteller: Storyteller
) -> None:
    narrator = Reading(storyteller, Refusal("impossible"), said="no " * 30_000)
    game = await begin(await a_director(narrator=narrator))
    receipt = await game.write("do something")
    assert 0 < len(receipt.player_text) <= 1500


async def test_an_answer_of_nothing_is_answered_by_the_understudy(
    a_director: ADirector, storyteller: Storyteller
) -> None:
    narrator = Reading(storyteller, Refusal("impossible"), said="  ")
    game = await begin(await a_director(narrator=narrator))
    assert (await game.write("do something")).player_text.strip()


# --- illustrators --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "illustrator",
    [
        Blind(),
        Empty(),
        Clumsy(),
        Clumsy(ProviderRefused("no")),
        Clumsy(ProviderMisconfigured("key")),
    ],
    ids=["blind", "empty", "busy", "refused", "misconfigured"],
)
async def test_a_lost_picture_does_not_cost_the_scene(
    a_director: ADirector, illustrator: Illustrator
) -> None:
    director = await a_director(illustrator=illustrator, film_patience=SOON)
    game = await a_turn(director, FILMED)
    filmed = [e for e in await game.events() if isinstance(e, Filmed)]
    assert filmed == [Filmed(turn, None, illustrator.name, "lost") for turn in (1, 2)]
    scene = (await game.run()).scene
    assert scene
    assert scene.frame is None
    assert scene.alt


@pytest.mark.parametrize("error", [RuntimeError("bug"), OSError("reset"), MemoryError()])
async def test_an_illustrator_that_breaks_its_word_about_errors_does_not_stop_the_run(
    a_director: ADirector, error: Exception
) -> None:
    game = await begin(await a_director(illustrator=Clumsy(error)), FILMED)
    assert (await game.act(living(game.world, await game.run()))).accepted
    assert (await game.settled()).status == "open"
    await game.sound()


# --- ledgers and executors -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["memory", "durable"])
async def test_a_busy_ledger_is_asked_again_at_the_commit(
    a_director: ADirector, kind: str, tmp_path: Path
) -> None:
    ledger = Jammed(MemoryLedger())
    executor = durable(tmp_path) if kind == "durable" else MemoryExecutor
    game = await begin(await a_director(ledger=ledger, executor=executor))
    ledger.jam(Resolved, 2)
    await game.turn()
    assert (await game.sound()).turn == 2


@pytest.mark.parametrize("kind", ["memory", "durable"])
async def test_somebody_who_joins_right_before_the_commit_does_not_undo_the_turn(
    a_director: ADirector, kind: str, tmp_path: Path
) -> None:
    memory = MemoryLedger()
    ledger, elsewhere = Interrupted(memory), await a_director(ledger=memory)
    executor = durable(tmp_path) if kind == "durable" else MemoryExecutor
    narrator = Counting(Storyteller(packs()))
    game = await begin(await a_director(ledger=ledger, executor=executor, narrator=narrator))
    ledger.before(Resolved, lambda: elsewhere.submit(Join(game.name, "bo")))
    await game.turn()
    run = await game.sound()
    assert (run.turn, run.players) == (2, (HOST, "bo"))
    assert narrator.told == [1]


async def test_a_turn_that_was_cut_off_goes_on_by_itself_when_the_next_process_opens(
    a_director: ADirector, storyteller: Storyteller
) -> None:
    ledger, held = MemoryLedger(), Held(storyteller)
    async with direct(ledger=ledger, narrator=held) as before:
        games = [await begin(before) for _ in range(3)]
        for game in games[:2]:
            assert (await game.act(living(game.world, await game.run()))).accepted
        await held.begun.wait()
    director = await a_director(ledger=ledger)
    turns = [(await Game(director, game.name).settled()).turn for game in games]
    assert turns == [2, 2, 1]
    for game in games:
        await Game(director, game.name).sound()


async def test_a_turn_that_the_engine_remembers_and_the_ledger_does_not_is_resolved(
    a_director: ADirector,
) -> None:
    """As when a backup of the ledger was put back, or its file alone was deleted."""
    game = await begin(await a_director(executor=Lying))
    await game.turns(2)
    assert (await game.sound()).turn == 3


async def test_a_ledger_that_is_busy_at_the_click_is_said_so_and_nothing_happens(
    a_director: ADirector,
) -> None:
    ledger = Jammed(MemoryLedger())
    game = await begin(await a_director(ledger=ledger))
    ledger.jam(Accepted)
    receipt = await game.act(0)
    assert (receipt.status, receipt.reason) == ("refused", "busy")
    assert receipt.player_text
    assert (await game.run()).status == "open"
    assert (await game.act(0)).accepted
    await game.settled()
    await game.sound()


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    "error",
    [NightreelError("recorded as failed"), LedgerBusy("locked"), RuntimeError("disk I/O error")],
    ids=["ours", "busy", "the engine's own"],
)
async def test_a_turn_that_the_executor_cannot_run_is_resolved_all_the_same(
    a_director: ADirector, error: Exception, *, late: bool
) -> None:
    game = await begin(await a_director(executor=partial(Failing, error=error, late=late)))
    assert (await game.act(living(game.world, await game.run()))).accepted
    run = await game.settled()
    assert (run.status, run.turn) == ("open", 2)
    await game.sound()
    await game.turn()
    assert (await game.sound()).turn == 3


async def test_a_turn_whose_step_failed_for_good_is_resolved_without_the_engine(
    a_director: ADirector, storyteller: Storyteller, tmp_path: Path
) -> None:
    """DBOS records a failure and would repeat it for ever."""
    narrator = Stumbling(storyteller, 2)
    director = await a_director(narrator=narrator, understudy=narrator, executor=durable(tmp_path))
    game = await a_turn(director)
    assert narrator.told == [1, 1, 1]
    await game.turn()
    assert (await game.sound()).turn == 3


async def test_a_turn_that_nobody_could_tell_is_tried_again_a_little_later(
    a_director: ADirector, storyteller: Storyteller, clock: HandClock
) -> None:
    """Left alone, it would stand there until somebody restarts the process."""
    narrator = Stumbling(storyteller, 4)
    director = await a_director(narrator=narrator, understudy=narrator, clock=clock)
    game = await begin(director)
    assert (await game.act(living(game.world, await game.run()))).accepted
    await game.settled()
    for _ in range(60):
        clock.advance(1000)
        await game.settled()
    assert (await game.sound()).turn == 2


@pytest.mark.parametrize(
    "end",
    [
        "stopped",
        "told",
        pytest.param(
            "failed",
        ),
    ],
)
async def test_a_run_that_is_over_leaves_nothing_in_the_engine(
    a_director: ADirector, tmp_path: Path, end: str
) -> None:
    """Its ledger says all that the engine's records said, and those would pile up for ever."""
    narrator = Stumbling(Storyteller(packs()), 2 if end == "failed" else 0)
    director = await a_director(executor=durable(tmp_path), narrator=narrator, understudy=narrator)
    game = await begin(director, seed=a_short_life() if end == "told" else None)
    if end == "told":
        while (run := await game.run()).status == "open":
            await game.act(0)
            await game.settled()
        assert run.ending
        assert run.ending.ending
    else:
        await game.turns(2)
        assert (await game.submit(Stop(game.name, HOST))).accepted
        await game.settled()
    other = await begin(director)
    await other.turn()
    assert await DBOS.list_workflows_async(workflow_id_prefix=f"{game.name}/") == []


async def test_a_run_of_a_world_that_has_changed_is_left_alone(
    a_director: ADirector, storyteller: Storyteller, clock: HandClock
) -> None:
    """It cannot be resolved here, ever: to try it every second would help nobody."""
    ledger, held = MemoryLedger(), Held(storyteller)
    async with direct(ledger=ledger, narrator=held, clock=clock) as before:
        game = await begin(before)
        assert (await game.act(0)).accepted
        await held.begun.wait()
    pack = packs()[WORLD]
    changed = structs.replace(
        pack, world=structs.replace(pack.world, start=structs.replace(pack.world.start, battery=7))
    )
    director = direct(ledger=ledger, clock=clock)
    for holder in (director, director._reels, director._pipeline):
        holder._packs = {WORLD: changed}
    async with director:
        await still(director)
        with pytest.raises(WorldChanged) as caught:
            await director.run(game.name)
        assert caught.value.player_text
        assert not [bell for _, _, bell in clock._bells if bell.ring]
        other = await begin(director)
        await other.act(0)
        await still(director)
