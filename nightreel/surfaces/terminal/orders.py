"""From what a typed line asks for to the director's command."""

from msgspec import structs

from nightreel.core.run import Run
from nightreel.core.settings import RunSettings
from nightreel.director.commands import (
    Act,
    Change,
    Command,
    Pause,
    PlayAgain,
    Regenerate,
    Restart,
    Resume,
    Rewind,
    WriteIn,
)
from nightreel.surfaces.terminal.lines import Order, Pick, Words

AUTO = 15
"""Seconds that `:auto` means."""


def command_for(asked: Pick | Words | Order, run_id: str, run: Run, turn: int, me: str) -> Command:
    """Return the command; `turn` is the one that was on the screen when the line was given.

    Raises:
        ValueError: for `:help`, `:picture`, `:settings` and `:quit`, which are answered here.
    """
    match asked:
        case Pick(number):
            return Act(run_id, turn, me, number - 1)
        case Words(text):
            return WriteIn(run_id, turn, me, text)
        case Order():
            return _ordered(asked, run_id, run, turn, me)


def _ordered(order: Order, run_id: str, run: Run, turn: int, me: str) -> Command:
    match order:
        case Order("pause"):
            return Pause(run_id, me)
        case Order("resume"):
            return Resume(run_id, me)
        case Order("rewind", number):
            return Rewind(run_id, me, 1 if number is None else number)
        case Order("regenerate"):
            return Regenerate(run_id, turn, me)
        case Order("restart"):
            return Restart(run_id, me)
        case Order("again"):
            return PlayAgain(run_id, me)
        case Order("auto" | "clock"):
            return Change(run_id, me, _changed(order, run.settings))
        case Order():
            raise ValueError(f":{order.word} is not for the director")


def _changed(order: Order, settings: RunSettings) -> RunSettings:
    if order.word == "auto":
        auto = AUTO if order.number is None else order.number
        return structs.replace(settings, auto=None if order.off else auto)
    clock = RunSettings().clock if order.number is None else order.number
    return structs.replace(settings, clock=None if order.off else clock)
