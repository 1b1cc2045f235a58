from msgspec import structs

from nightreel.core.intent import Choice, Intent, Risk
from nightreel.core.run import Run
from nightreel.core.scene import Scene
from nightreel.core.settings import RunSettings
from nightreel.core.state import ThreatState
from nightreel.surfaces.terminal.pages import WIDTH, Pages
from nightreel.worlds.pack import Pack

LABEL = "Force the cabinet with the jack handle before whatever is on the roof gets in here"


def a_scene(pack: Pack, **state: object) -> Run:
    risks: tuple[Risk, ...] = ("safe", "risky", "desperate")
    choices = tuple(Choice(LABEL, Intent("wait"), r, "bold") for r in risks)
    start = structs.replace(pack.world.start, **state)
    scene = Scene(3, "", "The dust comes in under the door. " * 6, "", "", choices)
    return Run(pack.world.id, "", 7, "ada", RunSettings(), start, turn=3, scene=scene)


def shown(pack: Pack, run: Run, width: int = WIDTH) -> str:
    return "\n".join(line.plain for line in Pages(pack, lambda: width).scene(run))


def test_a_scene_says_where_and_when(worlds: dict[str, Pack]) -> None:
    pack = worlds["relay-nine"]
    assert "Causeway · 18:40 · turn 3" in shown(pack, a_scene(pack, minutes=90))


def test_risk_is_told_in_words_and_marks(worlds: dict[str, Pack]) -> None:
    pack = worlds["relay-nine"]
    text = shown(pack, a_scene(pack))
    assert "1 ·  Force the cabinet" in text
    assert "2 !  Force the cabinet" in text
    assert "3 !! Force the cabinet" in text
    assert all(f"({risk})" in text for risk in ("safe", "risky", "desperate"))


def test_lamp_and_wounds_have_names(worlds: dict[str, Pack]) -> None:
    pack = worlds["relay-nine"]
    hurt = ("cut_hand", "scoured_eyes", "scoured_eyes")
    text = shown(pack, a_scene(pack, lamp=True, battery=42, wounds=hurt))
    assert "lamp on, battery 42%" in text
    assert "hurt: cut hand, scoured eyes x2" in text
    assert "lamp dead" in shown(pack, a_scene(pack, battery=0))


def test_threats_are_felt_when_awake_and_near_when_near(worlds: dict[str, Pack]) -> None:
    pack = worlds["relay-nine"]
    asleep = shown(pack, a_scene(pack))
    assert "a brown line on the horizon" in asleep
    assert "nothing but the tone" not in asleep
    assert "nobody on the flat" not in asleep
    for distance, words in ((0, ", at hand"), (1, ", near"), (2, ", near"), (3, "")):
        near = pack.world.start.threats | {"answer": ThreatState(5, 1, distance)}
        assert f"something is listening{words}\n" in shown(pack, a_scene(pack, threats=near))


def test_only_clocks_that_have_begun_are_shown(worlds: dict[str, Pack]) -> None:
    pack = worlds["relay-nine"]
    clocks = pack.world.start.clocks | {"van": 1}
    text = shown(pack, a_scene(pack, clocks=clocks))
    assert "The van 1/3" in text
    assert "The signal" not in text


def test_every_line_fits(worlds: dict[str, Pack]) -> None:
    pack = worlds["relay-nine"]
    for width in (20, 40, WIDTH, 200):
        lines = shown(pack, a_scene(pack), width).splitlines()
        assert all(len(line) <= min(width, WIDTH) for line in lines[3:])
        assert all(line == line.rstrip() for line in lines)


def test_what_players_write_is_shown_and_not_obeyed(worlds: dict[str, Pack]) -> None:
    pack = worlds["relay-nine"]
    run = a_scene(pack)
    label = "[bold]kick[/bold] \x1b[31mthe\x07 \u202edoor\n2 :skull:"
    choice = Choice(label, Intent("wait"), "safe", "bold")
    assert run.scene is not None
    told = structs.replace(run, scene=structs.replace(run.scene, choices=(choice,)))
    assert "1 ·  [bold]kick[/bold] [31mthe door 2 :skull: (safe)" in shown(pack, told)
