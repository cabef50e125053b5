"""The words of consent: channels, purposes, states, sources, and what silence means."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

Channel = Literal["call", "sms", "email", "chat"]
Purpose = Literal["service", "marketing"]
State = Literal["granted", "denied", "pending", "withdrawn"]
Source = Literal[
    "agent", "phone", "form", "paper", "import", "api", "double_opt_in", "preferences", "unsubscribe", "stop_word",
    "bounce", "complaint",
]  # fmt: skip
REACHED = MappingProxyType({  # the channels that reach an address of each kind
    "phone": ("call", "sms"), "sender": ("sms",), "email": ("email",), "visitor": ("chat",), "external": ("chat",),
})  # fmt: skip
CHANNELS: tuple[Channel, ...] = get_args(Channel)
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
OPT_OUTS = ("denied", "withdrawn")
REASONS = (  # of verdicts
    "granted", "no_record", "pending", "denied", "withdrawn", "opted_out_elsewhere", "suppressed", "wrong_channel",
    "unknown",
)  # fmt: skip


def kinds_of(channel: str) -> tuple[str, ...]:
    """The kinds of addresses that the channel reaches."""
    return tuple(kind for kind, channels in REACHED.items() if channel in channels)


@dataclass(frozen=True, slots=True)
class Policy:
    """What it means that nobody ever said anything, for each purpose: True allows."""

    service: bool = True
    marketing: bool = False

    def allows(self, purpose: str) -> bool:
        """Whether silence allows this purpose."""
        return self.service if purpose == "service" else self.marketing

    def allowing(self, purpose: str) -> tuple[str, ...]:
        """The reasons for which it may be sent."""
        return ("granted", "no_record", "pending") if self.allows(purpose) else ("granted",)
