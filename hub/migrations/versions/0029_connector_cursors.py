"""how far accounts that ask for their messages have read

Revision: 0029, after: 0028
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'connector_cursor',
        sa.Column('account', sa.String(length=40), nullable=False),
        sa.Column('name', sa.String(length=40), nullable=False),
        sa.Column('value', sa.String(length=1000), nullable=False),
        sa.Column('kept_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('account', 'name', name=op.f('pk_connector_cursor')),
    )
