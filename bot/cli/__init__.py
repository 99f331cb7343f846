"""The command line: `python -m bot …`, or `dean …` once installed."""

from .main import main

__all__ = ["main"]
