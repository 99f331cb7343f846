"""One encoder for all these tests: it holds no state but a cache."""

import pytest

from bot.advice.encoder import Encoder


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return Encoder.load()
