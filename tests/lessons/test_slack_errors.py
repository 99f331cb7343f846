"""Every error that Slack documents for `chat.postMessage` has a class: retry, refuse, ambiguous."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.lessons import Ambiguous, RateLimited, Refused, SendOutcome
from bot.slack.delivery import _why_not_sent

RETRY = ("ratelimited", "rate_limited")
AMBIGUOUS = (
    "fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org",
)  # fmt: skip
REFUSED = (
    "access_denied", "accesslimited", "account_inactive", "as_user_not_supported",
    "attachment_payload_limit_exceeded", "cannot_reply_to_message", "channel_not_found",
    "deprecated_endpoint", "draft_not_found", "duplicate_channel_not_found",
    "duplicate_message_not_found", "ekm_access_denied", "enterprise_is_restricted",
    "invalid_arg_name", "invalid_arguments", "invalid_array_arg", "invalid_attachments",
    "invalid_auth", "invalid_blocks", "invalid_blocks_format", "invalid_charset",
    "invalid_form_data", "invalid_metadata_format", "invalid_metadata_schema", "invalid_post_type",
    "invalid_unfurl_urls_format", "invalid_unfurls_format", "is_archived", "is_inactive",
    "markdown_text_conflict", "message_limit_exceeded", "messages_tab_disabled",
    "metadata_must_be_sent_from_app", "metadata_too_large", "method_deprecated",
    "missing_file_data", "missing_post_type", "missing_scope", "msg_blocks_too_long",
    "msg_too_long", "no_dual_broadcast_content_update", "no_permission", "no_text",
    "not_allowed_token_type", "not_authed", "not_in_channel", "org_login_required",
    "restricted_action", "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel", "restricted_action_thread_locked",
    "restricted_action_thread_only_channel", "slack_connect_blocked_file_type",
    "slack_connect_canvas_sharing_blocked", "slack_connect_clip_sharing_blocked",
    "slack_connect_file_link_sharing_blocked", "slack_connect_file_upload_sharing_blocked",
    "slack_connect_lists_sharing_blocked", "team_access_not_granted", "team_not_found",
    "token_expired", "token_revoked", "too_many_attachments", "too_many_contact_cards",
    "two_factor_setup_required", "unfurl_links_conflict", "user_is_bot", "user_is_restricted",
)  # fmt: skip


def _outcome(code: str, status: int = 200, headers: dict[str, str] | None = None) -> SendOutcome:
    response = AsyncSlackResponse(
        client=None, http_verb="POST", api_url="chat.postMessage", req_args={},
        data={"ok": False, "error": code}, headers=headers or {}, status_code=status,
    )  # fmt: skip
    error = SlackApiError("", response)  # type: ignore[no-untyped-call]
    return _why_not_sent(error)


@pytest.mark.parametrize("code", REFUSED)
def test_refused(code: str) -> None:
    assert _outcome(code) == Refused(code)


@pytest.mark.parametrize("code", AMBIGUOUS)
def test_ambiguous(code: str) -> None:
    assert _outcome(code) == Ambiguous(code)


@pytest.mark.parametrize("code", [*REFUSED[:3], "", "an_error_of_tomorrow"])
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_whatever_the_code_a_5xx_says_nothing(code: str, status: int) -> None:
    assert isinstance(_outcome(code, status), Ambiguous)


@pytest.mark.parametrize("code", RETRY)
@pytest.mark.parametrize(
    ("headers", "wait"), [({"Retry-After": "7"}, 7.0), ({"retry-after": "0"}, 0.0), ({}, 30.0)]
)
def test_retried(code: str, headers: dict[str, str], wait: float) -> None:
    assert _outcome(code, 429, headers) == RateLimited(wait)
    assert _outcome(code, 200, headers) == RateLimited(wait)


def test_what_slack_adds_tomorrow_is_refused_and_told() -> None:
    assert _outcome("an_error_of_tomorrow") == Refused("an_error_of_tomorrow")
