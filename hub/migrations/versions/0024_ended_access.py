"""what was given out before a new password or a deactivation ends; calendar links of to-dos

Revision: 0024, after: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('user_account', 'task_feed', 'caldav_link'):
        op.add_column(table, sa.Column('access', sa.Integer(), server_default='0', nullable=False))
    op.add_column('task_feed', sa.Column('component', sa.String(length=8), server_default='VEVENT', nullable=False))
