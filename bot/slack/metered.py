"""Slack's Web API, with a watch on it."""

import time
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import metrics

from .errors import SlackTimeout, slack_code

_MARK = "_dean_is_metered"


def metered(client: AsyncWebClient) -> AsyncWebClient:
    """`client` itself; its calls and their errors are counted from now on, each once."""
    if getattr(client, _MARK, False):
        return client
    call = client.api_call

    async def api_call(api_method: str, **how: Any) -> Any:
        began = time.perf_counter()
        try:
            return await call(api_method, **how)
        except SlackApiError as error:
            metrics.SLACK_ERRORS.labels(slack_code(error) or "no_answer").inc()
            raise
        except TimeoutError as error:
            metrics.SLACK_ERRORS.labels("timeout").inc()
            raise SlackTimeout from error
        except Exception as error:
            metrics.SLACK_ERRORS.labels(type(error).__name__).inc()
            raise
        finally:
            metrics.SLACK_SECONDS.labels(api_method).observe(time.perf_counter() - began)

    client.api_call = api_call  # type: ignore[method-assign]
    setattr(client, _MARK, True)
    return client
