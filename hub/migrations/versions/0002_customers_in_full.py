"""lines, lists, imports, merges, custom fields, consent and mentions

Revision: 0002, after: 0001
"""

import sqlalchemy as sa
from alembic import op

import hub.db.base
from hub.text import fold

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

UNKNOWN = '00000000000000000000000000000000'  # PostgreSQL reads a UUID without hyphens too


def upgrade() -> None:
    op.create_table('bulk_run',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('action', sa.String(length=24), nullable=False),
    sa.Column('selection', hub.db.base.Json(), nullable=False),
    sa.Column('options', hub.db.base.Json(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('failed', sa.Integer(), nullable=False),
    sa.Column('position', sa.String(length=80), nullable=True),
    sa.Column('blob_id', sa.Uuid(), nullable=True),
    sa.Column('error', sa.String(length=500), nullable=True),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('finished_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_run'))
    )
    op.create_index('ix_bulk_run_created_at_id', 'bulk_run', ['created_at', 'id'], unique=False)
    op.create_table('custom_field',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('options', hub.db.base.Json(), nullable=False),
    sa.Column('applies_to', sa.String(length=16), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('archived_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_custom_field')),
    sa.UniqueConstraint('key', name=op.f('uq_custom_field_key'))
    )
    op.create_table('import_mapping',
    sa.Column('heading', sa.String(length=64), nullable=False),
    sa.Column('mapping', hub.db.base.Json(), nullable=False),
    sa.Column('used_by', sa.Uuid(), nullable=True),
    sa.Column('used_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('heading', name=op.f('pk_import_mapping'))
    )
    op.create_table('import_run',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('blob_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('heading', sa.String(length=64), nullable=False),
    sa.Column('reading', hub.db.base.Json(), nullable=False),
    sa.Column('mapping', hub.db.base.Json(), nullable=False),
    sa.Column('policy', sa.String(length=16), nullable=False),
    sa.Column('options', hub.db.base.Json(), nullable=False),
    sa.Column('preview', hub.db.base.Json(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('created', sa.Integer(), nullable=False),
    sa.Column('updated', sa.Integer(), nullable=False),
    sa.Column('skipped', sa.Integer(), nullable=False),
    sa.Column('failed', sa.Integer(), nullable=False),
    sa.Column('warned', sa.Integer(), nullable=False),
    sa.Column('error', sa.String(length=500), nullable=True),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('started_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('finished_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_run'))
    )
    op.create_index('ix_import_run_created_at_id', 'import_run', ['created_at', 'id'], unique=False)
    op.create_table('line',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account', sa.String(length=40), nullable=True),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('brand', sa.String(length=80), nullable=True),
    sa.Column('number', sa.String(length=80), nullable=True),
    sa.Column('trunk', sa.String(length=120), nullable=True),
    sa.Column('region', sa.String(length=2), nullable=False),
    sa.Column('area_code', sa.String(length=8), nullable=True),
    sa.Column('rules', hub.db.base.Json(), nullable=False),
    sa.Column('internal_ranges', hub.db.base.Json(), nullable=False),
    sa.Column('outbound', hub.db.base.Json(), nullable=False),
    sa.Column('name_prefixes', hub.db.base.Json(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('updated_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_line'))
    )
    op.create_index('ix_line_account', 'line', ['account'], unique=False)
    op.create_table('saved_view',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('owner_id', sa.Uuid(), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('filter', hub.db.base.Json(), nullable=False),
    sa.Column('columns', hub.db.base.Json(), nullable=False),
    sa.Column('sort', sa.String(length=60), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('updated_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_view'))
    )
    op.create_index('ix_saved_view_area_owner_id', 'saved_view', ['area', 'owner_id'], unique=False)
    op.create_table('consent',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('identity_id', sa.Uuid(), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('purpose', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['identity_id'], ['identity.id'], name=op.f('fk_consent_identity_id_identity')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent')),
    sa.UniqueConstraint('identity_id', 'channel', 'purpose', name=op.f('uq_consent_identity_id_channel_purpose'))
    )
    op.create_table('customer_merge',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('survivor_id', sa.Uuid(), nullable=False),
    sa.Column('merged_id', sa.Uuid(), nullable=False),
    sa.Column('merged_by', sa.Uuid(), nullable=True),
    sa.Column('merged_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('undone_by', sa.Uuid(), nullable=True),
    sa.Column('undone_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('before', hub.db.base.Json(), nullable=False),
    sa.Column('chosen', hub.db.base.Json(), nullable=False),
    sa.ForeignKeyConstraint(['merged_id'], ['customer.id'], name=op.f('fk_customer_merge_merged_id_customer')),
    sa.ForeignKeyConstraint(['survivor_id'], ['customer.id'], name=op.f('fk_customer_merge_survivor_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_merge'))
    )
    op.create_index(op.f('ix_customer_merge_merged_id'), 'customer_merge', ['merged_id'], unique=False)
    op.create_index(op.f('ix_customer_merge_survivor_id'), 'customer_merge', ['survivor_id'], unique=False)
    op.create_table('duplicate_pair',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('a_id', sa.Uuid(), nullable=False),
    sa.Column('b_id', sa.Uuid(), nullable=False),
    sa.Column('reasons', hub.db.base.Json(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('found_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('decided_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['a_id'], ['customer.id'], name=op.f('fk_duplicate_pair_a_id_customer')),
    sa.ForeignKeyConstraint(['b_id'], ['customer.id'], name=op.f('fk_duplicate_pair_b_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duplicate_pair')),
    sa.UniqueConstraint('a_id', 'b_id', name=op.f('uq_duplicate_pair_a_id_b_id'))
    )
    op.create_index('ix_duplicate_pair_b_id', 'duplicate_pair', ['b_id'], unique=False)
    op.create_index('ix_duplicate_pair_state_score_id', 'duplicate_pair', ['state', 'score', 'id'], unique=False)
    op.create_table('import_row',
    sa.Column('import_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=True),
    sa.Column('problems', hub.db.base.Json(), nullable=False),
    sa.Column('before', hub.db.base.Json(), nullable=True),
    sa.ForeignKeyConstraint(['import_id'], ['import_run.id'], name=op.f('fk_import_row_import_id_import_run')),
    sa.PrimaryKeyConstraint('import_id', 'number', name=op.f('pk_import_row'))
    )
    op.create_table('mention',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('interaction_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('mentioned_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('read_at', hub.db.base.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['interaction_id'], ['interaction.id'], name=op.f('fk_mention_interaction_id_interaction')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mention')),
    sa.UniqueConstraint('interaction_id', 'user_id', name=op.f('uq_mention_interaction_id_user_id'))
    )
    op.create_index('ix_mention_user_id_id', 'mention', ['user_id', 'id'], unique=False)
    op.create_index('ix_mention_user_id_read_at_id', 'mention', ['user_id', 'read_at', 'id'], unique=False)
    op.add_column('customer', sa.Column('root_id', sa.Uuid(), nullable=False, server_default=UNKNOWN))
    op.add_column('customer', sa.Column('fields', hub.db.base.Json(), nullable=False, server_default='{}'))
    op.add_column('customer', sa.Column('import_id', sa.Uuid(), nullable=True))
    op.create_index('ix_customer_created_at_id', 'customer', ['created_at', 'id'], unique=False)
    op.create_index(op.f('ix_customer_import_id'), 'customer', ['import_id'], unique=False)
    op.create_index('ix_customer_last_contact_at_id', 'customer', ['last_contact_at', 'id'], unique=False)
    op.create_index(op.f('ix_customer_root_id'), 'customer', ['root_id'], unique=False)
    op.add_column('customer_identity', sa.Column('chosen_at', hub.db.base.UTCDateTime(timezone=True), nullable=True))
    op.add_column('interaction', sa.Column('line_id', sa.Uuid(), nullable=True))
    op.add_column('interaction', sa.Column('about_id', sa.Uuid(), nullable=True))
    op.add_column('interaction', sa.Column('edited_at', hub.db.base.UTCDateTime(timezone=True), nullable=True))
    op.create_index(op.f('ix_interaction_about_id'), 'interaction', ['about_id'], unique=False)
    op.add_column('tag', sa.Column('folded', sa.String(length=1200), nullable=False, server_default=''))
    op.add_column('participant', sa.Column('occurred_at', hub.db.base.UTCDateTime(timezone=True), nullable=True))
    op.create_index('ix_participant_customer_id', 'participant', ['customer_id'], unique=False, sqlite_where=sa.text('customer_id IS NOT NULL'), postgresql_where=sa.text('customer_id IS NOT NULL'))
    op.create_index('ix_participant_identity_id_occurred_at', 'participant', ['identity_id', 'occurred_at', 'interaction_id'], unique=False, sqlite_where=sa.text('occurred_at IS NOT NULL'), postgresql_where=sa.text('occurred_at IS NOT NULL'))
    op.add_column('timeline_entry', sa.Column('channel', sa.String(length=16), nullable=False, server_default=''))
    op.add_column('timeline_entry', sa.Column('pinned_at', hub.db.base.UTCDateTime(timezone=True), nullable=True))
    op.add_column('timeline_entry', sa.Column('pinned_by', sa.Uuid(), nullable=True))
    op.create_index('ix_timeline_entry_customer_id_channel_occurred_at_id', 'timeline_entry', ['customer_id', 'channel', 'occurred_at', 'id'], unique=False)
    op.create_index('ix_timeline_entry_customer_id_pinned_at', 'timeline_entry', ['customer_id', 'pinned_at'], unique=False)
    op.create_table('received',
    sa.Column('account', sa.String(length=40), nullable=False),
    sa.Column('dedupe_key', sa.String(length=255), nullable=False),
    sa.Column('interaction_id', sa.Uuid(), nullable=False),
    sa.Column('received_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('account', 'dedupe_key', name=op.f('pk_received'))
    )
    op.create_index('ix_received_received_at', 'received', ['received_at'], unique=False)
    _fill()
    _fold_tags()
    op.create_index('uq_tag_folded', 'tag', ['folded'], unique=True)


def _fold_tags() -> None:
    """Tags that read alike were two until now, and stay so."""
    tag = sa.table('tag', sa.column('id', sa.Uuid()), sa.column('name', sa.String()), sa.column('folded', sa.String()))
    bind, taken = op.get_bind(), set()
    for key, name in bind.execute(sa.select(tag.c.id, tag.c.name).order_by(tag.c.id)).all():
        folded = fold(name) if fold(name) not in taken else f'{fold(name)} {key.hex}'
        taken.add(folded)
        bind.execute(sa.update(tag).where(tag.c.id == key).values(folded=folded))


def _fill() -> None:
    """Every customer is the end of their own chain; what is merged already points at the end of its chain."""
    customer = sa.table('customer', sa.column('id', sa.Uuid()), sa.column('root_id', sa.Uuid()),
                        sa.column('merged_into', sa.Uuid()))
    bind = op.get_bind()
    bind.execute(sa.update(customer).values(root_id=sa.func.coalesce(customer.c.merged_into, customer.c.id)))
    root = customer.alias()
    further = sa.select(root.c.merged_into).where(root.c.id == customer.c.root_id).scalar_subquery()
    merged = sa.select(root.c.id).where(root.c.merged_into.is_not(None))
    while bind.execute(sa.update(customer).where(customer.c.root_id.in_(merged)).values(root_id=further)).rowcount:
        pass
    entry = sa.table('timeline_entry', sa.column('interaction_id', sa.Uuid()), sa.column('channel', sa.String()))
    item = sa.table('interaction', sa.column('id', sa.Uuid()), sa.column('channel', sa.String()))
    channel = sa.select(item.c.channel).where(item.c.id == entry.c.interaction_id).scalar_subquery()
    bind.execute(sa.update(entry).values(channel=channel))
