"""The real command in a process of its own, on a home of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pexpect

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "nightreel.cli")
SOON = 30
"""Seconds in which a busy machine has done anything asked for here."""


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """Return an environment in which nothing of the tester's own shows."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {
        **kept,
        "NIGHTREEL_HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "TERM": "xterm-256color",
        **more,
    }


def nightreel(
    home: Path, *args: str, script: str | bytes = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end, with that on its standard input."""
    done = subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, *args],
        input=script.encode() if isinstance(script, str) else script,
        capture_output=True,
        env=surroundings(home, **more),
        timeout=SOON * 2,
        check=False,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def piped(home: Path, *args: str, stdin: IO[str] | None = None) -> subprocess.Popen[str]:
    """Start the command with pipes, to be spoken with."""
    return subprocess.Popen(  # noqa: S603 - our own command
        [*COMMAND, *args],
        stdin=stdin or subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=surroundings(home),
        text=True,
    )


def at_a_terminal(home: Path, *args: str, **more: str) -> "pexpect.spawn[str]":
    """Start the command on a terminal; after it, the shell tells its code and the modes."""
    return at_a_terminal_of((40, 100), home, *args, **more)


def at_a_terminal_of(
    size: tuple[int, int], home: Path, *args: str, **more: str
) -> "pexpect.spawn[str]":
    """Start the command on a terminal of so many rows and columns."""
    line = f"trap : INT; {sys.executable} -m nightreel.cli {' '.join(args)}; echo code $?; stty -a"
    return pexpect.spawn(
        "/bin/sh",
        ["-c", line],
        env=surroundings(home, **more),
        encoding="utf-8",
        dimensions=size,
        timeout=SOON,
    )


def told(text: str) -> list[str]:
    """Return the lines of a game but for those that name the tape or its film."""
    return [line for line in text.splitlines() if not line.startswith(("Tape ", "The film "))]
