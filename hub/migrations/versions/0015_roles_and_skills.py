"""roles of the organisation's own, people's skills and languages, and what belongs to which team

Revision: 0015, after: 0014
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('role',
    sa.Column('key', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('folded', sa.String(length=120), nullable=False),
    sa.Column('description', sa.String(length=300), nullable=False),
    sa.Column('permissions', hub.db.base.Json(), nullable=False),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('updated_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_role')),
    sa.UniqueConstraint('folded', name=op.f('uq_role_folded'))
    )
    op.create_table('skill',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('folded', sa.String(length=120), nullable=False),
    sa.Column('sort_name', sa.String(length=400), nullable=False),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('updated_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skill')),
    sa.UniqueConstraint('folded', name=op.f('uq_skill_folded'))
    )
    op.create_table('person',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('updated_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_person_unit_id_unit')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_person_user_id_user_account')),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_person'))
    )
    op.create_index(op.f('ix_person_unit_id'), 'person', ['unit_id'], unique=False)
    op.create_table('person_language',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('tag', sa.String(length=35), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_person_language_user_id_user_account')),
    sa.PrimaryKeyConstraint('user_id', 'tag', name=op.f('pk_person_language'))
    )
    op.create_index(op.f('ix_person_language_language'), 'person_language', ['language'], unique=False)
    op.create_table('person_skill',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('skill_id', sa.Uuid(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['skill_id'], ['skill.id'], name=op.f('fk_person_skill_skill_id_skill')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_person_skill_user_id_user_account')),
    sa.PrimaryKeyConstraint('user_id', 'skill_id', name=op.f('pk_person_skill'))
    )
    op.create_index('ix_person_skill_skill_id_level', 'person_skill', ['skill_id', 'level'], unique=False)
    op.create_table('owner',
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('item_id', sa.Uuid(), nullable=False),
    sa.Column('team_id', sa.Uuid(), nullable=True),
    sa.Column('updated_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_owner_team_id_team')),
    sa.PrimaryKeyConstraint('kind', 'item_id', name=op.f('pk_owner'))
    )
    op.create_index(op.f('ix_owner_team_id'), 'owner', ['team_id'], unique=False)
