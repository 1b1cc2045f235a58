"""PyAV, without its types: they are unfinished, and strict checks would stumble at every call."""

from typing import Any

import av

PYAV: Any = av
