"""A game on a screen: typed lines become commands, and what the director tells becomes pages."""

import asyncio

from msgspec import Struct

from nightreel.director.commands import Command, Receipt
from nightreel.director.director import Director
from nightreel.director.texts import SAID
from nightreel.director.watching import Notice
from nightreel.ports.errors import NightreelError
from nightreel.ports.ledger import Record
from nightreel.surfaces.reel import Reel
from nightreel.surfaces.terminal.films import Films
from nightreel.surfaces.terminal.gallery import Gallery
from nightreel.surfaces.terminal.lines import Order, Unknown, read
from nightreel.surfaces.terminal.orders import command_for
from nightreel.surfaces.terminal.screen import Asking, Gone, Heard, Screen
from nightreel.surfaces.terminal.showing import ANOTHER, Showing

RETYPED = frozenset(
    {"too_long", "control", "markup", "busy", "paused", "taken", "stale", "not_your_turn"}
)
"""Reasons of form or moment, not of the story: the line comes back, to be mended or given again."""


class _Told(Struct, frozen=True):
    """Something from the director."""

    item: Record | Notice


class _Lost(Struct, frozen=True):
    """The run can't be followed any more."""

    error: NightreelError


class _Line(Struct, frozen=True):
    """A line, with the turn that was on the screen when it was given."""

    text: str
    turn: int


async def play(
    director: Director, screen: Screen, run_id: str, me: str, films: Films | None = None
) -> None:
    """Play the run, and those after it, until the player leaves.

    Where somebody makes `films` of the runs that end, the player is told where they are.

    Raises:
        RunUnknown, WorldChanged, LedgerBroken: as the director does.
    """
    with screen:
        following: str | None = run_id
        while following is not None:
            run = await director.run(following)
            records = await director.records(following)
            reel = Reel(following, director.packs[run.world], records)
            following = await Game(director, screen, reel, me, films).play()


class Game:
    """One run, from where it stands until it is left."""

    def __init__(
        self, director: Director, screen: Screen, reel: Reel, me: str, films: Films | None
    ) -> None:
        self._director, self._screen, self._reel, self._me = director, screen, reel, me
        self._showing = Showing(screen, reel, me, Gallery(director, reel.id), films)
        self._inbox: asyncio.Queue[_Told | _Lost | _Line | Gone] = asyncio.Queue()
        self._due = self._reel.seq
        self._turn = 0
        self._draft = ""
        self._following: str | None = None

    async def play(self) -> str | None:
        """Return the run to go on with, or None. However this one is left, say how to resume."""
        self._screen.listen(self._listen)
        follower = asyncio.get_running_loop().create_task(self._follow())
        try:
            await self._showing.begin()
            await self._take_turns()
        finally:
            follower.cancel()
            await asyncio.gather(follower, return_exceptions=True)
            if self._following is None:
                self._showing.leave()
        return self._following

    async def _take_turns(self) -> None:
        gone = False
        while not gone and self._following is None:
            # What has come in goes first: nobody is asked about a scene that has gone by.
            if self._inbox.empty() and self._reel.seq >= self._due:
                await self._ask()
            match await self._inbox.get():
                case _Told(item):
                    await self._showing.take(item)
                case _Line(text, turn):
                    gone = await self._obey(text, turn)
                case _Lost(error):
                    raise error
                case Gone(error):
                    if error is not None:
                        raise error
                    gone = True

    # --- what comes in

    def _listen(self, heard: Heard | Gone) -> None:
        # The turn is noted now: whatever opens before the line is read, it was meant for this one.
        line = _Line(heard.text, self._turn) if isinstance(heard, Heard) else heard
        self._inbox.put_nowait(line)

    async def _follow(self) -> None:
        try:
            async for item in self._director.watch(self._reel.id, self._reel.seq):
                self._inbox.put_nowait(_Told(item))
        except NightreelError as error:
            self._inbox.put_nowait(_Lost(error))

    async def _ask(self) -> None:
        if self._reel.run.status == "resolving":
            self._screen.hold()
            return
        # The director is done with a turn a moment after the turn is told. Whoever acts within that
        # moment, as a script does, would be accepted and left alone.
        await self._director.settled(self._reel.id)
        run = self._reel.run
        self._turn = run.turn
        self._screen.ask(Asking(run.deadline, run.paused), self._draft)
        self._draft = ""

    # --- what goes out

    async def _obey(self, text: str, turn: int) -> bool:
        """Do what the line asks for; return whether it asks to leave."""
        if self._reel.run.status == "over":
            text = {"y": ":again", "yes": ":again", "n": ":quit", "no": ":quit"}.get(
                text.strip().lower(), text
            )
        match read(text):
            case Unknown(say):
                self._showing.say(say)
            case Order("help"):
                self._screen.show(self._showing.pages.help())
            case Order("picture"):
                await self._showing.picture()
            case Order("settings"):
                self._screen.show(self._showing.pages.settings(self._reel.run.settings))
            case Order("quit"):
                return True
            case asked:
                run = self._reel.run
                await self._submit(command_for(asked, self._reel.id, run, turn, self._me), text)
        return False

    async def _submit(self, command: Command, text: str) -> None:
        receipt = await self._director.submit(command)
        taken = receipt.accepted or receipt.status == "duplicate"
        if taken and receipt.run != self._reel.id:
            self._following = receipt.run
            return
        self._due = max(self._due, receipt.seq)
        if not receipt.accepted:
            self._refused(receipt, text)

    def _refused(self, receipt: Receipt, text: str) -> None:
        if self._reel.run.status == "over":
            self._showing.say(f"This tape has ended. {ANOTHER}")
            return
        said = receipt.player_text
        if not receipt.reason:  # a duplicate, as of settings that are so already
            said = "It is so already."
        elif receipt.reason == "taken" and len(self._reel.run.players) == 1:
            said = SAID["stale"]  # who is alone was beaten by nobody but the clock
        self._showing.say(said)
        if receipt.reason in RETYPED:
            self._draft = text
