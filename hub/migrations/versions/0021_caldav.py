"""calendars that tasks are kept in step with, and sealed secrets of other areas

Revision: 0021, after: 0020
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('caldav_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('url', sa.String(length=1000), nullable=False),
    sa.Column('username', sa.String(length=200), nullable=False),
    sa.Column('component', sa.String(length=8), nullable=False),
    sa.Column('take_new', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('problem', sa.String(length=40), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('since', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('synced_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('next_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('sync_token', sa.String(length=2000), nullable=True),
    sa.Column('ctag', sa.String(length=500), nullable=True),
    sa.Column('left_out', sa.Integer(), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_caldav_link')),
    sa.UniqueConstraint('user_id', name=op.f('uq_caldav_link_user_id'))
    )
    op.create_table('caldav_record',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('task_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('field', sa.String(length=12), nullable=True),
    sa.Column('kept', sa.String(length=8), nullable=True),
    sa.Column('kept_value', sa.String(length=200), nullable=True),
    sa.Column('lost_value', sa.String(length=200), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_caldav_record'))
    )
    op.create_index('ix_caldav_record_at', 'caldav_record', ['at'], unique=False)
    op.create_index('ix_caldav_record_task_id_at', 'caldav_record', ['task_id', 'at'], unique=False)
    op.create_table('sealed_secret',
    sa.Column('owner', sa.String(length=80), nullable=False),
    sa.Column('secrets', sa.LargeBinary(), nullable=False),
    sa.Column('key_id', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('owner', name=op.f('pk_sealed_secret'))
    )
    op.create_table('caldav_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('link_id', sa.Uuid(), nullable=False),
    sa.Column('task_id', sa.Uuid(), nullable=False),
    sa.Column('href', sa.String(length=1000), nullable=False),
    sa.Column('etag', sa.String(length=300), nullable=False),
    sa.Column('base', hub.db.base.Json(), nullable=False),
    sa.Column('touched', hub.db.base.Json(), nullable=False),
    sa.Column('removed_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['link_id'], ['caldav_link.id'], name=op.f('fk_caldav_entry_link_id_caldav_link'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_caldav_entry')),
    sa.UniqueConstraint('link_id', 'task_id', name=op.f('uq_caldav_entry_link_id_task_id'))
    )
    op.create_index('ix_caldav_entry_task_id', 'caldav_entry', ['task_id'], unique=False)
