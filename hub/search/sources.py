"""The columns of other areas that are indexed: the index lies below the areas that keep it."""

from __future__ import annotations

import sqlalchemy as sa

from hub.db import UTCDateTime

_UUID = sa.Uuid()
CUSTOMER = sa.table(
    "customer", sa.column("id", _UUID), sa.column("kind", sa.String()), sa.column("name", sa.String()),
    sa.column("city", sa.String()), sa.column("organisation_id", _UUID), sa.column("root_id", _UUID),
    sa.column("merged_into", _UUID), sa.column("sort_key", sa.String()), sa.column("created_at", UTCDateTime()),
    sa.column("last_contact_at", UTCDateTime()),
)  # fmt: skip
LINK = sa.table(
    "customer_identity", sa.column("id", _UUID), sa.column("customer_id", _UUID), sa.column("identity_id", _UUID),
    sa.column("valid_to", UTCDateTime()),
)  # fmt: skip
IDENTITY = sa.table("identity", sa.column("id", _UUID), sa.column("kind", sa.String()), sa.column("value", sa.String()))
INTERACTION = sa.table(
    "interaction", sa.column("id", _UUID), sa.column("subject", sa.String()), sa.column("text", sa.Text()),
    sa.column("occurred_at", UTCDateTime()),
)  # fmt: skip
