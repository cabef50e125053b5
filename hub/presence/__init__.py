"""Who is available, on a call, away or offline: stored intervals with reasons."""

from __future__ import annotations

from uuid import UUID

from hub import accounts
from hub.db import Tx
from hub.presence.board import (
    GRACE,
    ROOM,
    come_online,
    excuse,
    expire,
    follow_pause,
    forgive,
    go_offline,
    keep_alive,
    overlay,
    owing_among,
    refresh,
    set_presence,
    settle,
    tell,
)
from hub.presence.hooks import HOOKS, WrapUp, manage_everybody
from hub.presence.live import add_rooms, followed_sockets
from hub.presence.read import HUB_WORDS, Choice, available_of, choice_of, everybody, overlaid
from hub.presence.routes import routes
from hub.presence.schemas import PresenceOut, Told
from hub.presence.states import Reason, State
from hub.presence.timers import register

__all__ = [
    "GRACE",
    "HOOKS",
    "HUB_WORDS",
    "ROOM",
    "Choice",
    "PresenceOut",
    "Reason",
    "State",
    "Told",
    "WrapUp",
    "add_rooms",
    "available_of",
    "choice_of",
    "come_online",
    "everybody",
    "excuse",
    "expire",
    "follow_accounts",
    "follow_pause",
    "followed_sockets",
    "forgive",
    "go_offline",
    "keep_alive",
    "manage_everybody",
    "overlaid",
    "overlay",
    "owing_among",
    "refresh",
    "register",
    "routes",
    "set_presence",
    "settle",
    "tell",
]


async def _signed_in(tx: Tx, user_id: UUID, _extension_id: UUID | None) -> None:
    await come_online(tx, user_id)


def follow_accounts() -> None:
    """Let signing in and out, and changes of users, show; called once by ``hub.app``."""
    if _signed_in not in accounts.HOOKS.signed_in:
        accounts.HOOKS.signed_in.append(_signed_in)
        accounts.HOOKS.signed_out.append(go_offline)
        accounts.HOOKS.user_changed.append(refresh)
