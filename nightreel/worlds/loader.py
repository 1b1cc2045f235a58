"""A pack's folder to a `Pack`: read, validate, compile. Errors name file, line and the mend."""

from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from nightreel.core.canonical import digest
from nightreel.core.conditions import ALWAYS, NEVER, BadCondition, Condition, parse
from nightreel.core.effects import BadOrder, Effect, parse_order
from nightreel.core.state import CARRIED, WITHIN, State
from nightreel.core.world import (
    Act,
    Clock,
    Ending,
    Exit,
    Lure,
    Mishap,
    Place,
    Stage,
    Storylet,
    Thing,
    Threat,
    World,
    Wound,
    initial_things,
    initial_threats,
)
from nightreel.worlds.filmed import FilmSet, SetModel, film_of, prop_of, set_of
from nightreel.worlds.model import LineModel, PackModel, PlaceModel, ThingModel, ThreatModel
from nightreel.worlds.pack import Line, Pack, flatten
from nightreel.worlds.problems import BadPack, Problem
from nightreel.worlds.reader import Marks, Path_, read_tree, where


def load(folder: Path) -> Pack:
    """Return the pack in a folder.

    Raises:
        BadPack: with every problem found, each naming file, line and mend.
    """
    tree, marks = read_tree(folder)
    try:
        model = PackModel.model_validate(tree)
    except ValidationError as error:
        raise BadPack([_problem(marks, e) for e in error.errors()]) from None
    compiler = _Compiler(model, marks)
    pack = compiler.pack()
    if compiler.problems:
        raise BadPack(compiler.problems)
    return pack


def _problem(marks: Marks, error: Any) -> Problem:
    path: Path_ = tuple(p for p in error["loc"])
    file, line = where(marks, path)
    place = ".".join(str(p) for p in path)
    mend = {
        "missing": "add the field",
        "extra_forbidden": "check the spelling, or take it out; docs/worlds.md lists the fields",
        "string_pattern_mismatch": "use lower case letters, digits and _",
    }.get(error["type"], "see docs/worlds.md")
    return Problem(file, line, f"`{place}`: {error['msg']}", mend)


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


class _Compiler:
    """From the authors' model to the rules' values. Collects problems instead of stopping."""

    def __init__(self, model: PackModel, marks: Marks) -> None:
        self.model, self.marks = model, marks
        self.problems: list[Problem] = []

    def condition(self, source: str, *path: str | int) -> Condition:
        if not source:
            return ALWAYS
        try:
            return parse(source)
        except BadCondition as error:
            self.problems.append(Problem(*where(self.marks, path), str(error)))
            return ALWAYS

    def orders(self, orders: list[str], *path: str | int) -> tuple[Effect, ...]:
        effects: list[Effect] = []
        for at, order in enumerate(orders):
            try:
                effects.append(parse_order(order))
            except BadOrder as error:
                self.problems.append(Problem(*where(self.marks, (*path, at)), str(error)))
        return tuple(effects)

    def pack(self) -> Pack:
        model = self.model
        return Pack(
            world=self.world(),
            pools=self.pools(),
            digest=digest(model.model_dump(mode="json", exclude={"sets", "forms", "film"})),
            pitch=model.world.pitch,
            helps=tuple(model.world.help),
            plurals=frozenset(i for i, t in model.things.items() if t.plural),
            sets={i: self.film_set(i, s) for i, s in model.sets.items()},
            forms={i: prop_of(f) for i, f in model.forms.items()},
            film=film_of(model.film),
        )

    def film_set(self, id_: str, it: SetModel) -> FilmSet:
        props = tuple(
            prop_of(p, self.condition(p.when, "sets", id_, "props", at, "when"))
            for at, p in enumerate(it.props)
        )
        return set_of(it, props, self.model.forms)

    def world(self) -> World:
        page = self.model.world
        things = {i: self.thing(i, t) for i, t in self.model.things.items()}
        threats = {i: self.threat(i, t) for i, t in self.model.threats.items()}
        start = State(
            place=page.start.place,
            battery=page.start.battery,
            lamp=page.start.lamp,
            nerve=page.start.nerve,
            things=initial_things(things),
            threats=initial_threats(threats),
            clocks=dict.fromkeys(page.clocks, 0),
            visited=(page.start.place,),
            seen=(f"look:{page.start.place}",),
        )
        return World(
            id=page.id,
            title=page.title,
            version=page.version,
            date=page.date,
            start=start,
            opens_at=_minute(page.start.clock),
            dusk=_minute(page.hours.dusk),
            night=_minute(page.hours.night),
            midnight=page.midnight.minutes,
            midnight_do=self.orders(page.midnight.do, "world", "midnight", "do"),
            pace=page.pace,
            exhausted=page.exhausted,
            places={i: self.place(i, p) for i, p in self.model.places.items()},
            things=things,
            acts=self.acts(),
            storylets=self.storylets(),
            threats=threats,
            wounds={
                i: Wound(i, w.name, frozenset(w.hinders)) for i, w in self.model.wounds.items()
            },
            mishaps=self.mishaps(),
            endings={i: Ending(i, e.kind, e.title, e.cause) for i, e in self.model.endings.items()},
            clocks={i: Clock(i, c.name, c.size, c.hint) for i, c in page.clocks.items()},
            facts=dict(page.facts),
        )

    def place(self, id_: str, it: PlaceModel) -> Place:
        exits = tuple(
            Exit(
                to=e.to,
                way=e.way,
                verb=e.verb,
                when=self.condition(e.when, "places", id_, "exits", at, "when"),
                risk=e.risk,
                minutes=e.minutes,
                fall=e.fall,
            )
            for at, e in enumerate(it.exits)
        )
        return Place(id_, it.name, frozenset(it.tags), exits, power=it.power is not None)

    def thing(self, id_: str, it: ThingModel) -> Thing:
        if (it.place is None) == (it.inside is None):
            at = where(self.marks, ("things", id_))
            mend = "give `place:` or `inside:`, one of them"
            self.problems.append(Problem(*at, f"`{id_}` is nowhere, or in two places", mend))
        carried = it.place == CARRIED or id_ in self.model.world.start.carried
        return Thing(
            id=id_,
            name=it.name,
            nouns=tuple(it.nouns),
            where=CARRIED if carried else WITHIN + it.inside if it.inside else it.place or "gone",
            traits=frozenset(it.traits),
            props=tuple(it.props),
            key=it.key,
            aids=it.aids,
            does={v: self.orders(o, "things", id_, "do", v) for v, o in it.do.items()},
            refuses=frozenset(it.refuse),
            filmable="film" in it.tell,
            article="" if it.proper else "the",
        )

    def threat(self, id_: str, it: ThreatModel) -> Threat:
        return Threat(
            id=id_,
            name=it.name,
            sense=it.sense,
            stages=tuple(Stage(s.id, s.at, s.felt) for s in it.stages),
            where=it.where,
            wound=it.wound,
            ending=it.ending,
            lures=tuple(
                Lure(self.condition(x.when, "threats", id_, "lures", at), x.by)
                for at, x in enumerate(it.lures)
            ),
            shield=it.shield,
            barred=self.condition(it.barred, "threats", id_, "barred") if it.barred else NEVER,
            signs=tuple(it.signs),
            heat=it.start.get("heat", 0),
            distance=it.start.get("distance", 5),
        )

    def acts(self) -> dict[str, Act]:
        return {
            i: Act(
                id=i,
                verbs=tuple(a.verb),
                target=a.target,
                label=a.label,
                tool=a.tool,
                goal=a.goal,
                at=tuple(a.at),
                when=self.condition(a.when, "acts", i, "when"),
                beat=a.beat,
                risk=a.risk,
                kind=a.kind,
                minutes=a.minutes,
                noise=a.noise,
                pull=a.pull,
                once=a.once,
                do=self.orders(a.do, "acts", i, "do"),
                cost=self.orders(a.cost, "acts", i, "cost"),
                setback=self.orders(a.setback, "acts", i, "setback"),
                disaster=self.orders(a.disaster, "acts", i, "disaster"),
            )
            for i, a in self.model.acts.items()
        }

    def storylets(self) -> dict[str, Storylet]:
        return {
            i: Storylet(
                id=i,
                phases=frozenset(s.phase),
                when=self.condition(s.when, "storylets", i, "when"),
                weight=s.weight,
                cooldown=s.cooldown,
                do=self.orders(s.do, "storylets", i, "do"),
            )
            for i, s in self.model.storylets.items()
        }

    def mishaps(self) -> dict[str, Mishap]:
        return {
            i: Mishap(
                id=i,
                verbs=frozenset(m.verbs),
                wound=m.wound,
                when=self.condition(m.when, "mishaps", i, "when"),
                setback=self.orders(m.setback_do, "mishaps", i, "setback_do"),
            )
            for i, m in self.model.mishaps.items()
        }

    # --- prose

    def pools(self) -> dict[str, tuple[Line, ...]]:
        flat: dict[str, Any] = {}
        paths: dict[str, tuple[str | int, ...]] = {}
        for key, value, path in self._prose():
            before = set(flat)
            flatten(key, value, flat)
            paths.update(dict.fromkeys(set(flat) - before, path))
        return {key: self.pool(value, key, paths[key]) for key, value in flat.items() if value}

    def _prose(self) -> list[tuple[str, Any, Path_]]:
        m = self.model
        fields = {
            "place": ("first", "again", "quiet", "hide", "search", "found", "alt"),
            "wound": ("tell", "ache", "treat"),
            "mishap": ("setback", "disaster"),
            "ending": ("text", "epitaph"),
        }
        out: list[tuple[str, Any, Path_]] = [
            ("world.prologue", m.world.prologue, ("world", "prologue"))
        ]
        for kind, names in fields.items():
            for i, it in getattr(m, f"{kind}s").items():
                for name in names:
                    out.append((f"{kind}.{i}.{name}", getattr(it, name), (f"{kind}s", i, name)))
        for i, thing in m.things.items():
            out.append((f"thing.{i}.look", thing.look, ("things", i, "look")))
            out.append((f"thing.{i}", dict(thing.tell), ("things", i, "tell")))
            out.append((f"refuse.thing.{i}", dict(thing.refuse), ("things", i, "refuse")))
        for i, act in m.acts.items():
            out.append((f"act.{i}", dict(act.tell), ("acts", i, "tell")))
            out.append((f"act.{i}.reaction", act.reaction, ("acts", i, "reaction")))
            out.append((f"refuse.act.{i}", act.refuse or [], ("acts", i, "refuse")))
        out += [(f"storylet.{i}", s.tell, ("storylets", i, "tell")) for i, s in m.storylets.items()]
        out += [(f"threat.{i}", t.lines, ("threats", i, "lines")) for i, t in m.threats.items()]
        out += [(key, pool, ("lines", key)) for key, pool in m.lines.items()]
        return out

    def pool(self, value: Any, key: str, path: Path_) -> tuple[Line, ...]:
        lines: list[Line] = []
        items = cast("list[Any]", value) if isinstance(value, list) else [value]
        for at, item in enumerate(items):
            line = self.line(item)
            if line is None:
                mend = "a line is text in quotes, or {text: …, when: …}"
                self.problems.append(Problem(*where(self.marks, path), f"`{key}`: no line", mend))
            else:
                lines.append(Line(line.text, self.condition(line.when, *path, at)))
        return tuple(lines)

    @staticmethod
    def line(item: Any) -> LineModel | None:
        if isinstance(item, LineModel):
            return item
        try:
            return LineModel.model_validate({"text": item} if isinstance(item, str) else item)
        except ValidationError:
            return None
