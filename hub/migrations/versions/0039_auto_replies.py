"""what is answered by itself, by opening hours

Revision: 0039, after: 0038
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('conversation', sa.Column('auto_period', sa.String(length=60), nullable=True))
    op.create_table(
        'auto_reply',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('line_id', sa.Uuid(), nullable=True),
        sa.Column('account', sa.String(length=40), nullable=True),
        sa.Column('closed_template_id', sa.Uuid(), nullable=True),
        sa.Column('open_template_id', sa.Uuid(), nullable=True),
        sa.Column('active', sa.Boolean(), nullable=False),
        sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column('updated_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column('version', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['line_id'], ['line.id'], ondelete='CASCADE', name=op.f('fk_auto_reply_line_id_line')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_auto_reply')),
        sa.UniqueConstraint('line_id', name=op.f('uq_auto_reply_line_id')),
        sa.UniqueConstraint('account', name=op.f('uq_auto_reply_account')),
    )
