"""api.test, auth.test, apps.connections.open, blocks.validate, bots, team and users."""

from __future__ import annotations

from playground.blockkit import check_blocks, check_view
from playground.content import ApiError, pointed
from playground.core import Core
from playground.model import Json, Person
from playground.webapi._method import TIER_2, TIER_3, TIER_4, Method, decoded
from playground.webapi._places import page

UNLIMITED = 6_000  # Slack calls the rate of these "special"; nothing meets it


def auth_test(core: Core, args: Json) -> Json:
    workspace = core.conversations.workspace
    return {
        "url": f"{core.url}/",
        "team": workspace.name,
        "user": core.bot.name,
        "team_id": workspace.team_id,
        "user_id": core.bot.id,
        "bot_id": core.bot.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(core: Core, args: Json) -> Json:
    address = core.url.replace("http://", "ws://", 1)
    ticket = core.sockets.ticket()
    return {"url": f"{address}/link/?ticket={ticket}&app_id={core.conversations.app_id}"}


def validate(core: Core, args: Json) -> Json:
    given = [name for name in ("blocks", "view", "message") if args.get(name)]
    if len(given) != 1:
        raise ApiError(
            "invalid_arguments", "must provide exactly one of `blocks`, `view`, or `message`"
        )
    value = decoded(args[given[0]], "invalid_arguments")
    if given[0] == "view":
        faults = check_view(value)
    elif given[0] == "message":
        faults = check_blocks(value.get("blocks", []) if isinstance(value, dict) else value)
    else:
        faults = check_blocks(value)
    if faults:
        raise ApiError(f"invalid_{given[0]}", errors=pointed(faults))
    return {}


def bots_info(core: Core, args: Json) -> Json:
    bot = core.conversations.shapes.bot_profile()
    if args.get("bot") not in (None, "", bot["id"]):
        raise ApiError("bot_not_found")
    return {"bot": bot | {"user_id": core.bot.id}}


def team_info(core: Core, args: Json) -> Json:
    workspace = core.conversations.workspace
    if args.get("team") not in (None, "", workspace.team_id):
        raise ApiError("team_not_found")
    return {
        "team": {
            "id": workspace.team_id,
            "name": workspace.name,
            "domain": workspace.domain,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


def users_info(core: Core, args: Json) -> Json:
    person = core.conversations.people.get(args["user"])
    if person is None:
        raise ApiError("user_not_found")
    return {"user": _user(core, person, args)}


def users_list(core: Core, args: Json) -> Json:
    people = core.conversations.people.values()
    found = [_user(core, person, args) for person in people]
    return page(args, found, "members") | {"cache_ts": int(core.clock.now().timestamp())}


def _user(core: Core, person: Person, args: Json) -> Json:
    locale = bool(args.get("include_locale"))
    return core.conversations.shapes.user(person, locale=locale)


def api_test(core: Core, args: Json) -> Json:
    if args.get("error"):
        raise ApiError(str(args["error"]), args=args)
    return {"args": args}


METHODS = [
    Method(
        "api.test",
        api_test,
        {"error": "string", "foo": "string"},
        per_minute=TIER_4,
        caller="anyone",
    ),
    Method("auth.test", auth_test, per_minute=UNLIMITED),
    Method("apps.connections.open", connections_open, per_minute=TIER_3, caller="app"),
    Method(
        "blocks.validate",
        validate,
        {"blocks": "json", "view": "json", "message": "json"},
        per_minute=TIER_3,
        caller="anyone",
    ),
    Method("bots.info", bots_info, {"bot": "string"}, scope="users:read", per_minute=TIER_3),
    Method(
        "team.info",
        team_info,
        {"team": "string", "domain": "string"},
        scope="team:read",
        per_minute=TIER_3,
    ),
    Method(
        "users.info",
        users_info,
        {"user": "string", "include_locale": "boolean"},
        required=("user",),
        scope="users:read",
        per_minute=TIER_4,
    ),
    Method(
        "users.list",
        users_list,
        {"cursor": "string", "limit": "number", "include_locale": "boolean"},
        scope="users:read",
        per_minute=TIER_2,
    ),
]
