"""A store with many customers, one agent and one phone; and the settings of the hub that serves it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from hub.accounts import create_user, passwords
from hub.accounts.users import add_user
from hub.calls import Extension
from hub.calls.extensions import claim_extension
from hub.customers import Customer, CustomerIdentity, Identity
from hub.db import Database, Lane, Tx, migrate, new_id
from hub.timeline import Touch, add_interaction

EMAIL, PASSWORD = "agent@bench.example", "a long enough password"
CHUNK = 5_000


def number(index: int) -> str:
    """The national form of customer ``index``'s mobile."""
    return f"0912{index:07d}"


async def fill(url: str, customers: int) -> None:
    """Migrate and fill the store, unless it is filled already."""
    await migrate.upgrade(url)
    db = await Database.open(url)
    try:
        async with db.read() as session:
            if await session.scalar(sa.select(sa.func.count()).select_from(Customer)) == customers:
                return
        await create_user(db, email=EMAIL, name="Bench Agent", role="supervisor", password=PASSWORD)
        await db.write(_phone)
        for start in range(0, customers, CHUNK):
            await db.write(
                lambda tx, start=start: _customers(tx, range(start, min(start + CHUNK, customers))), lane=Lane.BULK
            )
        await db.write(_history)
        await _analyse(db)
    finally:
        await db.close()


def agent(place: int) -> str:
    """The so-manyth agent's address."""
    return f"agent{place}@bench.example"


async def staff(url: str, count: int) -> list[str]:
    """Seat so many agents at phones of their own; the phones' numbers. Not for a store that has them."""
    db = await Database.open(url)
    try:
        encoded = await passwords.hash_password(PASSWORD)  # once: it is slow on purpose
        phones = [str(1_101 + one) for one in range(count)]

        async def seat(tx: Tx) -> None:
            for place, phone in enumerate(phones):
                user = await add_user(
                    tx, name=f"Agent {place}", email=agent(place), role="agent", password_hash=encoded, language="en",
                    time_zone="UTC",
                )  # fmt: skip
                extension = Extension(id=new_id(), account="pbx", endpoint=f"PJSIP/{phone}", number=phone)
                tx.session.add(extension)
                await tx.session.flush()
                await claim_extension(tx, user.id, extension.id)

        await db.write(seat)
    finally:
        await db.close()
    return phones


async def _phone(tx: Tx) -> None:
    tx.session.add(Extension(account="pbx", endpoint="PJSIP/101", number="101"))


async def _customers(tx: Tx, indexes: range) -> None:
    people = [{"id": new_id(), "kind": "person", "name": f"Customer {index}", "sort_key": f"customer {index:07d}",
               "search": f"customer {index}", "created_at": tx.now, "updated_at": tx.now, "version": 1}
              for index in indexes]  # fmt: skip
    identities = [{"id": new_id(), "kind": "phone", "namespace": "", "value": f"+98{number(index)[1:]}", "region": "IR",
                   "first_seen_at": tx.now, "last_seen_at": tx.now} for index in indexes]  # fmt: skip
    links = [{"id": new_id(), "customer_id": one["id"], "identity_id": other["id"], "verified": False, "primary": True,
              "valid_from": tx.now} for one, other in zip(people, identities, strict=True)]  # fmt: skip
    for table, rows in ((Customer, people), (Identity, identities), (CustomerIdentity, links)):
        await tx.session.execute(sa.insert(table), rows)


async def _history(tx: Tx) -> None:
    """Every hundredth customer has a history, as callers do."""
    some = (await tx.session.scalars(sa.select(Customer.id).limit(1_000))).all()
    for customer in some:
        await add_interaction(tx, Touch("call", "in", "completed", tx.now, facts={}), [customer], "confirmed")


async def _analyse(db: Database) -> None:
    """What autovacuum does within a minute: the planner knows the tables."""
    async with db.writer.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(sa.text("VACUUM ANALYZE" if db.dialect == "postgresql" else "ANALYZE"))


def settings(folder: Path, url: str, port: int, ami: int) -> Path:
    """The settings file of the hub under test."""
    made = folder / "bench.toml"
    made.write_text(
        f'[http]\nport = {port}\n[database]\nurl = "{url}"\n[log]\nlevel = "error"\n'
        f'[blobs]\ndirectory = "{folder}/blobs"\n'
        f'[connectors.pbx]\nconnector = "asterisk"\nhost = "127.0.0.1"\nport = {ami}\n'
        'username = "u"\nsecret = "s"\ntrunks = ["trunk"]\n'
    )
    return made
