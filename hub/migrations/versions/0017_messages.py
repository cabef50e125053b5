"""messages that go out, and whether the sandbox keeps them

Revision: 0017, after: 0016
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sandbox_mode',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Boolean(), nullable=False),
    sa.Column('since', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('changed', sa.Boolean(), nullable=False),
    sa.Column('seen_by', sa.Uuid(), nullable=True),
    sa.Column('seen_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sandbox_mode'))
    )
    op.create_table('outbound_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dedupe_key', sa.String(length=200), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('purpose', sa.String(length=16), nullable=False),
    sa.Column('account', sa.String(length=40), nullable=True),
    sa.Column('line_id', sa.Uuid(), nullable=True),
    sa.Column('customer_id', sa.Uuid(), nullable=True),
    sa.Column('identity_id', sa.Uuid(), nullable=False),
    sa.Column('address', sa.String(length=320), nullable=False),
    sa.Column('sender_name', sa.String(length=120), nullable=True),
    sa.Column('sender_address', sa.String(length=320), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('subject', sa.Text(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=True),
    sa.Column('headers', hub.db.base.Json(), nullable=False),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.Column('template_id', sa.Uuid(), nullable=True),
    sa.Column('template_version_id', sa.Uuid(), nullable=True),
    sa.Column('origin', sa.String(length=40), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=True),
    sa.Column('detail', sa.String(length=400), nullable=True),
    sa.Column('provider_id', sa.String(length=200), nullable=True),
    sa.Column('interaction_id', sa.Uuid(), nullable=True),
    sa.Column('sandboxed', sa.Boolean(), nullable=False),
    sa.Column('send_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('handed_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('ended_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_outbound_message_customer_id_customer')),
    sa.ForeignKeyConstraint(['identity_id'], ['identity.id'], name=op.f('fk_outbound_message_identity_id_identity')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbound_message')),
    sa.UniqueConstraint('dedupe_key', name=op.f('uq_outbound_message_dedupe_key'))
    )
    op.create_index('ix_outbound_message_account_provider_id', 'outbound_message', ['account', 'provider_id'], unique=False)
    op.create_index('ix_outbound_message_channel_created_at_id', 'outbound_message', ['channel', 'created_at', 'id'], unique=False)
    op.create_index('ix_outbound_message_created_at_id', 'outbound_message', ['created_at', 'id'], unique=False)
    op.create_index('ix_outbound_message_customer_id_created_at_id', 'outbound_message', ['customer_id', 'created_at', 'id'], unique=False)
    op.create_index('ix_outbound_message_state_created_at_id', 'outbound_message', ['state', 'created_at', 'id'], unique=False)
    op.create_index('ix_outbound_message_identity_id_created_at', 'outbound_message', ['identity_id', 'created_at'], unique=False)
