"""calls that were to have a result, and whose agent could give them none any more

Revision: 0036, after: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('call', sa.Column('undisposed', sa.Boolean(), nullable=False, server_default=sa.false()))
