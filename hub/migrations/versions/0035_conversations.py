"""conversations

Revision: 0035, after: 0034
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'conversation',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('channel', sa.String(length=16), nullable=False),
        sa.Column('account', sa.String(length=40), nullable=False),
        sa.Column('own', sa.String(length=80), nullable=False),
        sa.Column('identity_id', sa.Uuid(), nullable=False),
        sa.Column('line_id', sa.Uuid(), nullable=True),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('assignee_id', sa.Uuid(), nullable=True),
        sa.Column('team_id', sa.Uuid(), nullable=True),
        sa.Column('unread', sa.Integer(), nullable=False),
        sa.Column('last_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column('snoozed_until', hub.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column('resolved_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column('version', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['identity_id'], ['identity.id'], name=op.f('fk_conversation_identity_id_identity')),
        sa.ForeignKeyConstraint(['assignee_id'], ['user_account.id'],
                                name=op.f('fk_conversation_assignee_id_user_account')),
        sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_conversation_team_id_team')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_conversation')),
        sa.UniqueConstraint('identity_id', 'channel', 'account', 'own',
                            name=op.f('uq_conversation_identity_id_channel_account_own')),
    )
    op.create_index('ix_conversation_state_last_at', 'conversation', ['state', 'last_at', 'id'])
    op.create_index('ix_conversation_assignee_id', 'conversation', ['assignee_id'])
    op.create_table(
        'conversation_item',
        sa.Column('interaction_id', sa.Uuid(), nullable=False),
        sa.Column('conversation_id', sa.Uuid(), nullable=False),
        sa.Column('occurred_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['interaction_id'], ['interaction.id'], ondelete='CASCADE',
                                name=op.f('fk_conversation_item_interaction_id_interaction')),
        sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'],
                                name=op.f('fk_conversation_item_conversation_id_conversation')),
        sa.PrimaryKeyConstraint('interaction_id', name=op.f('pk_conversation_item')),
    )
    op.create_index('ix_conversation_item_of', 'conversation_item', ['conversation_id', 'occurred_at', 'interaction_id'])
