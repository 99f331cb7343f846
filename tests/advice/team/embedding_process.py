"""A process that embeds until there is nothing left; it says so after every batch.

python -m tests.advice.team.embedding_process DATABASE_URL LEASE_SECONDS
"""

import asyncio
import datetime as dt
import sys
import time

from bot.advice.team import Embedder
from bot.store import Database

from .helpers import Counting


async def main(url: str, lease: float) -> None:
    database = Database(url)
    await database.connect()
    encoder = Counting("encoder")
    embedder = Embedder(database, encoder, lease=dt.timedelta(seconds=lease), tips=4)
    while await embedder.batch():
        print(len(encoder.texts), flush=True)
        # The one that is killed stands still in the midst of a batch, not between two.
        if lease < 5 and len(encoder.texts) > 20:
            encoder.encode = lambda _: time.sleep(60)  # type: ignore[assignment, return-value]
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
