"""folders of templates inside others; a name is taken within one place

Revision: 0025, after: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    parent = sa.Column('parent_id', sa.Uuid(), sa.ForeignKey('template_folder.id'), nullable=True)
    op.add_column('template_folder', parent, inline_references=True)
    op.drop_index('uq_template_folder_folded', table_name='template_folder')
    top = sa.text('parent_id IS NULL')
    op.create_index(
        'uq_template_folder_folded', 'template_folder', ['folded'], unique=True, sqlite_where=top, postgresql_where=top
    )
    op.create_index('uq_template_folder_parent_id_folded', 'template_folder', ['parent_id', 'folded'], unique=True)
