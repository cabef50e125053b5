"""Templates through the API: made, changed, versioned, restored, shared and refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub.accounts import User
from hub.accounts.models import CustomRole
from hub.db import Base, Database, Tx, new_id
from hub.teams import Team, TeamMember
from hub.templates import keep_role
from hub.web import Conflict
from tests.hub.templates.asking import ask
from tests.hub.templates.conftest import SMS
from tests.support.accounts import Client


async def test_every_save_of_words_is_a_version(boss: Client, database: Database) -> None:
    status, made = await ask(boss, "POST", "/templates", SMS)
    assert status == 201, made
    assert (made["shortcut"], made["number"], made["version"], made["may_edit"]) == ("ready", 1, 1, True)
    path = f"/templates/{made['id']}"
    words = {"en": {"text": "New"}, "fa": {"text": "تازه"}}
    status, changed = await ask(boss, "PATCH", path, {"bodies": words}, If_Match='"1"')
    assert (status, changed["number"], changed["version"], changed["bodies"]["en"]["text"]) == (200, 2, 2, "New")
    _, renamed = await ask(boss, "PATCH", path, {"name": "Other", "bodies": words}, If_Match='"2"')
    assert (renamed["number"], renamed["version"], renamed["name"]) == (2, 3, "Other")
    status, stale = await ask(boss, "PATCH", path, {"name": "Mine"}, If_Match='"1"')
    assert (status, stale["code"], stale["current"]["name"]) == (412, "changed", "Other")
    _, versions = await ask(boss, "GET", f"{path}/versions?limit=1")
    assert ([one["number"] for one in versions["items"]], bool(versions["next"])) == ([2], True)
    _, more = await ask(boss, "GET", f"{path}/versions?limit=1&cursor={versions['next']}")
    assert ([one["number"] for one in more["items"]], more["next"]) == ([1], None)
    assert (await ask(boss, "POST", f"{path}/versions/1/restore", If_Match='"1"'))[0] == 412
    status, restored = await ask(boss, "POST", f"{path}/versions/1/restore", If_Match='"3"')
    assert (status, restored["number"], restored["bodies"]["en"]["text"]) == (200, 3, SMS["bodies"]["en"]["text"])
    _, first = await ask(boss, "GET", f"{path}/versions/3")
    assert (first["restored_from"], first["saved_by"]["name"]) == (1, "Supervisor One")
    assert (await ask(boss, "GET", f"{path}/versions/9"))[0] == 404
    async with database.read() as session:
        table = Base.metadata.tables["audit_entry"]
        actions = await session.scalars(
            sa.select(table.c.action).where(table.c.action.like("template%")).order_by(table.c.id)
        )
        assert actions.all() == ["template_created", "template_changed", "template_changed", "template_restored"]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"bodies": {"fa": {"text": "{{ customer.frist_name }}"}}}, "body.bodies.fa.text", "unknown_field"),
        ({"bodies": {"fa": {"text": " "}}}, "body.bodies.fa.text", "missing"),
        ({"bodies": {"fa": {"text": "x", "subject": "y"}}}, "body.bodies.fa.subject", "not_here"),
        ({"bodies": {"en": {"text": "x"}}}, "body.language", "language"),
        ({"bodies": {}}, "body.bodies", "too_short"),
        ({"bodies": {"de": {"text": "x"}}}, "body.bodies.de.[key]", "literal_error"),
        ({"name": " "}, "body.name", "string_too_short"),
        ({"shortcut": "a b"}, "body.shortcut", "string_pattern_mismatch"),
        ({"use": {"by": "team"}}, "body.use", "right"),
        ({"use": {"by": "role"}}, "body.use", "right"),
        ({"use": {"by": "role", "role": "cgone"}}, "body.use.role", "role"),
        ({"use": {"by": "team", "team_id": str(new_id())}}, "body.use.team_id", "not_found"),
        ({"folder_id": str(new_id())}, "body.folder_id", "not_found"),
        ({"channel": "email"}, "body.bodies.fa.subject", "missing"),
    ],
)
async def test_what_a_template_cannot_be_is_refused_by_field(boss: Client, change: Any, field: str, code: str) -> None:
    status, answer = await ask(boss, "POST", "/templates", SMS | change)
    assert (status, answer["errors"][0]["field"], answer["errors"][0]["code"]) == (422, field, code)
    assert (await ask(boss, "GET", "/templates"))[1]["items"] == []


async def test_a_problem_is_told_with_its_line_and_a_hint(boss: Client) -> None:
    words = {"fa": {"text": "a\n{{ customer.frist_name }}"}, "en": {"text": "{% for x in y %}"}}
    status, answer = await ask(boss, "POST", "/templates", SMS | {"bodies": words})
    assert status == 422
    assert [(one["field"], one["line"], one["hint"]) for one in answer["problems"]] == [
        ("bodies.fa.text", 2, "customer.first_name"),
        ("bodies.en.text", 1, None),
    ]


async def team_with(database: Database, user_id: UUID) -> UUID:
    """A team of this person alone."""
    team = new_id()

    async def gather(tx: Tx) -> None:
        words = {"name": "Sales", "folded": "sales", "sort_name": "1", "colour": "", "description": ""}
        tx.session.add(Team(id=team, active=True, created_at=tx.now, updated_at=tx.now, version=1, **words))
        await tx.session.flush()
        tx.session.add(TeamMember(team_id=team, user_id=user_id, lead=False, created_at=tx.now))

    await database.write(gather)
    return team


async def test_who_may_use_and_who_may_change(
    boss: Client, marketer: Client, agent: Client, database: Database, people: Any
) -> None:
    team = await team_with(database, people["agent"].id)
    mine = {"by": "team", "team_id": str(team)}
    rights = {
        "All": {},
        "Team": {"use": mine},
        "Team edits": {"use": {"by": "role", "role": "administrator"}, "edit": mine},
        "Marketers": {"use": {"by": "role", "role": "marketer"}, "edit": {"by": "role", "role": "marketer"}},
        "Bosses": {"use": {"by": "role", "role": "supervisor"}, "edit": {"by": "role", "role": "supervisor"}},
    }
    made = {}
    for name, given in rights.items():
        _, made[name] = await ask(boss, "POST", "/templates", SMS | {"name": name, "shortcut": None} | given)

    async def names(client: Client) -> dict[str, bool]:
        return {one["name"]: one["may_edit"] for one in (await ask(client, "GET", "/templates"))[1]["items"]}

    assert await names(boss) == dict.fromkeys(("All", "Bosses", "Marketers", "Team", "Team edits"), True)
    assert await names(agent) == {"All": False, "Team": False}
    assert await names(marketer) == {"All": True, "Marketers": True, "Team": True}
    hidden = f"/templates/{made['Bosses']['id']}"
    for method, path in (
        ("GET", hidden),
        ("PATCH", hidden),
        ("GET", f"{hidden}/versions"),
        ("POST", f"{hidden}/render"),
    ):
        assert (await ask(marketer, method, path, {} if method != "GET" else None))[0] == 404
    own = f"/templates/{made['All']['id']}"
    assert (await ask(agent, "PATCH", own, {"name": "x"}))[0] == 403
    status, answer = await ask(marketer, "PATCH", own, {"edit": {"by": "role", "role": "supervisor"}})
    assert (status, answer["errors"][0]["code"]) == (422, "own_right")
    assert (await ask(marketer, "PATCH", own, {"edit": {"by": "role", "role": "marketer"}}))[0] == 200
    assert (await ask(marketer, "POST", "/template-folders", {"name": "x"}))[0] == 403


async def test_folders_search_and_shortcuts(boss: Client, agent: Client) -> None:
    _, folder = await ask(boss, "POST", "/template-folders", {"name": "سفارش"})
    assert (await ask(boss, "POST", "/template-folders", {"name": "سفارش "}))[1]["code"] == "folder_taken"
    _, made = await ask(boss, "POST", "/templates", SMS | {"name": "آماده‌ی تحویل", "folder_id": folder["id"]})
    assert (await ask(boss, "POST", "/templates", SMS))[1]["code"] == "shortcut_taken"
    await ask(boss, "POST", "/templates", SMS | {"name": "Other", "shortcut": None})
    for query in ("search=آماده ی", "search=/rea", f"folder_id={folder['id']}", "search=تحويل&channel=sms"):
        assert [one["id"] for one in (await ask(agent, "GET", f"/templates?{query}"))[1]["items"]] == [made["id"]], (
            query
        )
    assert (await ask(agent, "GET", "/templates?channel=chat"))[1]["items"] == []
    assert (await ask(agent, "GET", "/template-folders"))[1]["items"][0]["templates"] == 1
    assert (await ask(boss, "PATCH", f"/template-folders/{folder['id']}", {"name": "x"}, If_Match='"7"'))[0] == 412
    assert (await ask(boss, "DELETE", f"/template-folders/{folder['id']}"))[0] == 204
    _, kept = await ask(boss, "GET", f"/templates/{made['id']}")
    assert (kept["folder_id"], kept["version"]) == (None, 2)


async def test_an_archived_template_gives_its_shortcut_free(boss: Client) -> None:
    _, made = await ask(boss, "POST", "/templates", SMS)
    path = f"/templates/{made['id']}"
    assert (await ask(boss, "DELETE", path))[0] == 204
    assert (await ask(boss, "GET", "/templates"))[1]["items"] == []
    assert [one["id"] for one in (await ask(boss, "GET", "/templates?archived=true"))[1]["items"]] == [made["id"]]
    assert (await ask(boss, "POST", "/templates", SMS))[0] == 201
    status, back = await ask(boss, "PATCH", path, {"archived": False})
    assert (status, back["archived"], back["shortcut"]) == (200, False, None)


async def test_a_folder_may_lie_in_another_and_no_deeper(boss: Client, agent: Client) -> None:
    async def add(name: str, parent: str | None = None) -> tuple[int, Any]:
        return await ask(boss, "POST", "/template-folders", {"name": name, "parent_id": parent})

    _, orders = await add("Orders")
    _, late = await add("Late", orders["id"])
    _, other = await add("Other")
    assert (late["parent_id"], (await add("Late", other["id"]))[0], (await add("Late"))[0]) == (orders["id"], 201, 201)
    assert (await add("LATE", orders["id"]))[1]["code"] == "folder_taken"
    for parent, code in ((late["id"], "folder_depth"), (str(new_id()), "not_found")):
        status, answer = await add("Deep", parent)
        assert (status, answer["errors"][0]["field"], answer["errors"][0]["code"]) == (422, "body.parent_id", code)
    for name, folder in (("one", orders), ("two", late)):
        await ask(boss, "POST", "/templates", SMS | {"name": name, "shortcut": None, "folder_id": folder["id"]})

    async def inside(folder: Any) -> list[str]:
        return [one["name"] for one in (await ask(agent, "GET", f"/templates?folder_id={folder['id']}"))[1]["items"]]

    assert (await inside(orders), await inside(late)) == (["one", "two"], ["two"])
    counts = {one["id"]: one["templates"] for one in (await ask(agent, "GET", "/template-folders"))[1]["items"]}
    assert (counts[orders["id"]], counts[late["id"]], counts[other["id"]]) == (2, 1, 0)
    path = f"/template-folders/{orders['id']}"
    status, answer = await ask(boss, "PATCH", path, {"parent_id": other["id"]})
    assert (status, answer["errors"][0]["code"]) == (422, "folder_depth")
    assert (await ask(boss, "PATCH", path, {"parent_id": orders["id"]}))[1]["errors"][0]["code"] == "folder_depth"
    assert (await ask(boss, "DELETE", path))[1]["code"] == "folder_holds_folders"
    path = f"/template-folders/{late['id']}"
    assert (await ask(boss, "PATCH", path, {"parent_id": None}))[1]["code"] == "folder_taken"
    assert (await ask(boss, "PATCH", path, {"name": None}))[0] == 422
    status, moved = await ask(boss, "PATCH", path, {"parent_id": None, "name": "Very late"}, If_Match='"1"')
    assert (status, moved["parent_id"], moved["name"], moved["version"]) == (200, None, "Very late", 2)
    assert (await ask(boss, "PATCH", path, {"name": "Mine"}, If_Match='"1"'))[0] == 412
    assert await inside(orders) == ["one"]
    assert (await ask(boss, "DELETE", f"/template-folders/{orders['id']}"))[0] == 204


async def test_a_role_of_ones_own_holds_rights_and_is_kept_meanwhile(
    boss: Client, agent: Client, database: Database, people: Any
) -> None:
    async def give(tx: Tx) -> None:
        tx.session.add(CustomRole(
            key="cwriter", name="Writer", folded="writer", description="", created_at=tx.now, updated_at=tx.now,
            permissions=["customers:read", "templates:read", "templates:write"], version=1,
        ))  # fmt: skip
        (await tx.session.get_one(User, people["agent"].id)).role = "cwriter"

    held = {"by": "role", "role": "cwriter"}
    await database.write(give)
    status, made = await ask(boss, "POST", "/templates", SMS | {"use": held, "edit": held})
    assert (status, made["edit"]["role"]) == (201, "cwriter")
    path = f"/templates/{made['id']}"
    assert (await ask(agent, "PATCH", path, {"name": "Mine"}))[0] == 200
    with pytest.raises(Conflict, match="1 templates are for this role"):
        await database.write(lambda tx: keep_role(tx, "cwriter"))
    await ask(boss, "PATCH", path, {"use": {"by": "everybody"}, "edit": {"by": "everybody"}})
    await database.write(lambda tx: keep_role(tx, "cwriter"))
