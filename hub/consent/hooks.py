"""What ``hub.app`` tells consent, once, before anything is served."""

from __future__ import annotations

from dataclasses import dataclass, field

from hub.consent.terms import Policy
from hub.settings import Settings


@dataclass
class Hooks:
    """``policy``: what silence means, from the settings."""

    policy: Policy = field(default_factory=Policy)


HOOKS = Hooks()


def follow(settings: Settings) -> None:
    """Let silence mean what the settings say."""
    chosen = settings.consent
    HOOKS.policy = Policy(
        service=chosen.service_without_record == "allowed", marketing=chosen.marketing_without_record == "allowed"
    )
