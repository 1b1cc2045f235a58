"""The page's server as a command: who may reach it, what it says, and how it ends."""

import os
import signal
import socket
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.terminal.programs import COMMAND, SOON, nightreel, surroundings

pytestmark = pytest.mark.slow


@contextmanager
def a_server(home: Path, *args: str, **more: str) -> Generator[tuple[str, "subprocess.Popen[str]"]]:
    """Start the command; give what it says first, which is where it is."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*COMMAND, *args], stdout=subprocess.PIPE, env=surroundings(home, **more), text=True
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline(), process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(SOON)
        process.stdout.close()


def address_in(said: str) -> str:
    """Return the address that the server said, without its last slash."""
    return said.partition(" is at ")[2].partition(" ")[0].rstrip("/")


def asked(said: str, path: str, body: object) -> int:
    """Post JSON to the server that said where it is; return the status."""
    return httpx.post(address_in(said) + path, json=body, timeout=SOON).status_code


def test_a_port_that_is_taken_is_named_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = nightreel(tmp_path, "serve", "--port", port)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert port in done.stderr


def test_nobody_else_is_let_in_without_a_key(tmp_path: Path) -> None:
    done = nightreel(tmp_path, "serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104
    assert done.returncode == 1
    assert "NIGHTREEL_WEB_TOKEN" in done.stderr
    short = nightreel(tmp_path, "serve", "--port", "0", NIGHTREEL_WEB_TOKEN="short")  # noqa: S106
    assert short.returncode == 1
    assert "web_token" in short.stderr


def test_with_a_key_it_is_demanded(tmp_path: Path) -> None:
    key = "an-old-brass-key"
    with a_server(tmp_path, "serve", "--port", "0", NIGHTREEL_WEB_TOKEN=key) as (said, _):
        assert asked(said, "/api/session", {}) == 403
        assert asked(said, "/api/session", {"key": key}) == 200


def test_it_ends_at_once_though_somebody_looks_on_and_the_run_goes_on(tmp_path: Path) -> None:
    with (
        a_server(tmp_path, "serve", "--port", "0") as (said, process),
        httpx.Client(base_url=address_in(said), timeout=SOON) as ada,
    ):
        ada.post("/api/session", json={})
        quiet = {"settings": {"clock": None, "pictures": False}}
        run = ada.post("/api/runs", json=quiet).json()["run"]
        with ada.stream("GET", f"/api/runs/{run}/events") as events:
            assert next(events.iter_lines())
            process.send_signal(signal.SIGTERM)
            process.wait(5)
    listed = nightreel(tmp_path, "runs")
    assert run in listed.stdout
    assert nightreel(tmp_path, "verify", "--all").returncode == 0


def test_a_game_is_served_on_a_free_port_with_what_was_asked_for(tmp_path: Path) -> None:
    args = ("play", "--no-browser", "--seed", "7", "--no-clock", "--crew", "vote", "--no-pictures")
    with a_server(tmp_path, *args) as (said, process):
        assert said.startswith("Nightreel is at http://127.0.0.1:")
        assert process.stdout is not None
        assert "?seed=7&clock=0&crew=vote&pictures=0" in process.stdout.readline()


def test_a_browser_is_opened_where_there_is_a_screen_for_it(tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    os.mkfifo(tmp_path / "fifo")  # whoever reads it waits for the browser
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/fifo\n')
    browser.chmod(0o755)
    with a_server(tmp_path, "play", DISPLAY=":0", BROWSER=f"{browser} %s") as (said, _):
        opened = (tmp_path / "fifo").read_text()
    assert opened
    assert opened in said


def test_a_bare_terminal_gets_no_browser_of_its_own(tmp_path: Path) -> None:
    note = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\ntouch {note}\n")
    browser.chmod(0o755)
    with a_server(tmp_path, "play", BROWSER=f"{browser} %s") as (said, _):
        assert asked(said, "/api/session", {}) == 200
    assert not note.exists()


def test_a_name_is_of_the_terminal(tmp_path: Path) -> None:
    done = nightreel(tmp_path, "play", "--name", "Ada")
    assert done.returncode == 2
    assert "--terminal" in done.stderr
