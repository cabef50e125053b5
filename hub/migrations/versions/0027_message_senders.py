"""which accounts send messages, in whichever process

Revision: 0027, after: 0026
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'message_sender',
        sa.Column('account', sa.String(length=40), nullable=False),
        sa.Column('channel', sa.String(length=16), nullable=False),
        sa.Column('owner', sa.String(length=120), nullable=False),
        sa.Column('until', hub.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('account', name=op.f('pk_message_sender')),
    )
