"""views.*: modals and Home tabs."""

from __future__ import annotations

from playground.content import ApiError, view_content
from playground.core import Core
from playground.model import Json
from playground.tickets import TicketError, Trigger
from playground.views import View, ViewError
from playground.webapi._method import TIER_4, Method


def _trigger(core: Core, args: Json) -> Trigger:
    id = args.get("trigger_id") or args.get("interactivity_pointer")
    if not id:
        raise ApiError("invalid_arguments", "missing required field: trigger_id")
    try:
        return core.tickets.exchange(id)
    except TicketError as error:
        raise ApiError(error.code) from error


def _answer(core: Core, view: View) -> Json:
    return {"view": core.views.shape(view)}


def open_view(core: Core, args: Json) -> Json:
    # Slack looks at the view first: a view that is refused does not use the trigger up.
    content = view_content(args["view"], ("modal",))
    trigger = _trigger(core, args)
    try:
        return _answer(core, core.views.open(trigger.user, content, trigger.channel))
    except ViewError as error:
        raise ApiError(error.code) from error


def push(core: Core, args: Json) -> Json:
    content = view_content(args["view"], ("modal",))
    trigger = _trigger(core, args)
    if trigger.view_id is None:
        raise ApiError("invalid_trigger_id", "the trigger is not from inside a modal")
    try:
        return _answer(core, core.views.push(trigger.user, content))
    except ViewError as error:
        raise ApiError(error.code) from error


def update(core: Core, args: Json) -> Json:
    if bool(args.get("view_id")) == bool(args.get("external_id")):
        raise ApiError("invalid_arguments", "exactly one of view_id and external_id is needed")
    if args.get("view_id"):
        view = core.views.find(args["view_id"])
    else:
        view = core.views.find_external(args["external_id"])
    if view is None:
        raise ApiError("not_found")
    content = view_content(args["view"], (view.type,))
    if args.get("hash") and args["hash"] != view.hash:
        raise ApiError("hash_conflict")
    try:
        return _answer(core, core.views.update(view, content))
    except ViewError as error:
        raise ApiError(error.code) from error


def publish(core: Core, args: Json) -> Json:
    person = core.conversations.people.get(args["user_id"])
    if person is None:
        raise ApiError("invalid_arguments", "invalid `user_id`")
    if not core.manifest.home_enabled:
        raise ApiError("not_enabled")
    content = view_content(args["view"], ("home",))
    try:
        view = core.views.publish(person.id, content, args.get("hash"))
    except ViewError as error:
        raise ApiError(error.code) from error
    return _answer(core, view)


METHODS = [
    Method(
        "views.open",
        open_view,
        {"trigger_id": "string", "interactivity_pointer": "string", "view": "json"},
        required=("view",),
        per_minute=TIER_4,
    ),
    Method(
        "views.push",
        push,
        {"trigger_id": "string", "interactivity_pointer": "string", "view": "json"},
        required=("view",),
        per_minute=TIER_4,
    ),
    Method(
        "views.update",
        update,
        {"view_id": "string", "external_id": "string", "view": "json", "hash": "string"},
        required=("view",),
        per_minute=TIER_4,
    ),
    Method(
        "views.publish",
        publish,
        {
            "user_id": "string",
            "view": "json",
            "hash": "string",
            "interactivity_pointer": "string",
        },
        required=("user_id", "view"),
        per_minute=TIER_4,
    ),
]
