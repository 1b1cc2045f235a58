from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightreel.surfaces.terminal.editor import LIMIT, Editor


def fed(*pieces: bytes) -> Editor:
    editor = Editor()
    editor.open = True
    for piece in pieces:
        assert editor.feed(piece) is None
    return editor


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (b"open tha\x7fe\x08 hatch", "open th hatch"),
        (b"open the hatch\x15wait", "wait"),
        (b"open the hatch\x17door", "open the door"),
        (b"wa\x1b[D\x1b[C\x1b[B\x1bOP\x1b[3~it", "wait"),
        (b"wa\x1b]0;a title\x07it\x1bP1$r\x1b\\!", "wait!"),
        (b"wa\x00\x01\x0eit", "wait"),
        ("e\u0301t\u00e9".encode() + b"\x7f\x7f\x7f", ""),
        ("wait\u202e\u2066".encode(), "wait"),
        (b"\xff\xfewait", "\ufffd\ufffdwait"),
    ],
)
def test_keys_make_a_line(typed: bytes, shown: str) -> None:
    assert fed(typed).text == shown


def test_a_letter_or_a_key_may_come_in_pieces() -> None:
    pieces = [bytes([b]) for b in "ça \x1b[D\x1b[200~va\nbien\x1b[201~ ✓".encode()]
    assert fed(*pieces).text == "ça va bien ✓"


def test_enter_gives_the_line_once() -> None:
    editor = fed(b"1")
    assert editor.feed(b"\r\r2\r") == "1"
    assert editor.text == "2"
    editor.open = True
    assert editor.feed(b"\n") == "2"


def test_enter_on_nothing_gives_nothing() -> None:
    assert fed(b"\r", b"  \r").text == "  "


def test_enter_waits_until_a_line_is_awaited_and_what_was_typed_stays() -> None:
    editor = Editor()
    assert editor.feed(b"run\r") is None
    editor.open = True
    assert editor.feed(b"\r") == "run"


def test_a_paste_presses_nothing() -> None:
    editor = fed(b"\x1b[200~1\r\n2\r\n\x04\x1b[201~")
    assert editor.text == "1  2  "
    assert not editor.ended


def test_up_brings_the_last_line_back() -> None:
    editor = fed()
    editor.feed(b"open the hatch\r")
    editor.feed(b"\x1b[A")
    assert editor.text == "open the hatch"


def test_ctrl_d_ends_only_an_empty_line() -> None:
    assert not fed(b"wait\x04").ended
    assert fed(b"wait\x15\x04").ended


def test_a_line_does_not_grow_for_ever() -> None:
    assert len(fed(b"x" * 100_000).text) == LIMIT


@given(st.lists(st.binary(max_size=12)))
def test_no_bytes_ever_put_anything_in_the_line_that_a_terminal_obeys(
    pieces: Sequence[bytes],
) -> None:
    editor = Editor()
    for piece in pieces:
        editor.feed(piece)
    assert editor.text.isprintable() or "\u200d" in editor.text or " " in editor.text
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in editor.text)
