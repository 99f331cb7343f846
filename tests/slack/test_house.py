"""The team's own phrases: written by admins in App Home, heard in everybody's reviews."""

import pytest

from bot.l10n import words_for
from bot.slack.blocks.forms import INPUT_MAX, Unfit
from bot.slack.blocks.house import house_form, read_house
from bot.store import EVERYBODY, Workspace
from bot.tone import MOST_PHRASES, Avoided, House
from playground import View
from tests.conftest import Running
from tests.slack.helpers import (
    BLAMING,
    NORA,
    SAM,
    asked,
    buttons,
    clicked,
    elements,
    home,
    plain,
    published,
    unharmed,
)

GREETING = "Dear valued customer, your refund of €40 left today."


def stored(running: Running) -> Workspace:
    return Workspace(running.dean.services.database, running.slack.team_id)


async def form(running: Running) -> View:
    await clicked(running, NORA, await home(running), "house.open")
    return running.slack.views(NORA)[-1]


async def saved(running: Running, avoid: str = "", allow: str = "", hear: bool = False) -> None:
    view = await form(running)
    fields = {"house.avoid": {"text": avoid or None}, "house.allow": {"text": allow or None}}
    if hear:
        fields["house.hear"] = {"hear": ["hear"]}  # type: ignore[dict-item]
    result = await running.slack.submit(NORA, view.id, fields)
    assert result.ok, result
    await running.settled()


async def test_phrases_are_heard_in_everybodys_reviews(over_http: Running) -> None:
    assert (await asked(over_http, "/tone", GREETING)).shown.startswith("Good to send.")
    await saved(over_http, "valued customer => Sam\n\n valued customer => Sam ")
    card = await asked(over_http, "/tone", GREETING)
    assert card.shown.startswith("Soften before you send")
    assert "Your team has agreed not to say this." in card.shown
    assert "Dear Sam, your refund" in card.shown

    assert "To avoid: 1. Fine here: 0." in plain(published(over_http))
    await saved(over_http, "", "As I already told you")
    assert (await asked(over_http, "/tone", GREETING)).shown.startswith("Good to send.")
    assert (await asked(over_http, "/tone", BLAMING)).shown.startswith("Good to send.")
    unharmed(over_http)


async def test_the_form_shows_what_is_kept(over_http: Running) -> None:
    await saved(over_http, "valued customer => you\nno worries", "as per")
    shown = list(elements(await form(over_http)))
    values = [each["initial_value"] for each in shown if "initial_value" in each]
    assert values == ["valued customer => you\nno worries", "as per"]
    assert not any(each["type"] == "checkboxes" for each in shown), "nothing is muted"
    unharmed(over_http)


async def test_only_admins_see_and_open_it(over_http: Running) -> None:
    page = await home(over_http, SAM)
    assert "house.open" not in buttons(page)
    admins = await home(over_http)
    await over_http.slack.click(SAM, admins, "house.open")
    await over_http.settled()
    assert over_http.slack.views(SAM)[-1:] == [] or "house.avoid" not in str(
        over_http.slack.views(SAM)[-1].blocks
    )


async def test_what_was_called_fine_for_all_can_be_heard_again(over_http: Running) -> None:
    review = over_http.dean.services.reviewer.review(BLAMING)
    now = over_http.slack.clock.now()
    for found in review.findings:
        await stored(over_http).muted.add(EVERYBODY, found.rule, now)
    assert (await asked(over_http, "/tone", BLAMING)).shown.startswith("Good to send.")
    await saved(over_http, hear=True)
    assert await stored(over_http).muted.keys(EVERYBODY) == frozenset()
    assert (await asked(over_http, "/tone", BLAMING)).shown.startswith("Soften before you send")
    unharmed(over_http)


async def test_a_person_hears_again_what_they_called_fine(over_http: Running) -> None:
    assert "home.hear_again" not in buttons(await home(over_http, SAM))
    await stored(over_http).muted.add(SAM, "en/blame/as-already-told", over_http.slack.clock.now())
    page = await home(over_http, SAM)
    assert "You called 1 finding fine for good." in plain(page)
    await clicked(over_http, SAM, page, "home.hear_again")
    assert await stored(over_http).muted.keys(SAM) == frozenset()
    after = published(over_http, SAM)
    assert "home.hear_again" not in buttons(after)
    unharmed(over_http)


async def test_what_cannot_be_kept_is_said_at_its_field(over_http: Running) -> None:
    view = await form(over_http)
    result = await over_http.slack.submit(
        NORA, view.id, {"house.avoid": {"text": "!!"}, "house.allow": {"text": "x" * 81}}
    )
    assert not result.ok
    errors = result.errors
    assert set(errors) == {"house.avoid", "house.allow"}
    assert "“!!” can't be kept" in plain(errors["house.avoid"])
    await over_http.settled()
    assert await stored(over_http).settings.get("tone.house") is None


async def test_a_review_goes_on_where_the_phrases_cannot_be_read(over_http: Running) -> None:
    await stored(over_http).settings.set("tone.house", {"avoid": "broken"})
    assert (await asked(over_http, "/tone", GREETING)).shown.startswith("Good to send.")
    assert "To avoid: 0." in plain(await home(over_http))
    unharmed(over_http)


async def test_who_saves_has_seen_what_they_replace(over_http: Running) -> None:
    old = await form(over_http)
    meanwhile = House(avoid=(Avoided(phrase="no worries"),))
    await stored(over_http).settings.set("tone.house", meanwhile.model_dump(mode="json"))
    result = await over_http.slack.submit(NORA, old.id, {"house.avoid": {"text": "as per"}})
    assert "changed these phrases meanwhile" in plain(result.errors["house.avoid"])
    await over_http.settled()
    assert (await asked(over_http, "/tone", "No worries.")).shown.startswith("Soften")
    unharmed(over_http)


class _Sent:
    def __init__(self, avoid: str, allow: str) -> None:
        self._values = {"house.avoid": avoid, "house.allow": allow}

    def field(self, block: str) -> dict[str, str]:
        return {"value": self._values.get(block, "")}


@pytest.mark.parametrize(
    ("avoid", "allow", "field"),
    [
        ("\n".join(f"phrase {n}" for n in range(MOST_PHRASES + 1)), "", "house.avoid"),
        ("", "\n".join(f"phrase {n}" for n in range(MOST_PHRASES + 1)), "house.allow"),
        ("No worries", "no worries", "house.allow"),
        ("don't  worry", "don’t worry", "house.allow"),
        ("No worries => a\nno worries => b", "", "house.avoid"),
        ("customer => valued customer", "", "house.avoid"),
        ("a => " + "x" * 81, "", "house.avoid"),
        ("\n".join(f"{n:02} {'🙂' * 36}" for n in range(40)), "", "house.avoid"),
        ("=> you", "", "house.avoid"),
    ],
)
def test_lists_that_are_refused(avoid: str, allow: str, field: str) -> None:
    with pytest.raises(Unfit) as refused:
        read_house(_Sent(avoid, allow), words_for("en"))
    assert set(refused.value.faults) == {field}


def test_what_is_kept_comes_back_as_it_was_written() -> None:
    house = House(avoid=(Avoided(phrase="a", instead="b"), Avoided(phrase="c")), allow=("d", "e"))
    view = house_form(words_for("he"), house, 2)
    elements = [block.to_dict().get("element", {}) for block in view.blocks or ()]
    written = [each["initial_value"] for each in elements if "initial_value" in each]
    assert read_house(_Sent(*written), words_for("he")) == house
    assert all(len(each) <= INPUT_MAX for each in written)


async def test_what_was_typed_stays_where_slack_fails(over_http: Running) -> None:
    view = await form(over_http)
    over_http.slack.faults.add(method="users.info", status=500)
    fields = {"house.avoid": {"text": "valued customer => Sam"}, "house.allow": {"text": None}}
    result = await over_http.slack.submit(NORA, view.id, fields)
    assert result.errors == {"house.avoid": words_for("en")("error-slack-away")}
    assert over_http.slack.views(NORA)[-1].id == view.id, "the form is still open"
    await saved(over_http, "valued customer => Sam")
    assert "To avoid: 1." in plain(published(over_http))
