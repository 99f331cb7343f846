"""The library on disk: YAML files read into checked models.

    library = load_library(Path("tips"))
    library.tip("never-say/11", "en").agent.say

Nothing here ranks, schedules or speaks to Slack: `advice` and `lessons` ask this package for
what was written, and every fault in a file is reported with file, field and reason.
"""

from .library import Library, load_library
from .models import (
    Agent,
    Category,
    Customer,
    Language,
    Lesson,
    Situations,
    Source,
    SourceArticle,
    TeamTipDraft,
    Tip,
    Track,
)
from .reading import ContentError, Fault
from .team_tips import read_team_tips

__all__ = [
    "Agent",
    "Category",
    "ContentError",
    "Customer",
    "Fault",
    "Language",
    "Lesson",
    "Library",
    "Situations",
    "Source",
    "SourceArticle",
    "TeamTipDraft",
    "Tip",
    "Track",
    "load_library",
    "read_team_tips",
]
