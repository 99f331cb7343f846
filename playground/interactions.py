"""What people do with shortcuts, buttons, forms and the Home tab."""

from __future__ import annotations

from typing import Any

from playground import forms
from playground.blockkit import elements_of
from playground.content import ApiError, view_content
from playground.core import Core
from playground.gestures import Refused, SubmitResult, explain
from playground.model import Json, Message
from playground.people import People
from playground.records import Acknowledgement
from playground.views import View, ViewError


class Interactions:
    def __init__(self, core: Core, people: People) -> None:
        self._core = core
        self._people = people

    async def shortcut(
        self, user: str, channel: str | None, ts: str | None, callback_id: str
    ) -> Acknowledgement:
        shortcut = self._core.manifest.shortcuts.get(callback_id)
        if shortcut is None:
            raise Refused("unknown_shortcut", f"There is no shortcut {callback_id}.")
        if shortcut.type == "message":
            message = self._people.message(self._people.user(user), channel or "", ts or "")
            payload = self._core.payloads.message_action(user, message, callback_id)
        else:
            payload = self._core.payloads.shortcut(self._people.user(user), callback_id)
        return await self._interact(payload, shortcut.name)

    async def _interact(self, payload: Json, what: str) -> Acknowledgement:
        if not self._core.manifest.interactivity:
            ack = Acknowledgement(None, None, 0.0)
            explain(ack, what, "interactivity_disabled")
            return ack
        ack = await self._core.dispatcher.acknowledge("interaction", payload["type"], payload)
        if ack.error is not None:
            explain(ack, what, ack.error)
        return ack

    async def act_on_message(
        self, user: str, message: Message, action_id: str, block_id: str | None, given: Any
    ) -> Acknowledgement:
        """Click, choose or type in an element of a message that this person sees."""
        block, element = _element(message.blocks, action_id, block_id)
        action = self._action(block, element, given)
        slot = forms.slot(element["type"])
        if slot is not None:
            entry = {"type": element["type"], slot: action.get(slot)}
            message.state.setdefault(block["block_id"], {})[action_id] = entry
        payload = self._core.payloads.message_block_action(user, message, action)
        return await self._interact(payload, _label(element))

    async def act_on_view(
        self,
        user: str,
        view: View,
        action_id: str,
        block_id: str | None,
        given: Any,
        *,
        state: Json | None = None,
    ) -> Acknowledgement:
        block, element = _element(view.blocks, action_id, block_id)
        if state:
            view.state = self._filled(view, state)
        action = self._action(block, element, given)
        slot = forms.slot(element["type"])
        if slot is not None:
            entry = {"type": element["type"], slot: action.get(slot)}
            view.state.setdefault(block["block_id"], {})[action_id] = entry
            if block["type"] == "input" and not block.get("dispatch_action"):
                # Slack keeps what was put in and tells the app only at submission.
                return Acknowledgement(None, None, 0.0)
        payload = self._core.payloads.view_block_action(user, view, action)
        return await self._interact(payload, _label(element))

    def _action(self, block: Json, element: Json, given: Any) -> Json:
        kind = element["type"]
        action: Json = {
            "type": kind,
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "action_ts": self._core.conversations.timestamp(),
        }
        slot = forms.slot(kind)
        if kind == "button":
            action["text"] = element["text"]
            action |= {key: element[key] for key in ("value", "style", "url") if key in element}
        elif kind == "feedback_buttons":
            sides = (element["positive_button"], element["negative_button"])
            side = next((b for b in sides if b["value"] == given), sides[0])
            action |= {"text": side["text"], "value": side["value"]}
        elif kind == "icon_button":
            action |= {"text": element["text"], "icon": element["icon"]}
            action |= {key: element[key] for key in ("value",) if key in element}
        elif kind == "overflow":
            action["selected_option"] = self._loose({**element, "type": "static_select"}, given)
        elif slot is not None:
            action[slot] = self._loose(element, given)
        return action

    def _loose(self, element: Json, given: Any) -> Any:
        try:
            return forms.value_of(element, given)
        except LookupError as error:
            raise Refused("unknown_option", str(error)) from error

    def _filled(self, view: View, given: Json) -> Json:
        try:
            return forms.fill(view.blocks, view.state, given)
        except LookupError as error:
            raise Refused("unknown_input", str(error)) from error

    async def submit(self, user: str, view_id: str, values: Json | None = None) -> SubmitResult:
        """Fill in and submit a modal; values may be loose, `{block_id: {action_id: "text"}}`."""
        view = self._people.view(user, view_id)
        if view.type != "modal" or not view.content.get("submit"):
            raise Refused("no_submit", "There is nothing to submit here.")
        view.state = self._filled(view, values or {})
        faults = forms.faults(view.blocks, view.state)
        if faults:
            # Slack's client says so itself; the app hears nothing.
            return SubmitResult(None, None, 0.0, response_action="errors", errors=faults)
        payload = self._core.payloads.view_submission(user, view)
        ack = await self._interact(payload, "The form")
        result = SubmitResult(ack.status, ack.body, ack.elapsed, ack.error, ack.words)
        if ack.error is None:
            try:
                self._respond(view, result)
            except (ApiError, ViewError) as error:
                cause = error if isinstance(error, ApiError) else ApiError(error.code)
                explain(result, "The form", "invalid_response_action", cause)
        return result

    def _respond(self, view: View, result: SubmitResult) -> None:
        views = self._core.views
        body = result.body
        if body in ("", None, {}):
            # A view that the app has replaced in the meantime is closed just the same.
            views.close(view)
            return
        action = body.get("response_action") if isinstance(body, dict) else None
        result.response_action = action
        if action == "clear":
            views.close(view, everything=True)
        elif action == "update":
            views.update(view, view_content(body.get("view"), ("modal",)))
        elif action == "push":
            views.push(view.user, view_content(body.get("view"), ("modal",)))
        elif action == "errors":
            errors = body.get("errors")
            inputs = {b["block_id"] for b in view.blocks if b["type"] == "input"}
            if not isinstance(errors, dict) or not errors or errors.keys() - inputs:
                raise ApiError("invalid_errors", "errors must name input blocks of the view")
            result.errors = {block_id: str(words) for block_id, words in errors.items()}
        else:
            raise ApiError("unknown_response_action", f"no such response_action: {action}")

    async def close(self, user: str, view_id: str, *, everything: bool = False) -> list[View]:
        """Close a modal (and those above it); the app hears of those that asked for it."""
        gone = self._core.views.close(self._people.view(user, view_id), everything=everything)
        cleared = everything or len(gone) > 1
        for view in gone:
            if view.content.get("notify_on_close"):
                payload = self._core.payloads.view_closed(user, view, is_cleared=cleared)
                await self._interact(payload, "Closing the form")
        return gone

    def open_home(self, user: str, tab: str = "home") -> View | None:
        """Open the app's Home tab, or with `messages` its DM; the Home published so far."""
        dm = self._core.conversations.open_direct_message(self._people.user(user))
        event: Json = {"type": "app_home_opened", "user": user, "channel": dm.id, "tab": tab}
        home = self._core.views.home(user)
        if tab == "home" and home is not None:
            event["view"] = self._core.views.shape(home)
        event["event_ts"] = self._core.conversations.timestamp()
        self._core.conversations.emit(event, None)
        return home


def _element(blocks: list[Json], action_id: str, block_id: str | None) -> tuple[Json, Json]:
    for block in blocks:
        for element in elements_of(block):
            if element.get("action_id") == action_id and block_id in (None, block["block_id"]):
                return block, element
    raise Refused("element_not_found", f"There is nothing to act on called {action_id}.")


def _label(element: Json) -> str:
    text = element.get("text")
    return str(text["text"]) if isinstance(text, dict) else "That"
