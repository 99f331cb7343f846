"""A stand-in for Slack on this machine, in which any Slack bot can be tried and tested.

>>> async with Playground(Path("manifest.json")) as slack:
...     print(slack.url, slack.api_url)

`python -m playground --manifest manifest.json` starts one with its page in the browser.
"""

from playground.blockkit import check_blocks, check_view
from playground.clock import PlaygroundClock
from playground.faults import Faults
from playground.gestures import CommandResult, Refused, SubmitResult
from playground.manifest import ManifestError
from playground.model import Channel, Message, Person, Workspace
from playground.mrkdwn import Ping
from playground.playground import Playground
from playground.records import Acknowledgement, ApiCall, Delivery, HookCall
from playground.seed import default_seed
from playground.views import View

__all__ = [
    "Acknowledgement",
    "ApiCall",
    "Channel",
    "CommandResult",
    "Delivery",
    "Faults",
    "HookCall",
    "ManifestError",
    "Message",
    "Person",
    "Ping",
    "Playground",
    "PlaygroundClock",
    "Refused",
    "SubmitResult",
    "View",
    "Workspace",
    "check_blocks",
    "check_view",
    "default_seed",
]
