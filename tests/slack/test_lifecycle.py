"""Leaving a workspace, and requests of others."""

import json
from typing import Any

import aiohttp
import aiohttp.test_utils
import aiohttp.web
from sqlalchemy import func, select

from bot.slack.http import EVENTS_PATH
from bot.store.tables import metadata
from tests.conftest import Running
from tests.slack.helpers import SAM, asked, clicked, unharmed


async def rows(running: Running) -> dict[str, int]:
    """How much is kept of workspaces, by table."""
    found = {}
    async with running.dean.services.database.read() as connection:
        for table in metadata.sorted_tables:
            if "team_id" in table.c:
                found[table.name] = await connection.scalar(select(func.count()).select_from(table))
    return {name: count for name, count in found.items() if count}


async def used(running: Running) -> None:
    card = await asked(running, "/tip", "caller wants my manager")
    for action in ("tip.save", "tip.helpful"):
        await clicked(running, SAM, card, action)
    await asked(running, "/tone", "As I already told you, the fee can't be changed.")
    await asked(running, "/lesson", "on 09:00 weekdays")
    await running.slack.open_home(SAM)
    await running.settled()
    home = running.slack.home(SAM)
    assert home is not None
    await running.slack.click(SAM, home, "home.language", "nl")
    await running.settled()


async def test_uninstalled_dean_forgets_everything(running: Running) -> None:
    await used(running)
    assert {"schedule", "person", "saved_tip", "vote", "counter"} <= set(await rows(running))
    await running.slack.uninstall()
    await running.settled()
    assert await rows(running) == {}
    assert all(each.delivered for each in running.slack.deliveries)


async def test_a_persons_own_token_is_not_ours(over_http: Running) -> None:
    await used(over_http)
    before = await rows(over_http)
    over_http.slack.emit({"type": "tokens_revoked", "tokens": {"oauth": [SAM], "bot": []}})
    await over_http.settled()
    assert await rows(over_http) == before
    unharmed(over_http)


async def sent(running: Running, body: bytes, content_type: str) -> tuple[int, str]:
    headers = running.slack.sign(body) | {"content-type": content_type}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{running.url}{EVENTS_PATH}", data=body, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def test_another_workspaces_request_is_refused(over_http: Running) -> None:
    """However well signed: the token is this workspace's."""
    await used(over_http)
    before, calls = await rows(over_http), len(over_http.slack.calls)
    sniffed: list[str] = []

    async def sniff(request: aiohttp.web.Request) -> aiohttp.web.Response:
        sniffed.append(request.path)
        return aiohttp.web.Response(text="ok")

    application = aiohttp.web.Application()
    application.router.add_route("*", "/{path:.*}", sniff)
    server = aiohttp.test_utils.TestServer(application)
    await server.start_server()
    hook = str(server.make_url("/elsewhere"))
    common: dict[str, Any] = {"api_app_id": "A1", "trigger_id": "1.2.3", "response_url": hook}
    interaction = common | {
        "type": "block_actions",
        "team": {"id": "T0OTHER"},
        "user": {"id": SAM},
        "actions": [{"type": "button", "action_id": "tip.shelves", "block_id": "b", "value": "{}"}],
    }
    event = {
        "type": "event_callback",
        "team_id": "T0OTHER",
        "event_id": "Ev1",
        "event": {"type": "app_home_opened", "user": SAM, "tab": "home", "channel": "D1"},
    }
    gone = event | {"event_id": "Ev2", "event": {"type": "app_uninstalled"}}
    try:
        form = "application/x-www-form-urlencoded"
        command = (
            f"command=%2Ftip&text=manager&team_id=T0OTHER&user_id={SAM}&trigger_id=9&"
            f"response_url={hook}"
        )
        answers = [
            await sent(over_http, command.encode(), form),
            await sent(over_http, b"payload=" + json.dumps(interaction).encode(), form),
            await sent(over_http, json.dumps(event).encode(), "application/json"),
            await sent(over_http, json.dumps(gone).encode(), "application/json"),
        ]
    finally:
        await over_http.settled()
        await server.close()
    refused = (200, "Dean isn't installed in this workspace.")
    assert answers[:3] == [refused] * 3
    assert answers[3][0] == 200
    assert sniffed == [], "an address in a stranger's request is never called"
    assert len(over_http.slack.calls) == calls
    assert await rows(over_http) == before
    unharmed(over_http)
