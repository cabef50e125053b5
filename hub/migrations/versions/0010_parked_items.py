"""what could not be processed

Revision: 0010, after: 0009
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('parked_item',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('account', sa.String(length=40), nullable=True),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('detail', sa.Text(), nullable=True),
    sa.Column('payload', hub.db.base.Json(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('parked_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('tried_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('retryable', sa.Boolean(), nullable=False),
    sa.Column('retrying', sa.Boolean(), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_parked_item'))
    )
    op.create_index('ix_parked_item_parked_at_id', 'parked_item', ['parked_at', 'id'], unique=False)
    op.create_index('uq_parked_item_kind_key', 'parked_item', ['kind', 'key'], unique=True)
