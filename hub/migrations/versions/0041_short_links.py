"""short links, and who opened them

Revision: 0041, after: 0040
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'short_link',
        sa.Column('code', sa.String(length=12), nullable=False),
        sa.Column('target', sa.Text(), nullable=False),
        sa.Column('message_id', sa.Uuid(), nullable=False),
        sa.Column('made_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column('clicks', sa.Integer(), nullable=False),
        sa.Column('previews', sa.Integer(), nullable=False),
        sa.Column('first_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column('last_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('code', name=op.f('pk_short_link')),
    )
    op.create_index('ix_short_link_message_id', 'short_link', ['message_id'])
    op.create_index('ix_short_link_made_at', 'short_link', ['made_at'])
    op.create_table(
        'link_click',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('code', sa.String(length=12), nullable=False),
        sa.Column('at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column('kind', sa.String(length=8), nullable=False),
        sa.Column('device', sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_link_click')),
    )
    op.create_index('ix_link_click_code_id', 'link_click', ['code', 'id'])
    for name in ('links', 'opened'):
        op.add_column('outbound_message', sa.Column(name, sa.Integer(), nullable=False, server_default='0'))
    op.add_column(
        'outbound_message', sa.Column('opened_at', hub.db.base.UTCDateTime(timezone=True), nullable=True)
    )
    op.add_column('sms_bulk', sa.Column('shorten_links', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('sms_bulk', sa.Column('utm', hub.db.base.Json(), nullable=False, server_default='{}'))
