"""Who may decide for the workspace."""

from .errors import OnlyAdmins
from .gesture import Gesture


async def is_admin(gesture: Gesture) -> bool:
    """Whether they are an admin or owner. Asked of Slack each time: yesterday's may have changed.

    Raises `SlackApiError`.
    """
    found = await gesture.client.users_info(user=gesture.user)
    user = found.get("user") or {}
    # In a shared channel somebody may be the admin of another workspace.
    return bool(user.get("is_admin") or user.get("is_owner")) and not user.get("is_stranger")


async def admins_only(gesture: Gesture) -> None:
    """Raises `OnlyAdmins` for anybody else."""
    if not await is_admin(gesture):
        raise OnlyAdmins
