"""oauth.v2.access and apps.uninstall: how the app gets its token, and gives it back."""

from __future__ import annotations

import hmac

from playground.content import ApiError
from playground.core import Core
from playground.model import Json
from playground.tickets import TicketError
from playground.webapi._method import TIER_1, TIER_4, Method


def access(core: Core, args: Json) -> Json:
    _check_client(core, args)
    if args.get("grant_type") not in (None, "", "authorization_code"):
        raise ApiError("invalid_grant_type")
    try:
        code = core.tickets.redeem(str(args.get("code") or ""), args.get("redirect_uri") or None)
    except TicketError as error:
        raise ApiError(error.code) from None
    core.installed = True
    workspace = core.conversations.workspace
    return {
        "access_token": core.secrets.bot_token,
        "token_type": "bot",
        "scope": ",".join(sorted(core.manifest.scopes)),
        "bot_user_id": core.bot.id,
        "app_id": core.conversations.app_id,
        "team": {"id": workspace.team_id, "name": workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": code.user},
    }


def uninstall(core: Core, args: Json) -> Json:
    _check_client(core, args)
    remove(core)
    return {}


def remove(core: Core) -> None:
    """Take the app out of the workspace: its token no longer works, and it hears of it."""
    tokens = {"oauth": [], "bot": [core.bot.id]}
    core.conversations.emit({"type": "tokens_revoked", "tokens": tokens}, None)
    core.conversations.emit({"type": "app_uninstalled"}, None)
    core.installed = False


def _check_client(core: Core, args: Json) -> None:
    if args.get("client_id") != core.secrets.client_id:
        raise ApiError("invalid_client_id")
    secret = str(args.get("client_secret") or "").encode()
    if not hmac.compare_digest(secret, core.secrets.client_secret.encode()):
        raise ApiError("bad_client_secret")


METHODS = [
    Method(
        "apps.uninstall",
        uninstall,
        {"client_id": "string", "client_secret": "string"},
        required=("client_id", "client_secret"),
        per_minute=TIER_1,
    ),
    Method(
        "oauth.v2.access",
        access,
        {
            "client_id": "string",
            "client_secret": "string",
            "code": "string",
            "redirect_uri": "string",
            "grant_type": "string",
        },
        per_minute=TIER_4,
        caller="anyone",
    ),
]
