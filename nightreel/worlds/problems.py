"""What is wrong with a pack, said so that its author can mend it."""

from msgspec import Struct


class Problem(Struct, frozen=True, order=True):
    """One fault of a pack: where it is and how to mend it. `line` is 1-based; 0 when unknown."""

    file: str
    line: int
    what: str
    mend: str = ""

    def __str__(self) -> str:
        mend = f" → {self.mend}" if self.mend else ""
        return f"{self.file}:{self.line}: {self.what}{mend}"


class Fault(Struct, frozen=True):
    """One fault of a pack by its entry: keys and numbers from the top, as `("sets", "yard")`. For
    those who look at a pack and not at its files.
    """

    path: tuple[str | int, ...]
    what: str
    mend: str = ""


class BadPack(Exception):
    """A pack that cannot be played. The author must act; each problem says how."""

    player_text = "That world can't be loaded. Ask whoever wrote it to run the world checker."

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(p) for p in self.problems))
