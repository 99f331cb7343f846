"""The library as shipped, read once."""

import pytest

from bot.advice import Advice
from bot.content import Library, load_library


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="session")
def advice(library: Library) -> Advice:
    return Advice(library)


@pytest.fixture(scope="session")
def words_only(library: Library) -> Advice:
    return Advice(library, words_only=True)
