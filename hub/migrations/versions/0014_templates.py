"""templates, their folders, versions and files

Revision: 0014, after: 0013
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('template_folder',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('folded', sa.String(length=600), nullable=False),
    sa.Column('sort_key', sa.String(length=400), nullable=False),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_template_folder'))
    )
    op.create_index('uq_template_folder_folded', 'template_folder', ['folded'], unique=True)
    op.create_table('message_template',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('folder_id', sa.Uuid(), nullable=True),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('sort_key', sa.String(length=400), nullable=False),
    sa.Column('search', sa.String(length=800), nullable=False),
    sa.Column('shortcut', sa.String(length=40), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('use_by', sa.String(length=16), nullable=False),
    sa.Column('use_team_id', sa.Uuid(), nullable=True),
    sa.Column('use_role', sa.String(length=40), nullable=True),
    sa.Column('edit_by', sa.String(length=16), nullable=False),
    sa.Column('edit_team_id', sa.Uuid(), nullable=True),
    sa.Column('edit_role', sa.String(length=40), nullable=True),
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Uuid(), nullable=True),
    sa.Column('updated_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('archived_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['folder_id'], ['template_folder.id'], name=op.f('fk_message_template_folder_id_template_folder')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_template'))
    )
    op.create_index(op.f('ix_message_template_folder_id'), 'message_template', ['folder_id'], unique=False)
    op.create_index('ix_message_template_sort_key_id', 'message_template', ['sort_key', 'id'], unique=False)
    op.create_index('uq_message_template_shortcut', 'message_template', ['shortcut'], unique=True)
    op.create_table('template_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('template_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('bodies', hub.db.base.Json(), nullable=False),
    sa.Column('uses', hub.db.base.Json(), nullable=False),
    sa.Column('restored_from', sa.Integer(), nullable=True),
    sa.Column('saved_by', sa.Uuid(), nullable=True),
    sa.Column('saved_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['template_id'], ['message_template.id'], name=op.f('fk_template_version_template_id_message_template')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_template_version')),
    sa.UniqueConstraint('template_id', 'number', name=op.f('uq_template_version_template_id_number'))
    )
    op.create_table('template_file',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('template_id', sa.Uuid(), nullable=False),
    sa.Column('blob_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('content_type', sa.String(length=120), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('added_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['template_id'], ['message_template.id'], name=op.f('fk_template_file_template_id_message_template')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_template_file'))
    )
    op.create_index(op.f('ix_template_file_template_id'), 'template_file', ['template_id'], unique=False)
