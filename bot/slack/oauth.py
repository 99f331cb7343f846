"""“Add to Slack”: a workspace installs Dean by itself.

`GET /slack/install` leads to Slack's page, which asks whoever came to allow it, and sends them
back to `GET /slack/oauth_redirect`. The exchange is Bolt's; here are where the state and the
installation are kept, what may be installed, and the words on the page at the end.
"""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from html import escape
from http.cookies import SimpleCookie
from urllib.parse import quote

import aiohttp
from babel.core import negotiate_locale
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation as SlackInstallation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.content.models import LANGUAGES
from bot.l10n import Words, words_for
from bot.store import Database, Installation, OAuthStates, Workspace
from config import Settings

from .errors import error_name, slack_code

log = logging.getLogger(__name__)
# Bolt's own lines hold the code that the token can be had for.
_bolts_log = logging.getLogger(f"{__name__}.bolt")
_bolts_log.disabled = True

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"

_PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",  # this page's address holds the code and the state
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


# Somebody came with a code that isn't good any more; the rest is ours, or Slack's.
_STALE_CODE = frozenset({"invalid_code", "code_already_used", "code_expired"})
_TEAM = re.compile(r"[TE][A-Z0-9]{1,20}")


class NotThere(Exception):
    """An installation that Dean can't serve; `reason` names the words for it."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class _States(AsyncOAuthStateStore):
    """`OAuthStates`, as Bolt wants to speak to it."""

    def __init__(self, states: OAuthStates, clock: Clock) -> None:
        self._states = states
        self._clock = clock

    async def async_issue(self, *args: object, **more: object) -> str:
        return await self._states.issue(self._clock.now())

    async def async_consume(self, state: str) -> bool:
        return await self._states.consume(state, self._clock.now())


class _Flow(AsyncOAuthFlow):
    """Bolt's, with our database behind it."""

    def __init__(
        self,
        client: AsyncWebClient,
        settings: AsyncOAuthSettings,
        database: Database,
        clock: Clock,
    ) -> None:
        super().__init__(client=client, logger=_bolts_log, settings=settings)
        self._database = database
        self._clock = clock

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        # Bolt puts the team into the address as it was given, with whatever hangs on to it.
        team = (request.query.get("team") or [""])[0]
        return self.settings.authorize_url_generator.generate(
            state=state, team=team if _TEAM.fullmatch(team) else None
        )

    async def run_installation(self, code: str) -> SlackInstallation | None:
        # Bolt's own takes a wrong secret, or a Slack that is busy, for a code that is too old.
        try:
            given = await self.client.oauth_v2_access(
                code=code,
                client_id=self.settings.client_id,
                client_secret=self.settings.client_secret,
            )
        except SlackApiError as error:
            if slack_code(error) in _STALE_CODE:
                return None
            raise
        token = str(given.get("access_token") or "")
        try:
            return await self._installation(given, token)
        except Exception:
            await self._undo(token)
            raise

    async def _installation(self, given: AsyncSlackResponse, token: str) -> SlackInstallation:
        team, enterprise = given.get("team") or {}, given.get("enterprise") or {}
        if given.get("is_enterprise_install") or not team.get("id"):
            raise NotThere("organisation")
        if given.get("refresh_token") is not None:
            raise NotThere("rotation")
        granted = str(given.get("scope") or "").split(",")
        who = await self.client.auth_test(token=token)
        if set(self.settings.scopes or ()) - set(granted) or not who.get("bot_id"):
            raise NotThere("failed")
        found = SlackInstallation(
            user_id=str((given.get("authed_user") or {}).get("id") or ""),
            app_id=given.get("app_id"),
            team_id=str(team["id"]),
            team_name=team.get("name"),
            enterprise_id=enterprise.get("id"),
            bot_token=token,
            bot_id=str(who["bot_id"]),
            bot_user_id=str(who["user_id"]),
        )
        await Workspace(self._database, str(team["id"])).installation.save(
            Installation(
                bot_token=token,
                bot_id=str(who["bot_id"]),
                bot_user_id=str(who["user_id"]),
                installed_at=self._clock.now(),
                enterprise_id=enterprise.get("id"),
            )
        )
        log.info("installed", extra={"team": team["id"]})
        return found

    async def store_installation(
        self, request: AsyncBoltRequest, installation: SlackInstallation
    ) -> None:
        """It is kept already, so that what can't be kept can be undone at Slack, too."""

    async def _undo(self, token: str) -> None:
        """Take Dean out of the workspace again: his commands would stand there unanswered."""
        if not token:
            return
        try:
            await self.client.apps_uninstall(
                token=token,
                client_id=self.settings.client_id,
                client_secret=self.settings.client_secret,
            )
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("not removed again", extra={"error": error_name(error)})


def oauth_routes(
    settings: Settings,
    client: AsyncWebClient,
    database: Database,
    clock: Clock,
    scopes: Sequence[str],
) -> list[Route]:
    """The two addresses. `client` has no token of its own, and asks for those `scopes`.

    Raises `ValueError` without SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.
    """
    if settings.slack_client_id is None or settings.slack_client_secret is None:
        raise ValueError("installing needs SLACK_CLIENT_ID and SLACK_CLIENT_SECRET")
    flow = _Flow(
        client,
        AsyncOAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret.get_secret_value(),
            scopes=list(scopes),
            user_scopes=[],
            install_path=INSTALL_PATH,
            install_page_rendering_enabled=False,
            redirect_uri_path=REDIRECT_PATH,
            # Slack's pages stand beside its API: …/api/ → …/oauth/v2/authorize
            authorization_url=f"{settings.slack_api_url.removesuffix('api/')}oauth/v2/authorize",
            callback_options=AsyncCallbackOptions(success=_installed, failure=_not_installed),
            installation_store=AsyncInstallationStore(),  # never asked: `_Flow` keeps them
            state_store=_States(OAuthStates(database), clock),
            logger=_bolts_log,
        ),
        database,
        clock,
    )

    def route(path: str, handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]) -> Route:
        async def answer(request: Request) -> Response:
            if request.method != "GET":  # a HEAD, which isn't there to install anything
                return Response(status_code=405, headers={"Allow": "GET"})
            try:
                return _starlettes(await handle(_bolts(request)))
            except NotThere as error:
                log.warning("not installed", extra={"reason": error.reason})
                return _page(request, error.reason, status=400)
            except Exception as error:  # ours, the database's, Slack's, what the SDK can't read
                log.error("not installed", extra={"error": error_name(error)}, exc_info=error)
                return _page(request, "failed", status=503)

        return Route(path, answer)

    return [
        route(INSTALL_PATH, flow.handle_installation),
        route(REDIRECT_PATH, flow.handle_callback),
    ]


def _bolts(request: Request) -> AsyncBoltRequest:
    headers = {name: request.headers.getlist(name) for name in request.headers}
    return AsyncBoltRequest(body="", query=str(request.url.query), headers=dict(headers))


def _starlettes(answer: BoltResponse) -> Response:
    """Bolt's answer: on to Slack, or our own page. Its cookie isn't sent along from other sites."""
    headers = answer.first_headers_without_set_cookie()
    if answer.status == 302:
        response: Response = RedirectResponse(headers["location"], status_code=302)
        response.headers["Cache-Control"] = "no-store"
    else:
        response = HTMLResponse(answer.body, status_code=answer.status, headers=_PAGE_HEADERS)
    for cookie in answer.cookies():
        _set(response, cookie)
    return response


def _set(response: Response, cookie: SimpleCookie) -> None:
    for name, morsel in cookie.items():
        response.set_cookie(
            name,
            morsel.value,
            max_age=int(morsel["max-age"]) if morsel["max-age"] else None,
            path="/slack/",
            secure=True,
            httponly=True,
            samesite="lax",  # so that it comes back from Slack's page, and from no form elsewhere
        )


async def _installed(args: AsyncSuccessArgs) -> BoltResponse:
    found = args.installation
    words = _words({name: values[0] for name, values in args.request.headers.items()})
    link = f"slack://app?team={quote(found.team_id or '')}&id={quote(found.app_id or '')}"
    return BoltResponse(
        status=200,
        body=_html(
            words,
            words("install-done", team=found.team_name or found.team_id or ""),
            words("install-next"),
            (link, words("install-open")),
        ),
    )


# Bolt's reasons, and Slack's own, by the words that explain them.
_REASONS = {
    "access_denied": "refused",
    "invalid_browser": "expired",
    "invalid_state": "expired",
    "invalid_code": "expired",
    "missing_code": "expired",
}


async def _not_installed(args: AsyncFailureArgs) -> BoltResponse:
    # Slack's `error` stands in the address, where anybody can write anything: never repeated.
    reason = _REASONS.get(args.reason, "failed")
    log.warning("not installed", extra={"reason": reason})
    words = _words({name: values[0] for name, values in args.request.headers.items()})
    again = (INSTALL_PATH, words("install-again"))
    return BoltResponse(
        status=args.suggested_status_code,
        body=_html(words, words("install-not"), words(f"install-{reason}"), again),
    )


def _page(request: Request, reason: str, *, status: int) -> Response:
    words = _words(dict(request.headers))
    again = (INSTALL_PATH, words("install-again"))
    return HTMLResponse(
        _html(words, words("install-not"), words(f"install-{reason}"), again),
        status_code=status,
        headers=_PAGE_HEADERS,
    )


def _words(headers: Mapping[str, str]) -> Words:
    """Those of the browser's language."""
    wanted = [
        part.partition(";")[0].strip() for part in headers.get("accept-language", "").split(",")
    ]
    found = negotiate_locale([each for each in wanted if each], LANGUAGES, sep="-")
    return words_for(next((lang for lang in LANGUAGES if lang == found), "en"))


def _html(words: Words, title: str, text: str, link: tuple[str, str]) -> str:
    address, label = (escape(each) for each in link)
    direction = "rtl" if words.lang == "he" else "ltr"
    return f"""<!doctype html>
<html lang="{words.lang}" dir="{direction}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
  :root {{ color-scheme: light dark; }}
  body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto;
      padding: 0 1.5rem; }}
  h1 {{ font-size: 1.4rem; line-height: 1.3; }}
  a {{ display: inline-block; margin-top: 1rem; padding: .55rem 1rem; border-radius: .5rem;
      background: #24483e; color: #fff; text-decoration: none; }}
  a:focus-visible {{ outline: 3px solid #7fb8a4; outline-offset: 2px; }}
</style>
<main>
<h1>{escape(title)}</h1>
<p>{escape(text)}</p>
<a href="{address}">{label}</a>
</main>
</html>
"""
