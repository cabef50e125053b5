"""what a supervisor chose for somebody

Revision: 0011, after: 0010
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('presence', sa.Column('told', hub.db.base.Json(), nullable=True))
