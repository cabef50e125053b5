"""texts to many customers

Revision: 0038, after: 0037
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'sms_bulk',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('dedupe_key', sa.String(length=120), nullable=False),
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.Column('purpose', sa.String(length=16), nullable=False),
        sa.Column('selection', hub.db.base.Json(), nullable=False),
        sa.Column('texts', hub.db.base.Json(), nullable=False),
        sa.Column('template_id', sa.Uuid(), nullable=True),
        sa.Column('template_version_id', sa.Uuid(), nullable=True),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('reason', sa.String(length=40), nullable=True),
        sa.Column('total', sa.Integer(), nullable=False),
        sa.Column('counts', hub.db.base.Json(), nullable=False),
        sa.Column('send_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column('created_by', sa.Uuid(), nullable=False),
        sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column('started_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column('ended_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column('version', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sms_bulk')),
        sa.UniqueConstraint('dedupe_key', name=op.f('uq_sms_bulk_dedupe_key')),
    )
    op.create_index('ix_sms_bulk_created_at_id', 'sms_bulk', ['created_at', 'id'])
    op.create_table(
        'sms_bulk_recipient',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('bulk_id', sa.Uuid(), nullable=False),
        sa.Column('customer_id', sa.Uuid(), nullable=False),
        sa.Column('identity_id', sa.Uuid(), nullable=False),
        sa.Column('account', sa.String(length=40), nullable=False),
        sa.Column('route_id', sa.Uuid(), nullable=True),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('reason', sa.String(length=40), nullable=True),
        sa.Column('message_id', sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(['bulk_id'], ['sms_bulk.id'], name=op.f('fk_sms_bulk_recipient_bulk_id_sms_bulk')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sms_bulk_recipient')),
        sa.UniqueConstraint(
            'bulk_id', 'customer_id', 'identity_id',
            name=op.f('uq_sms_bulk_recipient_bulk_id_customer_id_identity_id'),
        ),
    )
    op.create_index(
        'ix_sms_bulk_recipient_bulk_id_state_account_id', 'sms_bulk_recipient', ['bulk_id', 'state', 'account', 'id']
    )
