"""What goes wrong, and how often: the table's lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .worker import HTTP_S, Order, Step


@dataclass(frozen=True)
class Plan:
    """One line of the table. `share` is its part of all runs, in parts of 1,300."""

    name: str
    share: int
    step: Step | None = None
    does: Literal["kill", "freeze", "full"] = "kill"
    faults: Mapping[str, Any] = field(default_factory=dict)  # of Slack, for some of the posts
    clock: bool = False  # moved by an hour, there and back
    away: bool = False  # the database: restarted, or locked by somebody else
    history: bool = True  # whether Dean may look into the channel
    order: Order = "ledger"
    only: Literal["sqlite", "postgresql"] | None = None


_KILLED: tuple[tuple[Step, str], ...] = (
    ("plan", "after the plan"),
    ("claim", "after the claim"),
    ("fence", "after the fence"),
    ("sent", "with the request under way"),
    ("answer", "after the answer"),
    ("commit", "before the commit"),
    ("recorded", "after the commit"),
)
_FROZEN: tuple[tuple[Step, str], ...] = (
    ("claim", "after the claim"),
    ("fence", "after the fence"),
    ("sent", "in the midst of sending"),
    ("answer", "after the answer"),
)

PLANS: tuple[Plan, ...] = (
    *(Plan(f"kill -9 {words}", 100, step) for step, words in _KILLED),
    *(Plan(f"frozen past the lease {words}", 60, step, "freeze") for step, words in _FROZEN),
    Plan("answer dropped, message accepted", 80, faults={"drop_after_accept": True}),
    Plan("connection dropped, nothing accepted", 40, faults={"drop_before": True}),
    Plan("5xx, nothing accepted", 60, faults={"status": 503}),
    Plan("429", 60, faults={"error": "ratelimited", "retry_after": 1}),
    Plan("accepted after we gave up", 80, faults={"delay": HTTP_S + 0.3}),
    Plan("slow answers, and kill -9", 40, "sent", faults={"delay": HTTP_S / 2}),
    Plan("clock ± 1 h, and kill -9", 60, "answer", clock=True),
    Plan("database away, and kill -9", 60, "answer", away=True),
    Plan("disk full after the answer", 60, "answer", "full", only="sqlite"),
)

# Not counted above: without the permission to look, a post without an answer stays unknown.
BLIND = Plan(
    "answer dropped, no history scope", 40, faults={"drop_after_accept": True}, history=False
)

NAIVE: tuple[Plan, ...] = (
    Plan("send, then record", 30, "answer", order="send-then-record"),
    Plan("record, then send", 30, "recorded", order="record-then-send"),
)
