"""files of messages that came in

Revision: 0044, after: 0043
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None

FETCHED = sa.text("state = 'fetched'")


def upgrade() -> None:
    op.create_table('attachment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('interaction_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('account', sa.String(length=40), nullable=False),
    sa.Column('url', sa.String(length=2000), nullable=True),
    sa.Column('declared', sa.String(length=120), nullable=True),
    sa.Column('name', sa.String(length=255), nullable=True),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.String(length=16), nullable=True),
    sa.Column('media_type', sa.String(length=120), nullable=True),
    sa.Column('bytes', sa.BigInteger(), nullable=True),
    sa.Column('blob_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('settled_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['interaction_id'], ['interaction.id'], name=op.f('fk_attachment_interaction_id_interaction'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment')),
    sa.UniqueConstraint('interaction_id', 'position', name=op.f('uq_attachment_interaction_id_position'))
    )
    op.create_index('ix_attachment_fetched', 'attachment', ['created_at'], unique=False, sqlite_where=FETCHED, postgresql_where=FETCHED)
