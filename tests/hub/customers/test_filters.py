"""Filters find in both stores what a plain reading of them finds; what is wrong is told at its place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.customers import Customer, link, read_number, see_identity
from hub.customers.filter_fields import OPS, Catalogue, FilterField, load_catalogue
from hub.customers.filter_sql import Frame, plain
from hub.customers.filters import MAX_CONDITIONS, Condition, Group, notices, read_filter
from hub.customers.lists import Selection, find_customers
from hub.customers.models import CustomerTag, CustomField, Tag
from hub.db import Database, Tx, new_id
from hub.text import fold, sort_key
from hub.web import Invalid

ZONE = ZoneInfo("Asia/Tehran")
TODAY = date(2026, 3, 21)
ME, OTHER = UUID(int=1), UUID(int=2)
CUSTOM = {"note": "text", "debt": "number", "since": "date", "grade": "choice", "site": "link", "guide": "person"}
CITIES = (None, "", "Tehran", "TEHRAN", "تهران", "كرج", "کرج", "100%", "a_b", "آمل", "امل")
DAYS = (date(2026, 3, 1), date(2026, 3, 20), TODAY, date(2026, 3, 22), date(2026, 4, 9))
NUMBERS = (0, 1, -2, 0.1, 2.5, 10, 9, 10**15)
EDGES = tuple(  # the moments around midnight in Tehran
    datetime(day.year, day.month, day.day, 20, 30, tzinfo=UTC) + timedelta(seconds=second)
    for day in DAYS
    for second in (-1, 0)
)


@dataclass
class Row:
    """What is known of one customer."""

    name: str
    values: dict[str, Any]
    fields: dict[str, Any]
    tags: set[str] = field(default_factory=set)
    phone: bool = False


def _pick(options: tuple[Any, ...], index: int) -> Any:
    return options[index % len(options)]


ROWS = [
    Row(
        f"n{index:02} {_pick(('Zoë', 'علي', 'Reza'), index)}",
        {
            "kind": _pick(("person", "organisation"), index),
            "city": _pick(CITIES, index),
            "country": _pick((None, "IR", "DE"), index),
            "stage": _pick((None, "Lead", "مشتری"), index // 2),
            "language": _pick((None, "fa", "en"), index // 3),
            "owner_id": _pick((None, ME, OTHER), index // 2),
            "last_contact_at": _pick((None, *EDGES), index * 3),
            "created_at": _pick(EDGES, index),
        },
        {
            key: value
            for key, value in {
                "note": _pick((None, "Call back", "كم", "%"), index),
                "debt": _pick((None, *NUMBERS), index),
                "since": _pick((None, *(day.isoformat() for day in DAYS)), index),
                "grade": _pick((None, "A", "b"), index // 4),
                "site": _pick((None, "https://Example.com/A"), index),
                "guide": _pick((None, str(ME), str(OTHER)), index),
            }.items()
            if value is not None
        },
        {name for bit, name in enumerate(("VIP", "late", "بد")) if index >> bit & 1},
        phone=index % 3 == 0,
    )
    for index in range(22)
]
CATALOGUE = [
    *(FilterField(name, "text") for name in ("name", "city", "country", "stage")),
    FilterField("kind", "choice", ("person", "organisation")), FilterField("language", "choice", ("fa", "en")),
    FilterField("owner_id", "person"), FilterField("tags", "tags"), FilterField("has_phone", "flag"),
    *(FilterField(name, "date", timed=True) for name in ("last_contact_at", "created_at")),
    *(FilterField(f"fields.{key}", kind, ("A", "b") if kind == "choice" else ()) for key, kind in CUSTOM.items()),
]  # fmt: skip


# --- the same in plain Python -------------------------------------------------------------------


def holds(node: Condition | Group, row: Row) -> bool:
    """Whether the customer is among what the filter finds."""
    if isinstance(node, Group):
        found = [holds(item, row) for item in node.items]
        return (all(found) if node.every else any(found)) if found else True
    return _holds(node, row)


def _holds(one: Condition, row: Row) -> bool:
    if one.op == "is_not":
        return not _holds(Condition(one.field, "is", one.value), row)
    if one.op in {"not_in", "in"}:
        found = any(_holds(Condition(one.field, "is", item), row) for item in one.value)
        return found == (one.op == "in")
    if one.op == "not_empty":
        return not _holds(Condition(one.field, "empty", None), row)
    name = one.field.field
    if name == "tags":
        return not row.tags if one.op == "empty" else fold(str(one.value)) in {fold(tag) for tag in row.tags}
    if name == "has_phone":
        return bool(row.phone is one.value)
    key = one.field.key
    value = row.fields.get(key) if key else row.name if name == "name" else row.values[name]
    if one.op == "empty":
        return value in {None, ""}
    return value is not None and _OF_KIND[one.field.kind](one, value)


def _text(one: Condition, value: str) -> bool:
    same = fold if one.field.field == "name" else plain
    has, wanted = same(value), same(one.value)
    return {"is": has == wanted, "contains": wanted in has, "starts": has.startswith(wanted)}[one.op]


def _number(one: Condition, value: float) -> bool:
    return {"is": value == one.value, "gt": value > one.value, "lt": value < one.value}[one.op]


def _date(one: Condition, value: Any) -> bool:
    day = value.astimezone(ZONE).date() if one.field.timed else date.fromisoformat(value)
    if one.op == "within_days":
        away = (TODAY - day).days
        return 0 <= away <= one.value if one.value > 0 else one.value <= away <= 0
    return bool({"is": day == one.value, "before": day < one.value, "after": day > one.value}[one.op])


def _person(one: Condition, value: Any) -> bool:
    wanted = ME if one.value == "me" else one.value
    return UUID(str(value)) == wanted


_OF_KIND: dict[str, Callable[[Condition, Any], bool]] = {
    "text": _text, "link": _text, "number": _number, "date": _date, "person": _person,
    "choice": lambda one, value: bool(value == one.value),
}  # fmt: skip


# --- filters ----------------------------------------------------------------------------------


TEXTS = st.sampled_from(["Tehran", "tehran", "ran", "کرج", "كر", "مل", "%", "_", "\\", "a_b", "n1", "zoe", "علی", "ZOË",
                         "ir", "lead", "call", "کم", "HTTPS://EXAMPLE.com/a", "example"])  # fmt: skip
USERS = st.sampled_from(["me", str(ME), str(OTHER), str(UUID(int=3))])
DATES = st.one_of(st.sampled_from(DAYS), st.dates(date(2026, 2, 1), date(2026, 5, 1))).map(str)
TAGS = st.sampled_from(["VIP", "vip", "late", "بد", "nobody's"])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXTS, "link": TEXTS, "tags": TAGS, "person": USERS, "date": DATES, "flag": st.booleans(),
    "number": st.one_of(st.sampled_from(NUMBERS), st.integers(-3, 12), st.floats(-3, 12)),
}  # fmt: skip


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    """Any question that may be asked."""
    asked = draw(st.sampled_from(CATALOGUE))
    op = draw(st.sampled_from(OPS[asked.kind]))
    values = st.sampled_from(asked.options) if asked.kind == "choice" else VALUES[asked.kind]
    if op in {"empty", "not_empty"}:
        return {"field": asked.field, "op": op}
    if op in {"in", "not_in"}:
        return {"field": asked.field, "op": op, "value": draw(st.lists(values, min_size=1, max_size=3))}
    if op == "within_days":
        values = st.sampled_from([1, 2, 20, 21, -1, -19, -20, 36_500, -36_500])
    return {"field": asked.field, "op": op, "value": draw(values)}


def groups(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """All or any of some."""
    return st.builds(lambda word, items: {word: items}, st.sampled_from(["all", "any"]), st.lists(inner, max_size=3))


FILTERS = groups(st.one_of(conditions(), groups(st.one_of(conditions(), groups(conditions())))))


async def fill(db: Database) -> None:
    """Keep all rows; some of what each brings is kept on one that was merged into it."""

    async def work(tx: Tx) -> None:
        tx.session.add_all(
            CustomField(
                key=key, label=key, kind=kind, options=["A", "b"] if kind == "choice" else [], created_at=tx.now
            )
            for key, kind in CUSTOM.items()
        )
        tags = {name: Tag(id=new_id(), name=name) for name in ("VIP", "late", "بد")}
        tx.session.add_all(tags.values())
        await tx.session.flush()
        for index, row in enumerate(ROWS):
            await _keep(tx, row, tags, merged=index % 2 == 1)

    await db.write(work)


async def _keep(tx: Tx, row: Row, tags: dict[str, Tag], *, merged: bool) -> None:
    names = {"name": row.name, "sort_key": sort_key(row.name), "search": fold(row.name), "updated_at": tx.now}
    root = Customer(id=new_id(), **names, **row.values, fields=row.fields)
    holder = root
    tx.session.add(root)
    if merged:
        other = names | {"created_at": tx.now, "city": "Tehran"}
        holder = Customer(id=new_id(), **other, merged_into=root.id, root_id=root.id)
        await tx.session.flush()
        tx.session.add(holder)
    await tx.session.flush()
    tx.session.add_all(CustomerTag(customer_id=holder.id, tag_id=tags[name].id) for name in row.tags)
    if row.phone and (address := read_number("09121234567")):
        await link(tx, holder.id, await see_identity(tx, address))


async def find(db: Database, filter_: Group) -> list[str]:
    """The names of those whom the store finds."""
    frame = Frame(db.dialect, ZONE, TODAY, ME)
    async with db.read() as session:
        return sorted(one.name for one in await find_customers(session, Selection(filter=filter_), frame, limit=99))


async def catalogue_of(db: Database) -> Catalogue:
    """What can be filtered by."""
    async with db.read() as session:
        return await load_catalogue(session)


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_both_stores_find_what_a_plain_reading_finds(store: str, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue(f"{store}_url")
    with asyncio.Runner() as runner:
        db = runner.run(Database.open(url))
        runner.run(fill(db))
        catalogue = runner.run(catalogue_of(db))

        @settings(
            max_examples=150, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(FILTERS)
        def check(raw: dict[str, Any]) -> None:
            try:
                filter_ = read_filter(raw, catalogue, "filter")
            except Invalid as error:
                assert {one.code for one in error.errors} == {"too_many"}  # noqa: PT017 - nothing else may be wrong
                return
            assert runner.run(find(db, filter_)) == sorted(row.name for row in ROWS if holds(filter_, row))

        check()
        runner.run(db.close())


def city(value: Any = "Leeds", op: str = "is") -> dict[str, Any]:
    """A condition."""
    return {"field": "city", "op": op, "value": value}


KNOWN = {one.field: one for one in CATALOGUE}


@pytest.mark.parametrize(
    ("raw", "place", "code"),
    [
        ({"all": [city(op="gt")]}, "filter.all.0.op", "op"),
        ({"all": [city(), {"any": [city(3)]}]}, "filter.all.1.any.0.value", "string_type"),
        ({"all": [city(["Leeds", 3], "in")]}, "filter.all.0.value.1", "string_type"),
        ({"all": [city([], "in")]}, "filter.all.0.value", "too_short"),
        ({"all": [city("x" * 201)]}, "filter.all.0.value", "string_too_long"),
        ({"all": [city(op="empty")]}, "filter.all.0.value", "none_required"),
        ({"all": [city() | {"more": 1}]}, "filter.all.0.more", "extra_forbidden"),
        ({"all": [{"field": "city", "op": "is"}]}, "filter.all.0.value", "missing"),
        ({"all": [{"field": "salary", "op": "is", "value": 1}]}, "filter.all.0.field", "unknown_field"),
        ({"all": [{"field": "fields.debt", "op": "gt", "value": "x"}]}, "filter.all.0.value", "int_type"),
        ({"all": [{"field": "fields.debt", "op": "gt", "value": True}]}, "filter.all.0.value", "int_type"),
        ({"all": [{"field": "fields.debt", "op": "gt", "value": 10**400}]}, "filter.all.0.value", "less_than_equal"),
        ({"all": [{"field": "fields.grade", "op": "is", "value": "C"}]}, "filter.all.0.value", "choice"),
        ({"all": [{"field": "created_at", "op": "is", "value": "21.3.2026"}]}, "filter.all.0.value", "date_parsing"),
        ({"all": [{"field": "created_at", "op": "after", "value": "9999-12-31"}]}, "filter.all.0.value", "value_error"),
        ({"all": [{"field": "created_at", "op": "within_days", "value": 0}]}, "filter.all.0.value", "value_error"),
        ({"all": [{"field": "owner_id", "op": "is", "value": "you"}]}, "filter.all.0.value", "uuid_parsing"),
        ({"all": [{"any": [{"all": [{"any": []}]}]}]}, "filter.all.0.any.0.all.0", "too_deep"),
        ({"all": [city()] * (MAX_CONDITIONS + 1)}, "filter.all", "too_many"),
        ({"all": [{"any": [city()] * 11}, {"any": [city()] * 10}]}, "filter.all.1.any", "too_many"),
        ({"all": [], "any": []}, "filter", "filter"),
        ({"all": {}}, "filter.all", "filter"),
        ([], "filter", "filter"),
        ({}, "filter.field", "unknown_field"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(raw: Any, place: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_filter(raw, KNOWN, "filter")
    first = refused.value.errors[0]
    assert (first.field, first.code) == (place, code)
    assert first.detail.endswith((".", "required", "permitted"))


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        read_filter({"all": [city(1), {"field": "x"}, city(op="lt")]}, KNOWN, "body.filter")
    assert [one.field for one in refused.value.errors] == [
        "body.filter.all.0.value", "body.filter.all.1.field", "body.filter.all.2.op"
    ]  # fmt: skip


def test_an_archived_field_works_and_is_told() -> None:
    known = KNOWN | {"fields.old": FilterField("fields.old", "text", label="Old", archived=True)}
    raw = {"all": [city(), {"any": [{"field": "fields.old", "op": "empty"}]}]}
    told = notices(read_filter(raw, known, "filter"), "filter")
    assert [(one.field, one.code) for one in told] == [("filter.all.1.any.0.field", "archived")]


@given(st.recursive(st.one_of(st.none(), st.booleans(), st.integers(), st.text()), lambda inner: st.one_of(
    st.lists(inner), st.dictionaries(st.sampled_from(["all", "any", "field", "op", "value"]), inner))))  # fmt: skip
def test_anything_is_either_read_or_refused(raw: Any) -> None:
    try:
        assert isinstance(read_filter(raw, KNOWN, "filter"), Group)
    except Invalid as error:
        assert error.errors  # noqa: PT017 - and nothing else is raised
