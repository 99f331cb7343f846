"""Workspaces that install Dean by themselves: the way in, who is who, and the way out."""

import datetime as dt
import json
import logging
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from bot.lessons.sender import Refused, Sent, Unsent
from bot.slack.delivery import SlackSender
from bot.slack.http import EVENTS_PATH
from bot.slack.identity import InstalledWorkspaces
from bot.slack.listeners import lifecycle
from bot.slack.oauth import INSTALL_PATH, REDIRECT_PATH
from bot.store import Database, Installation, OAuthStates, Workspace
from config.manifest import bot_scopes
from playground import Playground
from playground.core import Secrets
from playground.seed import default_seed
from playground.webapi import METHODS
from tests.conftest import MANIFEST, Running, Start
from tests.slack.helpers import NORA, SAM, asked, clicked, en, plain, unharmed
from tests.slack.test_lifecycle import rows
from tests.slack.wire import HOME_OPENED, wire

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
HARBOUR = "T0HARBOUR"


@pytest.fixture
async def open_to_all(start: Start) -> AsyncIterator[Running]:
    """Dean, whom nobody has installed yet."""
    async with start("http", **SEVERAL) as it:
        yield it


SEVERAL: dict[str, Any] = {
    "slack_bot_token": None,
    "slack_client_id": Secrets.client_id,
    "slack_client_secret": SecretStr(Secrets.client_secret),
}


@dataclass
class Browser:
    """A person's browser: it keeps cookies (Secure ones, too, as browsers do on localhost) and
    follows nothing by itself."""

    base: str
    session: aiohttp.ClientSession
    cookies: dict[str, str]
    accept_language: str = "en"

    async def get(self, url: str) -> tuple[int, str, Mapping[str, str]]:
        address = url if "://" in url else self.base + url
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"cookie": jar, "accept-language": self.accept_language}
        async with self.session.get(address, headers=headers, allow_redirects=False) as answer:
            for name, morsel in answer.cookies.items():
                self.cookies[name] = morsel.value
            return answer.status, await answer.text(), dict(answer.headers)


@asynccontextmanager
async def browsing(running: Running, accept_language: str = "en") -> AsyncIterator[Browser]:
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        assert running.url is not None
        yield Browser(running.url, session, {}, accept_language)


async def begun(browser: Browser) -> str:
    """From Dean's page to Slack's; the address there."""
    status, _, headers = await browser.get(INSTALL_PATH)
    assert status == 302
    return headers["Location"]


async def link(browser: Browser, page: str, words: str) -> str:
    """Where a link of Slack's page leads in the end."""
    _, html, _ = await browser.get(page)
    found = re.search(rf'href="([^"]+)">{words}<', html)
    assert found is not None, html
    parts = urlsplit(page)
    status, _, headers = await browser.get(
        f"{parts.scheme}://{parts.netloc}{unescape(found.group(1))}"
    )
    assert status == 302
    return headers["Location"]


async def installed(running: Running) -> str:
    """Install Dean; the page at the end."""
    async with browsing(running) as browser:
        back = await link(browser, await begun(browser), "Allow")
        status, html, _ = await browser.get(back)
        assert status == 200, html
        return html


async def test_a_workspace_installs_dean_and_uses_him(open_to_all: Running) -> None:
    refused = await open_to_all.slack.command(SAM, "support", "/tip", "caller wants my manager")
    assert "isn't installed" in str(refused)
    page = await installed(open_to_all)
    assert "Dean is in" in page
    assert 'href="slack://app?team=T0HARBOUR' in page
    card = await asked(open_to_all, "/tip", "caller wants my manager")
    await clicked(open_to_all, SAM, card, "tip.save")
    await open_to_all.slack.open_home(NORA)
    await open_to_all.settled()
    assert open_to_all.slack.home(NORA) is not None
    unharmed(open_to_all)


async def test_uninstalled_nothing_is_left_and_installed_again_it_works(
    open_to_all: Running,
) -> None:
    await installed(open_to_all)
    await asked(open_to_all, "/lesson", "on 09:00 weekdays")
    assert {"installation", "schedule"} <= set(await rows(open_to_all))
    await open_to_all.slack.uninstall()
    await open_to_all.settled()
    assert await rows(open_to_all) == {}
    await installed(open_to_all)
    assert "caller" in plain(await asked(open_to_all, "/tip", "caller wants my manager"))


async def farewell(running: Running, *, event_id: str = "Ev0OLD") -> None:
    """`app_uninstalled`, as Slack sends it again."""
    body = json.dumps(
        {
            "type": "event_callback",
            "team_id": HARBOUR,
            "event_id": event_id,
            "event_time": 1_700_000_000,
            "event": {"type": "app_uninstalled"},
        }
    ).encode()
    headers = running.slack.sign(body) | {"content-type": "application/json"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{running.url}{EVENTS_PATH}", data=body, headers=headers) as answer,
    ):
        assert answer.status == 200
    await running.settled()


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifecycle, "ASK_AGAIN_S", (0.01, 0.01))


@pytest.mark.usefixtures("_at_once")
async def test_an_old_farewell_doesnt_undo_a_new_installation(open_to_all: Running) -> None:
    await installed(open_to_all)
    before = await rows(open_to_all)
    await farewell(open_to_all)
    assert await rows(open_to_all) == before
    # Nor where Slack was busy when it was asked.
    for fault in ({"status": 500}, {"status": 429}, {"drop_before": True}):
        open_to_all.slack.faults.add(method="auth.test", **fault)
        await farewell(open_to_all, event_id=f"Ev0{next(iter(fault))}{fault.get('status')}")
        assert await rows(open_to_all) == before


@pytest.mark.usefixtures("_at_once")
async def test_a_farewell_that_slack_wont_confirm_is_believed(open_to_all: Running) -> None:
    await installed(open_to_all)
    open_to_all.slack.faults.add(method="auth.test", status=503, times=None)
    await farewell(open_to_all)
    assert await rows(open_to_all) == {}


async def test_whoever_cancels_is_told_that_nothing_happened(open_to_all: Running) -> None:
    async with browsing(open_to_all) as browser:
        back = await link(browser, await begun(browser), "Cancel")
        status, html, headers = await browser.get(back)
    assert status == 200
    assert en("install-refused") in unescape(html)
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert await rows(open_to_all) == {}


async def test_what_is_late_repeated_forged_or_anothers_is_refused(
    open_to_all: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with browsing(open_to_all) as browser, browsing(open_to_all) as other:
        back = await link(browser, await begun(browser), "Allow")
        query = parse_qs(urlsplit(back).query)
        code, state = query["code"][0], query["state"][0]

        async def refused(who: Browser, **given: str) -> None:
            status, html, _ = await who.get(f"{REDIRECT_PATH}?{urlencode(given)}")
            assert status in (400, 401)
            assert en("install-expired") in unescape(html)
            assert await rows(open_to_all) == {}

        await refused(browser, code=code)
        await refused(browser, code=code, state="forged")
        await refused(other, code=code, state=state)
        open_to_all.slack.clock.advance(dt.timedelta(minutes=11))
        await refused(browser, code=code, state=state)

        back = await link(browser, await begun(browser), "Allow")
        assert (await browser.get(back))[0] == 200
        before = await rows(open_to_all)
        status, html, _ = await browser.get(back)
        assert status == 401, "a second time"
        assert await rows(open_to_all) == before

        state = parse_qs(urlsplit(await begun(browser)).query)["state"][0]
        status, html, _ = await browser.get(f"{REDIRECT_PATH}?code=made-up&state={state}")
        assert status == 401
        state = parse_qs(urlsplit(await begun(browser)).query)["state"][0]
        status, html, _ = await browser.get(f"{REDIRECT_PATH}?state={state}")
        assert status == 401
    # The server's own log of addresses is off in life (config/logs.py).
    lines = [each.getMessage() for each in caplog.records if each.name != "uvicorn.access"]
    extras = [str(vars(each)) for each in caplog.records if each.name.startswith("bot.")]
    said = "\n".join([*lines, *extras, html])
    for secret in (code, "made-up", Secrets.client_secret, open_to_all.slack.bot_token):
        assert secret not in said


async def test_what_anybody_can_write_into_the_address_isnt_shown(open_to_all: Running) -> None:
    async with browsing(open_to_all) as browser:
        _, html, _ = await browser.get(f"{REDIRECT_PATH}?error=%3Cscript%3Ecanary%3C/script%3E")
    assert "canary" not in html


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [("nl-NL,nl;q=0.9,en;q=0.8", "nl"), ("he-IL", "he"), ("fr", "en"), ("", "en"), (";;,", "en")],
)
async def test_the_page_is_in_the_browsers_language(
    open_to_all: Running, accepted: str, lang: str
) -> None:
    async with browsing(open_to_all, accepted) as browser:
        _, html, _ = await browser.get(f"{REDIRECT_PATH}?error=access_denied")
    assert f'lang="{lang}" dir="{"rtl" if lang == "he" else "ltr"}"' in html


Answer = Callable[[dict[str, Any]], None]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Change what Slack gives for a code."""

    def change(answer: dict[str, Any]) -> None:
        real = METHODS["oauth.v2.access"]
        changed = replace(real, handler=lambda core, args: real.handler(core, args) | answer)
        monkeypatch.setitem(METHODS, "oauth.v2.access", changed)

    return change


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"is_enterprise_install": True, "team": None}, "install-organisation"),
        ({"refresh_token": "xoxe-1-canary", "expires_in": 43200}, "install-rotation"),
        ({"scope": "commands"}, "install-failed"),
    ],
)
async def test_what_dean_cant_serve_is_said_and_undone(
    open_to_all: Running, answering: Answer, answer: dict[str, Any], words: str
) -> None:
    answering(answer)
    async with browsing(open_to_all) as browser:
        back = await link(browser, await begun(browser), "Allow")
        status, html, _ = await browser.get(back)
    assert status == 400
    assert en(words) in unescape(html)
    assert await rows(open_to_all) == {}
    assert open_to_all.slack.calls[-1].method == "apps.uninstall"


async def test_what_cant_be_kept_is_undone(
    open_to_all: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(self: object, given: Installation) -> None:
        raise OSError("canary")

    monkeypatch.setattr("bot.store.installations.TeamInstallation.save", away)
    async with browsing(open_to_all) as browser:
        back = await link(browser, await begun(browser), "Allow")
        status, html, _ = await browser.get(back)
    assert status == 503
    assert en("install-failed") in unescape(html)
    assert open_to_all.slack.calls[-1].method == "apps.uninstall"


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("oauth.v2.access", {"error": "bad_client_secret"}),
        ("oauth.v2.access", {"status": 500}),
        ("auth.test", {"error": "ratelimited"}),
    ],
)
async def test_a_failure_of_slacks_isnt_the_persons(
    open_to_all: Running, caplog: pytest.LogCaptureFixture, method: str, fault: dict[str, Any]
) -> None:
    async with browsing(open_to_all) as browser:
        back = await link(browser, await begun(browser), "Allow")
        open_to_all.slack.faults.add(method=method, **fault)
        status, html, _ = await browser.get(back)
    assert status == 503
    assert en("install-failed") in unescape(html)
    assert await rows(open_to_all) == {}
    told = [getattr(each, "error", None) for each in caplog.records]
    assert fault.get("error", "internal_error") in told


async def test_without_the_database_nobody_is_sent_to_slack(
    open_to_all: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(self: object, now: dt.datetime) -> str:
        raise OSError("canary")

    monkeypatch.setattr(OAuthStates, "issue", away)
    async with browsing(open_to_all) as browser:
        status, html, _ = await browser.get(INSTALL_PATH)
    assert status == 503
    assert "canary" not in html


async def test_nobody_else_decides_what_slack_is_asked_for(open_to_all: Running) -> None:
    async with browsing(open_to_all) as browser:
        for team, kept in (("T0HARBOUR", True), ("T1&scope=admin&client_id=9.9", False)):
            _, _, headers = await browser.get(f"{INSTALL_PATH}?{urlencode({'team': team})}")
            asked_for = parse_qs(urlsplit(headers["Location"]).query)
            assert asked_for.get("team") == ([team] if kept else None)
            assert asked_for["client_id"] == [Secrets.client_id]
            assert asked_for["scope"] == [",".join(bot_scopes())]


async def test_a_look_ahead_installs_nothing(open_to_all: Running) -> None:
    async with browsing(open_to_all) as browser:
        back = await link(browser, await begun(browser), "Allow")
        jar = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        async with browser.session.head(back, headers={"cookie": jar}) as answer:
            assert answer.status == 405
        assert await rows(open_to_all) == {}
        assert (await browser.get(back))[0] == 200


async def test_the_cookie_stays_between_this_browser_and_dean(open_to_all: Running) -> None:
    async with browsing(open_to_all) as browser:
        _, _, headers = await browser.get(INSTALL_PATH)
    cookie = headers["Set-Cookie"].lower()
    for part in ("secure", "httponly", "samesite=lax", "path=/slack/", "max-age=600"):
        assert part in cookie


async def test_slack_away_is_said(open_to_all: Running) -> None:
    open_to_all.slack.faults.add(method="oauth.v2.access", drop_before=True)
    async with browsing(open_to_all) as browser:
        back = await link(browser, await begun(browser), "Allow")
        status, html, _ = await browser.get(back)
    assert status == 503
    assert en("install-failed") in unescape(html)
    assert await rows(open_to_all) == {}


async def test_where_one_workspace_is_named_nobody_installs(over_http: Running) -> None:
    async with browsing(over_http) as browser:
        assert (await browser.get(INSTALL_PATH))[0] == 404
        assert (await browser.get(REDIRECT_PATH))[0] == 404


# Two workspaces


@asynccontextmanager
async def both(harbour: Playground, quay: Playground) -> AsyncIterator[str]:
    """One Web API for two workspaces; the token says whose a call is."""

    async def call(request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "")
        to = quay if token.endswith(quay.bot_token) else harbour
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method,
                f"{to.api_url}{request.match_info['method']}",
                params=request.query,
                data=await request.read(),
                headers={
                    name: value
                    for name, value in request.headers.items()
                    if name.lower() in ("authorization", "content-type")
                },
            ) as answer,
        ):
            return web.Response(
                status=answer.status, body=await answer.read(), content_type="application/json"
            )

    application = web.Application()
    application.router.add_route("*", "/api/{method}", call)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    finally:
        await runner.cleanup()


async def settled(running: Running, slack: Playground) -> None:
    """Until all that `slack` sent has been answered."""
    for _ in range(5):
        await slack.idle()
        await running.settled()


async def test_two_workspaces_and_one_dean(start: Start) -> None:
    """Each is answered with its own token and sees its own data, at the same time."""
    at = dt.datetime.now(dt.UTC)
    seed = replace(default_seed(at), team_id="T0QUAY", name="Quay")
    async with (
        Playground(MANIFEST, seed=seed, bot_token="xoxb-quay", rate_limits=False) as quay,
        start("http", **SEVERAL) as running,
        both(running.slack, quay) as api_url,
    ):
        settings = running.settings.model_copy(update={"slack_api_url": api_url})
        async with start("http", **settings.model_dump(include=set(_SHARED))) as it:
            quay.request_url = running.slack.request_url = f"{it.url}{EVENTS_PATH}"
            database = it.dean.services.database
            for slack in (running.slack, quay):
                await Workspace(database, slack.team_id).installation.save(
                    Installation(slack.bot_token, slack.bot.bot_id or "", slack.bot.id, at)
                )
            # The same person's id in both, as it never is, so that a mix-up would show.
            for slack, lang in ((running.slack, "nl"), (quay, "he")):
                await Workspace(database, slack.team_id).people.set_language(SAM, lang)
            for slack, words in ((running.slack, "Doe dit"), (quay, "מה לעשות")):
                result = await slack.command(SAM, "support", "/tip", "caller wants my manager")
                assert result.ok, result
                await settled(it, slack)
                assert words, slack.ephemerals(SAM)[-1].shown
            dutch = plain(running.slack.ephemerals(SAM)[-1])
            hebrew = plain(quay.ephemerals(SAM)[-1])
            assert re.search("[א-ת]", hebrew)
            assert not re.search("[א-ת]", dutch)
            for slack in (running.slack, quay):
                await slack.open_home(SAM)
                await settled(it, slack)
                assert slack.home(SAM) is not None
            await quay.uninstall()
            await settled(it, quay)
            assert await Workspace(database, "T0QUAY").installation.get() is None
            assert await Workspace(database, HARBOUR).installation.get() is not None
            assert (await Workspace(database, HARBOUR).people.get(SAM)) is not None


_SHARED = ("slack_api_url", "slack_bot_token", "slack_client_id", "slack_client_secret")


async def test_a_lesson_is_posted_with_the_workspaces_own_token(
    database: Database, start: Start
) -> None:
    async with start() as running:
        slack = running.slack
        sender = SlackSender(
            AsyncWebClient(base_url=slack.api_url, retry_handlers=[]),
            InstalledWorkspaces(database),
            running.dean.services.library,
        )
        assert await sender.tell(HARBOUR, SAM, "C0SUPPORT", "x", "en") == Refused(
            "account_inactive"
        )
        await Workspace(database, HARBOUR).installation.save(
            Installation(slack.bot_token, slack.bot.bot_id or "", slack.bot.id, NOW)
        )
        assert isinstance(await sender.tell(HARBOUR, SAM, "C0SUPPORT", "x", "en"), Sent)
        await Workspace(database, HARBOUR).installation.save(
            Installation("xoxb-old", slack.bot.bot_id or "", slack.bot.id, NOW)
        )
        assert await sender.tell(HARBOUR, SAM, "C0SUPPORT", "x", "en") == Refused("invalid_auth")
        # What was heard holds while the database is away; of the others nothing was sent.
        await database.close()
        assert await sender.tell(HARBOUR, SAM, "C0SUPPORT", "x", "en") == Refused("invalid_auth")
        told = await sender.tell("T0QUAY", SAM, "C0SUPPORT", "x", "en")
        assert isinstance(told, Unsent)


async def test_without_the_database_a_command_is_answered_and_an_event_comes_again(
    open_to_all: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(self: object, team_id: str) -> None:
        raise OSError("canary")

    monkeypatch.setattr(InstalledWorkspaces, "of", away)
    async with wire(open_to_all) as slack:
        answer = await slack.command()
        assert answer.status == 200
        assert plain(json.loads(answer.text)["text"]).startswith("Something broke on my side")
        assert (await slack.event(HOME_OPENED)).status == 503
    assert "canary" not in caplog.text
