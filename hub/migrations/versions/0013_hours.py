"""opening hours

Revision: 0013, after: 0012
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('hours_calendar',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.Column('week', hub.db.base.Json(), nullable=False),
    sa.Column('is_default', sa.Boolean(), nullable=False),
    sa.Column('closed_from', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('closed_until', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('closed_reason', sa.String(length=120), nullable=True),
    sa.Column('closed_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('updated_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hours_calendar'))
    )
    op.create_table('hours_day',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('calendar_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('spans', hub.db.base.Json(), nullable=False),
    sa.Column('repeats', sa.String(length=10), nullable=False),
    sa.Column('on', sa.Date(), nullable=True),
    sa.Column('month', sa.Integer(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['calendar_id'], ['hours_calendar.id'], name=op.f('fk_hours_day_calendar_id_hours_calendar'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hours_day')),
    sa.UniqueConstraint('calendar_id', 'key', name=op.f('uq_hours_day_calendar_id_key'))
    )
    op.create_table('hours_import',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('calendar_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('rows', hub.db.base.Json(), nullable=False),
    sa.Column('changes', hub.db.base.Json(), nullable=False),
    sa.Column('counts', hub.db.base.Json(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('updated_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['calendar_id'], ['hours_calendar.id'], name=op.f('fk_hours_import_calendar_id_hours_calendar'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hours_import'))
    )
    op.create_index('ix_hours_import_calendar_id', 'hours_import', ['calendar_id'], unique=False)
    op.create_table('hours_line',
    sa.Column('line_id', sa.Uuid(), nullable=False),
    sa.Column('calendar_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['calendar_id'], ['hours_calendar.id'], name=op.f('fk_hours_line_calendar_id_hours_calendar'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['line_id'], ['line.id'], name=op.f('fk_hours_line_line_id_line'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('line_id', name=op.f('pk_hours_line'))
    )
    op.create_index('ix_hours_line_calendar_id', 'hours_line', ['calendar_id'], unique=False)
    op.create_table('hours_team',
    sa.Column('team_id', sa.Uuid(), nullable=False),
    sa.Column('calendar_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['calendar_id'], ['hours_calendar.id'], name=op.f('fk_hours_team_calendar_id_hours_calendar'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_hours_team_team_id_team'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('team_id', name=op.f('pk_hours_team'))
    )
    op.create_index('ix_hours_team_calendar_id', 'hours_team', ['calendar_id'], unique=False)
