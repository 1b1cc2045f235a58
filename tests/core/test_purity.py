"""The core takes the language and its value library. The arrows check what is written; this checks
what is loaded.
"""

import pkgutil
import subprocess
import sys

import pytest

import nightreel.core
from nightreel.narrators import storyteller

pytestmark = pytest.mark.slow

WAYS_OUT = (
    *("asyncio", "concurrent", "http", "logging", "multiprocessing", "random", "secrets"),
    *("shutil", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "urllib"),
)
INSTALLED = (
    *("alembic", "anyio", "dbos", "discord", "filelock", "hypothesis", "openai", "psycopg"),
    *("pydantic", "pydantic_ai", "pydantic_settings", "rapidfuzz", "rich", "sqlalchemy"),
    *("structlog", "textual", "typer", "yaml"),
)


def loaded(module: str) -> set[str]:
    """All modules in a bare interpreter without any environment, after an import."""
    code = f"import sys; import {module}; print(*sorted(sys.modules))"
    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], env={}, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return set(done.stdout.split())


def top(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


@pytest.fixture(scope="module")
def bare() -> set[str]:
    """What the interpreter loads for itself, and what the value library does."""
    return loaded("msgspec.json, msgspec.structs, ast, hashlib, enum, re, unicodedata")


def test_to_import_nightreel_needs_no_environment_and_loads_nothing_else(bare: set[str]) -> None:
    own = {m for m in loaded("nightreel") if m.startswith("nightreel")}
    assert own == {"nightreel"}
    assert not top(loaded("nightreel")) & set(INSTALLED)


def test_the_whole_core_loads_nothing_that_could_leave_it(bare: set[str]) -> None:
    path = nightreel.core.__path__
    names = [f"nightreel.core.{m.name}" for m in pkgutil.iter_modules(path)]
    assert len(names) > 15
    modules = loaded(", ".join(names))
    assert not top(modules - bare) & {*WAYS_OUT, *INSTALLED}
    assert all(m.startswith("nightreel.core") for m in modules if m.startswith("nightreel."))


def test_the_ports_load_no_provider_and_no_store(bare: set[str]) -> None:
    modules = loaded("nightreel.ports.narrator, nightreel.ports.ledger, nightreel.ports.errors")
    assert not top(modules - bare) & set(INSTALLED)


def test_the_storyteller_needs_no_model(bare: set[str]) -> None:
    modules = loaded(storyteller.__name__)
    assert not top(modules - bare) & {"openai", "pydantic_ai", "httpx", "dbos"}
