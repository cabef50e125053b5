"""imports of consents

Revision: 0023, after: 0022
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('consent_import',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('blob_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('reading', hub.db.base.Json(), nullable=False),
    sa.Column('options', hub.db.base.Json(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('added', sa.Integer(), nullable=False),
    sa.Column('known', sa.Integer(), nullable=False),
    sa.Column('refused', sa.Integer(), nullable=False),
    sa.Column('reasons', hub.db.base.Json(), nullable=False),
    sa.Column('rows', hub.db.base.Json(), nullable=False),
    sa.Column('position', sa.Uuid(), nullable=True),
    sa.Column('error', sa.String(length=500), nullable=True),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('finished_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('version', sa.BigInteger(), server_default='1', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent_import'))
    )
    op.create_index('ix_consent_import_created_at_id', 'consent_import', ['created_at', 'id'], unique=False)
