"""`nightreel bot` as a command: its token, its link, how it says what is wrong, how it ends."""

from pathlib import Path

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from tests.discord.emulator import Emulator
from tests.discord.processes import PATIENCE, a_process, command

pytestmark = pytest.mark.slow
NO_TOKEN = {"DISCORD_TOKEN": "", "NIGHTREEL_DISCORD_TOKEN": ""}


async def test_without_a_token_it_says_where_to_get_one(tmp_path: Path) -> None:
    code, out, errors = await command(
        "bot", environment=NO_TOKEN | {"NIGHTREEL_HOME": str(tmp_path)}
    )
    assert (code, out) == (1, "")
    assert errors.startswith("nightreel: There is no token. Set DISCORD_TOKEN")
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize("words", [("bot",), ("bot", "--invite")])
async def test_a_token_that_discord_does_not_know_is_said_to_be_wrong(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    async with Emulator() as discord:
        site = tmp_path / "site"
        site.mkdir()
        wrong = {"DISCORD_TOKEN": "a.wrong.token", "NIGHTREEL_HOME": str(tmp_path / "home")}
        code, out, errors = await command(*words, environment=discord.environment(site) | wrong)
        assert (code, out) == (1, "")
        assert errors.startswith("nightreel: Discord does not take this token.")
        assert "a.wrong.token" not in errors


async def test_without_discord_in_reach_it_says_so(tmp_path: Path) -> None:
    async with Emulator() as discord:
        environment = discord.environment(tmp_path)
    code, out, errors = await command(
        "bot", environment=environment | {"NIGHTREEL_HOME": str(tmp_path / "home")}
    )
    assert (code, out) == (1, "")
    assert errors.startswith("nightreel: Discord can't be reached from here.")


async def test_the_link_brings_the_bot_with_the_permissions_that_it_needs(tmp_path: Path) -> None:
    async with Emulator() as discord:
        code, out, errors = await command(
            "bot", "--invite", environment=discord.environment(tmp_path)
        )
        assert (code, errors) == (0, "")
        assert f"client_id={discord.bot.id}" in out
        assert "scope=bot+applications.commands" in out
        assert "permissions=309237746688" in out


async def test_it_says_when_it_is_there_and_ends_cleanly_when_asked(tmp_path: Path) -> None:
    async with Emulator() as discord:
        discord.guild("Reel Club")
        async with a_process(discord, tmp_path) as bot:
            await bot.prints("Nightreel is nightreel on 1 server", PATIENCE)
            assert await bot.terminate() == 0
            assert "Traceback" not in bot.log


async def test_a_token_that_is_withdrawn_ends_it_with_a_reason(tmp_path: Path) -> None:
    async with Emulator() as discord, a_process(discord, tmp_path) as bot:
        discord.gateway.token = "another"  # noqa: S105 - opens nothing
        await discord.drop_gateway(resumable=False)
        assert await bot.ended(PATIENCE) == 1
        assert "Discord does not take this token" in bot.log
