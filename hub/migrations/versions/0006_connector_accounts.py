"""connector accounts that a page adds

Revision: 0006, after: 0005
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('connector_account', sa.Column('source', sa.String(length=8), server_default='file', nullable=False))
    op.create_table('connector_setup',
    sa.Column('account', sa.String(length=40), nullable=False),
    sa.Column('connector', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=True),
    sa.Column('enabled', sa.Boolean(), nullable=False),
    sa.Column('options', hub.db.base.Json(), nullable=False),
    sa.Column('secrets', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.String(length=32), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('updated_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('account', name=op.f('pk_connector_setup'))
    )
