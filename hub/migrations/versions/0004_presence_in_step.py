"""presence in step with the exchange

Revision: 0004, after: 0003
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = hub.db.base.UTCDateTime(timezone=True)
    with op.batch_alter_table('presence', schema=None) as batch_op:
        batch_op.add_column(sa.Column('chosen_note', sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column('chosen_by', sa.String(length=8), server_default='hub', nullable=False))
        batch_op.add_column(sa.Column('chosen_at', moment, nullable=True))
        batch_op.add_column(sa.Column('wrap_up_until', moment, nullable=True))
        batch_op.add_column(sa.Column('talked', sa.Boolean(), server_default=sa.false(), nullable=False))

    op.create_table('queue_list',
    sa.Column('account', sa.String(length=40), nullable=False),
    sa.Column('boot', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('account', name=op.f('pk_queue_list'))
    )
    op.create_table('queue',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=128), nullable=False),
    sa.Column('gone_at', moment, nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_queue')),
    sa.UniqueConstraint('account', 'name', name=op.f('uq_queue_account_name'))
    )
    op.create_table('phone_standing',
    sa.Column('account', sa.String(length=40), nullable=False),
    sa.Column('endpoint', sa.String(length=128), nullable=False),
    sa.Column('reachable', sa.Boolean(), nullable=True),
    sa.Column('pending', sa.Boolean(), nullable=False),
    sa.Column('refused', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('account', 'endpoint', name=op.f('pk_phone_standing'))
    )
    op.create_table('queue_membership',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account', sa.String(length=40), nullable=False),
    sa.Column('queue', sa.String(length=128), nullable=False),
    sa.Column('interface', sa.String(length=200), nullable=False),
    sa.Column('state_interface', sa.String(length=200), nullable=False),
    sa.Column('endpoint', sa.String(length=128), nullable=True),
    sa.Column('number', sa.String(length=20), nullable=True),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('static', sa.Boolean(), nullable=False),
    sa.Column('penalty', sa.Integer(), nullable=False),
    sa.Column('wrap_up', sa.Integer(), nullable=False),
    sa.Column('signed_in', sa.Boolean(), nullable=False),
    sa.Column('paused', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=80), nullable=False),
    sa.Column('wanted', sa.Boolean(), nullable=True),
    sa.Column('left_by', sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_queue_membership')),
    sa.UniqueConstraint('account', 'queue', 'interface', name=op.f('uq_queue_membership_account_queue_interface'))
    )
    with op.batch_alter_table('queue_membership', schema=None) as batch_op:
        batch_op.create_index('ix_queue_membership_account_endpoint', ['account', 'endpoint'], unique=False)
        batch_op.create_index('ix_queue_membership_account_number', ['account', 'number'], unique=False)
