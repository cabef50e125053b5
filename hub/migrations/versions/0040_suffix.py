"""the suffix that a message's way put under its text

Revision: 0040, after: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('outbound_message', sa.Column('suffix', sa.String(length=40), nullable=True))
