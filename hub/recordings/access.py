"""Who may listen to what."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.calls import Call, taking_part, visible_to
from hub.ports import AudioKind
from hub.recordings.models import CallRecording
from hub.web import NotFound, Principal


async def audible_kinds(session: AsyncSession, user: Principal, call_id: UUID) -> set[str]:
    """The kinds of audio of this call that the user may listen to.

    With ``recordings:listen`` all; with ``recordings:own`` recordings of calls that they talked in, and messages left
    when their own phone rang in vain.
    """
    if user.may(Permission.RECORDINGS_LISTEN):
        return {AudioKind.RECORDING.value, AudioKind.VOICEMAIL.value}
    rules = {AudioKind.RECORDING: taking_part(user), AudioKind.VOICEMAIL: visible_to(user, mine=True)}
    kinds = set()
    for kind, where in rules.items():
        if await session.scalar(sa.select(sa.exists(sa.select(Call.id).where(Call.id == call_id, *where)))):
            kinds.add(kind.value)
    return kinds


async def get_audible(session: AsyncSession, user: Principal, recording_id: UUID) -> CallRecording:
    """The recording. Raises ``NotFound``, also where the user may not listen to it."""
    row = await session.get(CallRecording, recording_id)
    if row is None or row.kind not in await audible_kinds(session, user, row.call_id):
        raise NotFound("There is no such recording.")
    return row
