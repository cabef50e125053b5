"""A call is over: note that its audio is wanted, in the transaction that stores its end."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel

from hub import jobs
from hub.calls import EndedCall
from hub.db import Tx, new_id
from hub.ports import AudioKind
from hub.recordings.models import CallRecording

KIND = "recordings.fetch"
LANE = "recordings"
FIRST_LOOK = timedelta(seconds=5)
TRIES = 12  # the last one hours after the call: a file server may be away for a while


class FetchJob(BaseModel):
    """Which wish is to be fulfilled."""

    recording_id: UUID


async def want(tx: Tx, call: EndedCall) -> None:
    """Have the call's recording and voicemail fetched, where its line allows it."""
    if call.record == "never":
        return
    if call.answered:
        await _wish(tx, call, AudioKind.RECORDING, None)
    if call.voicemail:
        await _wish(tx, call, AudioKind.VOICEMAIL, call.voicemail)


async def _wish(tx: Tx, call: EndedCall, kind: AudioKind, mailbox: str | None) -> None:
    wish = {
        "id": new_id(), "call_id": call.id, "account": call.account, "kind": kind.value, "state": "wanted",
        "reason": None, "consent": call.record, "mailbox": mailbox, "source": None, "seen": {}, "attempts": 0,
        "blob_id": None, "media_type": None, "codec": None, "seconds": None, "bytes": None,
        "recorded_at": call.ended_at, "settled_at": None,
    }  # fmt: skip
    await tx.insert(CallRecording, [wish])
    job = FetchJob(recording_id=wish["id"])
    await jobs.enqueue(tx, KIND, job, lane=LANE, run_at=FIRST_LOOK, max_attempts=TRIES)
