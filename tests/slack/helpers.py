"""What the scenarios share: who is who, what stands on a card, and what must hold after each."""

from collections.abc import Iterator
from typing import Any

from bot.l10n import words_for
from playground import Message, View
from tests.conftest import Running

SAM, NORA, TAMAR, DAAN, PRIYA = "U0SAM", "U0NORA", "U0TAMAR", "U0DAAN", "U0PRIYA"
SUPPORT, COMPLAINTS = "support", "complaints"  # Dean is in both
VIP_CARE = "vip-care"  # Sam and Nora are; Dean isn't

BLAMING = "As I already told you, the fee can't be changed."
STUPID = "You stupid idiot, read the manual."
GOOD = "Thanks for your message. I've fixed the invoice and will confirm by Friday."
FROM_CUSTOMER = (
    "This is the THIRD time I am writing. Nobody answers. I want a refund now or I cancel."
)

Json = dict[str, Any]


def elements(target: Message | View) -> Iterator[Json]:
    """Every element of a message's or a view's blocks."""
    for block in target.blocks:
        yield from block.get("elements", [])
        if "accessory" in block:
            yield block["accessory"]
        if "element" in block:
            yield block["element"]


def buttons(target: Message | View) -> dict[str, str]:
    """What can be clicked: the words by action id."""
    return {
        each["action_id"]: each["text"]["text"]
        for each in elements(target)
        if each.get("type") == "button"
    }


def values(target: Message | View) -> dict[str, str]:
    """What the buttons carry, by action id."""
    return {
        each["action_id"]: each.get("value", "")
        for each in elements(target)
        if each.get("type") == "button"
    }


def plain(target: Message | View | str) -> str:
    """What is read, without the isolates that keep names from turning a line around."""
    text = target if isinstance(target, str) else target.shown
    return text.translate(dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200f")))


def en(name: str, **args: object) -> str:
    """Dean's own English words, as `plain` gives them back."""
    return plain(words_for("en")(name, **args))


async def clicked(running: Running, user: str, target: Message | View, action: str) -> None:
    """Click, and wait until everything has been answered."""
    ack = await running.slack.click(user, target, action)
    assert ack.ok, ack
    await running.settled()


async def asked(
    running: Running, command: str, text: str = "", *, user: str = SAM, channel: str = SUPPORT
) -> Message:
    """Run a command; the message that answers it."""
    before = len(running.slack.ephemerals(user))
    result = await running.slack.command(user, channel, command, text)
    assert result.ok, result
    await running.settled()
    answers = running.slack.ephemerals(user)[before:]
    assert len(answers) == 1, [answer.shown for answer in answers]
    return answers[0]


async def home(running: Running, user: str = NORA) -> View:
    """App Home, opened by this person; Nora is an admin."""
    await running.slack.open_home(user)
    await running.settled()
    return published(running, user)


def published(running: Running, user: str = NORA) -> View:
    """This person's App Home as it is now."""
    shown = running.slack.home(user)
    assert shown is not None
    return shown


def unharmed(running: Running, *, refused: tuple[str, ...] = ()) -> None:
    """What holds after every scenario: nobody was pinged, Slack took everything that Dean said
    (but for the error codes in `refused`), and no request of Slack's failed."""
    slack = running.slack
    assert slack.pings == []
    failed = [(call.method, call.error) for call in slack.calls if not call.ok]
    assert [each for each in failed if each[1] not in refused] == []
    assert [hook.answer for hook in slack.hook_calls if hook.status != 200] == []
    assert [each.name for each in slack.deliveries if len(each.attempts) > 1] == []
    assert [each.name for each in slack.deliveries if not each.delivered] == []
    assert not running.dean.services.tasks.busy
