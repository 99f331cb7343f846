"""Tips of a team's own, as tests write them."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from bot.advice import Advice
from bot.advice.encoder import Encoder
from bot.advice.team.index import Entry, Index
from bot.advice.team.lines import as_kept, lines_of
from bot.advice.team.words import Background
from bot.content import TeamTipDraft
from bot.store import Database, TipState, Workspace
from bot.vectors import Floats

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)

BEES = TeamTipDraft(
    title="Bees on the terrace",
    do="Move the guests inside first, then call the beekeeper whose number is behind the bar.",
    say=("Let me find you a table indoors, away from the bees.",),
    situations=(
        "a swarm of bees has settled on the terrace",
        "wasps around the guests' cakes",
        "hornet in the dining room and people run",
    ),
    lang="en",
)
MODEM = TeamTipDraft(
    title="The modem blinks red",
    do="Have them unplug the modem for ten seconds, and ask which lights are on afterwards.",
    say=("Which lights do you see on the box?",),
    situations=("modem blinks red", "no internet since the storm", "router keeps rebooting"),
    lang="en",
)
TICKETS = TeamTipDraft(
    title="Festivalkaartje terugbetalen",
    do="Kaartjes gaan tot een week voor het festival terug via de doorverkoop op onze site.",
    say=("Via de doorverkoop krijgt u het hele bedrag terug.",),
    situations=("wil zijn festivalkaartje terug", "kaartje doorverkopen", "festival is afgelast"),
    lang="nl",
)


def entry(number: int, draft: TeamTipDraft, encoder: Encoder | None = None) -> Entry:
    """A tip as the index reads it; embedded with an encoder, by words without."""
    vectors: Sequence[bytes] = ()
    if encoder is not None:
        vectors = as_kept(encoder.encode(list(lines_of(draft).values())))
    return Entry(
        number=number,
        id=f"team/{number}",
        title=draft.title,
        content=draft.content_hash,
        asked=(draft.title, *draft.situations),
        told=(draft.do, *draft.say),
        vectors=tuple(vectors),
    )


def index(advice: Advice, *entries: Entry) -> Index:
    """An index with those tips."""
    made = Index(
        Background(advice.lines, advice.common), advice.meaning.heads if advice.meaning else None
    )
    made.put(entries)
    return made


async def keep(database: Database, *drafts: TeamTipDraft, team: str = "T1") -> None:
    """Approved tips in the database."""
    await Workspace(database, team).tips.add_all(
        drafts, author=None, state=TipState.APPROVED, now=NOW
    )


class Counting:
    """An encoder that counts what it is given, quick and of the real one's size."""

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Floats:
        self.texts += texts
        made = np.random.default_rng(len(self.texts)).standard_normal((len(texts), 384))
        return made.astype(np.float32)
