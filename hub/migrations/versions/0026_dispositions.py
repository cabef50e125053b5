"""dispositions of calls, where one is required, and what presence waits for

Revision: 0026, after: 0025
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('disposition',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('parent_id', sa.Uuid(), nullable=True),
    sa.Column('names', hub.db.base.Json(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('archived_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['parent_id'], ['disposition.id'], name=op.f('fk_disposition_parent_id_disposition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disposition'))
    )
    op.create_index(op.f('ix_disposition_parent_id'), 'disposition', ['parent_id'], unique=False)
    op.create_table('disposition_required',
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('item_id', sa.Uuid(), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'item_id', name=op.f('pk_disposition_required'))
    )
    op.add_column('call', sa.Column('disposition_id', sa.Uuid(), nullable=True))
    op.add_column('call', sa.Column('disposition_by', sa.Uuid(), nullable=True))
    op.add_column('call', sa.Column('disposition_at', hub.db.base.UTCDateTime(timezone=True), nullable=True))
    op.create_index(
        'ix_call_disposition_id_started_at', 'call', ['disposition_id', 'started_at'], unique=False,
        sqlite_where=sa.text('disposition_id IS NOT NULL'), postgresql_where=sa.text('disposition_id IS NOT NULL'),
    )
    op.add_column('presence', sa.Column('owed', hub.db.base.Json(), nullable=False, server_default='[]'))
