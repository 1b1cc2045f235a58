"""The buttons of a scene: legal, honest about their risk, different, and enough of them."""

from collections import Counter
from collections.abc import Iterator

from nightreel.core.intent import Choice
from nightreel.core.legality import plan
from nightreel.core.plan import Plan
from nightreel.core.risk import risk_of
from nightreel.core.state import State
from nightreel.core.world import World
from nightreel.simulate.shown import Finding, Shown
from nightreel.worlds.pack import Pack

LABEL_LIMIT = 80
FEWEST = 3


class Hands:
    """Rule (d)."""

    def __init__(self, pack: Pack) -> None:
        self._world = pack.world

    def check(self, shown: Shown) -> Iterator[Finding]:
        """Yield what is wrong with the choices."""
        choices, state = shown.scene.choices, shown.state
        for choice in choices:
            why = unfit(self._world, state, choice) or _badly_labelled(choice.label)
            if why:
                yield Finding("choice", choice.label, why)
        yield from self._as_a_hand(choices, over=state.ending is not None)

    @staticmethod
    def _as_a_hand(choices: tuple[Choice, ...], *, over: bool) -> Iterator[Finding]:
        labels = " | ".join(c.label for c in choices)
        if over:
            if choices:
                yield Finding("hand", labels, "choices after the end")
            return
        if len(choices) < FEWEST:
            yield Finding("hand", labels, f"{len(choices)} choices")
        if choices and all(c.risk == "desperate" for c in choices):
            yield Finding("hand", labels, "all desperate")
        twice = Counter(c.label.lower() for c in choices) + Counter(c.intent.key for c in choices)
        for name in (n for n, count in twice.items() if count > 1):
            yield Finding("hand", labels, f"`{name}` twice")


def unfit(world: World, state: State, choice: Choice) -> str:
    """Return why the rules would not take a choice as it is shown, or nothing."""
    planned = plan(world, state, choice.intent)
    if not isinstance(planned, Plan):
        return f"refused: {planned.reason}"
    risk = risk_of(world, state, planned)
    return "" if risk == choice.risk else f"shown as {choice.risk}, and is {risk}"


def _badly_labelled(label: str) -> str:
    if not label.strip():
        return "no label"
    if "{" in label or "}" in label:
        return "an unfilled slot"
    if "  " in label or label != label.strip():
        return "stray spaces"
    if not label[0].isupper() and not label[0].isdigit():
        return "does not begin with a capital"
    return f"longer than {LABEL_LIMIT}" if len(label) > LABEL_LIMIT else ""
