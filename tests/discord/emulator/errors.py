"""What goes wrong, and who hears of it: the bot over HTTP, or a test that asks too much."""

from typing import Any

from .wire import Json


class Refused(Exception):
    """Discord says no. The bot gets the status, the code and the message."""

    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.message, self.more = status, code, message, more

    def body(self) -> Json:
        """Return what is sent."""
        return {"message": self.message, "code": self.code, **self.more}


class Malformed(Refused):
    """A request that breaks a limit. It is refused, and the verdict names it."""

    def __init__(self, problems: list[str]) -> None:
        errors = {"_errors": [{"code": "INVALID", "message": problem} for problem in problems]}
        super().__init__(400, 50035, "Invalid Form Body", errors=errors)
        self.problems = problems


class Impossible(Exception):
    """A test asks a user for what no client of Discord's would do."""


class Unclickable(Impossible):
    """The component is gone, disabled, out of sight or never was."""


class NotInTime(AssertionError):
    """What a test waited for did not happen; the text says what did."""


def unauthorized() -> Refused:
    return Refused(401, 0, "401: Unauthorized")


def missing_access() -> Refused:
    return Refused(403, 50001, "Missing Access")


def missing_permissions() -> Refused:
    return Refused(403, 50013, "Missing Permissions")


def unknown_application() -> Refused:
    return Refused(404, 10002, "Unknown Application")


def unknown_channel() -> Refused:
    return Refused(404, 10003, "Unknown Channel")


def unknown_guild() -> Refused:
    return Refused(404, 10004, "Unknown Guild")


def unknown_member() -> Refused:
    return Refused(404, 10007, "Unknown Member")


def unknown_message() -> Refused:
    return Refused(404, 10008, "Unknown Message")


def unknown_user() -> Refused:
    return Refused(404, 10013, "Unknown User")


def unknown_webhook() -> Refused:
    return Refused(404, 10015, "Unknown Webhook")


def unknown_interaction() -> Refused:
    return Refused(404, 10062, "Unknown interaction")


def unknown_command() -> Refused:
    return Refused(404, 10063, "Unknown application command")


def already_acknowledged() -> Refused:
    return Refused(400, 40060, "Interaction has already been acknowledged.")


def too_large() -> Refused:
    return Refused(413, 40005, "Request entity too large")


def empty_message() -> Refused:
    return Refused(400, 50006, "Cannot send an empty message")


def not_yours() -> Refused:
    return Refused(403, 50005, "Cannot edit a message authored by another user")


def no_direct_messages() -> Refused:
    return Refused(403, 50007, "Cannot send messages to this user")


def thread_archived() -> Refused:
    return Refused(400, 50083, "Thread is archived")


def thread_exists() -> Refused:
    return Refused(400, 160004, "A thread has already been created for this message")
