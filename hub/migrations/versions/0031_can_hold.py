"""whether calls of an account can be put on hold from the page

Revision: 0031, after: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'connector_account', sa.Column('can_hold', sa.Boolean(), nullable=False, server_default=sa.false())
    )
