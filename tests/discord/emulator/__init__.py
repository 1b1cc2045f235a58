"""A Discord emulator that drives a real, unmodified discord.py bot over real sockets."""

from .emulator import Emulator, GuildHandle
from .errors import Impossible, NotInTime, Unclickable
from .exchanges import Exchange, Exchanges
from .faults import Faults, Gate
from .interactions import Interaction, delays
from .limits import LIKE_DISCORD, Rate
from .looks import Button, Look, Media, Select, Upload
from .modals import Modal
from .permissions import BITS, bits
from .things import Channel, Guild, Member, Message, Role, Seen, User
from .users import Choice, Person
from .verdict import Finding
from .wire import Kind, Reply

__all__ = [
    "BITS",
    "LIKE_DISCORD",
    "Button",
    "Channel",
    "Choice",
    "Emulator",
    "Exchange",
    "Exchanges",
    "Faults",
    "Finding",
    "Gate",
    "Guild",
    "GuildHandle",
    "Impossible",
    "Interaction",
    "Kind",
    "Look",
    "Media",
    "Member",
    "Message",
    "Modal",
    "NotInTime",
    "Person",
    "Rate",
    "Reply",
    "Role",
    "Seen",
    "Select",
    "Unclickable",
    "Upload",
    "User",
    "bits",
    "delays",
]
