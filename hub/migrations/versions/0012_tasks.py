"""tasks, and what is left of those that went

Revision: 0012, after: 0011
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('task_tombstone',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('task_id', sa.Uuid(), nullable=False),
    sa.Column('uid', sa.String(length=255), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('gone_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_tombstone')),
    sa.UniqueConstraint('task_id', 'user_id', name=op.f('uq_task_tombstone_task_id_user_id'))
    )
    op.create_index('ix_task_tombstone_gone_at', 'task_tombstone', ['gone_at'], unique=False)
    op.create_index(op.f('ix_task_tombstone_uid'), 'task_tombstone', ['uid'], unique=False)
    op.create_index('ix_task_tombstone_user_id_gone_at_id', 'task_tombstone', ['user_id', 'gone_at', 'id'], unique=False)
    op.create_table('task',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('uid', sa.String(length=255), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=True),
    sa.Column('about_id', sa.Uuid(), nullable=True),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('done_entry_id', sa.Uuid(), nullable=True),
    sa.Column('assignee_id', sa.Uuid(), nullable=True),
    sa.Column('team_id', sa.Uuid(), nullable=True),
    sa.Column('promise', sa.Boolean(), nullable=False),
    sa.Column('priority', sa.String(length=8), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_time', sa.Time(), nullable=True),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('late_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('remind_before', sa.Integer(), nullable=True),
    sa.Column('remind_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('rrule', sa.String(length=200), nullable=True),
    sa.Column('repeat_from', sa.String(length=8), nullable=False),
    sa.Column('anchor_on', sa.Date(), nullable=True),
    sa.Column('series_id', sa.Uuid(), nullable=True),
    sa.Column('occurrence', sa.Integer(), nullable=False),
    sa.Column('repeat_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('followed', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('closed_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.Uuid(), nullable=True),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('updated_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_task_customer_id_customer')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_task_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_task_entry_id')),
    sa.UniqueConstraint('uid', name=op.f('uq_task_uid'))
    )
    op.create_index('ix_task_assignee_id_state_late_at_id', 'task', ['assignee_id', 'state', 'late_at', 'id'], unique=False)
    op.create_index('ix_task_assignee_id_updated_at_id', 'task', ['assignee_id', 'updated_at', 'id'], unique=False)
    op.create_index('ix_task_created_by_state_late_at_id', 'task', ['created_by', 'state', 'late_at', 'id'], unique=False)
    op.create_index('ix_task_customer_id_state_late_at_id', 'task', ['customer_id', 'state', 'late_at', 'id'], unique=False)
    op.create_index('ix_task_remind_at', 'task', ['remind_at'], unique=False)
    op.create_index('ix_task_repeat_at', 'task', ['repeat_at'], unique=False)
    op.create_index('ix_task_series', 'task', ['series_id', 'occurrence'], unique=True)
    op.create_index('ix_task_state_closed_at_id', 'task', ['state', 'closed_at', 'id'], unique=False)
    op.create_index('ix_task_state_late_at_id', 'task', ['state', 'late_at', 'id'], unique=False)
    op.create_index('ix_task_team_id_state_late_at_id', 'task', ['team_id', 'state', 'late_at', 'id'], unique=False)
    op.create_table('task_reminder',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('task_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('remind_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_reminder_task_id_task')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_reminder')),
    sa.UniqueConstraint('task_id', 'user_id', name=op.f('uq_task_reminder_task_id_user_id'))
    )
    op.create_index('ix_task_reminder_user_id_id', 'task_reminder', ['user_id', 'id'], unique=False)
