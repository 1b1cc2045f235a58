"""The rules' own promises to a player: nothing strikes that was not at hand, and safe is safe."""

from collections.abc import Iterator

from nightreel.core.effects import Struck
from nightreel.simulate.shown import Finding, Shown
from nightreel.worlds.pack import Pack


class Fair:
    """Rule (f)."""

    def __init__(self, pack: Pack) -> None:
        self._world = pack.world

    def check(self, shown: Shown) -> Iterator[Finding]:
        """Yield blows that came out of nowhere, and safe acts that failed."""
        before, outcome = shown.before, shown.outcome
        if before is None or outcome is None:
            return
        if outcome.risk == "safe" and not outcome.worked:
            yield Finding("fair", outcome.key, f"safe, and ended in {outcome.grade}")
        for effect in outcome.effects:
            if not isinstance(effect, Struck) or self._world.threats[effect.threat].sense == "time":
                continue
            it = before.threats[effect.threat]
            if it.distance > 0:
                why = f"{effect.threat} struck from distance {it.distance}"
                yield Finding("fair", effect.threat, why)
