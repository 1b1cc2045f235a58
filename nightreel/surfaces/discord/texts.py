"""What the game says on Discord and nowhere else. One voice: plain, warm, brief.

What is said of commands that are not taken is the director's, for every surface.
"""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct


class Usage(Struct, frozen=True):
    """A command as help shows it."""

    usage: str
    help: str


COMMANDS = (
    Usage("/play", "bring a tape into this channel, or into a thread of its own"),
    Usage("/run status", "how the tape in this channel is doing"),
    Usage("/run pause", "stop the tape, and the clock with it"),
    Usage("/run resume", "let it run on"),
    Usage("/run rewind", "go back some turns (whoever started it)"),
    Usage("/run settings", "how it is played: who acts, the clock, pictures"),
    Usage("/run restart", "leave the tape where it is and begin a new one"),
    Usage("/run stop", "end the run and keep the tape"),
    Usage("/tape list", "what has been played here"),
    Usage("/tape show", "a tape, to watch again"),
    Usage("/world list", "what can be played"),
    Usage("/world about", "more of one world"),
    Usage("/privacy", "see, export or erase what is kept about you"),
    Usage("/admin", "limits, channels, worlds, hosts, defaults (for who manages the server)"),
)

# --- the intro

HOW = (
    "Each turn is one message: where you are, what has just happened, and what you could do.",
    "Press a button, or *Write in* and say it in your own words.",
    "**·** is safe, **!** risky, **!!** desperate. Fate is rolled on every move.",
    "The tape goes on below, in a new message; old turns stay where they are.",
)
"""How a turn works, in markdown."""
HOW_CLOCK = (
    "From the second turn on a clock runs. To let it run out is to hesitate, and that costs."
)

CREWS: Mapping[str, str] = MappingProxyType(
    {
        "open": "Open: the first press counts",
        "host": "Host: one acts, the others watch",
        "vote": "Vote: one vote each, until the clock runs out",
        "rotation": "Rotation: nobody acts twice in a row",
    }
)
RATINGS: Mapping[str, str] = MappingProxyType(
    {
        "mild": "Mild: unease, little blood",
        "tense": "Tense: dread, and wounds",
        "harsh": "Harsh: for age-restricted channels only",
    }
)

# --- a turn

FATES: Mapping[str, str] = MappingProxyType(
    {"lucky": "Fate: **lucky**", "normal": "Fate: **even**", "unlucky": "Fate: **unlucky**"}
)
LOCKED = "Fate is rolling."
SLOW = "The tape drags tonight. The move counts; what comes of it is on its way."
TELLING = "The camera is still finding the light."
PAUSED = "The tape stands still. Press *Resume* to let it run on."
NO_CLOCK_YET = "No clock yet. It begins with the first move."
NOBODY = "Nobody moved, and the moment passed."
UNDONE = "The tape ran back over this. It never happened."
TAKEN_OUT = "The tape was taken out here."

HALTED: Mapping[str, str] = MappingProxyType(
    {
        "idle": "Nobody has moved for a while, so the tape stands still. Press Resume to go on.",
        "lost": "The line to Discord was lost. The tape waits, and runs on by itself.",
        "forbidden": "I may not post here any more. Let me, then press Resume.",
        "channel": "The channel of this tape is gone. The tape is kept.",
        "late": "Discord is slow to take this. The tape waits, and runs on by itself.",
    }
)
"""Why the game itself has paused a run."""

# --- private answers

ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        "gone": "That button belongs to a tape that isn't here any more.",
        "elsewhere": "This tape plays in another channel.",
        "undone": "The tape ran back over that moment. It never happened.",
        "began": "Somebody pressed it just before you. The tape is running.",
        "written": "Your words are on their way.",
        "done": "Done.",
        "ended": "The tape is out. It is kept.",
        "not_manager": "Only somebody who may manage this server can change that.",
        "not_host_role": "Only some people here may start a tape, and you aren't one of them yet.",
        "not_here": "Tapes aren't played in this channel. Ask who runs the server where they are.",
        "not_this_world": "That world isn't played on this server.",
        "age": "A harsh tape needs an age-restricted channel. Tense is as far as it goes here.",
        "no_private": "Tapes are played in a server's channels, not in private.",
        "busy_channel": "A tape is running in this channel already. One at a time.",
        "busy_guild": "This server has as many tapes running as it allows. Let one end first.",
        "busy_you": "You have as many tapes running as this server allows. End one of yours first.",
        "too_fast": "That's a lot of writing for one minute. Catch your breath, then write again.",
        "no_thread": "There are no threads for tapes here. Play in the channel itself.",
        "no_thread_right": "You may not make threads here. Play in the channel itself.",
        "no_run": "No tape is running in this channel. /play starts one.",
        "no_tape": "There is no tape with that number here.",
        "cannot_post": "I can't post in this channel.",
        "failed": "The tape jams. Try that again in a moment.",
        "rules_changed": "Somebody changed these settings a moment ago. Look again.",
    }
)
"""What is said to one person alone. The director's refusals are its own (`Receipt.player_text`)."""

KEPT = "Nothing you wrote is lost. Here it is:"

# --- people

PRIVACY = (
    "**What I keep about you**: your Discord id and the name you play under, beside a random "
    "pseudonym. Nothing else of you is stored.",
    "**What the tape keeps**: each move under that pseudonym, and the words you wrote in as a part "
    "of the story. A tape's record can't be changed afterwards.",
    "**Export** sends you a file with all of it, to you alone. **Erase** removes id and name: the "
    "pseudonym then belongs to nobody. Words written in stay in their story, tied to no one.",
)
ERASE = (
    "This removes your id and your name from here for good. Tapes you played on stay, and name "
    "nobody. If you play again, you begin as somebody new."
)
ERASED = (
    "Done. Nothing that I keep points to you any more. Messages that are in a channel already keep "
    "the name they were sent with."
)
UNKNOWN = "Nothing is kept about you."

EJECT = (
    "End this run for everybody? The tape is kept as far as it goes, and there is no going on "
    "after that."
)

# --- the end

ITSELF = "The house"
"""Who plays it again when nobody pressed the button."""

WRITTEN_TAPES: Mapping[str, str] = MappingProxyType(
    {
        "making": "The film is being developed. It comes by itself.",
        "none": "No pictures were taken on this one. The tape is kept in words.",
        "large": "The film is larger than this server takes. It is kept where the game runs.",
        "failed": "The film could not be made. The tape is kept in words.",
        "refused": "I may not upload files here. The film is kept where the game runs.",
    }
)
"""What there is to say of a run's film."""
