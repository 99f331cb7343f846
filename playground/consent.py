"""`GET /oauth/v2/authorize`: Slack's page that asks whether an app may be installed."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from playground.core import Core
from playground.model import Json

AUTHORIZE = "/oauth/v2/authorize"
_ANSWERED = f"{AUTHORIZE}/answered"
_ASKED = ("client_id", "scope", "user_scope", "state", "redirect_uri", "team")


class Consent:
    """Allow leads back to the app with a code, cancel with `error=access_denied`."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def routes(self) -> list[web.RouteDef]:
        return [web.get(AUTHORIZE, self._ask), web.get(_ANSWERED, self._answered)]

    async def _ask(self, request: web.Request) -> web.Response:
        given = {name: request.query[name] for name in _ASKED if request.query.get(name)}
        fault = self._fault(given)
        if fault is not None:
            return _html("This app can't be installed", f"<p>Slack says: {escape(fault)}</p>", 400)
        name = escape(self._core.manifest.name)
        team = escape(self._core.conversations.workspace.name)
        scopes = "".join(
            f"<li><code>{escape(each)}</code></li>" for each in given["scope"].split(",")
        )
        allow = escape(f"{_ANSWERED}?{urlencode({**given, 'allowed': '1'})}")
        cancel = escape(f"{_ANSWERED}?{urlencode(given)}")
        return _html(
            f"{name} asks to be let into {team}",
            f"<p>It asks for:</p><ul>{scopes}</ul>"
            f'<p><a class="allow" href="{allow}">Allow</a> <a href="{cancel}">Cancel</a></p>',
        )

    async def _answered(self, request: web.Request) -> web.Response:
        given = {name: request.query[name] for name in _ASKED if request.query.get(name)}
        fault = self._fault(given)
        back = given.get("redirect_uri") or self._core.redirect_url
        if fault is not None or back is None:
            return _html("This app can't be installed", "<p>Begin again in the app.</p>", 400)
        answer = {"state": given.get("state", "")}
        if "allowed" in request.query:
            admin = next(each for each in self._core.conversations.people.values() if each.is_admin)
            answer["code"] = self._core.tickets.code(admin.id, given.get("redirect_uri"))
        else:
            answer["error"] = "access_denied"
        raise web.HTTPFound(f"{back}{'&' if urlsplit(back).query else '?'}{urlencode(answer)}")

    def _fault(self, given: Json) -> str | None:
        """What is wrong with what the app asks, as Slack's code."""
        if given.get("client_id") != self._core.secrets.client_id:
            return "invalid_client_id"
        scopes = set(given.get("scope", "").split(",")) - {""}
        if not scopes:
            return "no_scopes"
        if not scopes <= self._core.manifest.scopes:
            return "invalid_scope"
        known = self._core.redirect_url
        wanted = given.get("redirect_uri")
        if known is None or (wanted is not None and not _within(wanted, known)):
            return "bad_redirect_uri"
        return None


def _within(wanted: str, known: str) -> bool:
    """Whether an address is below another, as Slack asks."""
    one, other = urlsplit(wanted), urlsplit(known)
    same = (one.scheme, one.netloc) == (other.scheme, other.netloc)
    return same and f"{one.path}/".startswith(f"{other.path.rstrip('/')}/")


def _html(title: str, body: str, status: int = 200) -> web.Response:
    return web.Response(
        status=status,
        content_type="text/html",
        text=f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/static/consent.css">
<main><h1>{title}</h1>{body}</main>
</html>
""",
    )
