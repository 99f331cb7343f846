"""Whatever people paste: a clear answer, nobody pinged, nothing that Slack refuses."""

import json
from urllib.parse import urlencode

import pytest

from playground import View
from tests.conftest import Running
from tests.slack.helpers import SAM, SUPPORT, asked, en, plain, unharmed
from tests.slack.wire import submission, wire

MENTIONS = "<!channel> <!here> <@U0NORA> <!subteam^S1> <#C0SUPPORT> @channel @here"
SENTENCE = "As I already told you, the fee can't be changed."
LINKS = "See <https://evil.example|your bank> and https://example.com/?a=1&b=<2>."
BACKTICKS = "``` `As I already told you` ``` ~x~ *b* _i_ <!channel> ```"
BIDI = "As I already told you \u202efee\u202d \u2066\u2067\u2068 \u200f\u200e can't"
FORGED = "As I already told you \ue000C0VIPCARE\ue001 now"

WORDS = {
    "mentions": f"{SENTENCE} {MENTIONS}",
    "only mentions": MENTIONS,
    "links": f"{SENTENCE} {LINKS}",
    "backticks": BACKTICKS,
    "bidi": BIDI,
    "our own marks": FORGED,
    "NUL": "As I already told you \x00 the fee\x00",
    "lone surrogates": "As I already told you \ud83d the \udc00 fee",
    "entities": "As I already told you &lt;!channel&gt; &amp; &",
    "emoji and words": "As I already told you 👩🏽‍🚒🏳️‍🌈 :x: the fee",
    "isolates": "\u2068" * 150 + " as I already told you",
    "closers": "\u2069" * 200 + " as I already told you",
    "lines": "As I already told you\r\n\n\t\v\f\u2028\u2029 the fee",
    "combining": "a" + "\u0301" * 500 + " as I already told you",
}
NO_WORDS = {
    "only emoji": "😀👍🏽 🏳️‍🌈",
    "only marks": "?!… ``` --- *",
    "zero width": "\u200b\u200d",
}


def sanitary(text: str) -> None:
    """Nothing in a text can act on what stands around it."""
    assert not set("\u202a\u202b\u202c\u202d\u202e\x00\ue000\ue001\ud83d\udc00") & set(text)
    for line in text.split("\n"):
        depth = 0
        for char in line:
            depth += (char in "\u2066\u2067\u2068") - (char == "\u2069")
            assert depth >= 0, "an isolate of ours was closed by somebody else"


@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS)
async def test_odd_words_are_words(running: Running, text: str) -> None:
    for command in ("/tip", "/tone", "/lesson"):
        card = await asked(running, command, text)
        assert card.visible_to == SAM
        assert card.text.strip()
        sanitary(card.shown)
        sanitary(card.text)
        assert "<!" not in card.text
        assert "<@" not in card.text
        assert "|" not in card.text or "&lt;" in card.text
    unharmed(running)


@pytest.mark.parametrize("text", NO_WORDS.values(), ids=NO_WORDS)
async def test_without_words_there_is_nothing_to_answer(over_http: Running, text: str) -> None:
    tip = await asked(over_http, "/tip", text)
    tone = await asked(over_http, "/tone", text)
    assert plain(tip) in (en("error-tip-empty"), plain(await asked(over_http, "/tip")))
    assert plain(tone) == en("error-tone-empty")
    unharmed(over_http)


@pytest.mark.parametrize("blank", ["", "   ", "\n\t", "\u00a0"])
async def test_blank_is_alone(over_http: Running, blank: str) -> None:
    assert en("tip-shelves") in plain(await asked(over_http, "/tip", blank))
    result = await over_http.slack.command(SAM, SUPPORT, "/tone", blank)
    assert result.ok
    await over_http.settled()
    assert over_http.slack.views(SAM)[-1].content["title"]["text"] == en("tone-form-title")
    unharmed(over_http)


def long(length: int) -> str:
    return (f"{SENTENCE} <!channel> & ü😀 " * (length // 40 + 1))[:length]


@pytest.mark.parametrize("length", [2_000, 2_001, 3_000, 3_001, 20_000, 20_001, 40_000])
async def test_lengths(running: Running, length: int) -> None:
    text = long(length)
    given = len(text.strip())
    tip = plain(await asked(running, "/tip", text))
    tone = plain(await asked(running, "/tone", text))
    assert ("2,000 at most" in tip) == (given > 2_000)
    assert ("I read 20,000 at once" in tone) == (given > 20_000)
    if given > 20_000:
        assert f"{given:,} characters" in tip
        assert f"{given:,} characters" in tone
    else:
        assert "As I already told you" in tone
    unharmed(running)


# The form. Slack's own client holds people to its limits; a request by hand doesn't.

FORM_TEXTS = WORDS | NO_WORDS | {"empty": "", "long": long(20_001), "very long": long(40_000)}


async def test_the_form_takes_anything(over_http: Running) -> None:
    slack = over_http.slack
    refused, reviewed = set(), set()
    async with wire(over_http) as line:
        for name, text in FORM_TEXTS.items():
            payload = submission(trigger_id=f"1.{name}")
            payload["view"]["state"]["values"]["tone.text"]["text"]["value"] = text
            answer = await line.send(urlencode({"payload": json.dumps(payload)}).encode())
            assert answer.status == 200, name
            said = json.loads(answer.text)
            if said["response_action"] == "errors":
                assert list(said["errors"]) == ["tone.text"], name
                refused.add(name)
            else:
                assert said["response_action"] == "update", name
                assert view_of(slack.views(SAM)) is None, "the answer is the view"
                reviewed.add(name)
    assert refused >= {*NO_WORDS, "empty", "long", "very long"}
    assert reviewed >= {"mentions", "bidi", "NUL", "lone surrogates", "links"}
    unharmed(over_http)


def view_of(views: list[View]) -> View | None:
    return views[-1] if views else None


@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS)
async def test_the_form_shows_what_was_pasted(over_http: Running, text: str) -> None:
    slack = over_http.slack
    await slack.command(SAM, SUPPORT, "/tone")
    await over_http.settled()
    form = slack.views(SAM)[-1]
    result = await slack.submit(SAM, form.id, {"tone.text": {"text": text[:3_000]}})
    assert result.error is None, result
    await over_http.settled()
    sanitary(plain(slack.views(SAM)[-1]))
    if not result.errors:
        await slack.click(SAM, slack.views(SAM)[-1], "tone.side")
        await over_http.settled()
        sanitary(slack.views(SAM)[-1].shown)
    unharmed(over_http)


@pytest.mark.parametrize("name", ["mentions", "lone surrogates", "bidi", "links", "our own marks"])
async def test_a_message_of_odd_words(over_http: Running, name: str) -> None:
    slack = over_http.slack
    ts = await slack.post("U0NORA", SUPPORT, WORDS[name])
    await slack.react(SAM, SUPPORT, ts, "face_with_monocle")
    await slack.shortcut(SAM, SUPPORT, ts, "review_tone")
    await over_http.settled()
    sanitary(slack.ephemerals(SAM)[-1].shown)
    sanitary(slack.views(SAM)[-1].shown)
    assert "As I already told you" in slack.views(SAM)[-1].shown
    unharmed(over_http)
