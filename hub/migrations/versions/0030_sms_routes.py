"""the routes of SMS, and what sending is held to

Revision: 0030, after: 0029
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'sms_route',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('account', sa.String(length=40), nullable=False),
        sa.Column('prefixes', hub.db.base.Json(), nullable=False),
        sa.Column('purpose', sa.String(length=16), nullable=False),
        sa.Column('sender', sa.String(length=80), nullable=True),
        sa.Column('price_micros', sa.BigInteger(), nullable=True),
        sa.Column('currency', sa.String(length=3), nullable=True),
        sa.Column('suffix', sa.String(length=40), nullable=True),
        sa.Column('suffix_added', sa.Boolean(), nullable=False),
        sa.Column('rate', sa.Float(), nullable=True),
        sa.Column('spend_micros', sa.BigInteger(), nullable=True),
        sa.Column('active', sa.Boolean(), nullable=False),
        sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column('updated_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column('version', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sms_route')),
    )
    op.create_table(
        'sms_limits',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('countries', hub.db.base.Json(), nullable=False),
        sa.Column('request_most', sa.Integer(), nullable=True),
        sa.Column('request_minutes', sa.Integer(), nullable=False),
        sa.Column('number_day', sa.Integer(), nullable=True),
        sa.Column('prefix_digits', sa.Integer(), nullable=False),
        sa.Column('prefix_day', sa.Integer(), nullable=True),
        sa.Column('account_day', sa.Integer(), nullable=True),
        sa.Column('parts_most', sa.Integer(), nullable=False),
        sa.Column('quiet', sa.Boolean(), nullable=False),
        sa.Column('quiet_from', sa.Integer(), nullable=False),
        sa.Column('quiet_to', sa.Integer(), nullable=False),
        sa.Column('updated_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column('version', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sms_limits')),
    )
