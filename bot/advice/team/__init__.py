"""A team's own tips beside the library's: found by words at once, by meaning soon after.

    search = TeamSearch(database, advice)
    embedder = Embedder(database, encoder)
    async with embedder.working():
        answer = advice.find("festival ticket refund", own=await search.of(team_id))

What a tip says is in the database and belongs to one workspace, as everything there does.
Knows nothing of Slack.
"""

from .embedding import Embedder
from .search import TeamSearch

__all__ = ["Embedder", "TeamSearch"]
