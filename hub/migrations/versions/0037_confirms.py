"""which opt-out a message confirms

Revision: 0037, after: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('outbound_message', sa.Column('confirms', sa.Uuid(), nullable=True))
