"""A run as it has been told: records and parts go in, and what a page shows comes out."""

from collections.abc import Sequence

from msgspec import structs

from nightreel.core.events import Accepted, Event, Joined, Started
from nightreel.core.run import BrokenLedger, Run
from nightreel.core.settings import RunSettings
from nightreel.core.state import State
from nightreel.director.judging import AUTO, CLOCK, CREW
from nightreel.director.watching import Notice
from nightreel.ports.ledger import Record
from nightreel.ports.narrator import Coda, Dispatch, Reaction
from nightreel.surfaces.web.wire import (
    AcceptedOut,
    ChoiceOut,
    ClockOut,
    ConditionOut,
    EndingOut,
    MomentOut,
    OldChoiceOut,
    PartOut,
    SceneOut,
    SettingsBody,
    StoryOut,
    ThreatOut,
    View,
    WayOut,
    WorldRef,
    YouOut,
)
from nightreel.surfaces.words import (
    ENDED,
    STOPPED,
    begun,
    felt,
    hour_of,
    lamp_of,
    place_of,
    wounds_of,
)
from nightreel.tape.film.reel import mood_of
from nightreel.tape.story import Moment, Reader, epitaph
from nightreel.tape.words import action_of, how_it_went
from nightreel.worlds.pack import Pack

_NOBODYS = (AUTO, CLOCK, CREW)


class Told:
    """One run, folded from its records. Holds no truth: everything in it can be told again."""

    def __init__(self, run_id: str, pack: Pack, records: Sequence[Record] = ()) -> None:
        """Fold the records. Raises `BrokenLedger`, `WorldChanged`."""
        self.id, self._pack = run_id, pack
        self._reader = Reader(pack)
        self._seats: dict[str, str] = {}
        self.parts: list[PartOut] = []
        self.seq = 0
        for record in records:
            self.take(record)

    @property
    def run(self) -> Run:
        """The run as of the last record."""
        if self._reader.run is None:
            raise BrokenLedger("a ledger begins with `started`")
        return self._reader.run

    def take(self, record: Record) -> None:
        """Move on by the next record."""
        event = self._reader.take(record)
        self._seat(event)
        self.seq = record.seq
        if self.run.status != "resolving" or isinstance(event, Accepted):
            self.parts = []

    def hear(self, notice: Notice) -> PartOut | None:
        """Take a part of the turn being told, and return what is to be shown of it."""
        run = self.run
        if run.status != "resolving" or notice.turn != run.turn:
            return None
        match notice.part:
            case Reaction(text):
                part = PartOut(turn=run.turn, take=run.take, kind="reaction", text=text)
            case Dispatch(text):
                part = PartOut(turn=run.turn, take=run.take, kind="dispatch", text=text)
            case Coda(text):
                part = PartOut(turn=run.turn, take=run.take, kind="coda", text=text)
            case _:
                return None
        self.parts.append(part)
        return part

    # --- who

    def _seat(self, event: Event) -> None:
        # Numbered as they came, and kept: nobody's seat changes when somebody leaves.
        match event:
            case Started():
                self._seats.setdefault(event.host, "player 1")
            case Joined(actor):
                self._seats.setdefault(actor, f"player {len(self._seats) + 1}")
            case _:
                pass

    def _by(self, actor: str) -> str:
        return actor if actor in _NOBODYS else self._seats.get(actor, "")

    def you(self, actor: str | None) -> YouOut:
        """Return what is to be told to one who looks on; `actor` is None for who only watches."""
        run = self.run
        seat = self._seats.get(actor) if actor in run.players else None
        return YouOut(seat=seat, host=actor == run.host, readonly=actor is None)

    # --- what is shown

    def view(self, now: int) -> View:
        """Return the run as it is shown at a time, in ms since the epoch."""
        run, world = self.run, self._pack.world
        return View(
            run=self.id,
            seq=self.seq,
            turn=run.turn,
            take=run.take,
            hand=run.hand,
            status=run.status,
            paused=run.paused,
            world=WorldRef(id=world.id, title=world.title, date=world.date),
            scene=self._scene(self._last()),
            choices=self._choices(run),
            votes={self._by(actor): at for actor, at in run.votes.items()},
            condition=self._condition(run.state),
            clock=ClockOut(
                deadline=run.deadline, left=run.left, seconds=run.settings.clock, now=now
            ),
            accepted=self._accepted(run),
            settings=settings_out(run.settings),
            players=[self._by(actor) for actor in run.players],
            host=self._by(run.host),
            filmed=run.settings.pictures,
            ending=self._ending(run),
        )

    def story(self) -> StoryOut:
        """Return the story so far."""
        live = self._live()
        after = [*live[1:], None]
        moments = [self._moment(m, later) for m, later in zip(live, after, strict=True)]
        return StoryOut(seq=self.seq, moments=moments)

    def _live(self) -> list[Moment]:
        return [m for m in self._reader.moments if not m.undone]

    def _last(self) -> Moment:
        for moment in reversed(self._reader.moments):
            if not moment.undone:
                return moment
        raise BrokenLedger("a run opens with a scene")

    def _scene(self, moment: Moment) -> SceneOut:
        scene = moment.scene
        return SceneOut(
            turn=scene.turn,
            place=place_of(self._pack.world, moment.state),
            hour=hour_of(self._pack.world, moment.state),
            reaction=scene.reaction,
            dispatch=scene.dispatch,
            alt=scene.alt,
            frame=scene.frame,
            fate=scene.fate,
            grade=scene.grade,
            action=action_of(moment),
            how=how_it_went(moment),
            by=self._by(moment.accepted.actor) if moment.accepted else "",
        )

    def _moment(self, moment: Moment, after: Moment | None) -> MomentOut:
        it, taken = self._scene(moment), after.accepted.choice if after and after.accepted else None
        return MomentOut(
            **it.model_dump(exclude={"fate", "grade"}),
            choices=[
                OldChoiceOut(label=c.label, risk=c.risk, taken=at == taken)
                for at, c in enumerate(moment.scene.choices)
            ],
        )

    @staticmethod
    def _choices(run: Run) -> list[ChoiceOut]:
        if run.status == "over" or run.scene is None:
            return []
        votes = list(run.votes.values())
        return [
            ChoiceOut(
                label=choice.label,
                risk=choice.risk,
                kind=choice.kind,
                votes=votes.count(at),
                typed=at >= len(run.scene.choices),
            )
            for at, choice in enumerate(run.choices)
        ]

    def _condition(self, state: State) -> ConditionOut:
        world = self._pack.world
        return ConditionOut(
            lamp=state.lamp and state.battery > 0,
            battery=state.battery,
            light=lamp_of(state),
            threats=[ThreatOut(text=t.text, near=t.near) for t in felt(world, state)],
            wounds=wounds_of(world, state),
            carrying=[world.things[thing].name for thing in state.carried],
            ways=[WayOut(name=w.name, filled=w.filled, size=w.size) for w in begun(world, state)],
            dread=round(mood_of(world, state).dread, 3),
        )

    def _accepted(self, run: Run) -> AcceptedOut | None:
        event = run.accepted
        if run.status != "resolving" or event is None:
            return None
        label = event.text or self._reader.label or event.intent.verb.replace("_", " ")
        return AcceptedOut(
            by=self._by(event.actor), via=event.via, label=label, choice=event.choice
        )

    def _ending(self, run: Run) -> EndingOut | None:
        end, world = run.ending, self._pack.world
        if end is None:
            return None
        rules = world.endings.get(end.ending or "")
        last = epitaph(self._pack, rules.id) if rules else None
        return EndingOut(
            title=rules.title if rules else STOPPED,
            how=end.how,
            told=ENDED[end.how],
            cause=rules.cause if rules else "",
            text=end.text,
            epitaph=last or "",
            turns=sum(m.accepted is not None for m in self._live()),
            seed=run.seed,
            world=world.title,
            version=world.version,
        )


def settings_out(settings: RunSettings) -> SettingsBody:
    """Return a run's settings, as far as this surface shows them."""
    # Not validated: what another surface allows is shown as it is.
    return SettingsBody.model_construct(
        clock=settings.clock,
        auto=settings.auto,
        crew=settings.crew,
        pictures=settings.pictures,
        prepare=settings.prepare,
    )


def settings_of(given: SettingsBody, kept: RunSettings | None = None) -> RunSettings:
    """Return settings for a run; what this surface does not show stays as it was kept."""
    return structs.replace(kept or RunSettings(), **given.model_dump())
