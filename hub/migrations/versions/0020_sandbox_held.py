"""until when a process in the sandbox is at work, for those that are started after it

Revision: 0020, after: 0019
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('sandbox_mode', sa.Column('held_until', hub.db.base.UTCDateTime(timezone=True), nullable=True))
