"""the search's index of customers and messages

Revision: 0003, after: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

import hub.db.base

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

FULL_TEXT = (  # table, column, options of SQLite's full-text table beside it
    ('customer_search', 'text', "tokenize='trigram case_sensitive 1', detail=none"),
    ('message_search', 'words', "tokenize='ascii', detail=none, prefix='2 3'"),
)


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('customer_search',
    sa.Column('id', big, autoincrement=True, nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('grams', sa.Text().with_variant(ARRAY(sa.Integer), 'postgresql'), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_search')),
    sa.UniqueConstraint('customer_id', name=op.f('uq_customer_search_customer_id'))
    )
    op.create_table('message_search',
    sa.Column('id', big, autoincrement=True, nullable=False),
    sa.Column('interaction_id', sa.Uuid(), nullable=False),
    sa.Column('occurred_at', hub.db.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('words', sa.Text().with_variant(TSVECTOR(), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_search')),
    sa.UniqueConstraint('interaction_id', name=op.f('uq_message_search_interaction_id'))
    )
    op.create_index('ix_message_search_occurred_at', 'message_search', ['occurred_at'], unique=False)
    op.create_table('search_pending',
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('ref_id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'ref_id', name=op.f('pk_search_pending'))
    )
    if op.get_bind().dialect.name == 'postgresql':
        op.create_index('ix_customer_search_grams', 'customer_search', ['grams'], postgresql_using='gin')
        op.create_index('ix_message_search_words', 'message_search', ['words'], postgresql_using='gin')
    else:
        for table, column, options in FULL_TEXT:
            _full_text(table, column, options)
    _queue()


def _full_text(table: str, column: str, options: str) -> None:
    """A full-text table that holds no text of its own; triggers keep it."""
    fts = f'{table}_fts'
    op.execute(f"CREATE VIRTUAL TABLE {fts} USING fts5({column}, content='{table}', content_rowid='id', {options})")
    put = f'INSERT INTO {fts}(rowid, {column}) VALUES (new.id, new.{column});'
    take = f"INSERT INTO {fts}({fts}, rowid, {column}) VALUES ('delete', old.id, old.{column});"
    for when, work in (
        ('INSERT', put), ('DELETE', take), (f'UPDATE OF id, {column}', f'{take} {put}'),
    ):
        name = f'{table}_{when.split()[0].lower()}'
        op.execute(f'CREATE TRIGGER {name} AFTER {when} ON {table} BEGIN {work} END')


def _queue() -> None:
    """What is there already is indexed by a job: the hub need not wait for it."""
    op.execute("INSERT INTO search_pending (kind, ref_id) SELECT 'customer', id FROM customer WHERE merged_into IS NULL")
    op.execute(
        "INSERT INTO search_pending (kind, ref_id) SELECT 'message', id FROM interaction "
        'WHERE text IS NOT NULL OR subject IS NOT NULL'
    )
