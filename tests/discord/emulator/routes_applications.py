"""The application itself, its commands, its guilds and the people in them."""

from . import payloads
from .commands import Book, checked
from .errors import (
    Malformed,
    unknown_application,
    unknown_command,
    unknown_guild,
    unknown_member,
    unknown_user,
)
from .gateway import Gateway
from .rest import NOTHING, Answer, Call, Route
from .things import Guild, User
from .wire import Json, objs
from .world import World


class ApplicationRoutes:
    """Handlers for who the bot is, what it registers and where it is."""

    def __init__(self, world: World, gateway: Gateway, book: Book) -> None:
        self.world, self.gateway, self.book = world, gateway, book

    def table(self) -> list[Route]:
        everywhere = "/applications/{application_id}/commands"
        in_guild = "/applications/{application_id}/guilds/{guild_id}/commands"
        return [
            Route("GET /users/@me", self.me),
            Route("GET /users/@me/guilds", self.my_guilds),
            Route("POST /users/@me/channels", self.direct),
            Route("GET /users/{user_id}", self.user),
            Route("GET /applications/@me", self.application),
            Route("GET /oauth2/applications/@me", self.application),
            Route("GET /gateway", self.gateway_url),
            Route("GET /gateway/bot", self.gateway_bot),
            *(route for base in (everywhere, in_guild) for route in self._commands(base)),
            Route("GET /guilds/{guild_id}", self.guild),
            Route("GET /guilds/{guild_id}/channels", self.channels),
            Route("GET /guilds/{guild_id}/threads/active", self.threads),
            Route("GET /guilds/{guild_id}/roles", self.roles),
            Route("GET /guilds/{guild_id}/members", self.members),
            Route("GET /guilds/{guild_id}/members/{user_id}", self.member),
            Route("DELETE /users/@me/guilds/{guild_id}", self.leave),
        ]

    def _commands(self, base: str) -> list[Route]:
        return [
            Route(f"GET {base}", self.list_commands),
            Route(f"PUT {base}", self.replace_commands),
            Route(f"POST {base}", self.add_command),
            Route(f"GET {base}/{{command_id}}", self.get_command),
            Route(f"PATCH {base}/{{command_id}}", self.change_command),
            Route(f"DELETE {base}/{{command_id}}", self.remove_command),
        ]

    # --- who the bot is --------------------------------------------------------------------------

    def me(self, _call: Call) -> Answer:
        private: Json = {"mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}
        return Answer(payloads.user(self.world.bot) | private)

    def application(self, _call: Call) -> Answer:
        bot = self.world.bot
        return Answer(
            {
                "id": str(bot.id),
                "name": bot.display,
                "icon": None,
                "description": "",
                "type": None,
                "bot": payloads.user(bot),
                "bot_public": True,
                "bot_require_code_grant": False,
                "verify_key": "0" * 64,
                "flags": 0,
                "flags_new": "0",
                "max_participants": None,
                "redirect_uris": [],
                "interactions_endpoint_url": None,
                "role_connections_verification_url": None,
                "owner": payloads.user(self.world.owner),
                "approximate_guild_count": len(self._guilds()),
                "approximate_user_install_count": 0,
                "approximate_user_authorization_count": 0,
                "explicit_content_filter": 0,
                "team": None,
                "eligible_oauth2_scopes": [],
            }
        )

    def gateway_url(self, _call: Call) -> Answer:
        return Answer({"url": self.gateway.url})

    def gateway_bot(self, _call: Call) -> Answer:
        left = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return Answer(
            {
                "url": self.gateway.url,
                "shards": self.gateway.shards,
                "session_start_limit": left,
            }
        )

    def direct(self, call: Call) -> Answer:
        user = self._user(call.body.get("recipient_id"))
        if user.bot:
            raise Malformed(["a bot can't write to a bot"])
        channel = self.world.direct(user)
        return Answer(payloads.channel(channel), channel=channel)

    def user(self, call: Call) -> Answer:
        return Answer(payloads.user(self._user(call.word("user_id"))))

    def _user(self, given: object) -> User:
        user = self.world.users.get(int(str(given))) if str(given).isdecimal() else None
        if user is None:
            raise unknown_user()
        return user

    # --- commands --------------------------------------------------------------------------------

    def list_commands(self, call: Call) -> Answer:
        return Answer(list(self.book.shelf(self._shelf(call)).values()))

    def replace_commands(self, call: Call) -> Answer:
        shelf = self._shelf(call)
        return Answer(self.book.replace(shelf, objs(call.form.body)))

    def add_command(self, call: Call) -> Answer:
        shelf, command = self._shelf(call), checked(call.body)
        known = [
            one["id"]
            for one in self.book.shelf(shelf).values()
            if (one["name"], one["type"]) == (command["name"], command.get("type", 1))
        ]
        put = self.book.put(shelf, command, known[0] if known else None)
        return Answer(put, status=200 if known else 201)

    def get_command(self, call: Call) -> Answer:
        return Answer(self._command(call)[1])

    def change_command(self, call: Call) -> Answer:
        shelf, command = self._command(call)
        return Answer(self.book.put(shelf, checked({**command, **call.body}), command["id"]))

    def remove_command(self, call: Call) -> Answer:
        shelf, command = self._command(call)
        del self.book.shelf(shelf)[int(command["id"])]
        return NOTHING

    def _command(self, call: Call) -> tuple[int | None, Json]:
        shelf = self._shelf(call)
        command = self.book.shelf(shelf).get(call.id("command_id"))
        if command is None:
            raise unknown_command()
        return shelf, command

    def _shelf(self, call: Call) -> int | None:
        if call.id("application_id") != self.world.bot.id:
            raise unknown_application()
        return self._guild(call).id if "guild_id" in call.exchange.params else None

    # --- guilds ----------------------------------------------------------------------------------

    def _guilds(self) -> list[Guild]:
        return [one for one in self.world.guilds.values() if self.world.bot.id in one.members]

    def _guild(self, call: Call) -> Guild:
        guild = self.world.guilds.get(call.id("guild_id"))
        if guild is None or self.world.bot.id not in guild.members:
            raise unknown_guild()
        return guild

    def my_guilds(self, _call: Call) -> Answer:
        return Answer(
            [
                {
                    "id": str(one.id),
                    "name": one.name,
                    "icon": None,
                    "banner": None,
                    "owner": False,
                    "permissions": str(one.members[self.world.bot.id].permissions),
                    "features": [],
                }
                for one in self._guilds()
            ]
        )

    def guild(self, call: Call) -> Answer:
        guild = self._guild(call)
        payload = payloads.guild(guild)
        if call.query.get("with_counts") in ("1", "true", "True"):
            payload |= {
                "approximate_member_count": len(guild.members),
                "approximate_presence_count": 0,
            }
        return Answer(payload)

    def channels(self, call: Call) -> Answer:
        channels = self._guild(call).channels.values()
        return Answer([payloads.channel(one) for one in channels if not one.is_thread])

    def threads(self, call: Call) -> Answer:
        channels = self._guild(call).channels.values()
        live = [one for one in channels if one.thread and not one.thread.archived]
        seated = [one for one in live if one.thread and self.world.bot.id in one.thread.members]
        return Answer(
            {
                "threads": [payloads.channel(one) for one in live],
                "members": [payloads.thread_member(one, self.world.bot) for one in seated],
                "has_more": False,
            }
        )

    def roles(self, call: Call) -> Answer:
        return Answer([payloads.role(one) for one in self._guild(call).roles.values()])

    def members(self, call: Call) -> Answer:
        members = sorted(self._guild(call).members.values(), key=lambda one: one.id)
        after = int(call.query.get("after", 0))
        found = [one for one in members if one.id > after]
        return Answer([payloads.member(one) for one in found[: int(call.query.get("limit", 1))]])

    def member(self, call: Call) -> Answer:
        member = self._guild(call).members.get(call.id("user_id"))
        if member is None:
            raise unknown_member()
        return Answer(payloads.member(member))

    def leave(self, call: Call) -> Answer:
        self.world.remove_member(self._guild(call), self.world.bot)
        return NOTHING
