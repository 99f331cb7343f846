"""The three jobs, by hand, in the page."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.conftest import Running

pytestmark = pytest.mark.browser

GRATING = "As I already told you, there is nothing we can do. That is our policy."


async def say(page: Page, text: str) -> None:
    box = page.locator("#composer-input")
    await box.fill(text)
    await page.keyboard.press("Escape")  # closes the completion of commands
    await box.press("Enter")


async def test_a_tip_that_only_the_asker_sees(page: Page, live: Running) -> None:
    await say(page, "/tip caller wants my manager")

    log = page.get_by_role("log")
    await expect(log.get_by_text("They ask for your manager")).to_be_visible()
    await expect(log.get_by_text("Only visible to you")).to_be_visible()
    await (
        log.get_by_role("button", name="Share here")
        .or_(log.get_by_role("button", name="Show this tip to everyone in this channel"))
        .click()
    )
    await expect(log.get_by_text("Shared by")).to_be_visible()
    assert live.slack.pings == []

    await page.reload()
    await expect(log.get_by_text("Shared by")).to_be_visible()
    await expect(log.get_by_text("Only visible to you")).to_have_count(0)


async def test_a_reply_pasted_reviewed_and_mended(page: Page) -> None:
    await say(page, f"/tone {GRATING}")

    log = page.get_by_role("log")
    await expect(log.get_by_text("Soften before you send")).to_be_visible()
    await expect(log.get_by_text("“As I already told you”").first).to_be_visible()
    await log.get_by_role("button", name="Edit and check again").click()
    form = page.get_by_role("dialog")
    field = form.get_by_role("textbox", name="Your reply")
    await expect(field).to_have_value(GRATING)

    await field.fill("...")
    await form.get_by_role("button", name="Check it").click()
    await expect(form.get_by_text("no words in that")).to_be_visible()

    await field.fill("Thank you for waiting. The refund is on its way and arrives by Thursday.")
    await form.get_by_role("button", name="Check it").click()
    await expect(form.get_by_text("Good to send.")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(form).to_have_count(0)


async def test_a_message_reviewed_from_its_menu_and_by_an_emoji(page: Page, live: Running) -> None:
    ts = await live.slack.post("U0NORA", "support", GRATING)
    message = page.locator(f'.message[data-ts="{ts}"]')
    await message.focus()
    await message.press("m")
    await page.get_by_role("menuitem", name="Review tone").click()
    result = page.get_by_role("dialog")
    await expect(result.get_by_text("Soften before you send")).to_be_visible()
    await page.keyboard.press("Escape")

    await live.slack.react("U0SAM", "support", ts, "face_with_monocle")
    log = page.get_by_role("log")
    await expect(log.get_by_text("Soften before you send")).to_be_visible()
    await expect(log.get_by_text("Only visible to you")).to_be_visible()


async def test_tomorrows_lesson_now(page: Page, live: Running) -> None:
    await say(page, "/lesson on 09:00 daily")
    log = page.get_by_role("log")
    await expect(log.get_by_text("gets a lesson")).to_be_visible()

    await page.locator(".clock-button").click()
    await page.get_by_role("button", name="Tomorrow").click()
    await expect(page.locator(".clock-moved")).to_be_visible()
    await live.dean.ticker.kick()

    await expect(log.get_by_text(re.compile(r"lesson \W?1\W? of"))).to_be_visible()
    await expect(log.get_by_text("Try today")).to_be_visible()


async def test_app_home_and_its_language(page: Page) -> None:
    await page.get_by_role("navigation").get_by_role("button", name="Dean").click()
    await page.get_by_role("tab", name="Home").click()
    home = page.locator("#home")
    await expect(home.get_by_text("Today's lesson")).to_be_visible()

    await home.get_by_role("combobox").select_option(label="Nederlands")
    await expect(home.get_by_text("De les van vandaag", exact=True)).to_be_visible()


async def test_hebrew_reads_from_the_right(page: Page) -> None:
    await say(page, "/tip לקוח דורש לדבר עם מנהל")
    card = page.locator(".ephemeral").last
    await expect(card).to_be_visible()
    paragraph = card.get_by_text("לומר").last
    await expect(paragraph).to_be_visible()
    direction = await paragraph.evaluate("element => getComputedStyle(element).direction")
    assert direction == "rtl"
