"""A house for tests that need no other."""

from collections.abc import AsyncIterator

import pytest

from tests.web.houses import House, a_house


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with a_house() as opened:
        yield opened
