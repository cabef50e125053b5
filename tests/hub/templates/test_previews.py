"""What templates say to real customers: many in one query, merged ones, those with little known of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.customers import Customer, CustomerIdentity, CustomerTag, CustomField, Identity, Tag
from hub.db import Database, Tx, new_id
from hub.lines import Line
from hub.templates import Sender, load_values
from hub.templates.contexts import clean, first_name, last_name
from hub.text import sort_key
from tests.hub.templates.asking import ask
from tests.hub.templates.conftest import SMS
from tests.support.accounts import Client

NOW = datetime(2026, 3, 20, 20, 45, tzinfo=UTC)


def person(name: str, now: datetime, **more: Any) -> Customer:
    """A customer."""
    return Customer(
        id=new_id(),
        name=name,
        sort_key=sort_key(name),
        search=name,
        created_at=now,
        updated_at=now,
        version=1,
        **{"kind": "person", "fields": {}} | more,
    )


async def settle(database: Database, agent: UUID) -> dict[str, UUID]:
    """A house, a person in it with everything, another who was merged into her, and a line."""

    async def work(tx: Tx) -> dict[str, UUID]:
        add, now = tx.session.add, tx.now
        house = person("Sunrise", now, kind="organisation")
        add(house)
        await tx.session.flush()
        sara = person(
            "دکتر سارا احمدی",
            now,
            organisation_id=house.id,
            owner_id=agent,
            language="fa",
            time_zone="Asia/Tehran",
            city="تهران",
            fields={"since": "2025-03-21", "advisor": str(agent), "debt": 5_000, "old": "x"},
        )
        add(sara)
        await tx.session.flush()
        other = person("Sara A.", now, merged_into=sara.id, root_id=sara.id)
        tags = [Tag(id=new_id(), name=name) for name in ("VIP", "ویژه")]
        phone = Identity(id=new_id(), kind="phone", value="+989121234567", first_seen_at=now, last_seen_at=now)
        add(other)
        tx.session.add_all([*tags, phone])
        for place, (key, kind) in enumerate((("since", "date"), ("advisor", "person"), ("debt", "number"))):
            add(
                CustomField(
                    id=new_id(), key=key, label=key, kind=kind, options=[], position=place, created_at=now, version=1
                )
            )
        await tx.session.flush()
        add(CustomerIdentity(customer_id=other.id, identity_id=phone.id, primary=True, valid_from=now))
        tx.session.add_all(
            [CustomerTag(customer_id=one.id, tag_id=tag.id) for one in (sara, other) for tag in tags[:1]]
        )
        line = Line(
            id=new_id(), name="Main", brand="Nova", region="IR", number="+982191001000", created_at=now, updated_at=now
        )
        add(line)
        return {"house": house.id, "sara": sara.id, "other": other.id, "line": line.id}

    return await database.write(work)


async def test_the_values_of_many_customers_come_in_one_query(database: Database, people: dict[str, Any]) -> None:
    ids = await settle(database, people["agent"].id)
    asked: list[str] = []
    async with database.read() as session:
        engine = (await session.connection()).engine.sync_engine
        sa.event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
        sender = Sender("Peyvand", "UTC", NOW)
        found = await load_values(session, [ids["sara"], ids["other"], ids["house"], new_id()], sender)
    assert sum("FROM customer" in one for one in asked) == 1
    assert len(asked) <= 3
    assert set(found) == {ids["sara"], ids["other"], ids["house"]}
    values = found[ids["other"]].values
    assert values == found[ids["sara"]].values
    picked = {
        name: values[f"customer.{name}"]
        for name in ("first_name", "last_name", "organisation", "phone", "tags", "owner", "fields.debt")
    }
    assert picked == {
        "first_name": "سارا",
        "last_name": "احمدی",
        "organisation": "Sunrise",
        "phone": "+98 912 123 4567",
        "tags": "VIP",
        "owner": "Agent One",
        "fields.debt": 5_000,
    }
    assert values["customer.fields.advisor"] == "Agent One"
    assert (values["today"].isoformat(), found[ids["house"]].values["today"].isoformat()) == (
        "2026-03-21",
        "2026-03-20",
    )
    assert found[ids["house"]].values["customer.first_name"] is None


async def test_a_preview_on_a_real_customer(boss: Client, database: Database, people: dict[str, Any]) -> None:
    ids = await settle(database, people["agent"].id)
    words = {
        "fa": {
            "text": "{{ customer.first_name }}، {{ customer.fields.since }} {{ line.brand }} "
            "{{ agent.first_name }} {{ customer.job_title }}"
        },
        "en": {"text": "{{ nothing }}"},
    }
    body = {
        "channel": "chat",
        "language": "en",
        "bodies": words,
        "customer_id": str(ids["sara"]),
        "line_id": str(ids["line"]),
    }
    _, shown = await ask(boss, "POST", "/templates/preview", body)
    assert (shown["language"], shown["customer"]) == ("fa", "دکتر سارا احمدی")
    assert shown["messages"]["fa"]["text"] == "سارا، ۱۴۰۴/۰۱/۰۱ Nova Supervisor "
    assert shown["messages"]["fa"]["missing"] == ["customer.job_title"]
    assert [one["field"] for one in shown["problems"]] == ["bodies.en.text"]
    _, made_up = await ask(boss, "POST", "/templates/preview", body | {"customer_id": None, "line_id": None})
    assert made_up["messages"]["fa"]["text"].startswith("سارا، ۱۴۰۵/۰۱/۰۱ Peyvand Supervisor")
    assert (await ask(boss, "POST", "/templates/preview", body | {"customer_id": str(new_id())}))[0] == 404


async def test_a_saved_template_is_filled_in(
    agent: Client, boss: Client, database: Database, people: dict[str, Any]
) -> None:
    ids = await settle(database, people["agent"].id)
    _, made = await ask(boss, "POST", "/templates", SMS)
    path = f"/templates/{made['id']}/render"
    assert (await ask(agent, "POST", path, {"customer_id": str(ids["sara"])}))[1][
        "text"
    ] == "سارا، سفارش شما آماده است."
    _, english = await ask(agent, "POST", path, {"customer_id": str(ids["sara"]), "language": "en"})
    assert english["text"] == "سارا, your order is ready."
    assert (await ask(agent, "POST", path, {}))[1]["text"] == "دوست، سفارش شما آماده است."


async def test_the_html_of_a_preview_is_sanitised(boss: Client) -> None:
    html = '<div style="color:red"><a href="https://x.example">{{ customer.name }}</a></div>'
    body = {"channel": "email", "language": "en", "bodies": {"en": {"subject": "S", "text": "T", "html": html}}}
    _, shown = await ask(boss, "POST", "/templates/preview", body)
    assert shown["messages"]["en"]["html"] == (
        '<div style="color:red"><a href="https://x.example" rel="noopener noreferrer">Sarah Ahmadi</a></div>'
    )


def test_names_are_taken_apart_and_cleaned() -> None:
    assert (first_name("دکتر سارا احمدی"), last_name("Dr. Ann van Dyk"), first_name(" "), last_name("Ann")) == (
        "سارا",
        "van Dyk",
        None,
        None,
    )
    assert clean("a\u202eb\u2066c\x00d\r\ne") == "abcd  e"
    assert len(clean("x" * 5_000)) == 1_000
