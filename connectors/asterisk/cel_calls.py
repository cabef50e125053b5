"""Pure: channel events (CEL) → the calls that they tell of, each as the facts that a session would have heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from connectors.asterisk.cel_facts import OVER, Teller
from connectors.asterisk.cel_rows import CelRow
from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.endpoints import endpoint_of, is_listed, party_of
from connectors.asterisk.records_calls import PbxTime
from connectors.asterisk.records_rows import epoch_of
from connectors.asterisk.standing import APPLICATION as STANDING
from hub.ports import Party, RecoveredEvents

# Events of one moment, in the order in which they must have been. Where only seconds are kept, they stand as they came.
_RANKS = {"CHAN_START": 0, "HANGUP": 2, "CHAN_END": 3, "LINKEDID_END": 4}
SLACK = timedelta(seconds=1)  # a unique id holds whole seconds


def story_of(
    rows: Iterable[CelRow], options: AsteriskOptions, time: PbxTime, since: datetime, *, final: bool
) -> list[RecoveredEvents]:
    """The calls that began at ``since`` or later and are over, by the hub's clock.

    With ``final`` also those whose end is not told and will not be. Rows may be doubled, missing, and in any order.
    """
    kept = [row for row in dict.fromkeys(rows) if not is_listed(endpoint_of(row.channel), options.ignore_endpoints)]
    kept.sort(key=lambda row: (time.of_hub(row.start), _RANKS.get(row.event, 1) if row.start.microsecond else 0))
    standing = {row.uniqueid for row in kept if row.app == STANDING}
    calls = []
    for group in _groups(kept, standing):
        if _began(group, standing, time) + SLACK < since or not _matters(group, options):
            continue
        whole = _is_over(group, standing)
        if whole or final:
            calls.append(Teller(group, standing, options, time).call(cut=not whole))
    return calls


def _groups(rows: Sequence[CelRow], standing: set[str]) -> list[list[CelRow]]:
    """The rows of each call: of channels that Asterisk grouped, that met, or of which one took another's place."""
    parent: dict[str, str] = {}

    def find(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for row in rows:
        for other in _belongs(row, standing):
            parent[find(other)] = find(_own(row, standing))
    found: dict[str, list[CelRow]] = {}
    for row in rows:
        found.setdefault(find(_own(row, standing)), []).append(row)
    return list(found.values())


def _own(row: CelRow, standing: set[str]) -> str:
    """A channel; a line that an agent stays on all day belongs to each of its conversations."""
    bridge = row.more("bridge_id") if row.uniqueid in standing else ""
    return f"bridge {bridge}" if bridge else row.uniqueid


def _belongs(row: CelRow, standing: set[str]) -> Iterable[str]:
    if row.uniqueid not in standing and row.linkedid not in standing:
        yield row.linkedid
    if bridge := row.more("bridge_id"):
        yield f"bridge {bridge}"
    if row.channel.endswith((";1", ";2")):
        yield f"pipe {row.channel[:-2]}"
    for other in (row.more("channel2_uniqueid"), row.more("pickup_channel_uniqueid")):
        if epoch_of(other) and other not in standing:
            yield other


def _began(rows: Sequence[CelRow], standing: set[str], time: PbxTime) -> datetime:
    """When the oldest channel was made, of which there may be no row."""
    names = {name for row in rows for name in (row.uniqueid, row.linkedid)} - standing
    made = [at for name in names if (at := epoch_of(name))]
    return time.of_hub(min(made)) if made else time.of_hub(rows[0].start)


def _matters(rows: Sequence[CelRow], options: AsteriskOptions) -> bool:
    """Whether anybody took part: an endpoint that is ignored or plumbing alone makes no call."""
    return any(party_of(endpoint_of(row.channel), options) is not Party.INTERNAL for row in rows)


def _is_over(rows: Sequence[CelRow], standing: set[str]) -> bool:
    """Every channel has ended, or Asterisk said that the last of the group has."""
    channels = {row.uniqueid for row in rows} - standing
    ended = {row.uniqueid for row in rows if row.event in OVER}
    groups = {row.linkedid for row in rows} - standing
    closed = {row.linkedid for row in rows if row.event == "LINKEDID_END"}
    return channels <= ended or groups <= closed
