"""who asks somebody first while an attended transfer is under way

Revision: 0033, after: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('call', sa.Column('asking', sa.Uuid(), nullable=True))
