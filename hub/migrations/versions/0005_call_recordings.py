"""recordings of calls

Revision: 0005, after: 0004
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

FETCHED = sa.text("state = 'fetched'")


def upgrade() -> None:
    op.create_table('call_recording',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('account', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.String(length=16), nullable=True),
    sa.Column('consent', sa.String(length=16), nullable=False),
    sa.Column('mailbox', sa.String(length=80), nullable=True),
    sa.Column('source', sa.String(length=400), nullable=True),
    sa.Column('seen', hub.db.base.Json(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('blob_id', sa.Uuid(), nullable=True),
    sa.Column('media_type', sa.String(length=40), nullable=True),
    sa.Column('codec', sa.String(length=16), nullable=True),
    sa.Column('seconds', sa.Double(), nullable=True),
    sa.Column('bytes', sa.BigInteger(), nullable=True),
    sa.Column('recorded_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('settled_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_call_recording_call_id_call')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_recording')),
    sa.UniqueConstraint('account', 'source', name=op.f('uq_call_recording_account_source'))
    )
    op.create_index('ix_call_recording_call_id', 'call_recording', ['call_id'], unique=False)
    op.create_index('ix_call_recording_fetched', 'call_recording', ['recorded_at'], unique=False, sqlite_where=FETCHED, postgresql_where=FETCHED)
    op.add_column('line', sa.Column('record', sa.String(length=16), nullable=False, server_default='never'))
