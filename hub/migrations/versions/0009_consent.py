"""consent: its log, who refused, suppressions and links

Revision: 0009, after: 0008
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

MOMENT = hub.db.base.UTCDateTime(timezone=True)


def upgrade() -> None:
    op.create_table('consent_event',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('identity_id', sa.Uuid(), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('purpose', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('wording', sa.Text(), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=True),
    sa.Column('at', MOMENT, nullable=False),
    sa.Column('recorded_at', MOMENT, nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('customer_id', sa.Uuid(), nullable=True),
    sa.Column('import_id', sa.Uuid(), nullable=True),
    sa.Column('evidence', hub.db.base.Json(), nullable=False),
    sa.ForeignKeyConstraint(['identity_id'], ['identity.id'], name=op.f('fk_consent_event_identity_id_identity')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent_event'))
    )
    op.create_table('consent_opt_out',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('identity_id', sa.Uuid(), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('purpose', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=True),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('at', MOMENT, nullable=False),
    sa.Column('here', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.ForeignKeyConstraint(['identity_id'], ['identity.id'], name=op.f('fk_consent_opt_out_identity_id_identity')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent_opt_out'))
    )
    op.create_table('suppression',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('namespace', sa.String(length=80), server_default='', nullable=False),
    sa.Column('match', sa.String(length=8), nullable=False),
    sa.Column('value', sa.String(length=320), nullable=False),
    sa.Column('channel', sa.String(length=16), server_default='', nullable=False),
    sa.Column('purpose', sa.String(length=16), server_default='', nullable=False),
    sa.Column('reason', sa.String(length=16), nullable=False),
    sa.Column('note', sa.String(length=400), nullable=True),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('since', MOMENT, nullable=False),
    sa.Column('until', MOMENT, nullable=True),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.Column('lifted_by', sa.Uuid(), nullable=True),
    sa.Column('lifted_at', MOMENT, nullable=True),
    sa.Column('lifted_why', sa.String(length=400), nullable=True),
    sa.Column('import_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.BigInteger(), server_default='1', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suppression'))
    )
    op.create_table('consent_token',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('identity_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=True),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('purpose', sa.String(length=16), nullable=False),
    sa.Column('wording', sa.Text(), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('made_by', sa.Uuid(), nullable=True),
    sa.Column('made_at', MOMENT, nullable=False),
    sa.Column('expires_at', MOMENT, nullable=False),
    sa.Column('used_at', MOMENT, nullable=True),
    sa.ForeignKeyConstraint(['identity_id'], ['identity.id'], name=op.f('fk_consent_token_identity_id_identity')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent_token')),
    sa.UniqueConstraint('digest', name=op.f('uq_consent_token_digest'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stands', sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column('event_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('at', MOMENT, nullable=True))
        batch_op.add_column(sa.Column('version', sa.BigInteger(), server_default='1', nullable=False))
    _carry_over()
    op.create_index('ix_consent_event_of', 'consent_event', ['identity_id', 'channel', 'purpose', 'at'], unique=False)
    op.create_index('ix_consent_event_import_id', 'consent_event', ['import_id'], unique=False)
    op.create_index('ix_consent_opt_out_of', 'consent_opt_out', ['identity_id', 'channel', 'purpose'], unique=False)
    op.create_index('ix_consent_opt_out_customer_id', 'consent_opt_out', ['customer_id'], unique=False)
    op.create_index('ix_suppression_kind_match_value', 'suppression', ['kind', 'match', 'value'], unique=False)
    op.create_index('ix_suppression_import_id', 'suppression', ['import_id'], unique=False)
    op.create_index('ix_consent_token_expires_at', 'consent_token', ['expires_at'], unique=False)
    op.create_index('ix_consent_token_identity_id', 'consent_token', ['identity_id'], unique=False)


def _carry_over() -> None:
    """What was recorded so far becomes the first line of each log, under the row's own id; nobody was named."""
    op.execute(sa.text("UPDATE consent SET stands = state, event_id = id, at = recorded_at"))
    op.execute(sa.text(
        "INSERT INTO consent_event (id, identity_id, channel, purpose, state, source, at, recorded_at, actor_id, evidence)"
        " SELECT id, identity_id, channel, purpose, state, source, recorded_at, recorded_at, recorded_by, '{}'"
        " FROM consent"
    ))
    op.execute(sa.text(
        "INSERT INTO consent_opt_out (id, identity_id, channel, purpose, state, event_id, at)"
        " SELECT id, identity_id, channel, purpose, state, id, recorded_at FROM consent WHERE state = 'withdrawn'"
    ))
