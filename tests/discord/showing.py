"""Values that layouts take: as they usually are, and as they can be at worst."""

from hypothesis import strategies as st
from msgspec import structs

from nightreel.core.settings import Crew, RunSettings
from nightreel.surfaces.discord.shown import (
    Ended,
    Heard,
    Lobby,
    Option,
    Phase,
    Playable,
    RunStatus,
    Standing,
    Taken,
    Turn,
)

RUN = "0a1b2c3d4e"

TURN = Turn(
    run=RUN,
    turn=7,
    take=1,
    hand=0,
    world="relay-nine",
    title="Relay Nine",
    place="Generator room",
    hour="18:40",
    dispatch="The crank kicks back. Somewhere under the floor, something starts to hum.",
    alt="A low room with a generator in it. A lamp lies on the floor.",
    standing=Standing(
        "lamp on, battery 62%",
        ("somebody stands out on the flat, near", "haze over the flat"),
        ("cut hand",),
        ("The van 1/3", "The reels 2/3"),
    ),
    settings=RunSettings(pictures=True),
    options=(
        Option("Listen at the hatch", "safe"),
        Option("Pry the hatch open", "risky"),
        Option("Run for the van", "desperate"),
    ),
    frame="turn-7.jpg",
    deadline=749_502_000_000,
    host="Ada",
    last="Bo",
    voted=(0, 2),
)
TAKEN = Taken("Ada", "Pry the hatch open", "choice", 1)
WORLD = Playable(
    "relay-nine",
    "Relay Nine",
    "A closed relay station on a salt flat is sending its test tone again.",
    "9 October 1993",
    "1.0",
    ("Give a number.", "Every choice is marked.", "One thing goes by sound."),
)
OTHER = Playable("cold-harbor", "Cold Harbor", "The ferry came in empty.", "1 February 1988", "1.0")
LOBBY = Lobby("816437322781949972", "relay-nine", (WORLD, OTHER), RunSettings(), "Ada")
ENDED = Ended(
    run=RUN,
    turn=23,
    take=1,
    world="relay-nine",
    title="Relay Nine",
    place="Causeway",
    hour="21:05",
    dispatch="The wheels bite. The gate goes by.",
    alt="A road through the windscreen.",
    how="survival",
    ending="The Causeway",
    cause="drove out",
    text="You don't stop at the gas station. You don't stop at all.",
    minutes=235,
    wounds=("cut hand",),
    ways=("The van 3/3",),
    seed=4711,
    players=(("Ada", 12), ("Bo", 9)),
    frame="turn-23.jpg",
    tape="The film is being developed. It comes by itself.",
)
STATUS = RunStatus(
    run=RUN,
    turn=7,
    take=1,
    world="relay-nine",
    title="Relay Nine",
    host="Ada",
    players=("Ada", "Bo"),
    settings=RunSettings(),
    standing=TURN.standing,
    place="Generator room",
    hour="18:40",
    status="open",
    link="https://discord.com/channels/1/2/3",
)


def with_(turn: Turn, /, **changes: object) -> Turn:
    return structs.replace(turn, **changes)


def voting(turn: Turn = TURN) -> Turn:
    """The turn as a crew votes on it."""
    options = (
        structs.replace(turn.options[0], voters=("Bo",)),
        structs.replace(turn.options[1], voters=("Ada", "Cy", "Dee", "Eve")),
        turn.options[2],
        Option("Throw the lamp down the shaft", "risky", typed=True),
    )
    settings = structs.replace(turn.settings, crew="vote")
    return with_(turn, options=options, settings=settings, voted=(5, 6))


def crammed(sign: str, phase: Phase, crew: Crew) -> Turn:
    """A turn in which everything is as long as a director, a world and people can make it."""
    options = tuple(
        Option(sign * 80, "desperate", (sign * 100,) * 9, typed=n >= 4) for n in range(12)
    )
    return Turn(
        run=RUN,
        turn=9_999_999,
        take=9_999_999,
        hand=9_999_999,
        world="another",
        title=sign * 120,
        place=sign * 120,
        hour="18:40",
        dispatch=sign * 1500,
        alt=sign * 1500,
        standing=Standing(sign * 60, (sign * 200,) * 6, (sign * 100,) * 3, (sign * 100,) * 12),
        settings=RunSettings(86_400, 3600, crew, pictures=True, cooldown=20),
        phase=phase,
        options=options,
        frame="turn-9999999.jpg",
        deadline=10**14,
        left=10**8,
        taken=None
        if phase in ("telling", "open", "paused")
        else Taken(sign * 100, sign * 300, "write_in"),
        heard=Heard(sign * 200, "unlucky"),
        cooling=20,
        host=sign * 100,
        last=sign * 100,
        voted=(9_999_999, 9_999_999),
        slow=True,
        why=sign * 200,
    )


# --- at worst: as long as directors, worlds and people can make them, and full of marks

AWFUL = "*_~|`<@1>\\[a](b)#:x:"


def awful(longest: int) -> st.SearchStrategy[str]:
    """Text of up to that length: as it comes, all marks, one word, many words, nothing at all."""
    return st.sampled_from(
        (
            "",
            "\u200b\u202e ",
            "Ada",
            "<@1> *x* [a](b)",
            (AWFUL * longest)[:longest],
            "m" * longest,
            ("word " * longest)[:longest],
            "*" * longest,
        )
    )


names = awful(100)
counts = st.integers(0, 9_999_999)
settings = st.builds(
    RunSettings,
    clock=st.none() | st.integers(5, 86_400),
    auto=st.none() | st.integers(1, 3600),
    crew=st.sampled_from(("open", "host", "vote", "rotation")),
    pictures=st.booleans(),
    quality=st.sampled_from(("draft", "full")),
    rating=st.sampled_from(("mild", "tense", "harsh")),
    cooldown=st.integers(0, 20),
)
standings = st.builds(
    Standing,
    lamp=awful(60),
    threats=st.lists(awful(200), max_size=6).map(tuple),
    wounds=st.lists(awful(100), max_size=3).map(tuple),
    ways=st.lists(awful(100), max_size=12).map(tuple),
)
options = st.builds(
    Option,
    label=awful(80),
    risk=st.sampled_from(("safe", "risky", "desperate")),
    voters=st.lists(names, max_size=5).map(tuple),
    typed=st.booleans(),
)
turns = st.builds(
    Turn,
    run=st.just(RUN),
    turn=counts,
    take=counts,
    hand=counts,
    world=st.sampled_from(("relay-nine", "another")),
    title=awful(120),
    place=awful(120),
    hour=st.just("18:40"),
    dispatch=awful(1500),
    alt=awful(1500),
    standing=standings,
    settings=settings,
    phase=st.sampled_from(("telling", "open", "paused", "locked", "told", "past", "undone")),
    # Four of the world's own at most, and eight more on a ballot.
    options=st.lists(options, max_size=12).map(tuple),
    frame=st.none() | st.just("turn-7.jpg"),
    deadline=st.none() | st.integers(0, 10**14),
    left=st.none() | st.integers(0, 10**8),
    taken=st.none()
    | st.builds(
        Taken,
        by=names,
        what=awful(300),
        via=st.sampled_from(("choice", "write_in", "clock", "auto", "vote")),
        index=st.none() | st.integers(0, 11),
    ),
    heard=st.builds(
        Heard, reaction=awful(200), fate=st.sampled_from(("", "lucky", "normal", "unlucky"))
    ),
    cooling=st.integers(0, 20),
    host=names,
    last=names,
    voted=st.tuples(counts, counts),
    slow=st.booleans(),
    why=awful(200),
)
ends = st.builds(
    Ended,
    run=st.just(RUN),
    turn=counts,
    take=counts,
    world=st.sampled_from(("relay-nine", "another")),
    title=awful(120),
    place=awful(120),
    hour=st.just("18:40"),
    dispatch=awful(1500),
    alt=awful(1500),
    how=st.sampled_from(("death", "survival", "truth", "stopped")),
    ending=awful(120),
    cause=awful(120),
    text=awful(1500),
    minutes=counts,
    wounds=st.lists(awful(100), max_size=3).map(tuple),
    ways=st.lists(awful(100), max_size=12).map(tuple),
    seed=st.integers(0, 2**32),
    players=st.lists(st.tuples(names, counts), max_size=40).map(tuple),
    frame=st.none() | st.just("turn-7.jpg"),
    film=st.none() | st.just("tape.mp4"),
    tape=awful(200),
    again_at=st.none() | st.integers(0, 10**14),
    again=names,
)
worlds = st.builds(
    Playable,
    id=st.from_regex(r"[a-z][a-z0-9-]{0,39}", fullmatch=True),
    title=awful(120),
    pitch=awful(160),
    date=awful(60),
    version=awful(20),
    helps=st.lists(awful(400), max_size=8).map(tuple),
)
shelves = st.lists(worlds, min_size=1, max_size=30, unique_by=lambda w: w.id).map(tuple)
statuses = st.builds(
    RunStatus,
    run=st.just(RUN),
    turn=counts,
    take=counts,
    world=st.just("another"),
    title=awful(120),
    host=names,
    players=st.lists(names, max_size=40).map(tuple),
    settings=settings,
    standing=standings,
    place=awful(120),
    hour=st.just("18:40"),
    status=st.sampled_from(("open", "resolving", "over")),
    paused=st.booleans(),
    link=st.sampled_from(("", "https://discord.com/channels/1/2/3")),
)
