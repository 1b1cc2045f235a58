import pytest

from nightreel.core.settings import RunSettings
from nightreel.director.clocks import HandClock
from nightreel.director.director import Director
from nightreel.ports.errors import IllegalAction
from nightreel.surfaces.terminal.begin import Wanted, begin
from nightreel.surfaces.terminal.player import play
from nightreel.surfaces.terminal.screen import Asking
from tests.terminal.conftest import Played
from tests.terminal.screens import Paper


async def the_run(director: Director) -> str:
    return (await director.runs())[0].run


async def test_a_number_is_an_action_answered_by_reaction_fate_and_scene(
    played: Played, director: Director
) -> None:
    paper = await played("1")
    run = await director.run(await the_run(director))
    assert run.turn == 2
    assert run.scene is not None
    assert run.scene.fate is not None
    reaction, fate, scene = paper.pages[2:5]
    assert " ".join(reaction.split()) == run.scene.reaction
    assert fate == f"Fate: {run.scene.fate.upper()}"
    assert "turn 2" in scene
    assert paper.text.count(reaction) == 1


async def test_words_are_an_action(played: Played, director: Director) -> None:
    await played("examine the van")
    run = await director.run(await the_run(director))
    assert run.turn == 2
    assert run.accepted is not None
    assert run.accepted.text == "examine the van"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("9", "There is no such choice here."),
        ("0", "There is no such choice here."),
        ("eat the moon", ""),
        ("", "Nothing was written."),
        ("x" * 400, "That is too long."),
        ("wait\x1b[2J", "There are signs in that"),
        ("<b>wait</b> @everyone", "Plain words only"),
        (":dance", "There is no :dance."),
        (":rewind", "The tape doesn't go back that far."),
        (":resume", "The tape isn't paused."),
        (":again", "This tape is still running."),
        (":clock 1", "Those settings don't fit together."),
        (":clock off", "It is so already."),
        ("?", ":rewind [n]"),
        (":settings", "Clock      off"),
    ],
)
async def test_what_is_no_action_costs_no_turn(
    played: Played, director: Director, line: str, said: str
) -> None:
    paper = await played(line, "1")
    assert said in paper.pages[2]
    assert (await director.run(await the_run(director))).turn == 2


async def test_a_line_refused_for_its_form_comes_back_to_be_mended(played: Played) -> None:
    paper = await played("x" * 301, "eat the moon", "1")
    assert paper.drafts[:3] == ["", "x" * 301, ""]


async def test_when_the_clock_runs_out_it_is_said_and_the_game_goes_on(
    played: Played, director: Director, clock: HandClock
) -> None:
    def lapse() -> None:
        clock.advance(60_000)

    paper = await played("1", lapse, "1", clock=60)
    assert "The moment passes, and you let it." in paper.text
    assert paper.asked[1].deadline is not None
    assert (await director.run(await the_run(director))).turn == 4


async def test_words_half_typed_when_the_clock_runs_out_stay_in_the_line(
    director: Director, clock: HandClock
) -> None:
    def lapse() -> None:
        paper.draft = "climb the"
        clock.advance(60_000)

    paper = Paper("1", lapse)
    await on(director, paper, RunSettings(clock=60))
    assert "still in the line" in paper.text


async def test_a_line_given_a_moment_too_late_does_not_act_on_the_next_scene(
    director: Director, clock: HandClock
) -> None:
    paper = Paper("1", lambda: clock.advance(60_000))
    paper.during["The moment passes"] = "run"
    run_id = await on(director, paper, RunSettings(clock=60))
    assert "Too late: the tape has moved on to the next moment." in paper.text
    assert "run" in paper.drafts
    assert (await director.run(run_id)).turn == 3


async def on(director: Director, paper: Paper, settings: RunSettings) -> str:
    run_id, me = await begin(director, Wanted("relay-nine", settings, seed=7))
    await play(director, paper, run_id, me)
    return run_id


async def test_pause_stops_the_clock_and_resume_sets_it_going(
    played: Played, clock: HandClock
) -> None:
    paper = await played("1", ":pause", "1", ":resume", clock=60)
    assert "The tape stands still." in paper.text
    assert "The tape is paused. Resume it first." in paper.text
    assert "The tape runs on." in paper.text
    assert [a.paused for a in paper.asked] == [False, False, True, True, False]
    assert paper.asked[-1].deadline == clock.now() + 60_000


async def test_rewind_shows_the_scene_that_it_goes_back_to(
    played: Played, director: Director
) -> None:
    paper = await played("1", "1", ":rewind 2")
    assert paper.pages[-2].splitlines()[1:] == paper.pages[1].splitlines()[1:]
    assert (await director.run(await the_run(director))).turn == 1


async def test_regenerate_offers_other_choices(played: Played, director: Director) -> None:
    paper = await played(":regen")
    run = await director.run(await the_run(director))
    assert run.hand == 1
    assert all(choice.label in paper.pages[2] for choice in run.choices)


async def test_restart_begins_a_fresh_tape_without_an_epitaph(
    played: Played, director: Director
) -> None:
    paper = await played("1", ":restart", "1")
    assert sorted(r.status for r in await director.runs()) == ["open", "over"]
    assert "STOPPED" not in paper.text
    assert paper.text.count("RELAY NINE") == 2


async def test_auto_play_says_what_it_does(played: Played, clock: HandClock) -> None:
    def lapse() -> None:
        clock.advance(5000)

    paper = await played(":auto 5", lapse)
    assert "On its own: " in paper.text


async def test_leaving_says_how_to_come_back_once(played: Played, director: Director) -> None:
    run_id = None
    for paper in (await played("1", ":quit", "1"), await played("1")):
        lines = [line for line in paper.text.splitlines() if line.startswith("Tape ")]
        run_id = lines[0].split()[1].rstrip(".")
        assert lines == [f"Tape {run_id}. Resume with: nightreel play --terminal --run {run_id}"]
        assert paper.text.count(run_id) == 2
    assert run_id == await the_run(director)


class Bold(Paper):
    """Presses the most dangerous button until the end; only then its moves begin."""

    def ask(self, asking: Asking, draft: str = "") -> None:
        if "Another tape?" not in self.text:
            scene = next(page for page in reversed(self.pages) if "· turn " in page)
            buttons = [line for line in scene.splitlines() if line[:1].isdigit()]
            riskiest = max(buttons, key=lambda line: line.split()[1].count("!"))
            self.moves.insert(0, riskiest.split()[0])
        super().ask(asking, draft)


@pytest.mark.parametrize("answer", ["y", ":again", "yes"])
async def test_the_end_has_a_card_and_another_tape_is_one_word_away(
    director: Director, answer: str
) -> None:
    paper = Bold("1", answer)
    run_id = await on(director, paper, RunSettings(clock=None))
    run = await director.run(run_id)
    assert run.ending is not None
    assert " ".join(run.ending.text.split()) in " ".join(paper.text.split())
    assert f"Turns      {run.turn}" in paper.text
    assert "Seed       7" in paper.text
    assert f"Tape {run_id}. Keep it: nightreel export {run_id}" in paper.text
    assert "This tape has ended. Another tape? y or n" in paper.text
    assert len(await director.runs()) == 2


async def test_a_tape_that_is_over_shows_how_it_ended(director: Director) -> None:
    paper = Paper(":restart")
    run_id = await on(director, paper, RunSettings(clock=None))
    again = Paper("n")
    await play(director, again, run_id, "ada")
    assert "STOPPED HERE" in again.text
    assert "Another tape?" in again.text


async def test_resume_finds_the_latest_tape_that_is_not_over(director: Director) -> None:
    first = await on(director, Paper("1"), RunSettings(clock=None))
    await on(director, Paper(":restart", ":restart"), RunSettings(clock=None))
    latest = (await director.runs())[0].run
    nothing = RunSettings()
    found = await begin(director, Wanted("", nothing, resume=True))
    assert found == (latest, "player")
    assert await begin(director, Wanted("", nothing, run=first)) == (first, "player")


async def test_a_clock_that_is_asked_for_holds_for_a_resumed_tape(director: Director) -> None:
    run_id = await on(director, Paper("1"), RunSettings(clock=60))
    wanted = Wanted("", RunSettings(clock=None), resume=True, clocked=True)
    await begin(director, wanted)
    run = await director.run(run_id)
    assert (run.settings.clock, run.deadline) == (None, None)


@pytest.mark.parametrize("name", ["clock", "auto", "crew", "", "x" * 41, "\x1b[31mada", "<@1>"])
async def test_a_name_must_show_and_be_nobody_elses(director: Director, name: str) -> None:
    with pytest.raises(IllegalAction):
        await begin(director, Wanted("relay-nine", RunSettings(), name=name))


async def test_an_unknown_world_or_no_tape_is_said(director: Director) -> None:
    with pytest.raises(IllegalAction, match="unknown_world"):
        await begin(director, Wanted("nowhere", RunSettings()))
    with pytest.raises(IllegalAction, match="no run is open"):
        await begin(director, Wanted("", RunSettings(), resume=True))
