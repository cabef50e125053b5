"""by which way messages went, what routes cost, how many went, what accounts have left

Revision: 0034, after: 0033
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('sms_route', sa.Column('warn_micros', sa.BigInteger(), nullable=True))
    op.add_column('outbound_message', sa.Column('route_id', sa.Uuid(), nullable=True))
    op.add_column('outbound_message', sa.Column('tried', hub.db.base.Json(), nullable=False, server_default='[]'))
    op.create_table(
        'sms_spend',
        sa.Column('route_id', sa.Uuid(), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('micros', sa.BigInteger(), nullable=False),
        sa.Column('parts', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('route_id', 'day', name=op.f('pk_sms_spend')),
    )
    op.create_table(
        'sms_count',
        sa.Column('what', sa.String(length=60), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('count', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('what', 'day', name=op.f('pk_sms_count')),
    )
    op.create_table(
        'sms_balance',
        sa.Column('account', sa.String(length=40), nullable=False),
        sa.Column('micros', sa.BigInteger(), nullable=False),
        sa.Column('currency', sa.String(length=3), nullable=False),
        sa.Column('told_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('account', name=op.f('pk_sms_balance')),
    )
