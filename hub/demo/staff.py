"""Where the demo's people work: units, teams, skills, languages, what belongs to a team, and a role of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from hub.db import Base, Tx, new_id
from hub.demo.calls import ACCOUNT, QUEUES
from hub.text import fold, sort_key

# name, the unit that it lies in
UNITS: Final = (
    ("تهران", None), ("مرکز تماس", "تهران"), ("فروشگاه", "تهران"), ("شیراز", None), ("کلینیک", "شیراز"),
    ("Berlin", None),
)  # fmt: skip
# name, unit, colour, what it does, members (the first leads), whether it is still there
TEAMS: Final = (
    ("پشتیبانی", "مرکز تماس", "jade", "پاسخ‌گویی به تماس‌های پشتیبانی و پیگیری خرابی‌ها", ("narges", "sara"), True),
    ("فروش", "فروشگاه", "blue", "سفارش تلفنی و پیش‌فاکتور", ("sara", "kamran"), True),
    ("پذیرش کلینیک", "کلینیک", "violet", "نوبت‌دهی و پاسخ به بیماران", ("narges",), True),
    ("Sales Europe", "Berlin", "ochre", "Orders and quotes for customers abroad", ("alex", "tom"), True),
    ("Support Europe", "Berlin", "cyan", "Help in English and German", ("tom",), True),
    ("طرح نوروز", "مرکز تماس", "rose", "تماس‌های جشنوارهٔ نوروزی", (), False),
)
SKILLS: Final = ("صورت‌حساب", "نوبت‌دهی", "مرجوعی", "عیب‌یابی", "Quotes", "Returns")
# unit, languages (best first), skills with their levels
PEOPLE: Final[Mapping[str, tuple[str, tuple[str, ...], Mapping[str, int]]]] = {
    "sara": ("مرکز تماس", ("fa", "en"), {"صورت‌حساب": 4, "مرجوعی": 3, "عیب‌یابی": 5}),
    "tom": ("Berlin", ("en-GB", "de"), {"Quotes": 3, "Returns": 4}),
    "narges": ("تهران", ("fa", "ar"), {"نوبت‌دهی": 5, "صورت‌حساب": 3}),
    "kamran": ("فروشگاه", ("fa", "tr"), {"صورت‌حساب": 2}),
    "alex": ("Berlin", ("en", "fr"), {"Quotes": 5}),
}
OWNERS: Final = {"support": "پشتیبانی", "sales": "فروش"}  # of the queue, and of the line that leads to it
RECEPTION: Final = ("پذیرش", "پاسخ‌گویی و نوبت‌دهی، بدون ادغام مشتریان",
                    ("calls:control", "calls:read", "customers:read", "customers:write", "extensions:read",
                     "presence:read", "recordings:own", "session", "teams:read"))  # fmt: skip


async def add_staff(tx: Tx, users: Mapping[str, UUID]) -> None:
    """Add it to the store that holds ``users`` (ids by email) and the demo's lines."""
    times = {"created_at": tx.now - timedelta(days=60), "updated_at": tx.now - timedelta(days=60), "version": 1}
    ids = {email.partition("@")[0]: user for email, user in users.items()}
    units = {name: new_id() for name, _ in UNITS}
    teams = {name: new_id() for name, *_ in TEAMS}
    skills = {name: new_id() for name in SKILLS}
    for name, parent in UNITS:  # one after the other: each points at one before
        await _add(
            tx, "unit", [{"id": units[name], "parent_id": units[parent] if parent else None, **_named(name), **times}]
        )
    await _add(tx, "team", [
        {"id": teams[name], "folded": fold(name), "unit_id": units[unit], "colour": colour, "description": about,
         "active": active, **_named(name), **times}
        for name, unit, colour, about, _, active in TEAMS
    ])  # fmt: skip
    await _add(tx, "team_member", [
        {"team_id": teams[name], "user_id": ids[member], "lead": place == 0, "created_at": times["created_at"]}
        for name, *_, members, _ in TEAMS for place, member in enumerate(members)
    ])  # fmt: skip
    await _add(tx, "skill", [{"id": skills[name], "folded": fold(name), **_named(name), **times} for name in SKILLS])
    await _add_people(tx, ids, units, skills)
    await _add_owners(tx, teams)
    name, about, rights = RECEPTION
    role = {
        "key": "cdemoreception",
        "name": name,
        "folded": fold(name),
        "description": about,
        "permissions": list(rights),
    }
    await _add(tx, "role", [role | times])


async def _add_people(tx: Tx, ids: Mapping[str, UUID], units: Mapping[str, UUID], skills: Mapping[str, UUID]) -> None:
    await _add(tx, "person", [
        {"user_id": ids[who], "unit_id": units[unit], "updated_at": tx.now, "version": 1}
        for who, (unit, _, _) in PEOPLE.items()
    ])  # fmt: skip
    await _add(tx, "person_language", [
        {"user_id": ids[who], "tag": tag, "position": place, "language": tag.partition("-")[0]}
        for who, (_, tags, _) in PEOPLE.items() for place, tag in enumerate(tags)
    ])  # fmt: skip
    await _add(tx, "person_skill", [
        {"user_id": ids[who], "skill_id": skills[name], "level": level}
        for who, (_, _, known) in PEOPLE.items() for name, level in known.items()
    ])  # fmt: skip


async def _add_owners(tx: Tx, teams: Mapping[str, UUID]) -> None:
    """The telephone system tells of its queues when it connects; those that are known already keep their rows."""
    queues = {name: new_id() for name in QUEUES}
    await _add(
        tx, "queue", [{"id": queues[name], "account": ACCOUNT, "name": name, "gone_at": None} for name in QUEUES]
    )
    line = Base.metadata.tables["line"]
    lines = {row.number: row.id for row in await tx.session.execute(sa.select(line.c.id, line.c.number))}
    await _add(
        tx, "disposition_required", [{"kind": "queue", "item_id": queues["sales"], "required": True, "version": 1}]
    )
    items = [(kind, found[key], team) for name, team in OWNERS.items()
             for kind, found, key in (("queue", queues, name), ("line", lines, QUEUES[name]))
             if key in found]  # fmt: skip
    await _add(tx, "owner", [
        {"kind": kind, "item_id": item, "team_id": teams[team], "updated_at": tx.now, "version": 1}
        for kind, item, team in items
    ])  # fmt: skip


def _named(name: str) -> dict[str, Any]:
    return {"name": name, "sort_name": sort_key(name)}


async def _add(tx: Tx, table: str, rows: list[dict[str, Any]]) -> None:
    await tx.session.execute(Base.metadata.tables[table].insert(), rows)
