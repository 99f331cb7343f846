"""Answers go to Slack, whatever address a payload names."""

import pytest

from bot.slack.response_url import Responder, ResponseRefused, is_slacks
from config.settings import SLACK_API_URL

STAND_IN = "http://127.0.0.1:3001/api/"


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com/commands/T1/2/abc",
        "https://hooks.slack.com/actions/T1/2/abc",
        "https://HOOKS.slack.com/actions/T1/2/abc",
    ],
)
def test_slacks_own(url: str) -> None:
    assert is_slacks(url, SLACK_API_URL)
    assert not is_slacks(url, STAND_IN), "where Slack is a stand-in, nothing goes outside"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/",
        "hooks.slack.com/commands/1",
        "//hooks.slack.com/commands/1",
        "http://hooks.slack.com/commands/1",
        "ftp://hooks.slack.com/commands/1",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://slack.com/commands/1",
        "https://hooks.slack.com.evil.example/commands/1",
        "https://evil.example/hooks.slack.com",
        "https://evil.example?https://hooks.slack.com/",
        "https://evil.example#@hooks.slack.com/",
        "https://evilhooks.slack.com/commands/1",
        "https://hooks.slack.com@evil.example/commands/1",
        "https://me:pw@hooks.slack.com/commands/1",
        "https://me@hooks.slack.com/commands/1",
        "https://@hooks.slack.com/commands/1",
        "https://hooks.slack.com:8443/commands/1",
        "https://hooks.slack.com:0/commands/1",
        "https://hooks.slack.com:port/commands/1",
        "https://hooks.slack.com:99999/commands/1",
        "https://127.0.0.1/commands/1",
        "https://169.254.169.254/latest/meta-data/",
        "https://2130706433/commands/1",
        "https://[::1]/commands/1",
        "https://[::ffff:127.0.0.1]/commands/1",
        "https://[::1/commands/1",
        "https://hooks。slack。com/commands/1",
        "https://hooks\u2024slack.com/commands/1",
        "https://hooks.slack.com\\@evil.example/1",
        "https://hooks.slack.com%2eevil.example/1",
        "https://hooks.slack.com./commands/1",
        " https://hooks.slack.com\x00.evil.example/",
        "https:hooks.slack.com/1",
    ],
)
def test_nobody_elses(url: str) -> None:
    assert not is_slacks(url, SLACK_API_URL)
    assert not is_slacks(url, STAND_IN)


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("http://127.0.0.1:3001/hooks/actions/T/key", True),
        ("http://127.0.0.1:3002/hooks/actions/T/key", False),
        ("https://127.0.0.1:3001/hooks/actions/T/key", False),
        ("http://localhost:3001/hooks/actions/T/key", False),
        ("http://me@127.0.0.1:3001/hooks/actions/T/key", False),
    ],
)
def test_the_stand_ins_origin(url: str, ours: bool) -> None:
    assert is_slacks(url, STAND_IN) is ours


@pytest.mark.parametrize("url", [None, 5, {}, [], "", "http://127.0.0.1:1/"])
async def test_what_isnt_slacks_is_never_called(url: object) -> None:
    with pytest.raises(ResponseRefused, match="not an address of Slack's"):
        await Responder(url, SLACK_API_URL)({"text": "hello"})
