"""whether calls of an account can be put on hold from the page

Revision: 0030, after: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'connector_account', sa.Column('can_hold', sa.Boolean(), nullable=False, server_default=sa.false())
    )
