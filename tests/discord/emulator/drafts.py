"""From what the bot sends to what a message shows: files joined, media resolved, limits held."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from . import checks
from .errors import Malformed, empty_message, too_large
from .looks import Look, Upload, walk
from .multipart import Form, upload
from .things import Channel, User
from .wire import SELECTS, Flag, Json, Part
from .world import World

_SENDABLE = Flag.COMPONENTS_V2 | (1 << 2) | (1 << 12)
"""Flags that a bot sets: Components V2, no previews of links, no sound."""

_USER, _ROLE = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>")


@dataclass(frozen=True)
class Draft:
    """A message to be: its body, its files, where it goes and what stood there before."""

    world: World
    channel: Channel
    body: Json
    form: Form
    limit: int
    before: Look | None = None
    private: bool = False

    def look(self) -> Look:
        """Return what the message will show.

        Raises:
            Malformed: When it breaks a limit.
            Refused: When a file is too large, or there is nothing to show.
        """
        if any(len(part.data) > self.limit for part in self.form.files.values()):
            raise too_large()
        old = self.before or Look(0.0)
        flags = int(self.body.get("flags") or 0) & _SENDABLE | old.flags & ~Flag.LOADING
        if self.private:
            flags |= Flag.EPHEMERAL
        content = self._kept("content", old.content) or ""
        raw_embeds: Sequence[Json] = self._kept("embeds", old.embeds) or ()
        raw_parts: Sequence[Json] = self._kept("components", old.components) or ()
        problems = checks.message_problems(content, raw_embeds, raw_parts, flags)
        problems += checks.mention_problems(self.body.get("allowed_mentions"))
        uploads = self._uploads(old)
        if len(uploads) > checks.MOST_FILES:
            problems.append(f"a message has {len(uploads)} files, of {checks.MOST_FILES}")
        media = Media(self.world, self.channel, uploads, self._unnamed(old), problems)
        embeds = media.embeds(raw_embeds) if "embeds" in self.body else list(raw_embeds)
        parts = media.settle(raw_parts) if "components" in self.body else list(raw_parts)
        media.still_there(parts)
        if problems:
            raise Malformed(problems)
        if not (content or embeds or parts or uploads):
            raise empty_message()
        return Look(self.world.clock.seconds(), content, embeds, parts, uploads, flags)

    def pings(self) -> frozenset[str]:
        """Return who hears of it: mentions in the text that `allowed_mentions` lets through."""
        parts: Sequence[Json] = self.body.get("components") or ()
        texts = [self.body.get("content") or ""]
        texts += [part["content"] for part in walk(parts) if part["type"] == Part.TEXT]
        allowed: Json | None = self.body.get("allowed_mentions")
        heard = mentions("\n".join(texts), allowed)
        return frozenset(one for one in heard if self._may_call(one))

    def _may_call(self, one: str) -> bool:
        """Whether the bot may ping that here: everybody, and most roles, take a permission."""
        roles = self.channel.guild.roles if self.channel.guild else {}
        role = None if one == "everyone" else roles.get(int(one))
        if one != "everyone" and (role is None or role.mentionable):
            return True
        return self.channel.may(self.world.bot, "mention_everyone")

    def mentioned(self, pings: frozenset[str]) -> list[User]:
        users = self.world.users
        return [users[int(one)] for one in sorted(pings) if one.isdigit() and int(one) in users]

    def _kept(self, key: str, old: Any) -> Any:
        return self.body.get(key, old)

    def _unnamed(self, old: Look) -> frozenset[int]:
        """Return the old files that `attachment://` can't name: those that the edit doesn't list.

        Whether Discord finds more is not documented; a bot that needs no more is safe.
        """
        listed = {str(entry["id"]) for entry in self.body.get("attachments") or ()}
        return frozenset(one.id for one in old.uploads if str(one.id) not in listed)

    def _uploads(self, old: Look) -> list[Upload]:
        """Return the files it will have: those kept, then those sent."""
        listed: list[Json] | None = self.body.get("attachments")
        entries = {str(entry["id"]): entry for entry in listed or ()}
        known = {str(one.id): one for one in old.uploads}
        kept = [one for key, one in known.items() if listed is None or key in entries]
        strangers = entries.keys() - known.keys() - {str(number) for number in self.form.files}
        if strangers:
            raise Malformed([f"attachment {one} is neither sent nor there" for one in strangers])
        for number, part in sorted(self.form.files.items()):
            entry = entries.get(str(number), {})
            kept.append(
                upload(
                    part,
                    self.world.ids.mint(),
                    name=entry.get("filename"),
                    description=entry.get("description"),
                )
            )
        return kept


@dataclass(frozen=True)
class Media:
    """Turns components and embeds from what is asked into what is shown."""

    world: World
    channel: Channel
    uploads: Sequence[Upload]
    unnamed: frozenset[int]
    problems: list[str]

    def settle(self, parts: Sequence[Json]) -> list[Json]:
        """Return components as Discord gives them back: numbered, completed, media resolved."""
        taken = {part["id"] for part in walk(parts) if part.get("id")}
        free = iter(number for number in range(1, 1000) if number not in taken)
        return [self._part(part, lambda: next(free)) for part in parts]

    def embeds(self, embeds: Sequence[Json]) -> list[Json]:
        shown: list[Json] = []
        for embed in embeds:
            settled: Json = {**embed, "type": "rich"}
            for place in ("image", "thumbnail"):
                if embed.get(place):
                    found = self._media(embed[place]["url"])
                    settled[place] = {
                        key: found[key]
                        for key in ("url", "proxy_url", "width", "height")
                        if found.get(key)
                    }
            shown.append(settled)
        return shown

    def still_there(self, parts: Sequence[Json]) -> None:
        """Note pictures that are shown and no longer attached."""
        there = {one.id for one in self.uploads}
        for shown in Look(0.0, components=parts).media:
            if shown.attachment and shown.attachment not in there:
                self.problems.append(
                    f"a component shows {shown.url}, which is not attached any more"
                )

    def _part(self, part: Json, number: Callable[[], int]) -> Json:
        settled: Json = {**part, "id": part.get("id") or number()}
        settled |= self._completed(part)
        if "components" in part:
            settled["components"] = [self._part(inner, number) for inner in part["components"]]
        if part.get("accessory"):
            settled["accessory"] = self._part(part["accessory"], number)
        return settled

    def _completed(self, part: Json) -> Json:
        kind = part["type"]
        if kind == Part.CONTAINER:
            return {
                "accent_color": part.get("accent_color"),
                "spoiler": bool(part.get("spoiler")),
            }
        if kind == Part.SEPARATOR:
            return {"spacing": part.get("spacing", 1), "divider": part.get("divider", True)}
        if kind == Part.GALLERY:
            return {"items": [self._item(item) for item in part["items"]]}
        if kind == Part.THUMBNAIL:
            return self._item(part)
        if kind == Part.FILE:
            return self._file(part)
        if kind in SELECTS:
            fewest, most = checks.bounds(part)
            return {"min_values": fewest, "max_values": most}
        return {}

    def _item(self, item: Json) -> Json:
        return {
            "media": self._media(item["media"]["url"]),
            "description": item.get("description"),
            "spoiler": bool(item.get("spoiler")),
        }

    def _file(self, part: Json) -> Json:
        media = self._media(part["file"]["url"])
        found = next(
            (one for one in self.uploads if str(one.id) == media.get("attachment_id")), None
        )
        return {
            "file": media,
            "name": found.name if found else None,
            "size": len(found.data) if found else None,
            "spoiler": bool(part.get("spoiler")),
        }

    def _media(self, url: str) -> Json:
        found = self._find(url)
        if found is None:
            if url.startswith("attachment://"):
                self.problems.append(f"{url} names no file of this message")
            return {"id": str(self.world.ids.mint()), "url": url, "proxy_url": url}
        own = self.world.file_url(self.channel, found)
        return {
            "id": str(found.id),
            "url": own,
            "proxy_url": own,
            "width": found.width,
            "height": found.height,
            "content_type": found.content_type,
            "attachment_id": str(found.id),
        }

    def _find(self, url: str) -> Upload | None:
        """Return the upload a url means; of two with one name the newer one."""
        for one in reversed(self.uploads):
            named = url == f"attachment://{one.name}" and one.id not in self.unnamed
            if named or url == self.world.file_url(self.channel, one):
                return one
        return None


def mentions(text: str, allowed: Json | None) -> frozenset[str]:
    """Return whom a text pings: ids, and "everyone"."""
    found = {"users": set(_USER.findall(text)), "roles": set(_ROLE.findall(text))}
    loud = "@everyone" in text or "@here" in text
    if allowed is None:
        return frozenset(found["users"] | found["roles"] | ({"everyone"} if loud else set()))
    parse: list[str] = allowed.get("parse") or []
    heard: set[str] = {"everyone"} if loud and "everyone" in parse else set()
    for kind, ids in found.items():
        named = {str(one) for one in allowed.get(kind) or ()}
        heard |= ids if kind in parse else ids & named
    return frozenset(heard)
