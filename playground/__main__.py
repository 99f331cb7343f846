"""`python -m playground --manifest FILE [--port PORT] [--request-url URL] [--redirect-url URL]`"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from playground.manifest import ManifestError
from playground.playground import Playground

DEFAULT_PORT = 3000


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m playground",
        description="A stand-in for Slack on this machine, to try a bot in.",
    )
    parser.add_argument("--manifest", type=Path, required=True, help="the app's manifest (JSON)")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="default: %(default)s")
    parser.add_argument(
        "--request-url",
        help="where the app takes requests; without it the app connects by Socket Mode",
    )
    parser.add_argument(
        "--redirect-url",
        help="where whoever allowed the app is sent; the app then gets its token by itself",
    )
    given = parser.parse_args(arguments)
    try:
        asyncio.run(_serve(given.manifest, given.port, given.request_url, given.redirect_url))
    except (ManifestError, OSError) as error:
        print(f"The playground can't start: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


async def _serve(
    manifest: Path, port: int, request_url: str | None, redirect_url: str | None
) -> None:
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):  # also where who started us ignores the first
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    async with Playground(
        manifest, port=port, request_url=request_url, redirect_url=redirect_url
    ) as playground:
        credentials = (
            [
                f"  SLACK_CLIENT_ID={playground.client_id}",
                f"  SLACK_CLIENT_SECRET={playground.client_secret}",
            ]
            if redirect_url
            else [f"  SLACK_BOT_TOKEN={playground.bot_token}"]
        )
        way = f"sends requests to {request_url}" if request_url else "waits for Socket Mode"
        lines = [
            f"The playground is at {playground.url} and {way}. Start the app with:",
            f"  SLACK_API_URL={playground.api_url}",
            *credentials,
            f"  SLACK_SIGNING_SECRET={playground.signing_secret}"
            if request_url
            else f"  SLACK_APP_TOKEN={playground.app_token}",
        ]
        print("\n".join(lines), flush=True)  # noqa: T201
        await stop.wait()


if __name__ == "__main__":
    sys.exit(main())
