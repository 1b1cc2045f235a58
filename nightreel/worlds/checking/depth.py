"""Pools that are missing, too shallow or never asked for, and slots that nobody fills."""

import re
from collections import defaultdict
from collections.abc import Iterator

from nightreel.worlds.checking.pools import Ask, asked
from nightreel.worlds.checking.source import Source, Told
from nightreel.worlds.problems import Problem
from nightreel.worlds.reader import Path_

SLOT = re.compile(r"\{([^{}]*)\}")
LABEL_LIMIT = 80


def lint_pools(source: Source) -> Iterator[Problem]:
    """Yield what a run would ask for in vain."""
    asks = asked(source.world)
    told = _by_key(source)
    for ask in asks.values():
        yield from _shallow(source, ask, told)
    for key, lines in told.items():
        for line in lines:
            yield from _slots(source, asks.get(key), line)
    yield from _labels(source, told)


def idle_pools(source: Source) -> Iterator[str]:
    """Yield pools that no storyteller asks for, so that nobody will ever read them."""
    asks = asked(source.world)
    for key, lines in _by_key(source).items():
        if key not in asks:
            yield f"never asked for: {key} ({_count(len(lines))})"


def _by_key(source: Source) -> dict[str, list[Told]]:
    by_key: dict[str, list[Told]] = defaultdict(list)
    for line in source.told:
        by_key[line.key].append(line)
    return by_key


def _shallow(source: Source, ask: Ask, told: dict[str, list[Told]]) -> Iterator[Problem]:
    lines = told.get(ask.key, [])
    plain = sum(not line.when.source for line in lines)
    path = lines[0].path[:-1] if lines else ask.path
    if not lines and ask.total:
        mend = f"write {_count(ask.total)} for it"
        yield source.problem(_beside(ask, told), f"`{ask.key}` is missing", mend)
    elif len(lines) < ask.total:
        what = f"`{ask.key}` has {_count(len(lines))}, and no sentence is told twice"
        yield source.problem(path, what, f"write {ask.total - len(lines)} more")
    elif plain < ask.plain:
        what = f"`{ask.key}` has no line that always fits"
        yield source.problem(path, what, "write one without `when`")


def _beside(ask: Ask, told: dict[str, list[Told]]) -> Path_:
    """Return where a missing pool of `lines` belongs: beside the pool most like it."""
    if ask.path != ("lines",):
        return ask.path
    alike = max(told, key=lambda key: _in_common(key, ask.key), default="")
    return ("lines", alike) if _in_common(alike, ask.key) else ask.path


def _in_common(one: str, other: str) -> int:
    """Return how many letters two keys begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))


def _count(lines: int) -> str:
    return "1 line" if lines == 1 else f"{lines} lines"


def _slots(source: Source, ask: Ask | None, line: Told) -> Iterator[Problem]:
    allowed = ask.slots if ask else frozenset({"thing", "tool", "place", "words", "wound", "found"})
    for name in SLOT.findall(line.text):
        if name.lower() not in allowed:
            known = f"it can be {_listed(allowed)}" if allowed else "this pool has none"
            what = f"nobody fills {{{name}}} in `{line.key}`, so the line is never told"
            yield source.problem(line.path, what, f"take the slot out; {known}")
    if {"{", "}"} & set(SLOT.sub("", line.text)):
        yield source.problem(line.path, f"a brace is left over in `{line.key}`", "close the slot")


def _listed(names: frozenset[str]) -> str:
    return ", ".join(f"{{{n}}}" for n in sorted(names))


def _labels(source: Source, told: dict[str, list[Told]]) -> Iterator[Problem]:
    """Labels that would be cut with the longest name that can stand in them."""
    world = source.world
    longest = {
        "thing": max((t.the for t in world.things.values()), key=len, default=""),
        "tool": max((t.the for t in world.things.values()), key=len, default=""),
        "place": "the " + max((p.name for p in world.places.values()), key=len),
        "way": max((e.way for p in world.places.values() for e in p.exits), key=len, default=""),
        "wound": max((w.name for w in world.wounds.values()), key=len, default=""),
    }
    for key, lines in told.items():
        if key.startswith("labels."):
            for line in lines:
                text = SLOT.sub(lambda m: longest.get(m[1].lower(), m[0]), line.text)
                if len(text) > LABEL_LIMIT:
                    what = f"`{text}` has {len(text)} characters; a button holds {LABEL_LIMIT}"
                    yield source.problem(line.path, what, "say it in fewer words")
