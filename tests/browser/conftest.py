"""A real browser on the playground's page, with Dean behind it."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.conftest import Running, Start

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_MS = 20_000  # a busy machine is slow; a wrong page never gets there

expect.set_options(timeout=PATIENCE_MS)


def _program() -> str:
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        reason = "no Chromium on this machine; install one (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Headless Chromium."""
    program = _program()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        await browser.close()


@pytest.fixture
async def live(start: Start, browser: Browser) -> AsyncIterator[Running]:
    """Dean in the playground, by socket as `make run` has it."""
    # The browser is asked for first: without one there is nothing to start for.
    assert browser.is_connected()
    async with start("socket") as running:
        yield running


@pytest.fixture
async def page(browser: Browser, live: Running) -> AsyncIterator[Page]:
    """The page, open in #support as Sam; an error in its console fails the test."""
    page = await browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE_MS)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    await page.goto(live.slack.url)
    await expect(page.get_by_text("Dean connected")).to_be_visible()
    yield page
    await page.close()
    assert complaints == []
