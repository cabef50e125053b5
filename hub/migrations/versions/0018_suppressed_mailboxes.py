"""suppressed mail addresses in small letters, as they are compared

Revision: 0018, after: 0017
"""

from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE suppression SET value = lower(value), version = version + 1 WHERE kind = 'email' AND value <> lower(value)")
