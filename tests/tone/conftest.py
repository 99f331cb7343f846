"""One reviewer for all tests of tone: it holds no state."""

import pytest

from bot.tone import Reviewer


@pytest.fixture(scope="session")
def reviewer() -> Reviewer:
    return Reviewer()
