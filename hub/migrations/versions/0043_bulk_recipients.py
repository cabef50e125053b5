"""no foreign key of recipients: its check of each row was half of writing a hundred thousand down

Revision: 0043, after: 0042
"""

from alembic import op

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('sms_bulk_recipient') as table:
        table.drop_constraint(op.f('fk_sms_bulk_recipient_bulk_id_sms_bulk'), type_='foreignkey')
