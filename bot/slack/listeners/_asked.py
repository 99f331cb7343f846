"""What several commands understand alike."""

_HELP = frozenset({"help", "?", "hulp", "עזרה"})


def is_help(text: str) -> bool:
    """Whether somebody asks how a command works, and nothing else."""
    return text.strip().casefold() in _HELP
