"""Automatic replies by opening hours: one for each conversation and closed (or open) period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import organisation_name
from hub.conversations import loop
from hub.conversations.harmless import answer, mark
from hub.conversations.hooks import HOOKS, Opening
from hub.conversations.models import AutoReply, Conversation, ConversationItem
from hub.conversations.opt_outs import CHANNELS, Answering, languages_of
from hub.customers import Identity
from hub.db import Tx
from hub.inbound import Arrived
from hub.messaging import Wanted, enqueue_many

LATE: Final = timedelta(hours=1)  # what is older was written at another time, and is no question of now
_THREAD: Any = Conversation.__table__
_RULE: Any = AutoReply.__table__


def period_of(opening: Opening, now: datetime) -> str:
    """Names the period that holds now: the same until it opens or closes again; for a day where that is not known."""
    until = opening.until.isoformat() if opening.until else now.date().isoformat()
    return f"{'open' if opening.open else 'closed'} {until}"


def choose(rules: Sequence[Any], account: str, line_id: UUID | None) -> Any | None:
    """The rule of the line, else the account's."""
    by_line = [rule for rule in rules if rule.line_id is not None and rule.line_id == line_id]
    return next(iter([*by_line, *(rule for rule in rules if rule.account == account)]), None)


@dataclass(frozen=True, slots=True)
class AutoReplies:
    """Answers what comes in, as the rules say."""

    answering: Answering

    async def follow(self, tx: Tx, arrived: Sequence[Arrived]) -> None:
        """Answer those that are to be answered now."""
        asked = [one for one in arrived if self._may_be_asked(one, tx.now)]
        rules = (await tx.connection.execute(sa.select(_RULE).where(_RULE.c.active.is_(True)))).all() if asked else []
        chosen = {one.interaction_id: rule for one in asked if (rule := choose(rules, one.account, one.line_id))}
        due = [one for one in asked if one.interaction_id in chosen]
        await answer(tx, due, lambda some: self._reply(tx, some, chosen))

    async def _reply(self, tx: Tx, asked: Sequence[Arrived], chosen: Mapping[UUID, Any]) -> None:
        due = await self._due(tx, asked, chosen)
        quiet = await loop.silent(tx, {one.identity_id for one, _ in due})
        await mark(tx, [one for one, _ in due if one.identity_id in quiet], "silenced")
        await self._answer(tx, [one for one in due if one[0].identity_id not in quiet])

    def _may_be_asked(self, one: Arrived, now: datetime) -> bool:
        message = one.message
        fresh = now - message.at < LATE
        return message.channel in CHANNELS and fresh and self.answering.asks(message) is None

    async def _due(self, tx: Tx, asked: Sequence[Arrived], chosen: Mapping[UUID, Any]) -> list[tuple[Arrived, UUID]]:
        """The message and the template of each conversation that has not been answered in this period."""
        item = ConversationItem
        query = sa.select(_THREAD, item.interaction_id, Identity.kind.label("identity_kind"))
        query = query.join(item, item.conversation_id == _THREAD.c.id)
        query = query.join(Identity, Identity.id == _THREAD.c.identity_id)
        query = query.where(item.interaction_id.in_([one.interaction_id for one in asked]))
        threads = {row.interaction_id: row for row in await tx.connection.execute(query)}
        due: list[tuple[Arrived, UUID]] = []
        periods: dict[UUID, str] = {}
        for one in asked:
            thread, rule = threads.get(one.interaction_id), chosen[one.interaction_id]
            if thread is None or thread.identity_kind != "phone":  # short codes and names are machines
                continue
            opening = HOOKS.opens(one.line_id, thread.team_id)
            template = rule.open_template_id if opening.open else rule.closed_template_id
            period = period_of(opening, tx.now)
            if template and period not in {thread.auto_period, periods.get(thread.id)}:
                periods[thread.id] = period
                due.append((one, template))
        await _remember(tx, periods)
        return due

    async def _answer(self, tx: Tx, due: Sequence[tuple[Arrived, UUID]]) -> None:
        from hub import templates  # noqa: PLC0415 - a hub without templates does not load them

        if not due:
            return
        settings = self.answering.settings
        template = templates.MessageTemplate
        query = sa.select(template.id, template.version_id).where(template.id.in_({key for _, key in due}))
        versions = {row.id: row.version_id for row in await tx.connection.execute(query)}
        texts = await templates.load_texts(tx.connection, list(versions.values()))
        name = await organisation_name(tx.session, settings)
        sender = await templates.load_sender(tx.connection, name, settings.organisation.time_zone, tx.now)
        people = {one.users[0][0] for one, _ in due if len(one.users) == 1}
        values = await templates.load_values(tx.connection, list(people), sender)
        languages = await languages_of(tx, [one for one, _ in due], settings.organisation.language)
        await enqueue_many(tx, [
            _wanted(one, template_id, versions[template_id], templates.render(
                texts[versions[template_id]],
                _speaking(values.get(one.users[0][0]) if len(one.users) == 1 else None, sender,
                          languages[one.interaction_id]),
            ))
            for one, template_id in due if template_id in versions
        ])  # fmt: skip


def _speaking(values: Any | None, sender: Any, language: str) -> Any:
    from hub import templates  # noqa: PLC0415

    found = values or templates.nobody(sender)
    return replace(found, languages=(language, *found.languages))


def _wanted(one: Arrived, template_id: UUID, version_id: UUID, made: Any) -> Wanted:
    return Wanted(
        dedupe_key=f"answer:{one.interaction_id}", channel="sms", purpose="service", identity_id=one.identity_id,
        language=made.language, text=made.text, origin="auto_reply", account=one.account, line_id=one.line_id,
        sender_address=one.message.own, template_id=template_id, template_version_id=version_id,
    )  # fmt: skip


async def _remember(tx: Tx, periods: Mapping[UUID, str]) -> None:
    """These are answered in these periods."""
    if periods:
        change = sa.update(_THREAD).where(_THREAD.c.id == sa.bindparam("row_id"))
        change = change.values(auto_period=sa.bindparam("v_period"))
        await tx.connection.execute(change, [{"row_id": key, "v_period": one} for key, one in periods.items()])
