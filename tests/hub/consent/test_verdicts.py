"""Who may be written to: the one query against a plain model, on both stores; how many statements; and when."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.consent import PURPOSES, Policy, Said, Verdict, crowds, judged, may_send, record
from hub.consent.crowds import of_many
from hub.consent.models import ConsentEvent, ConsentOptOut, Suppression
from hub.consent.schemas import NewSuppression
from hub.consent.suppressions import suppress
from hub.customers import Address, Identity, link, read_email, read_number, see_identity, shown_address
from hub.db import Database, Tx, new_id, utc_now
from tests.hub.consent.world import ADDRESSES, NOON, World, worlds
from tests.hub.customers.people import People

CHANNELS = ("call", "sms", "email")
NUMBER = "09121234567"
PLAIN = {"denied": "opted_out", "withdrawn": "opted_out", "pending": "silence", "no_record": "silence"}


class UndoneError(Exception):
    """Ends a transaction so that nothing of it stays."""


async def examine(db: Database, world: World, policy: Policy, *, at_once: bool) -> None:
    async def work(tx: Tx) -> None:
        await world.store(tx)
        await world.speak(tx, at_once=at_once)
        ids = [world.ids[place] for place in range(len(ADDRESSES))]
        for channel in CHANNELS:
            for purpose in PURPOSES:
                found = await may_send(tx, [*ids, *ids[:2]], channel, purpose, NOON, policy=policy)  # type: ignore[arg-type]
                model = {ids[place]: world.verdict(place, channel, purpose, policy) for place in range(len(ADDRESSES))}
                assert {one: (verdict.allowed, plain(verdict.reason)) for one, verdict in found.items()} == model
                await check_events(tx, found)
                if purpose == "service" and not at_once:
                    continue
                allowing = policy.allowing(purpose)
                assert await of_many(tx.connection, list(found), channel, purpose, NOON, allowing) == found
        raise UndoneError

    with pytest.raises(UndoneError):
        await db.write(work)


def plain(reason: str) -> str:
    return PLAIN.get(reason, reason)


async def check_events(tx: Tx, found: dict[UUID, Verdict]) -> None:
    """What is named as the reason is there, and is of that kind."""
    for verdict in found.values():
        if verdict.reason == "suppressed":
            assert await tx.session.get(Suppression, verdict.event)
        elif verdict.reason in {"granted", "denied", "withdrawn"}:
            event = await tx.session.get(ConsentEvent, verdict.event)
            assert event is not None
            assert event.state in {verdict.reason, "pending"}


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_the_rule_is_what_going_through_everything_says(store: str, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue(f"{store}_url")
    with asyncio.Runner() as runner:
        db = runner.run(Database.open(url))

        @settings(max_examples=50, deadline=None, database=None, derandomize=True,
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(worlds(), st.booleans(), st.booleans(), st.booleans())
        def check(world: World, service: bool, marketing: bool, at_once: bool) -> None:
            runner.run(examine(db, world, Policy(service, marketing), at_once=at_once))

        check()
        runner.run(db.close())


async def identity_of(db: Database, number: str = NUMBER) -> UUID:
    address = read_number(number)
    assert address
    return await db.write(lambda tx: see_identity(tx, address))


async def ask(db: Database, identity: UUID, at: Any = NOON, **how: Any) -> tuple[bool, str]:
    async with db.read() as session:
        found = await may_send(session, [identity], how.get("channel", "sms"), how.get("purpose", "marketing"), at)
    return found[identity].allowed, found[identity].reason


async def test_silence_allows_service_and_not_marketing_unless_the_policy_says_so(database: Database) -> None:
    identity = await identity_of(database)
    assert await ask(database, identity) == (False, "no_record")
    assert await ask(database, identity, purpose="service") == (True, "no_record")
    other = Policy(service=False, marketing=True)
    async with database.read() as session:
        found = await may_send(session, [identity], "sms", "marketing", NOON, policy=other)
        assert found[identity] == (True, "no_record", None)
        found = await may_send(session, [identity], "sms", "service", NOON, policy=other)
        assert found[identity] == (False, "no_record", None)
        assert await may_send(session, [], "sms", "service", NOON) == {}


async def test_who_does_not_exist_and_who_is_not_reached_so_are_refused(database: Database) -> None:
    assert await ask(database, new_id(), purpose="service") == (False, "unknown")
    assert await ask(database, await identity_of(database), channel="email", purpose="service") == (
        False,
        "wrong_channel",
    )


async def test_a_suppression_ends_by_itself_and_holds_whatever_was_allowed(database: Database) -> None:
    identity = await identity_of(database)

    async def work(tx: Tx) -> None:
        await record(tx, Said(identity_id=identity, channel="sms", purpose="marketing", state="granted", source="form"))
        tx.session.add(Suppression(kind="phone", match="value", value="+989121234567", reason="legal", source="agent",
                                   since=NOON, until=NOON + timedelta(days=1), created_at=NOON))  # fmt: skip

    await database.write(work)
    times = [timedelta(seconds=-1), timedelta(0), timedelta(days=1, seconds=-1), timedelta(days=1)]
    assert [(await ask(database, identity, NOON + after))[1] for after in times] == [
        "granted", "suppressed", "suppressed", "granted",
    ]  # fmt: skip


async def test_a_mail_address_is_suppressed_in_whatever_letters_it_is_written(database: Database) -> None:
    async def work(tx: Tx) -> list[UUID]:
        for value in ("Émile.Ö@Example.com", "sara@example.com"):
            await suppress(tx, NewSuppression(kind="email", match="value", value=value, reason="legal"), None)
        texts = ("Émile.Ö@example.com", "SARA@example.com")
        return [await see_identity(tx, address) for text in texts if (address := read_email(text))]

    for one in await database.write(work):
        assert (await ask(database, one, utc_now(), channel="email", purpose="service"))[1] == "suppressed"


async def test_an_opt_out_counts_in_whatever_letters_the_mail_address_is_written(people: People) -> None:
    def mail(text: str) -> Address:
        address = read_email(text)
        assert address
        return address

    async def work(tx: Tx) -> tuple[UUID, UUID]:
        one, other = await see_identity(tx, mail("Sara.K@x.example")), await see_identity(tx, mail("sara.k@X.example"))
        said = {"channel": "email", "purpose": "marketing", "source": "phone"}
        await record(tx, Said(identity_id=one, state="withdrawn", **said))
        return one, other

    one, other = await people.db.write(work)
    assert one == other
    assert await ask(people.db, other, channel="email") == (False, "withdrawn")
    async with people.db.read() as session:
        assert await session.scalar(sa.select(shown_address()).where(Identity.id == one)) == "Sara.K@x.example"


async def test_an_opt_out_follows_its_person_when_two_are_merged_and_not_after_they_are_parted(people: People) -> None:
    sara, double = await people.add("Sara", NUMBER), await people.add("Double", "09351234567")
    ids = [(await people.profile(who)).identities[0].id for who in (sara, double)]

    async def work(tx: Tx) -> None:
        for identity, state in zip(ids, ("granted", "withdrawn"), strict=True):
            await record(tx, Said(identity_id=identity, channel="sms", purpose="marketing", state=state, source="form"))

    await people.db.write(work)
    assert await ask(people.db, ids[0]) == (True, "granted")
    made = await people.merge(sara, double)
    assert await ask(people.db, ids[0]) == (False, "opted_out_elsewhere")
    assert await ask(people.db, ids[0], channel="call", purpose="service") == (True, "no_record")
    await people.undo(made)
    assert await ask(people.db, ids[0]) == (True, "granted")


async def test_what_one_who_shares_a_number_refused_counts_there_and_not_at_the_others_own(people: People) -> None:
    sara, omid = await people.add("Sara", "02188881234"), await people.add("Omid", "02188881234")
    shared = (await people.profile(sara)).identities[0].id
    own = {who: await identity_of(people.db, number) for who, number in ((sara, NUMBER), (omid, "09351234567"))}

    async def work(tx: Tx) -> None:
        for who, identity in own.items():
            await link(tx, who, identity)
            await record(
                tx, Said(identity_id=identity, channel="call", purpose="service", state="granted", source="form")
            )
        said = {"channel": "call", "purpose": "service", "state": "denied", "source": "phone"}
        await record(tx, Said(identity_id=shared, customer_id=sara, **said))

    await people.db.write(work)
    asked = {who: await ask(people.db, identity, channel="call", purpose="service") for who, identity in own.items()}
    assert asked == {sara: (False, "opted_out_elsewhere"), omid: (True, "granted")}
    assert await ask(people.db, shared, channel="call", purpose="service") == (False, "denied")


async def test_it_is_one_statement_for_one_and_for_many(database: Database) -> None:
    sent: list[str] = []
    sa.event.listen(database.reader.sync_engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    ids = [await identity_of(database, f"0912100{number:04}") for number in range(40)]
    counts = []
    for some in (ids[:1], ids):
        sent.clear()
        async with database.read() as session:
            assert len(await may_send(session, some, "sms", "service", NOON)) == len(some)
        counts.append(len(sent))
    assert counts == [1, 1]


async def test_many_are_read_some_at_a_time_in_whatever_order(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowds, "SLICE", 7)
    ids = [await identity_of(database, f"0912100{number:04}") for number in range(20)]
    said = {"channel": "sms", "purpose": "marketing", "source": "form"}
    for one in ids[::3]:
        await database.write(lambda tx, one=one: record(tx, Said(identity_id=one, state="granted", **said)))  # type: ignore[misc]
    asked = [*ids[::-1], new_id()]
    async with database.read() as session:
        found = await of_many(session, asked, "sms", "marketing", NOON, ("granted",))
        assert found == await may_send(session, asked, "sms", "marketing", NOON, policy=Policy())
    assert [one for one in ids if found[one].allowed] == ids[::3]


async def test_what_is_asked_after_a_crowd_is_planned_as_before(database: Database) -> None:
    async def work(tx: Tx) -> None:
        if tx.dialect != "postgresql":
            return
        plans = sa.text("SELECT current_setting('enable_mergejoin'), current_setting('work_mem')")
        before = (await tx.connection.execute(plans)).one()
        await of_many(tx.connection, [new_id()], "sms", "marketing", NOON, ("granted",))
        assert (await tx.connection.execute(plans)).one() == before

    await database.write(work)


async def test_the_same_rule_is_a_query_over_any_table(database: Database) -> None:
    ids = {await identity_of(database, f"0912100{number:04}") for number in range(3)}
    asked = sa.select(Identity.id).subquery()
    async with database.read() as session:
        rows = (await session.execute(judged(asked, "sms", "service", NOON, Policy()))).all()
    assert {(row.identity_id, bool(row.allowed), row.reason) for row in rows} == {
        (one, True, "no_record") for one in ids
    }


async def test_the_log_keeps_what_was_said_and_opt_outs_go_with_the_consent_that_undoes_them(
    database: Database,
) -> None:
    identity = await identity_of(database)
    said = {"identity_id": identity, "channel": "sms", "purpose": "marketing", "source": "form"}
    await database.write(lambda tx: record(tx, Said(state="withdrawn", **said)))
    assert await ask(database, identity) == (False, "withdrawn")
    await database.write(lambda tx: record(tx, Said(state="granted", **said)))
    assert await ask(database, identity) == (True, "granted")
    async with database.read() as session:
        assert len(list(await session.scalars(sa.select(ConsentEvent)))) == 2
        assert list(await session.scalars(sa.select(ConsentOptOut))) == []
