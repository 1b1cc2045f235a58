"""What both screens say, as lines: from runs and worlds to words and marks.

Styles only underline what the words say already: a screen without them loses nothing.
"""

from collections.abc import Callable, Iterable

from msgspec import Struct
from rich.console import Console
from rich.text import Text

from nightreel.core.events import Finished
from nightreel.core.intent import Choice, Risk
from nightreel.core.run import Run
from nightreel.core.scene import Scene
from nightreel.core.settings import RunSettings
from nightreel.core.state import State
from nightreel.surfaces.terminal.lines import COMMANDS
from nightreel.surfaces.terminal.safe import safe
from nightreel.surfaces.words import (
    ENDED,
    MARKS,
    STOPPED,
    begun,
    felt,
    hour_of,
    lamp_of,
    place_of,
    wounds_of,
)
from nightreel.worlds.pack import Pack

WIDTH = 78
"""Longer lines are hard to read, however wide the terminal is."""

_TINTS: dict[Risk, str] = {"safe": "green", "risky": "yellow", "desperate": "bold red"}
_FATES = {"lucky": "green", "normal": "dim", "unlucky": "red"}

Page = list[Text]


class Pages(Struct, frozen=True):
    """Makes pages for one world, as wide as `width` says at the time."""

    pack: Pack
    width: Callable[[], int]

    # --- at the beginning

    def title(self) -> Page:
        """The cover: what is played."""
        world = self.pack.world
        return [
            *self._fold(world.title.upper(), "bold"),
            *self._fold(world.date, "dim"),
            *self._fold("Give a number, or type what you do. ? explains the rest.", "dim"),
        ]

    def help(self) -> Page:
        """How to play, in the world's words, and every command."""
        page = [line for said in self.pack.helps for line in self._fold(said)]
        page.append(Text())
        wide = max(len(c.usage) for c in COMMANDS)
        for command in COMMANDS:
            page += self._fold(command.help, hang=wide + 4, lead=f":{command.usage:<{wide}}   ")
        return page

    # --- a scene

    def scene(self, run: Run, *, in_words: bool = False) -> Page:
        """The whole scene that the run stands at: dispatch, how things are, choices.

        Its picture goes above it, and into it only `in_words`.
        """
        if run.scene is None:
            return []
        page = [Text(), self._head(run, run.scene), Text()]
        if in_words and run.scene.alt:
            page += [*self.picture(run.scene), Text()]
        page += self._fold(run.scene.dispatch)
        if run.state.ending is None:
            page += [Text(), *self._status(run.state)]
        if run.choices and run.status == "open":
            page += [Text(), *self.choices(run.choices)]
        return page

    def picture(self, scene: Scene) -> Page:
        """What is in the scene's picture, in words."""
        return self._fold(f"Picture: {scene.alt}", "dim")

    def choices(self, choices: Iterable[Choice]) -> Page:
        """What can be picked, by number; risk as a mark and as a word."""
        page: Page = []
        for number, choice in enumerate(choices, 1):
            lead = Text(f"{number} ", "bold")
            lead.append(f"{MARKS[choice.risk]:<3}", _TINTS[choice.risk])
            told = Text(safe(choice.label))
            told.append(f" ({choice.risk})", _TINTS[choice.risk])
            page += self._fold(told, hang=len(lead), lead=lead)
        return page

    def reaction(self, text: str) -> Page:
        """The answer to the click."""
        return self._fold(text, "italic")

    def fate(self, fate: str) -> Page:
        """What fate was rolled."""
        line = Text("Fate: ", "dim")
        line.append(fate.upper(), _FATES.get(fate, ""))
        return [line]

    def _head(self, run: Run, scene: Scene) -> Text:
        world, state = self.pack.world, run.state
        line = Text(safe(place_of(world, state)), "bold cyan")
        line.append(f" · {hour_of(world, state)} · turn {scene.turn}", "cyan")
        return line

    def _status(self, state: State) -> Page:
        world = self.pack.world
        threats = [f"{it.text}, {it.near}" if it.near else it.text for it in felt(world, state)]
        wounds = ", ".join(wounds_of(world, state))
        ways = [f"{it.name} {it.filled}/{it.size}" for it in begun(world, state)]
        page = self._rows([lamp_of(state), *threats])
        if wounds:
            page += self._fold(f"hurt: {wounds}", "yellow")
        return page + self._rows(ways)

    def _rows(self, told: Iterable[str]) -> Page:
        """Short facts side by side, as many as fit; none is broken while there is another way."""
        rows: list[str] = []
        for fact in map(safe, told):
            wider = f"{rows[-1]} · {fact}" if rows else fact
            if rows and len(wider) <= min(WIDTH, self.width()):
                rows[-1] = wider
            else:
                rows.append(fact)
        page: Page = []
        for row in rows:
            line = Text(row, "dim")
            line.highlight_regex(r", (near|at hand)\b", "bold red")
            page += self._fold(line)
        return page

    # --- the end

    def ending(self, run: Run, end: Finished) -> Page:
        """The end of the story, and the card that closes the tape (but for its number)."""
        world = self.pack.world
        ending = world.endings.get(end.ending or "")
        name = ending.title if ending else STOPPED
        page = [Text(), Text(safe(name).upper(), "bold")]
        if end.text:
            page += [Text(), *self._fold(end.text)]
        page += [Text(), *self._card("Ending", f"{name} ({ENDED[end.how]})")]
        if ending is not None:
            page += self._card("", f"Whoever held the camera {ending.cause}.")
        page += self._card("World", f"{world.title}, {world.version}")
        page += self._card("Turns", str(end.turn))
        page += self._card("Seed", str(run.seed))
        return page

    def tape(self, run_id: str, *, over: bool) -> Page:
        """How to come back to the run. But for this and its film, a game's text follows from its
        seed.

        Not folded: a command that is cut in two cannot be copied.
        """
        what = (
            f"Keep it: nightreel export {run_id}"
            if over
            else (f"Resume with: nightreel play --terminal --run {run_id}")
        )
        return [Text(f"Tape {run_id}. {what}")]

    def film(self, told: str) -> Page:
        """Where the run's film is. Not folded, because it holds a path."""
        return [Text(safe(told))]

    # --- small things

    def say(self, text: str, style: str = "") -> Page:
        """A sentence, folded."""
        return self._fold(text, style)

    def settings(self, settings: RunSettings) -> Page:
        """How the run is played."""
        auto, clock = settings.auto, settings.clock
        return [
            *self._card("Clock", f"{clock} seconds to act" if clock else "off"),
            *self._card("Auto-play", f"acts after {auto} seconds" if auto else "off"),
            *self._card("Crew", safe(settings.crew)),
            *self._card("Pictures", "on" if settings.pictures else "off"),
            *self._card("Prepare", "on" if settings.prepare else "off"),
        ]

    def _card(self, name: str, value: str) -> Page:
        return self._fold(value, hang=11, lead=Text(f"{name:<11}", "dim"))

    def _fold(
        self, text: str | Text, style: str = "", *, hang: int = 0, lead: str | Text = ""
    ) -> Page:
        """Break a text into lines; the first stands behind `lead`, the others under it."""
        whole = Text(safe(text), style) if isinstance(text, str) else text
        width = max(20, min(WIDTH, self.width()))
        ruler = Console(width=width, color_system=None, force_terminal=False)
        page: Page = []
        for line in whole.wrap(ruler, max(10, width - hang)):
            line.rstrip()
            before = Text(" " * hang) if page else Text.assemble(lead)
            page.append(before + line if hang else line)
        return page
