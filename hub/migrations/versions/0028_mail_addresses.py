"""mail addresses in small letters, as providers read them, beside how they are written; those that were two are one

Revision: 0028, after: 0027
"""

from collections import defaultdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

IDENTITY = sa.table(
    'identity', sa.column('id', sa.Uuid), sa.column('kind'), sa.column('value'), sa.column('written'),
    sa.column('first_seen_at'), sa.column('last_seen_at'),
)
USED_IN = ('call', 'interaction', 'participant', 'outbound_message', 'consent_event', 'consent_opt_out', 'consent_token')
LINK = sa.table(
    'customer_identity', sa.column('id', sa.Uuid), sa.column('customer_id', sa.Uuid), sa.column('identity_id', sa.Uuid),
    sa.column('valid_to'), sa.column('verified', sa.Boolean), sa.column('primary', sa.Boolean),
)
CONSENT = sa.table(
    'consent', sa.column('id', sa.Uuid), sa.column('identity_id', sa.Uuid), sa.column('channel'), sa.column('purpose'),
    sa.column('stands'),
)


def upgrade() -> None:
    op.add_column('identity', sa.Column('written', sa.String(length=320), nullable=True))
    store = op.get_bind()
    value = IDENTITY.c.value.collate('C') if store.dialect.name == 'postgresql' else IDENTITY.c.value
    small = sa.func.lower(value)  # of both stores: A to Z alone
    mails, capitals = IDENTITY.c.kind == 'email', small != IDENTITY.c.value
    again = sa.select(small).where(mails).group_by(small).having(sa.func.count() > 1)
    groups = defaultdict(list)
    for key, text in store.execute(
        sa.select(IDENTITY.c.id, small).where(mails, small.in_(again)).order_by(capitals, IDENTITY.c.id)
    ).all():
        groups[text].append(key)
    if groups:  # for the while: otherwise each one that goes would be looked for among all participants
        op.create_index('ix_0028_participant', 'participant', ['identity_id'])
        for first, *others in groups.values():
            for other in others:
                _join(store, first, other)
        op.drop_index('ix_0028_participant', 'participant')
    store.execute(sa.update(IDENTITY).where(mails, capitals).values(written=IDENTITY.c.value, value=small))


def _join(store: sa.Connection, first: UUID, other: UUID) -> None:
    for name in USED_IN:
        table = sa.table(name, sa.column('identity_id', sa.Uuid))
        store.execute(sa.update(table).where(table.c.identity_id == other).values(identity_id=first))
    _join_links(store, first, other)
    _join_consent(store, first, other)
    both = IDENTITY.alias()
    for name, widest in (('first_seen_at', sa.func.min), ('last_seen_at', sa.func.max)):
        seen = sa.select(widest(both.c[name])).where(both.c.id.in_([first, other])).scalar_subquery()
        store.execute(sa.update(IDENTITY).where(IDENTITY.c.id == first).values({name: seen}))
    store.execute(sa.delete(IDENTITY).where(IDENTITY.c.id == other))


def _join_links(store: sa.Connection, first: UUID, other: UUID) -> None:
    """Who used both uses it once, as the one that is written to first and as verified where either was."""
    both = sa.select(LINK.c.customer_id).where(LINK.c.identity_id == first, LINK.c.valid_to.is_(None))
    mine = (LINK.c.identity_id == other, LINK.c.valid_to.is_(None), LINK.c.customer_id.in_(both))
    gone = LINK.alias()
    for name in ('primary', 'verified'):
        who = sa.select(gone.c.customer_id).where(gone.c.identity_id == other, gone.c.valid_to.is_(None), gone.c[name])
        kept = (LINK.c.identity_id == first, LINK.c.valid_to.is_(None), LINK.c.customer_id.in_(who))
        store.execute(sa.update(LINK).where(*kept).values({name: True}))
    store.execute(sa.delete(LINK).where(*mine))
    store.execute(sa.update(LINK).where(LINK.c.identity_id == other).values(identity_id=first))


def _join_consent(store: sa.Connection, first: UUID, other: UUID) -> None:
    """The strictest stands: a refusal, else what was allowed at the one that stays."""
    rows = store.execute(sa.select(CONSENT).where(CONSENT.c.identity_id.in_([first, other]))).all()
    kept = {(row.channel, row.purpose): row for row in rows if row.identity_id == first}
    for row in (row for row in rows if row.identity_id == other):
        mine = kept.get((row.channel, row.purpose))
        gone = row if mine and _strength(mine) >= _strength(row) else mine
        if gone is not None:
            store.execute(sa.delete(CONSENT).where(CONSENT.c.id == gone.id))
        if gone is not row:
            store.execute(sa.update(CONSENT).where(CONSENT.c.id == row.id).values(identity_id=first))


def _strength(row: Any) -> int:
    return 2 if row.stands in ('denied', 'withdrawn') else 1 if row.stands else 0
