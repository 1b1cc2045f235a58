"""From what the director tells to pages on the screen, in the order in which they are read."""

from rich.text import Text

from nightreel.core.events import (
    Accepted,
    Balloted,
    Changed,
    Event,
    Finished,
    Opened,
    Paused,
    Regenerated,
    Resumed,
    Rewound,
    Voted,
)
from nightreel.core.scene import Scene
from nightreel.director.watching import Notice
from nightreel.ports.ledger import Record
from nightreel.ports.narrator import Reaction
from nightreel.surfaces.reel import Reel
from nightreel.surfaces.terminal.films import Films
from nightreel.surfaces.terminal.gallery import Gallery
from nightreel.surfaces.terminal.pages import Pages
from nightreel.surfaces.terminal.screen import Screen

ANOTHER = "Another tape? y or n"


class Showing:
    """Shows one run on a screen."""

    def __init__(
        self, screen: Screen, reel: Reel, me: str, gallery: Gallery, films: Films | None
    ) -> None:
        self._screen, self._reel, self._me = screen, reel, me
        self._gallery, self._films = gallery, films
        self.pages = Pages(reel.pack, screen.width)
        self._reacted = False

    async def begin(self) -> None:
        """Show the cover and where the run stands."""
        self._screen.show(self.pages.title())
        run = self._reel.run
        if run.turn > 1 and run.ending is None:
            self.say("The tape goes on where it stopped.")
        if run.status != "resolving":
            await self._scene(self._frame)
        if run.paused:
            self._paused()
        if run.ending is not None:
            self._end(run.ending, just_now=False)

    def say(self, text: str) -> None:
        """Show a sentence."""
        self._screen.show(self.pages.say(text))

    def leave(self) -> None:
        """Say how to go on with the run another time."""
        if self._reel.run.ending is None:
            self._screen.show(self.pages.tape(self._reel.id, over=False))

    async def take(self, item: Record | Notice) -> None:
        """Show what was told."""
        if isinstance(item, Notice):
            if isinstance(item.part, Reaction) and item.turn == self._reel.run.turn:
                self._react(item.part.text)
            return
        event = self._reel.take(item)
        if isinstance(event, Opened):
            await self._open(event.scene, item.seq)
        elif isinstance(event, Rewound):
            self.say("The tape runs back.")
            await self._scene(self._frame)
        else:
            self._note(event)

    async def picture(self) -> None:
        """Show the scene's picture again, and what is in it."""
        scene, canvas = self._reel.run.scene, self._screen.canvas()
        if not self._reel.run.settings.pictures:
            self.say("This tape is told in words alone.")
        elif scene is None or scene.frame is None:
            self.say("The camera missed this moment.")
        else:
            still = await self._gallery.still(scene.frame, canvas)
            words = self.pages.picture(scene)
            self._screen.show([Text(), *words] if still else words, still)

    # --- a turn

    @property
    def _frame(self) -> str | None:
        """The frame of the scene that the run stands at, as far as it was heard."""
        scene = self._reel.run.scene
        return scene.frame if scene else None

    async def _scene(self, frame: str | None) -> None:
        """Show the scene that the run stands at, its picture first."""
        run = self._reel.run
        still = await self._gallery.still(frame, self._screen.canvas())
        in_words = frame is not None and still is None
        self._screen.show(self.pages.scene(run, in_words=in_words), still)

    def _react(self, text: str) -> None:
        """Show the answer to the action, once: it is told at once, and again with the scene."""
        if text and not self._reacted:
            self._reacted = True
            self._screen.show(self.pages.reaction(text))

    async def _open(self, scene: Scene, seq: int) -> None:
        self._react(scene.reaction)
        if scene.fate is not None:
            await self._screen.reveal(self.pages.fate(scene.fate))
        filmed = self._reel.run.settings.pictures
        await self._scene(await self._gallery.frame(seq) if filmed else None)

    def _accepted(self, event: Accepted) -> None:
        self._screen.hold()
        self._reacted = False
        match event.via:
            case "clock":
                waits = " What you were typing is still in the line." if self._screen.draft else ""
                self.say(f"The moment passes, and you let it.{waits}")
            case "auto" | "vote":
                self.say(f"{'On its own' if event.via == 'auto' else 'By vote'}: {self._of(event)}")
            case "choice" | "write_in":
                if event.actor != self._me:
                    self.say(f"{event.actor}: {self._of(event)}")

    @property
    def _shared(self) -> bool:
        """Whether others are here: alone, a vote is decided as it is given."""
        return len(self._reel.run.players) > 1

    def _of(self, event: Accepted) -> str:
        """What was taken, in its words."""
        choices = self._reel.run.choices
        if event.choice is not None and event.choice < len(choices):
            return choices[event.choice].label
        return event.text or event.intent.verb

    # --- everything else

    def _note(self, event: Event) -> None:
        match event:
            case Accepted():
                self._accepted(event)
            case Regenerated():
                self._screen.show(self.pages.choices(self._reel.run.choices))
            case Paused():
                self._paused()
            case Resumed():
                self.say("The tape runs on.")
            case Changed(_, settings):
                self._screen.show(self.pages.settings(settings))
            case Balloted() if self._shared:
                self._screen.show(self.pages.choices(self._reel.run.choices))
            case Voted(_, actor) if actor == self._me and self._shared:
                self.say("Your vote is in. You may change it until the clock runs out.")
            case Finished():
                self._end(event, just_now=True)
            case _:
                pass

    def _paused(self) -> None:
        self.say("The tape stands still. :resume lets it run on.")

    def _end(self, event: Finished, *, just_now: bool) -> None:
        run, name = self._reel.run, self._reel.id
        self._screen.show(self.pages.ending(run, event))
        self._screen.show(self.pages.tape(name, over=True))
        if self._films and run.settings.pictures and run.frames:
            self._screen.show(self.pages.film(self._films.told(name, just_now=just_now)))
        self.say(ANOTHER)
