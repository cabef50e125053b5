"""Short links in the demo's messages, and which of its customers opened them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final, Literal

import sqlalchemy as sa

from hub import links, messaging
from hub.db import Tx
from hub.settings import Settings

MINUTES: Final = ((4,), (), (11, 190), (), (35,), (), (), (2, 3, 900), (70,), ())
"""After how many minutes each opens it, one after another; nobody does where there are none."""
DEVICES: Final[tuple[Literal["android", "ios", "windows"], ...]] = ("android", "ios", "android", "windows")


@contextmanager
def short_links(settings: Settings) -> Iterator[None]:
    """Messages that want such get short links meanwhile, though no module is on yet."""
    before = messaging.HOOKS.links
    base = links.base_of(settings)
    messaging.HOOKS.links = links.Shortener(base) if base else None
    try:
        yield
    finally:
        messaging.HOOKS.links = before


async def open_links(tx: Tx) -> None:
    """Some customers opened what they were sent, and a messenger looked ahead; nothing after now."""
    query = sa.select(links.ShortLink.__table__).order_by(links.ShortLink.made_at.desc(), links.ShortLink.message_id)
    clicks = []
    for place, link in enumerate(await tx.connection.execute(query)):
        device = DEVICES[place % len(DEVICES)]
        clicks += [
            links.Click(link, link.made_at + timedelta(minutes=after), "person", device)
            for after in MINUTES[place % len(MINUTES)]
        ]
        if place % 4 == 0:
            clicks.append(links.Click(link, link.made_at + timedelta(minutes=1), "preview", "other"))
    clicks = sorted((click for click in clicks if click.at <= tx.now), key=lambda click: click.at)
    if clicks:
        await links.record(tx, clicks)
        await links.tell(tx, [click.link.message_id for click in clicks])
