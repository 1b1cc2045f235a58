"""Which frames a run remembers of a place: what the next picture of it may go by."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nightreel.core import events as ev
from nightreel.core.run import LATEST, STAND_IN, Run, fold, step
from tests.core.reels import START, a_turn, opening, played

Taken = tuple[str, int, str]
"""The place, the picture, and the rung."""

films = st.lists(
    st.tuples(
        st.sampled_from(["hut", "hill"]),
        st.integers(0, 5),
        st.sampled_from(["taken", STAND_IN, "lost"]),
    )
)


def filmed(run: Run, place: str, picture: int, rung: str = "taken") -> Run:
    there = replace(run, state=replace(run.state, place=place))
    media = None if rung == "lost" else f"{picture:064x}"
    return step(there, ev.Filmed(there.turn, media, "camera", rung))


@given(films)
def test_a_place_remembers_its_own_frames_nearest_first_and_not_too_many(
    takes: list[Taken],
) -> None:
    run = fold(START, opening())
    taken: dict[str, list[str]] = {"hut": [], "hill": []}
    for place, picture, rung in takes:
        run = filmed(run, place, picture, rung)
        if rung == "taken":
            taken[place].append(f"{picture:064x}")
    for place, pictures in taken.items():
        known = run.frames.get(place, ())
        assert len(set(known)) == len(known) <= LATEST + 1
        assert set(known) <= set(pictures)
        nearest = list(dict.fromkeys(reversed(pictures)))
        assert list(known[:LATEST]) == nearest[:LATEST]


def test_the_first_frame_of_a_place_is_not_forgotten() -> None:
    run = fold(START, opening())
    for picture in range(9):
        run = filmed(run, "hut", picture)
    assert [int(f, 16) for f in run.frames["hut"]] == [8, 7, 0]


def test_a_frame_with_a_fault_on_it_is_shown_and_is_nothing_to_go_by() -> None:
    run = filmed(filmed(fold(START, opening()), "hut", 1), "hut", 2, STAND_IN)
    assert run.scene is not None
    assert run.scene.frame == f"{2:064x}"
    assert run.frames == {"hut": (f"{1:064x}",)}


def test_a_rewind_forgets_the_frames_of_what_it_undoes() -> None:
    events = [*opening(), ev.Filmed(1, "a" * 64, "camera", "taken")]
    events += [*a_turn(fold(START, events)), ev.Filmed(2, "b" * 64, "camera", "taken")]
    assert fold(START, events).frames == {"hut": ("b" * 64, "a" * 64)}
    back = fold(START, [*events, ev.Rewound(1, "ada")])
    assert back.frames == {"hut": ("a" * 64,)}
    assert back.scene is not None
    assert back.scene.frame == "a" * 64


def test_a_run_without_pictures_remembers_none() -> None:
    assert fold(START, played(3)).frames == {}
