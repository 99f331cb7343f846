"""What is counted, in Prometheus' format. No label names a team, a channel or a person.

    metrics.DELIVERIES.labels("sent").inc()
    body, content_type = metrics.page()

Each process counts for itself; what only the database knows (how long the oldest lesson has been
due, when a worker last went its round) is read when somebody asks for the page.
"""

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)

DELIVERIES = Counter("deliveries_total", "Lessons by how they ended", ["state"], registry=REGISTRY)
LATENESS = Histogram(
    "delivery_lateness_seconds",
    "From the hour that the channel chose until the lesson was posted",
    buckets=(1, 5, 15, 30, 60, 120, 300, 900, 3600, 14400),
    registry=REGISTRY,
)
AMBIGUOUS = Counter(
    "delivery_ambiguous_total", "Posts without a clear answer from Slack", registry=REGISTRY
)
OLDEST_DUE = Gauge(
    "delivery_oldest_due_seconds",
    "How long the longest waiting lesson could have been posted; alert on this",
    registry=REGISTRY,
)
WORKER_AGE = Gauge(
    "worker_heartbeat_age_seconds",
    "Since a process that delivers lessons last went its round; -1 where none runs",
    registry=REGISTRY,
)
SLACK_SECONDS = Histogram(
    "slack_api_seconds", "Calls of Slack's Web API", ["method"], buckets=_SECONDS, registry=REGISTRY
)
SLACK_ERRORS = Counter(
    "slack_api_errors_total",
    "Calls that Slack refused or didn't answer",
    ["error"],
    registry=REGISTRY,
)
EVENTS = Counter(
    "events_total",
    "What people did, and whether it was answered",
    ["type", "outcome"],
    registry=REGISTRY,
)
ACK_SECONDS = Histogram(
    "ack_seconds", "Until Slack had its acknowledgement", buckets=_SECONDS, registry=REGISTRY
)
DUPLICATES = Counter(
    "event_duplicates_total", "Events and interactions that came again", registry=REGISTRY
)
REVIEWS = Counter("reviews_total", "Tone reviews by the way in", ["entry"], registry=REGISTRY)
NO_MATCH = Counter("search_no_match_total", "Questions that no tip answers", registry=REGISTRY)


def page() -> tuple[bytes, str]:
    """Everything, as text, and its content type."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
