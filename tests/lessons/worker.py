"""A process that delivers, for `test_processes.py`: Slack is a file that posts are appended to.

python worker.py DATABASE_URL POSTS_FILE CHANCE_OF_DEATH SEED
"""

import asyncio
import datetime as dt
import json
import os
import random
import sys
from pathlib import Path

from bot.clock import SystemClock
from bot.content import Language, Lesson
from bot.lessons import Deliverer, Digest, FindOutcome, Found, NotFound, SendOutcome, Sent
from bot.lessons import delivery as constants
from bot.store import AllTeamsClaims, Database

from .helpers import a_library

# As in life, only faster.
constants.LEASE = dt.timedelta(seconds=1.5)
constants.SETTLE = dt.timedelta(seconds=1.5)


class FileSlack:
    """Appends a line a post, which the system does whole or not at all."""

    def __init__(self, path: Path, chance: float) -> None:
        self._path = path
        self._chance = chance

    def perhaps_die(self) -> None:
        if random.random() < self._chance:
            os._exit(9)

    async def post(
        self,
        team_id: str,
        channel_id: str,
        lesson: Lesson,
        *,
        lang: Language,
        position: int,
        total: int,
        delivery_id: str,
        digest: Digest,
        until: float,
    ) -> SendOutcome:
        self.perhaps_die()  # after the fence
        line = json.dumps([team_id, channel_id, delivery_id, lesson.id, lang, position, total])
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, line.encode() + b"\n")
        os.close(descriptor)
        self.perhaps_die()  # posted, and nobody knows
        await asyncio.sleep(0)
        return Sent("1.0")

    async def find(
        self, team_id: str, channel_id: str, delivery_id: str, since: dt.datetime
    ) -> FindOutcome:
        posts = self._path.read_text() if self._path.exists() else ""
        return Found("1.0") if f'"{delivery_id}"' in posts else NotFound()

    async def tell(
        self, team_id: str, user_id: str, channel_id: str, error: str, lang: Language
    ) -> SendOutcome:
        return Sent("1.0")


async def main(url: str, posts: Path, chance: float) -> None:
    slack = FileSlack(posts, chance)
    fence, sent = AllTeamsClaims.fence, AllTeamsClaims.sent

    async def dying_fence(*args: object) -> bool:
        slack.perhaps_die()  # after the claim
        return await fence(*args)  # type: ignore[arg-type]

    async def dying_sent(*args: object) -> bool:
        result = await sent(*args)  # type: ignore[arg-type]
        slack.perhaps_die()  # after the commit
        return result

    AllTeamsClaims.fence = dying_fence  # type: ignore[method-assign,assignment]
    AllTeamsClaims.sent = dying_sent  # type: ignore[method-assign,assignment]
    database = Database(url)
    await database.connect()
    deliverer = Deliverer(database, a_library(), slack, SystemClock())
    idle = 0
    while idle < 40:  # nothing for longer than a lease and its settling take
        report = await deliverer.tick()
        idle = 0 if report.sent or report.reconciled else idle + 1
        await asyncio.sleep(0.1)
    await database.close()


if __name__ == "__main__":
    random.seed(sys.argv[4])
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])))
