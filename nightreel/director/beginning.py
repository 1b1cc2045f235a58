"""A run begun: its first scene told and filmed, then written in one transaction."""

import asyncio
import secrets
from collections.abc import Mapping
from hashlib import blake2b

from nightreel.core.canonical import digest
from nightreel.core.events import Opened, Started
from nightreel.core.settings import RunSettings
from nightreel.director.commands import Receipt, Start
from nightreel.director.filming import UNFILMED, Filming, Frame
from nightreel.director.judging import fitting, refusal
from nightreel.director.reels import Live, Reels, run_id_of
from nightreel.director.scenes import opening_facts, scene_of
from nightreel.director.telling import Teller, Telling, unheard
from nightreel.director.texts import SAID
from nightreel.ports.errors import RunExists, RunUnknown
from nightreel.ports.illustrator import Shot
from nightreel.ports.narrator import Brief, Facts, Part
from nightreel.worlds.pack import Pack


class Beginning:
    """Begins runs. One that is there already is neither told nor filmed again."""

    def __init__(
        self, reels: Reels, packs: Mapping[str, Pack], teller: Teller, filming: Filming
    ) -> None:
        self._reels, self._packs = reels, packs
        self._teller, self._filming = teller, filming

    async def start(self, command: Start) -> Live | Receipt:
        """Return the run that was asked for, or the receipt that says why there is none."""
        pack = self._packs.get(command.world)
        if pack is None:
            return Receipt("refused", "", 0, "unknown_world", SAID["unknown_world"])
        run = run_id_of(command.key) if command.key else secrets.token_hex(5)
        if not fitting(command.settings):
            return Receipt("refused", "", 0, "bad_settings", SAID["bad_settings"])
        seed = command.seed if command.seed is not None else secrets.randbits(32)
        return await self._begin(run, pack, seed, command.host, command.settings)

    async def again(self, run: str, host: str | None = None) -> Live | Receipt:
        """One press, one new run: the new id and seed follow from the old run's.

        Whoever pressed is its host; without one it is who it was.
        """
        live = await self._reels.load(run)
        if live.run.status != "over":
            return refusal(live, "not_over")
        fresh = run_id_of(f"again/{run}")
        seed = int.from_bytes(blake2b(fresh.encode(), digest_size=4).digest(), "big")
        pack = self._packs[live.run.world]
        return await self._begin(fresh, pack, seed, host or live.run.host, live.run.settings)

    async def _begin(
        self, run: str, pack: Pack, seed: int, host: str, settings: RunSettings
    ) -> Live | Receipt:
        """Create a run with its first scene, in one transaction; an id that is taken means it was
        done before.
        """
        try:
            return refusal(await self._reels.load(run), "duplicate", "duplicate")
        except RunUnknown:
            pass
        world = pack.world
        started = Started(
            world=world.id,
            version=world.version,
            digest=pack.digest,
            seed=seed,
            host=host,
            settings=settings,
            state=digest(world.start),
        )
        facts = opening_facts(world, seed, world.start)
        telling, frame = await self._shown(run, facts, settings)
        opened = Opened(scene_of(facts.turn, telling))
        try:
            return await self._reels.create(run, [started, opened, *frame.of(facts.turn)])
        except RunExists:  # begun by another process in the meantime
            return refusal(await self._reels.load(run), "duplicate", "duplicate")

    async def _shown(self, run: str, facts: Facts, settings: RunSettings) -> tuple[Telling, Frame]:
        """Tell the first scene, and film it as soon as the brief is known."""
        if not settings.pictures:
            return await self._teller.tell(facts, unheard), UNFILMED
        brief: asyncio.Future[Brief] = asyncio.get_running_loop().create_future()

        def told(part: Part) -> None:
            if isinstance(part, Brief) and not brief.done():
                brief.set_result(part)

        async def film() -> Frame:
            return await self._filming.take(_establishing(run, facts, settings, await brief))

        filming = asyncio.ensure_future(film())
        try:
            telling = await self._teller.tell(facts, told)
            # A narrator that gave no brief must not keep the camera waiting for ever.
            told(Brief(telling.brief, telling.alt))
            return telling, await filming
        finally:
            filming.cancel()


def _establishing(run: str, facts: Facts, settings: RunSettings, brief: Brief) -> Shot:
    return Shot(
        run=run,
        world=facts.world,
        turn=facts.turn,
        seed=facts.seed,
        state=facts.state,
        brief=brief.text,
        alt=brief.alt,
        quality=settings.quality,
    )
