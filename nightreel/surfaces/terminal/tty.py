"""The terminal itself: key by key while we have it, and as it was whenever we have not."""

import asyncio
import os
import signal
import termios
from collections.abc import Callable
from contextlib import suppress
from typing import Any

_LOCAL = 3
"""Index of the local flags in what termios gives."""


class Tty:
    """Takes a terminal for keys, and gives it back: at the end, on a stop (Ctrl-Z), on a signal.

    Ctrl-C and Ctrl-Z stay signals: the kernel delivers them even if we are stuck.
    """

    def __init__(self, fd: int, taken: Callable[[], None], given: Callable[[], None]) -> None:
        """Call `taken` whenever the terminal has become ours, `given` just before it is no more."""
        self._fd, self._taken, self._given = fd, taken, given
        self._before: list[Any] | None = None
        self._task: asyncio.Task[Any] | None = None

    def open(self, typed: Callable[[bytes], None], resized: Callable[[], None]) -> None:
        """Take the terminal: every key is heard, and SIGTERM ends the current task."""
        loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._take()
        loop.add_reader(self._fd, lambda: typed(self._read()))
        loop.add_signal_handler(signal.SIGWINCH, resized)
        loop.add_signal_handler(signal.SIGTSTP, self._stop)
        for ending in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(ending, self._end)

    def close(self) -> None:
        """Give the terminal back."""
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._fd)
        for handled in (signal.SIGWINCH, signal.SIGTSTP, signal.SIGTERM, signal.SIGHUP):
            loop.remove_signal_handler(handled)
        self._give()

    def _read(self) -> bytes:
        # A terminal that was hung up reads as an error, which is an end like any other.
        with suppress(OSError):
            return os.read(self._fd, 65536)
        return b""

    def _take(self) -> None:
        self._before = termios.tcgetattr(self._fd)
        ours = termios.tcgetattr(self._fd)
        ours[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        # Drain, not flush: what was typed while the game was loading is not lost.
        termios.tcsetattr(self._fd, termios.TCSADRAIN, ours)
        self._taken()

    def _give(self) -> None:
        with suppress(OSError):
            self._given()
        if self._before is not None:
            # Flush: what was typed at the game is not for the shell.
            with suppress(termios.error):
                termios.tcsetattr(self._fd, termios.TCSAFLUSH, self._before)

    def _stop(self) -> None:
        """Ctrl-Z: give the terminal back, stand still, and take it again when we are continued."""
        loop = asyncio.get_running_loop()
        self._give()
        loop.remove_signal_handler(signal.SIGTSTP)
        os.kill(os.getpid(), signal.SIGTSTP)
        loop.add_signal_handler(signal.SIGTSTP, self._stop)
        self._take()

    def _end(self) -> None:
        if self._task is not None:
            self._task.cancel()
