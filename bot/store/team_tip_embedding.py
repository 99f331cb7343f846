"""Which of the teams' own tips are still to be embedded, and who does which."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, delete, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock

from ._bound import insert
from .database import Database
from .leases import Leases
from .records import TipState
from .tables import team_tip, team_tip_book, team_tip_vector


@dataclass(frozen=True, slots=True)
class ToEmbed:
    """A tip that this process holds, and the lines of it that have their vectors already."""

    team_id: str
    number: int
    title: str
    do: str
    say: tuple[str, ...]
    situations: tuple[str, ...]
    content_hash: str
    known: frozenset[int]

    @property
    def key(self) -> tuple[str, int]:
        return self.team_id, self.number


class AllTeamsEmbedding:
    """The work of embedding, shared by any number of processes: each tip is one process's at a
    time, for as long as its lease lasts. Leases run by a time of their own, or by `clock`."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._leases = Leases(sqlite=database.is_sqlite, clock=clock)

    async def claim(self, encoder: str, lease: dt.timedelta, limit: int) -> tuple[ToEmbed, ...]:
        """Take up to `limit` approved tips that lack vectors of `encoder`."""
        free = (
            select(team_tip.c.team_id, team_tip.c.number)
            .where(
                team_tip.c.state == TipState.APPROVED.value,
                # Not “other than”: these three are three places in an index.
                or_(
                    team_tip.c.encoder.is_(None),
                    team_tip.c.encoder < encoder,
                    team_tip.c.encoder > encoder,
                ),
                or_(team_tip.c.lease_until.is_(None), self._leases.over(team_tip.c.lease_until)),
            )
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            rows = (
                await connection.execute(
                    update(team_tip)
                    .where(tuple_(team_tip.c.team_id, team_tip.c.number).in_(free))
                    .values(lease_until=self._leases.after(lease))
                    .returning(
                        team_tip.c.team_id,
                        team_tip.c.number,
                        team_tip.c.title,
                        team_tip.c.do,
                        team_tip.c.say,
                        team_tip.c.situations,
                        team_tip.c.content_hash,
                    )
                )
            ).all()
            known: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
            for team, numbers in _by_team((row.team_id, row.number) for row in rows).items():
                found = await connection.execute(
                    select(team_tip_vector.c.number, team_tip_vector.c.digest).where(
                        team_tip_vector.c.team_id == team,
                        team_tip_vector.c.number.in_(numbers),
                        team_tip_vector.c.encoder == encoder,
                    )
                )
                for number, digest in found:
                    known[team, number].add(digest)
        return tuple(
            ToEmbed(
                team_id=row.team_id,
                number=row.number,
                title=row.title,
                do=row.do,
                say=tuple(row.say),
                situations=tuple(row.situations),
                content_hash=row.content_hash,
                known=frozenset(known[row.team_id, row.number]),
            )
            for row in sorted(rows, key=lambda row: (row.team_id, row.number))
        )

    async def finish(
        self,
        encoder: str,
        held: Sequence[ToEmbed],
        made: Mapping[tuple[str, int], Mapping[int, bytes]],
        lines: Mapping[tuple[str, int], frozenset[int]],
    ) -> int:
        """Keep the vectors that were made, by digest, and drop those of no line any more; how
        many tips are done. One that was changed or removed meanwhile is left to its next turn.
        """
        done = 0
        async with self._database.write() as connection:
            for team, numbers in _by_team(each.key for each in held).items():
                hashes = {each.number: each.content_hash for each in held if each.team_id == team}
                # The book before the tips, as everybody who changes them does.
                revision = await connection.scalar(
                    select(team_tip_book.c.revision)
                    .where(team_tip_book.c.team_id == team)
                    .with_for_update()
                )
                same = [
                    row.number
                    for row in await connection.execute(
                        select(team_tip.c.number, team_tip.c.content_hash).where(
                            team_tip.c.team_id == team, team_tip.c.number.in_(numbers)
                        )
                    )
                    if row.content_hash == hashes[row.number]
                ]
                if revision is None or not same:
                    continue
                for number in same:
                    await _keep(
                        connection, team, number, encoder, made[team, number], lines[team, number]
                    )
                await connection.execute(
                    update(team_tip)
                    .where(team_tip.c.team_id == team, team_tip.c.number.in_(same))
                    .values(encoder=encoder, lease_until=None, revision=revision + 1)
                )
                await connection.execute(
                    update(team_tip_book)
                    .where(team_tip_book.c.team_id == team)
                    .values(revision=revision + 1)
                )
                done += len(same)
        return done


async def _keep(
    connection: AsyncConnection,
    team: str,
    number: int,
    encoder: str,
    made: Mapping[int, bytes],
    lines: frozenset[int],
) -> None:
    mine = and_(team_tip_vector.c.team_id == team, team_tip_vector.c.number == number)
    await connection.execute(
        delete(team_tip_vector).where(
            mine,
            or_(
                team_tip_vector.c.encoder != encoder,
                team_tip_vector.c.digest.not_in(lines),
            ),
        )
    )
    if made:
        await connection.execute(
            insert(connection, team_tip_vector).on_conflict_do_nothing(),
            [
                {
                    "team_id": team,
                    "number": number,
                    "digest": digest,
                    "encoder": encoder,
                    "vector": vector,
                }
                for digest, vector in made.items()
            ],
        )


def _by_team(keys: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    by_team: dict[str, list[int]] = {}
    for team, number in keys:
        by_team.setdefault(team, []).append(number)
    return by_team
