import pytest

from nightreel.surfaces.terminal.lines import Asked, Order, Pick, Unknown, Words, read


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("1", Pick(1)),
        (" 2. ", Pick(2)),
        ("12)", Pick(12)),
        ("2 the hatch", Words("2 the hatch")),
        ("9" * 5000, Words("9" * 5000)),
        ("look under the console", Words("look under the console")),
        ("", Words("")),
        ("?", Order("help")),
        ("what is that?", Words("what is that?")),
        (":pause", Order("pause")),
        (":P", Order("pause")),
        (":pi", Order("picture")),
        (":rew 3", Order("rewind", 3)),
        (":rewind", Order("rewind")),
        (":regen", Order("regenerate")),
        (":regenerate", Order("regenerate")),
        (":auto 20", Order("auto", 20)),
        (":auto off", Order("auto", off=True)),
        (" :clock OFF", Order("clock", off=True)),
        (":q", Order("quit")),
        (":ag", Order("again")),
    ],
)
def test_a_line_asks_for(line: str, asked: Asked) -> None:
    assert read(line) == asked


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (":", "There is no :."),
        (":dance", "There is no :dance."),
        (":re", "Which one: :resume, :rewind, :regenerate, :restart?"),
        (":a", "Which one: :again, :auto?"),
        (":rewind off", "It goes like this: :rewind [n]"),
        (":pause 3", "It goes like this: :pause"),
        (":clock -1", "It goes like this: :clock [seconds]"),
        (":auto " + "9" * 5000, "It goes like this: :auto [seconds]"),
    ],
)
def test_a_command_that_is_none_says_what_there_is(line: str, said: str) -> None:
    asked = read(line)
    assert isinstance(asked, Unknown)
    assert asked.say.startswith(said)
