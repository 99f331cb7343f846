"""Which Slack gesture leads to which function: the tables, and how they are registered."""

from .registry import register

__all__ = ["register"]
