"""what providers tell of messages: operator, price, parts; reports that come before their message is known

Revision: 0032, after: 0031
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('outbound_message', sa.Column('operator', sa.String(length=80), nullable=True))
    op.add_column('outbound_message', sa.Column('price_micros', sa.BigInteger(), nullable=True))
    op.add_column('outbound_message', sa.Column('currency', sa.String(length=3), nullable=True))
    op.add_column('outbound_message', sa.Column('parts', sa.Integer(), nullable=True))
    op.add_column('outbound_message', sa.Column('reported_at', hub.db.base.UTCDateTime(timezone=True), nullable=True))
    op.create_table(
        'early_report',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account', sa.String(length=40), nullable=False),
        sa.Column('provider_id', sa.String(length=200), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('report', hub.db.base.Json(), nullable=False),
        sa.Column('heard_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_early_report')),
        sa.UniqueConstraint('account', 'provider_id', 'state', name=op.f('uq_early_report_account_provider_id_state')),
    )
    op.create_index('ix_early_report_heard_at', 'early_report', ['heard_at'])
