"""calls recovered from the exchange's own records

Revision: 0007, after: 0006
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('call', sa.Column('recovered', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table('call_heard_until',
    sa.Column('account', sa.String(length=40), nullable=False),
    sa.Column('at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('account', name=op.f('pk_call_heard_until'))
    )
