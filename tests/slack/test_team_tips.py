"""A team's own tips: suggested, decided on by admins, found, saved, and gone."""

from typing import Any

import pytest

from bot.content import TeamTipDraft
from bot.slack.blocks.team_tips import PAGE
from bot.store import TipState, Workspace
from playground import Message, View
from tests.conftest import Running
from tests.slack.helpers import (
    DAAN,
    NORA,
    PRIYA,
    SAM,
    asked,
    buttons,
    clicked,
    elements,
    en,
    home,
    plain,
    published,
    unharmed,
)

SITUATION = "kubernetes pod crash loop backoff"  # nothing of the library's answers it
FORM = {
    "team_tip.title": {"text": "Pods that keep restarting"},
    "team_tip.do": {"text": "Say that the team is on it.\nThen give them the status page."},
    "team_tip.say": {"text": "We see it, and we are on it."},
    "team_tip.situations": {"text": f"{SITUATION}\n\nthe cluster restarts"},
}


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    # However slow the machine: what is read is what is tested, not how soon.
    monkeypatch.setattr("bot.advice.team.search.PATIENCE_S", 60)


def tips(running: Running) -> Any:
    return Workspace(running.dean.services.database, running.slack.team_id).tips


async def form(running: Running, target: Message | View, user: str = SAM) -> View:
    await clicked(running, user, target, "team_tip.suggest")
    return running.slack.views(user)[-1]


async def suggested(running: Running, user: str = SAM, **changes: Any) -> None:
    view = await form(running, await asked(running, "/tip", user=user), user)
    result = await running.slack.submit(user, view.id, FORM | changes)
    assert result.ok, result
    await running.settled()


async def approved(running: Running, *titles: str) -> None:
    drafts = [
        TeamTipDraft(title=title, do="What to do about it.", situations=(title,), lang="en")
        for title in titles
    ]
    await tips(running).add_all(
        drafts, author=None, state=TipState.APPROVED, now=running.slack.clock.now()
    )


def told(running: Running, user: str) -> list[str]:
    """What Dean wrote to somebody in private."""
    return [plain(each) for each in running.slack.messages(running.slack.dm(user))]


async def test_from_a_question_to_everybodys_tip(running: Running) -> None:
    slack = running.slack
    card = await asked(running, "/tip", SITUATION)
    assert en("tip-none-suggest") in plain(card)
    view = await form(running, card)
    first = next(
        each["element"]["initial_value"]
        for each in view.blocks
        if each.get("block_id") == "team_tip.situations"
    )
    assert first == SITUATION, "what was asked is its first situation"
    assert (await slack.submit(SAM, view.id, FORM)).ok
    await running.settled()
    assert en("team-tip-sent", title="Pods that keep restarting") in plain(slack.views(SAM)[-1])
    assert "tip.save" not in buttons(await asked(running, "/tip", SITUATION)), "it awaits"

    page = await home(running)
    assert "Pods that keep restarting" in plain(page)
    assert en("team-tip-awaiting") in plain(page)
    await clicked(running, NORA, page, "team_tip.approve.1")
    page = await home(running)
    assert en("team-tip-in-use") in plain(page)
    assert en("team-tips-state", approved="1", awaiting="0") in plain(page)
    assert told(running, SAM)[-1] == en("team-tip-approved", title="Pods that keep restarting")

    card = await asked(running, "/tip", SITUATION, user=DAAN)
    assert card.text.startswith("Pods that keep restarting. Do: Say that the team is on it.")
    assert en("team-tip-from") in plain(card)
    assert "We see it, and we are on it." in plain(card)
    assert "tip.side" not in buttons(card)
    unharmed(running)


async def test_an_own_tip_is_saved_rated_shared_and_found_again(over_http: Running) -> None:
    await approved(over_http, SITUATION[:40])
    card = await asked(over_http, "/tip", SITUATION[:40])
    title = SITUATION[:40]
    assert card.text.startswith(title)
    await clicked(over_http, SAM, card, "tip.helpful")
    await clicked(over_http, SAM, card, "tip.save")
    assert "tip.unsave" in buttons(card)
    await clicked(over_http, SAM, card, "tip.share")
    shared = over_http.slack.messages("support")[-1]
    assert shared.text == card.text
    workspace = Workspace(over_http.dean.services.database, over_http.slack.team_id)
    assert await workspace.votes.of(SAM, "team/1") == 1
    assert await workspace.saved.list(SAM) == ("team/1",)
    assert title in buttons(await asked(over_http, "/tip")).values()
    page = await home(over_http, SAM)
    assert buttons(page)["home.tip.1"] == title
    await clicked(over_http, SAM, page, "home.tip.1")
    assert title in over_http.slack.views(SAM)[-1].shown
    unharmed(over_http)


async def test_a_removed_tip_is_gone_at_once(over_http: Running) -> None:
    await approved(over_http, SITUATION)
    card = await asked(over_http, "/tip", SITUATION)
    await clicked(over_http, SAM, card, "tip.save")
    await clicked(over_http, NORA, await home(over_http), "team_tip.remove.1")
    assert "tip.save" not in buttons(await asked(over_http, "/tip", SITUATION))
    await clicked(over_http, SAM, card, "tip.helpful")
    assert over_http.slack.ephemerals(SAM)[-1].shown.startswith("I no longer have that tip.")
    assert "home.tip.1" not in buttons(await home(over_http, SAM))
    unharmed(over_http)


async def test_declined_is_told_once_and_kept_nowhere(over_http: Running) -> None:
    await suggested(over_http)
    page = await home(over_http)
    await clicked(over_http, NORA, page, "team_tip.decline.1")
    assert told(over_http, SAM) == [en("team-tip-declined", title="Pods that keep restarting")]
    assert await tips(over_http).get(1) is None
    unharmed(over_http)


async def test_two_admins_decide_once(over_http: Running) -> None:
    await suggested(over_http)
    page = await home(over_http)
    stale = page.content
    await clicked(over_http, NORA, page, "team_tip.approve.1")
    page.content = stale
    await clicked(over_http, NORA, page, "team_tip.approve.1")
    assert en("error-already-decided") in plain(over_http.slack.views(NORA)[-1])
    assert len(told(over_http, SAM)) == 1
    unharmed(over_http)


async def test_an_admin_changes_a_tip_before_and_after(over_http: Running) -> None:
    slack = over_http.slack
    await suggested(over_http)
    for title in ("Pods in a loop", "Pods that crash"):
        await clicked(over_http, NORA, await home(over_http), "team_tip.edit.1")
        view = slack.views(NORA)[-1]
        shown = {
            each["block_id"]: each["element"].get("initial_value")
            for each in view.blocks
            if "element" in each
        }
        assert shown["team_tip.situations"] == f"{SITUATION}\nthe cluster restarts"
        assert (await slack.submit(NORA, view.id, {"team_tip.title": {"text": title}})).ok
        await over_http.settled()
        assert title in plain(await home(over_http))
        if "team_tip.approve.1" in buttons(await home(over_http)):
            await clicked(over_http, NORA, await home(over_http), "team_tip.approve.1")
    card = await asked(over_http, "/tip", SITUATION)
    assert card.text.startswith("Pods that crash.")
    unharmed(over_http)


@pytest.mark.parametrize("action", ["approve", "edit", "decline", "remove"])
async def test_who_is_no_admin_is_refused_in_words(over_http: Running, action: str) -> None:
    await suggested(over_http)
    mine = await home(over_http, SAM)
    assert "Pods that keep restarting" not in plain(mine), "the list is the admins'"
    assert "team_tip.suggest" in buttons(mine)
    for block in mine.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == "team_tip.suggest":  # forged
                element.update(action_id=f"team_tip.{action}", value='{"number":1}')
    await clicked(over_http, SAM, mine, f"team_tip.{action}")
    assert en("error-only-admins") in plain(over_http.slack.views(SAM)[-1])
    kept = await tips(over_http).get(1)
    assert kept.state is TipState.AWAITING
    assert told(over_http, SAM) == []
    unharmed(over_http)


async def test_a_forged_form_changes_nothing(over_http: Running) -> None:
    await approved(over_http, SITUATION)
    view = await form(over_http, await asked(over_http, "/tip"))
    view.content["private_metadata"] = '{"number":1}'
    await over_http.slack.submit(SAM, view.id, FORM)
    await over_http.settled()
    assert (await tips(over_http).get(1)).title == SITUATION
    unharmed(over_http)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("title", "Bee", ("team-tip-too-short", {"least": "4"})),
        ("do", "Run away", ("team-tip-too-short", {"least": "10"})),
        ("say", "One.\nTwo.\nThree.\nFour.", ("team-tip-too-many", {"most": "3"})),
        ("say", "x" * 201, ("team-tip-too-long", {"most": "200"})),
        ("situations", "\n".join("abcdefghijklmnop"), ("team-tip-too-short", {"least": "2"})),
        ("situations", "\n".join(["pods"] * 16), ("team-tip-too-many", {"most": "15"})),
        ("situations", " \n ", ("team-tip-missing", {})),
    ],
)
async def test_a_fault_is_told_at_its_field(
    over_http: Running, field: str, text: str, said: tuple[str, dict[str, str]]
) -> None:
    view = await form(over_http, await asked(over_http, "/tip"))
    refused = await over_http.slack.submit(
        SAM, view.id, FORM | {f"team_tip.{field}": {"text": text}}
    )
    assert {key: plain(words) for key, words in refused.errors.items()} == {
        f"team_tip.{field}": en(said[0], **said[1])
    }
    assert await tips(over_http).count(TipState.AWAITING) == 0
    unharmed(over_http)


async def test_the_same_tip_twice_is_said(over_http: Running) -> None:
    await suggested(over_http)
    view = await form(over_http, await asked(over_http, "/tip", user=PRIYA), PRIYA)
    refused = await over_http.slack.submit(PRIYA, view.id, FORM)
    assert plain(refused.errors["team_tip.title"]) == en("team-tip-there")
    unharmed(over_http)


async def test_pages_of_the_list(over_http: Running) -> None:
    await approved(over_http, *(f"Approved number {n}" for n in range(PAGE + 3)))
    await suggested(over_http)
    page = await home(over_http)
    assert "Pods that keep restarting" in plain(page)
    assert len([id for id in buttons(page) if id.startswith("team_tip.edit.")]) == PAGE
    await clicked(over_http, NORA, page, "team_tip.page.2")
    page = published(over_http)
    assert len([id for id in buttons(page) if id.startswith("team_tip.edit.")]) == 4
    assert "Approved number 0" in plain(page)
    assert "team_tip.page.2" not in buttons(page)
    await clicked(over_http, NORA, page, "team_tip.remove.4")
    page = published(over_http)
    assert "Approved number 0" not in plain(page)
    await clicked(over_http, NORA, page, "team_tip.page.1")
    page = published(over_http)
    assert "Pods that keep restarting" in plain(page)
    unharmed(over_http)


async def test_what_people_wrote_does_nothing(over_http: Running) -> None:
    evil = "<!channel> <@U0NORA> *b* <https://evil.example|x>"
    changes: Any = {f"team_tip.{field}": {"text": evil} for field in ("title", "do", "say")}
    await suggested(over_http, **changes)
    page = await home(over_http)
    await clicked(over_http, NORA, page, "team_tip.approve.1")
    card = await asked(over_http, "/tip", SITUATION)
    await clicked(over_http, SAM, card, "tip.share")
    assert all(each.get("type") != "mrkdwn" for each in elements(card))
    unharmed(over_http)


async def test_without_slack_saying_who_is_an_admin_the_page_still_comes(
    over_http: Running,
) -> None:
    await suggested(over_http)
    over_http.slack.faults.add(method="users.info", error="missing_scope")
    page = await home(over_http)
    assert en("home-today") in plain(page)
    assert "Pods that keep restarting" not in plain(page)
    unharmed(over_http, refused=("missing_scope",))


async def test_words_only_is_said_until_they_are_embedded(over_http: Running) -> None:
    await approved(over_http, "One thing", "Another thing")
    ready = en("team-tips-ready", ready="0", total="2")
    assert ready in plain(await home(over_http))
    assert over_http.dean.embedder is not None
    await over_http.dean.embedder.all()
    assert en("team-tips-state", approved="2", awaiting="0") in plain(await home(over_http))
    assert "words only" not in plain(await home(over_http))


async def test_another_workspaces_tip_is_not_shown(over_http: Running) -> None:
    other = Workspace(over_http.dean.services.database, "T0OTHER")
    draft = TeamTipDraft(title=SITUATION, do="Their own way.", situations=(SITUATION,), lang="en")
    await other.tips.add(
        draft, author=None, state=TipState.APPROVED, now=over_http.slack.clock.now()
    )
    card = await asked(over_http, "/tip", SITUATION)
    assert "Their own way." not in card.shown
    assert "Their own way." not in plain(await home(over_http))
    unharmed(over_http)
