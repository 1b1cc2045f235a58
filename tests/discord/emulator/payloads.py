"""Things as Discord sends them. Every key that its description calls required is there."""

from collections.abc import Iterable

from .clock import iso
from .looks import Upload
from .things import Channel, Guild, Member, Message, Role, User
from .wire import VOICE_CHANNEL, Json, obj


def user(one: User) -> Json:
    known: Json = {
        "id": str(one.id),
        "username": one.name,
        "discriminator": "0",
        "global_name": one.display,
        "avatar": None,
        "avatar_decoration_data": None,
        "primary_guild": None,
        "public_flags": 0,
        "flags": 0,
    }
    return {**known, "bot": True} if one.bot else known


def role(one: Role) -> Json:
    return {
        "id": str(one.id),
        "name": one.name,
        "permissions": str(one.permissions),
        "position": one.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": one.managed,
        "mentionable": one.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def member(one: Member) -> Json:
    return {
        "user": user(one.user),
        "nick": one.nick,
        "avatar": None,
        "banner": None,
        "roles": [str(role.id) for role in one.roles],
        "joined_at": iso(one.joined_ms),
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def channel(one: Channel) -> Json:
    """A text channel, a thread or a direct conversation."""
    last = max((message.id for message in one.messages), default=None)
    known: Json = {
        "id": str(one.id),
        "type": one.kind,
        "flags": 0,
        "last_message_id": None if last is None else str(last),
    }
    if one.guild is None:
        return {**known, "recipients": [user(person) for person in one.recipients]}
    known |= {"guild_id": str(one.guild.id), "name": one.name, "rate_limit_per_user": 0}
    known["parent_id"] = str(one.parent.id) if one.parent else None
    return known | (_of_thread(one) if one.thread else _of_text(one))


def _of_text(one: Channel) -> Json:
    known = {"bitrate": 64_000, "user_limit": 0} if one.kind == VOICE_CHANNEL else {}
    return {
        **known,
        "topic": one.topic,
        "position": one.position,
        "nsfw": one.nsfw,
        "permission_overwrites": [_overwrite(one, target) for target in one.overwrites],
    }


def _overwrite(one: Channel, target: int) -> Json:
    allow, deny = one.overwrites[target]
    is_member = one.guild is not None and target in one.guild.members
    return {
        "id": str(target),
        "type": 1 if is_member else 0,
        "allow": str(allow),
        "deny": str(deny),
    }


def _of_thread(one: Channel) -> Json:
    thread = one.thread
    assert thread is not None
    metadata: Json = {
        "archived": thread.archived,
        "archive_timestamp": iso(thread.created_ms),
        "auto_archive_duration": thread.archive_after,
        "locked": thread.locked,
        "create_timestamp": iso(thread.created_ms),
    }
    if one.kind == 12:
        metadata["invitable"] = thread.invitable
    return {
        "owner_id": str(thread.owner),
        "thread_metadata": metadata,
        "message_count": min(50, len(one.messages)),
        "member_count": len(thread.members),
        "total_message_sent": len(one.messages),
    }


def thread_member(one: Channel, of: User) -> Json:
    """One person's seat in a thread."""
    assert one.thread is not None
    return {
        "id": str(one.id),
        "user_id": str(of.id),
        "join_timestamp": iso(one.thread.created_ms),
        "flags": 0,
    }


def attachment(one: Upload, url: str, *, ephemeral: bool = False) -> Json:
    known: Json = {
        "id": str(one.id),
        "filename": one.name,
        "size": len(one.data),
        "url": url,
        "proxy_url": url,
        "content_type": one.content_type,
    }
    if one.width:
        known |= {"width": one.width, "height": one.height}
    if one.description:
        known["description"] = one.description
    return {**known, "ephemeral": True} if ephemeral else known


def message(one: Message, application: int) -> Json:
    """A message in its present state."""
    world, look = one.channel.world, one.now
    hidden = shown_elsewhere(one)
    known: Json = {
        "id": str(one.id),
        "channel_id": str(one.channel.id),
        "type": one.kind,
        "author": user(one.author),
        "content": look.content,
        "timestamp": iso(one.created_ms),
        "edited_timestamp": None if one.edited_ms is None else iso(one.edited_ms),
        "tts": False,
        "pinned": False,
        "mention_everyone": "everyone" in one.pinged,
        "mentions": [user(person) for person in one.mentioned],
        "mention_roles": [],
        "flags": look.flags,
        "embeds": list(look.embeds),
        "components": list(look.components),
        "attachments": [
            attachment(upload, world.file_url(one.channel, upload), ephemeral=one.ephemeral)
            for upload in look.uploads
            if upload.id not in hidden
        ],
    }
    return known | _origin(one, application)


def shown_elsewhere(one: Message) -> set[int]:
    """Return the uploads that a component or an embed shows: no list of attachments has them."""
    shown = {media.attachment for media in one.now.media if media.attachment}
    for embed in one.now.embeds:
        for place in ("image", "thumbnail"):
            if found := obj(embed.get(place)).get("url"):
                shown |= {up.id for up in one.now.uploads if f"/{up.id}/" in found}
    return shown


def _origin(one: Message, application: int) -> Json:
    known: Json = {}
    if one.author.bot and one.author.id == application:
        known["application_id"] = str(application)
    if one.from_webhook:
        known["webhook_id"] = str(application)
    if one.cause:
        known["interaction_metadata"] = one.cause
    if one.reference:
        known["message_reference"] = one.reference
    if one.thread:
        known["thread"] = channel(one.thread)
    return known


def guild(one: Guild) -> Json:
    """A guild without its channels and members, as REST gives it."""
    nothing = (
        "icon description home_header splash discovery_splash banner application_id afk_channel_id "
        "system_channel_id widget_channel_id vanity_url_code rules_channel_id "
        "safety_alerts_channel_id public_updates_channel_id incidents_data max_presences"
    )
    return {
        **dict.fromkeys(nothing.split()),
        "id": str(one.id),
        "name": one.name,
        "owner_id": str(one.owner.id),
        "features": [],
        "region": "deprecated",
        "afk_timeout": 300,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "verification_level": 0,
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "premium_tier": one.premium_tier,
        "premium_subscription_count": 0,
        "preferred_locale": one.locale,
        "premium_progress_bar_enabled": False,
        "nsfw": one.nsfw_level in (1, 3),
        "nsfw_level": one.nsfw_level,
        "emojis": [],
        "stickers": [],
        "roles": [role(each) for each in one.roles.values()],
    }


def guild_create(one: Guild, members: Iterable[Member], threads: Iterable[Channel]) -> Json:
    """A guild as the gateway introduces it."""
    seated = list(one.members.values())
    return {
        **guild(one),
        "joined_at": iso(min(each.joined_ms for each in seated)),
        "large": False,
        "unavailable": False,
        "member_count": len(seated),
        "members": [member(each) for each in members],
        "channels": [channel(each) for each in one.channels.values() if not each.is_thread],
        "threads": [channel(each) for each in threads],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }
