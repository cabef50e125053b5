"""messages that are kept until they are taken in

Revision: 0045, after: 0044
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('received_kept',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account', sa.String(length=40), nullable=False),
    sa.Column('dedupe_key', sa.String(length=255), nullable=False),
    sa.Column('message', sa.String(), nullable=False),
    sa.Column('kept_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_received_kept')),
    sa.UniqueConstraint('account', 'dedupe_key', name=op.f('uq_received_kept_account_dedupe_key'))
    )


def downgrade() -> None:
    op.drop_table('received_kept')
