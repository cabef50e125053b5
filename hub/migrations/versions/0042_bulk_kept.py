"""how many had left as a text to many was cancelled, and how it went once its recipients are forgotten

Revision: 0042, after: 0041
"""

import sqlalchemy as sa
from alembic import op

from hub.db.base import Json, UTCDateTime

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('sms_bulk', sa.Column('gone', sa.Integer(), nullable=True))
    op.add_column('sms_bulk', sa.Column('kept', Json(), nullable=True))
    op.add_column('sms_bulk', sa.Column('kept_at', UTCDateTime(), nullable=True))
