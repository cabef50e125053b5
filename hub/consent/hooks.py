"""What others do for consent: ``hub.app`` and the messaging area say so once, before anything is served."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from uuid import UUID

from hub.consent.terms import Policy
from hub.db import Tx
from hub.settings import Settings
from hub.templating import OwnTexts, shipped_texts

SendLink = Callable[[Tx, UUID, str, str, str], Awaitable[bool]]
Tell = Callable[[Tx, Collection[UUID]], Awaitable[None]]


async def _by_hand(tx: Tx, identity_id: UUID, kind: str, url: str, language: str) -> bool:
    return False


async def _nobody(tx: Tx, identity_ids: Collection[UUID]) -> None:
    return None


@dataclass
class Hooks:
    """``policy``: what silence means, from the settings. ``texts``: where people read what they agree to.

    ``send_link(tx, identity_id, kind, url, language)`` enqueues the message with a link, and answers whether it did;
    until somebody fills it, people copy the link and send it by hand. ``tell(tx, identity_ids)`` shows changes to
    those who look at one of their customers.
    """

    policy: Policy = field(default_factory=Policy)
    send_link: SendLink = _by_hand
    tell: Tell = _nobody
    texts: Callable[[], OwnTexts] = shipped_texts


HOOKS = Hooks()


def follow(settings: Settings, texts: OwnTexts) -> None:
    """Let silence mean what the settings say, and people agree to these texts."""
    HOOKS.texts = lambda: texts
    chosen = settings.consent
    HOOKS.policy = Policy(
        service=chosen.service_without_record == "allowed", marketing=chosen.marketing_without_record == "allowed"
    )
