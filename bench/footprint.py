"""What Dean's process takes: time until it is ready, and memory, before and after being used.

    python bench/footprint.py [--gestures 250]

`python -m bot` on a SQLite file, beside a playground, is asked for tips and reviews in turn, by the
queries and replies that the other benches measure by. The yardstick is a process that has merely
imported what a Bolt app with vectors imports. Linux only: memory is read from /proc.
"""

import argparse
import asyncio
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.memory import resident  # noqa: E402
from bot.cli.try_out import MANIFEST  # noqa: E402
from playground import Playground  # noqa: E402

BARE = (
    "import slack_bolt.async_app, sqlalchemy.ext.asyncio, pydantic, starlette, uvicorn\n"
    "import numpy, onnxruntime\n"
    "print('ready', flush=True)\n"
    "input()\n"
)
QUERIES = ROOT / "bench" / "queries.jsonl"
REPLIES = ROOT / "training" / "tone" / "corpus" / "test" / "en-e.jsonl"


def texts(file: Path) -> list[str]:
    """The texts of a JSON Lines file."""
    return [json.loads(line)["text"] for line in file.read_text("utf-8").split("\n") if line]


async def main() -> None:
    """Start Dean, use it, print what it takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--gestures", type=int, default=250)
    gestures = parser.parse_args().gestures
    with subprocess.Popen(  # noqa: ASYNC220 - nothing else runs meanwhile
        [sys.executable, "-c", BARE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as bare:
        assert bare.stdout is not None
        bare.stdout.readline()
        base = resident(bare.pid)
        bare.kill()
    with tempfile.TemporaryDirectory() as folder:
        async with Playground(MANIFEST, rate_limits=False) as slack:
            port = str(4_000 + os.getpid() % 20_000)
            environment = os.environ | {
                "PORT": port,
                "DATABASE_URL": f"sqlite:///{folder}/bench.db",
                "SLACK_API_URL": slack.api_url,
                "SLACK_BOT_TOKEN": slack.bot_token,
                "SLACK_SIGNING_SECRET": slack.signing_secret,
            }
            began = time.perf_counter()
            dean = subprocess.Popen(  # noqa: ASYNC220 - our own words; waited for below
                [sys.executable, "-m", "bot"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
            )
            try:
                await _ready(f"http://127.0.0.1:{port}/readyz")
                took, fresh = time.perf_counter() - began, resident(dean.pid)
                slack.request_url = f"http://127.0.0.1:{port}/slack/events"
                asked = itertools.chain.from_iterable(
                    zip(texts(QUERIES), texts(REPLIES), strict=False)
                )
                for number, text in enumerate(itertools.islice(asked, gestures)):
                    await slack.command("U0SAM", "support", "/tone" if number % 2 else "/tip", text)
                await slack.idle()
                used = resident(dean.pid)
            finally:
                dean.terminate()
                dean.wait()
    print(f"ready after {took:.2f} s")
    for name, found in (
        ("imports alone", base),
        ("Dean, ready", fresh),
        (f"Dean, after {gestures} gestures", used),
    ):
        print(
            f"  {name:28} {found.now:4.0f} MB resident, {found.own:4.0f} its own"
            f"   {found.now / base.now:.2f} of the imports"
        )


async def _ready(url: str) -> None:
    for _ in range(600):
        try:
            await asyncio.to_thread(urllib.request.urlopen, url, None, 1)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            return
    raise TimeoutError(f"{url} isn't ready after half a minute")


if __name__ == "__main__":
    asyncio.run(main())
