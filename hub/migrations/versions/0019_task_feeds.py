"""secret links by which calendars read tasks

Revision: 0019, after: 0018
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('task_feed',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('used_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_feed')),
    sa.UniqueConstraint('digest', name=op.f('uq_task_feed_digest'))
    )
    op.create_index(op.f('ix_task_feed_user_id'), 'task_feed', ['user_id'], unique=False)
