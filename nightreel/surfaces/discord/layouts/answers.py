"""What is said to one person alone: why a press did not count, and what was typed given back."""

from nightreel.core.typed import LIMIT
from nightreel.director.commands import Receipt
from nightreel.surfaces.discord.custom_ids import Press
from nightreel.surfaces.discord.layouts.parts import Layout, button, rows, small, text
from nightreel.surfaces.discord.layouts.plain import BREAK, fit
from nightreel.surfaces.discord.texts import ANSWERS, KEPT

SAID = 1500
_FENCE = "```"


def said(words: str, link: str = "") -> Layout:
    """Return a private line. `words` may come from anywhere; `link` leads to the live message."""
    lines = [fit(words, SAID)]
    if link:
        lines.append(small(f"[Where the tape is now](<{link}>)"))
    return Layout(text("\n".join(lines)))


def answer(reason: str, link: str = "") -> Layout:
    """Return the private line for a reason in `ANSWERS`."""
    return said(ANSWERS[reason], link)


def refused(receipt: Receipt, link: str = "") -> Layout:
    """Return the private line for a command that was not taken."""
    return said(receipt.player_text, link)


def kept(words: str, typed: str, again: Press | None = None, link: str = "") -> Layout:
    """Return why typed words did not count, and the words, ready to be copied.

    `again` is a press that opens the box anew, with the words in it (`words_kept` reads them).
    """
    lines = [fit(words, SAID)]
    if link:
        lines.append(small(f"[Where the tape is now](<{link}>)"))
    lines += [KEPT, f"{_FENCE}\n{_fenced(typed)}\n{_FENCE}"]
    items = [text("\n".join(lines))]
    return Layout(*items, *rows([button(again.custom_id, "Write it in now")] if again else []))


def words_kept(content: str) -> str:
    """Return the typed words from the text of a `kept` message; empty when there are none."""
    _, _, behind = content.partition(f"{_FENCE}\n")
    typed, fence, _ = behind.rpartition(f"\n{_FENCE}")
    return typed.replace(BREAK, "") if fence else ""


def _fenced(typed: str) -> str:
    """The text, at most as long as the box takes it, unable to end the block that it stands in."""
    return typed[: LIMIT * 4].replace("``", f"`{BREAK}`").replace("``", f"`{BREAK}`")
