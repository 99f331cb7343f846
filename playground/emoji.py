"""The emoji that the page offers; any other well-formed name is taken too, and shown by name."""

from __future__ import annotations

import re

OFFERED: dict[str, str] = {
    "face_with_monocle": "🧐",
    "eyes": "👀",
    "+1": "👍",
    "white_check_mark": "✅",
    "heart": "❤️",
    "pray": "🙏",
    "thinking_face": "🤔",
    "joy": "😂",
    "tada": "🎉",
    "raised_hands": "🙌",
    "wave": "👋",
    "speech_balloon": "💬",
    "hourglass": "⌛",
    "warning": "⚠️",
    "bulb": "💡",
    "-1": "👎",
}
# Names that Slack knows for the same emoji.
ALIASES = {"thumbsup": "+1", "thumbsdown": "-1"}

_NAME = re.compile(r"[a-z0-9_+'\-]{1,100}(::skin-tone-[2-6])?")


def is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def emoji_char(name: str) -> str | None:
    """The character to show; None where only the name can be."""
    bare = name.partition("::")[0]
    return OFFERED.get(ALIASES.get(bare, bare))
