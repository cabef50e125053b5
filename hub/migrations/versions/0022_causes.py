"""what stood in the way of jobs and parked items, as a word

Revision: 0022, after: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('job', sa.Column('dead_cause', sa.String(length=20), nullable=True))
    op.add_column('parked_item', sa.Column('cause', sa.String(length=20), nullable=True))
