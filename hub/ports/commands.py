"""What the hub asks a telephony connector to do. Commands are never re-sent: a call placed twice is worse than none."""

from __future__ import annotations

from dataclasses import dataclass

from hub.ports.calls import LegRef


@dataclass(frozen=True, slots=True)
class Dial:
    """Ring ``endpoint``; when it answers, call ``number`` (digits, ``+``, ``*`` and ``#`` only)."""

    endpoint: str
    number: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """End this leg."""

    leg: LegRef


@dataclass(frozen=True, slots=True)
class Transfer:
    """Pass the party that talks to ``leg`` on to ``target`` without asking (blind)."""

    leg: LegRef
    target: str


@dataclass(frozen=True, slots=True)
class AttendedTransfer:
    """Call ``target`` from ``leg`` while the party that talks to it waits; ending ``leg`` then hands them over."""

    leg: LegRef
    target: str


@dataclass(frozen=True, slots=True)
class CancelTransfer:
    """End the consultation of an attended transfer: ``leg`` is back with the party that waits."""

    leg: LegRef


@dataclass(frozen=True, slots=True)
class Hold:
    """Have the phone of ``leg`` put whoever talks to it on hold."""

    leg: LegRef


@dataclass(frozen=True, slots=True)
class Resume:
    """Have the phone of ``leg`` take the call back from hold."""

    leg: LegRef


CallCommand = Dial | HangUp | Transfer | AttendedTransfer | CancelTransfer | Hold | Resume
