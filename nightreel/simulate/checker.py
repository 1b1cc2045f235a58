"""Compares prose and choices with state. It reads what was shown, and not how lines are picked.

Rules, by the name a finding carries:

- `thing`, `claim`: what is where, and in what condition.
- `sign`, `wound`, `place`: who is there, what hurts, which rooms are near.
- `lamp`, `sun`, `night`, `power`, `sky`, `storm`, `sight`, `dark`, `hidden`, `battery`, `roof`:
  what surrounds you.
- `choice`, `hand`: buttons. `text`: sentences as such. `fair`: the rules' own promises.

A turn's words begin in one state and end in another: what was so at any moment of it is so.
"""

from msgspec import structs

from nightreel.simulate.claims import Claims
from nightreel.simulate.fair import Fair
from nightreel.simulate.hands import Hands, unfit
from nightreel.simulate.hygiene import Hygiene
from nightreel.simulate.mentions import Mentions
from nightreel.simulate.names import Names
from nightreel.simulate.shown import Finding, Shown, told
from nightreel.simulate.sights import Sights
from nightreel.simulate.signs import Signs
from nightreel.worlds.pack import Pack

__all__ = ["Checker", "Finding", "Shown", "unfit"]


class Checker:
    """All rules, for one world."""

    def __init__(self, pack: Pack) -> None:
        names = Names(pack)
        self._prose = (Mentions(pack, names), Claims(pack, names), Signs(pack), Sights(pack))
        self._scenes = (Hands(pack), Hygiene(), Fair(pack))

    def check(self, shown: Shown) -> list[Finding]:
        """Return what does not agree in one scene, with the run's seed and the scene's turn."""
        found = [f for rule in self._scenes for f in rule.check(shown)]
        for said in told(shown):
            found += [f for rule in self._prose for f in rule.check(shown, said)]
        return [structs.replace(f, seed=shown.seed, turn=shown.scene.turn) for f in found]
