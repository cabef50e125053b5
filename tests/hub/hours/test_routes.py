"""Hours through the API: made, kept by lines and teams, changed, closed for today, and refused by field."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from hub import hours
from hub.db import Database, Tx
from hub.db.notify import Signals
from hub.hours import HOURS, Hours, open_now
from hub.lines import Line
from hub.schema import Base
from hub.teams import Team
from tests.support.accounts import Client, MakeSite, Site
from tests.support.waiting import until

DAY = [{"start": "09:00", "end": "17:00"}]
WEEK = [DAY, DAY, DAY, [{"start": "۰۹:۰۰", "end": "13:00"}], [], DAY, DAY]
TEHRAN = {"name": "Tehran", "time_zone": "Asia/Tehran", "week": WEEK}
MORNING, NIGHT = {"start": "09:00", "end": "12:00"}, {"start": "22:00", "next_day": True, "end": "06:00"}
NOON = {"start": "11:30", "end": "13:00"}
MONDAY, FRIDAY = "2026-11-30T08:00:00Z", "2026-12-04T08:00:00Z"


@pytest.fixture
def board(database: Database) -> Hours:
    """The hours in memory."""
    return Hours(database)


@pytest.fixture
async def site(make_site: MakeSite, people: dict[str, Any], board: Hours) -> Site:
    """A hub that serves hours."""
    return await make_site(also=[hours.routes], services={HOURS: board})


@pytest.fixture
async def boss(site: Site) -> Client:
    """A supervisor."""
    return await site.signed_in("supervisor")


async def ask(client: Client, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """The answer's status and body."""
    sent = {} if body is None else {"json": body}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = await client.request(method, f"/api/hours{path}", headers=named, **sent)
    return response.status, await response.json(content_type=None) if response.status != 204 else None


async def make(client: Client, **more: Any) -> Any:
    """A new calendar."""
    status, made = await ask(client, "POST", "", TEHRAN | more)
    assert status == 201, made
    return made


async def keepers(database: Database) -> tuple[str, str]:
    """The ids of a line and a team."""
    line, team = uuid4(), uuid4()

    async def work(tx: Tx) -> None:
        at = {"created_at": tx.now, "updated_at": tx.now}
        tx.session.add(Line(id=line, name="Main", region="IR", **at))
        tx.session.add(Team(id=team, name="Berlin", folded="berlin", sort_name="1", **at))

    await database.write(work)
    return str(line), str(team)


async def test_without_any_calendar_it_is_always_open(boss: Client) -> None:
    status, found = await ask(boss, "GET", "/now")
    assert (status, found["calendar_id"]) == (200, None)
    assert (found["opening"]["open"], found["opening"]["why"]) == (True, "always")


async def test_the_first_calendar_holds_everywhere_and_a_lines_own_goes_before_the_teams(
    boss: Client, database: Database
) -> None:
    line, team = await keepers(database)
    first = await make(boss)
    assert (first["is_default"], first["week"][3]) == (True, [{"start": "09:00", "end": "13:00", "next_day": False}])
    always = [[{"start": "00:00", "end": "24:00"}]] * 7
    night = await make(boss, name="Night", week=[[NIGHT]] * 7, teams=[team])
    day_and_night = await make(boss, name="Day and night", week=always, lines=[line])

    async def open_on(where: str, at: str) -> tuple[bool, str]:
        _, found = await ask(boss, "GET", f"/now?at={at}{where}")
        return found["opening"]["open"], found["calendar"]

    assert await open_on("", MONDAY) == (True, "Tehran")
    assert await open_on("", FRIDAY) == (False, "Tehran")
    assert await open_on(f"&team_id={team}", MONDAY) == (False, "Night")
    assert await open_on(f"&line_id={line}&team_id={team}", FRIDAY) == (True, "Day and night")
    _, states = await ask(boss, "GET", "/states")
    assert {(one["line_id"], one["team_id"], one["calendar"]) for one in states["items"]} == {
        (None, None, "Tehran"), (line, None, "Day and night"), (None, team, "Night")}  # fmt: skip
    status, moved = await ask(boss, "PATCH", f"/{night['id']}", {"lines": [line], "is_default": True})
    assert (status, moved["lines"], moved["teams"], moved["is_default"]) == (200, [line], [team], True)
    _, listed = await ask(boss, "GET", "")
    assert {one["name"]: (one["lines"], one["is_default"], one["version"]) for one in listed["items"]} == {
        "Night": ([line], True, 2), "Day and night": ([], False, 2), "Tehran": ([], False, 2)}  # fmt: skip
    assert (await ask(boss, "DELETE", f"/{night['id']}"))[0] == 204
    assert (await ask(boss, "GET", f"/now?line_id={line}"))[1]["calendar"] is None
    assert day_and_night["id"]


async def test_two_who_change_it_at_once_are_told(boss: Client) -> None:
    made = await make(boss)
    path = f"/{made['id']}"
    assert (await ask(boss, "PATCH", path, {"name": "Other"}, If_Match='"1"'))[0] == 200
    status, stale = await ask(boss, "PATCH", path, {"name": "Mine"}, If_Match='"1"')
    assert (status, stale["current"]["name"], stale["changed"]) == (412, "Other", ["name"])


def week(*spans: dict[str, Any], day: int = 0) -> list[Any]:
    return [list(spans) if place == day else [] for place in range(7)]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [({"time_zone": "Mars/Olympus"}, "time_zone", None), ({"name": " "}, "name", None),
     ({"week": week()}, "week", "no_hours"), ({"week": [[]] * 6}, "week", None),
     ({"week": week({"start": "09:00", "end": "09:00"})}, "week.0.0.end", "empty_span"),
     ({"week": week({"start": "09:00", "end": "08:00"})}, "week.0.0.end", "end_before_start"),
     ({"week": week({"start": "24:00", "end": "24:00"})}, "week.0.0.end", "end_before_start"),
     ({"week": week({"start": "09:00", "next_day": True, "end": "10:00"})}, "week.0.0.end", "span_too_long"),
     ({"week": week({"start": "9", "end": "10:00"})}, "week.0.0.start", None),
     ({"week": week(MORNING, {"start": "11:59", "end": "13:00"})}, "week.0.1.start", "overlap"),
     ({"week": [[{"start": "05:00", "end": "12:00"}], *[[]] * 5, [NIGHT]]}, "week.0.0.start", "overlap"),
     ({"lines": [str(uuid4())]}, "lines.0", "not_there"), ({"teams": [str(uuid4())]}, "teams.0", "not_there"),
     ({"name": "Tehran"}, "name", "name_taken")],
)  # fmt: skip
async def test_refusals_are_told_at_the_field(
    boss: Client, change: dict[str, Any], field: str, code: str | None
) -> None:
    await make(boss)
    status, problem = await ask(boss, "POST", "", TEHRAN | {"name": "Second"} | change)
    assert status == 422, problem
    assert problem["errors"][0]["field"] == f"body.{field}"
    assert code in {None, problem["errors"][0]["code"]}
    assert len((await ask(boss, "GET", ""))[1]["items"]) == 1


async def test_special_days_are_added_corrected_and_deleted(boss: Client) -> None:
    path = f"/{(await make(boss))['id']}"
    nowruz = {"name": "Nowruz", "repeats": "jalali", "month": 1, "day": 1}
    fitr = {"name": "Fitr", "date": "2027-03-10"}
    assert (await ask(boss, "POST", f"{path}/days", nowruz))[0] == 201
    status, day = await ask(boss, "POST", f"{path}/days", fitr)
    assert (status, day["hours"], day["date"]) == (201, [], "2027-03-10")
    moved = fitr | {"date": "2027-03-11", "hours": [{"start": "10:00", "end": "12:00"}]}
    status, day = await ask(boss, "PUT", f"{path}/days/{day['id']}", moved, If_Match='"1"')
    assert (status, day["version"]) == (200, 2)
    assert (await ask(boss, "PUT", f"{path}/days/{day['id']}", fitr, If_Match='"1"'))[0] == 412
    _, listed = await ask(boss, "GET", f"{path}/days?first=2027-03-01&last=2028-03-30")
    assert [(one["date"], one["day"]["name"], one["counts"]) for one in listed["items"]] == [
        ("2027-03-11", "Fitr", True), ("2027-03-21", "Nowruz", True), ("2028-03-20", "Nowruz", True)]  # fmt: skip
    _, found = await ask(boss, "POST", f"{path}/try", {"at": "2027-03-11T07:00:00Z"})
    assert (found["open"], found["why"], found["name"], found["until"]) == (
        True,
        "special",
        "Fitr",
        "2027-03-11T08:30:00Z",
    )
    assert (await ask(boss, "DELETE", f"{path}/days/{day['id']}"))[0] == 204
    assert (await ask(boss, "GET", path))[1]["days"] == 1


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [({"name": "Again", "date": "2027-01-01"}, "date", "day_taken"),
     ({"name": "Again", "repeats": "jalali", "month": 1, "day": 1}, "day", "day_taken"),
     ({"name": "x", "repeats": "jalali", "month": 7, "day": 31}, None, "no_such_day"),
     ({"name": "x", "repeats": "gregorian", "month": 2, "day": 30}, None, "no_such_day"),
     ({"name": "x"}, None, "one_date"), ({"name": "x", "repeats": "jalali"}, None, "month_and_day"),
     ({"name": "x", "date": "1492-01-01"}, "date", "year"),
     ({"name": "x", "date": "2027-02-01", "hours": [MORNING, NOON]}, "hours.1.start", "overlap")],
)  # fmt: skip
async def test_days_that_are_refused(boss: Client, body: dict[str, Any], field: str | None, code: str) -> None:
    path = f"/{(await make(boss))['id']}/days"
    await ask(boss, "POST", path, {"name": "Once", "date": "2027-01-01"})
    await ask(boss, "POST", path, {"name": "Yearly", "repeats": "jalali", "month": 1, "day": 1})
    status, problem = await ask(boss, "POST", path, body)
    assert (status, problem["errors"][0]["code"]) == (422, code)
    assert problem["errors"][0]["field"] == (f"body.{field}" if field else "body")


async def test_closed_today_in_one_step_and_taken_back(boss: Client, board: Hours, site: Site) -> None:
    always = [[{"start": "00:00", "end": "24:00"}]] * 7
    path = f"/{(await make(boss, week=always))['id']}"
    assert open_now(board).open
    status, closed = await ask(boss, "PUT", f"{path}/closed", {"reason": "Power cut"})
    assert (status, closed["closure"]["reason"], closed["closure"]["by"]["name"]) == (
        200,
        "Power cut",
        "Supervisor One",
    )
    found = open_now(board)
    assert (found.open, found.why, found.name) == (False, "closed_today", "Power cut")
    assert found.next_open is not None
    assert found.next_open - datetime.now(UTC) <= timedelta(days=1)
    status, problem = await ask(boss, "PUT", f"{path}/closed", {"start": "12:00", "end": "00:00"})
    assert (status, problem["errors"][0]["field"]) == (422, "body.end")
    for _ in range(2):
        status, opened = await ask(boss, "DELETE", f"{path}/closed")
        assert (status, opened["closure"]) == (200, None)
    assert open_now(board).open
    entry = Base.metadata.tables["audit_entry"]
    async with site.db.read() as session:
        actions = list(await session.scalars(sa.select(entry.c.action).where(entry.c.subject_id.is_not(None))))
    assert {"hours_added", "hours_closed_today", "hours_reopened"} <= set(actions)
    assert actions.count("hours_reopened") == 1


async def test_an_agent_reads_and_does_not_change(boss: Client, site: Site) -> None:
    path = f"/{(await make(boss))['id']}"
    agent = await site.signed_in("agent")
    for read in ("", path, "/now", "/states", f"{path}/days?first=2027-01-01&last=2027-12-31"):
        assert (await ask(agent, "GET", read))[0] == 200
    assert (await ask(agent, "PUT", f"{path}/closed", {}))[0] == 403
    assert (await ask(agent, "PATCH", path, {"name": "Mine"}))[0] == 403


async def test_another_process_knows_soon(postgresql_url: str) -> None:
    here, there = await Database.open(postgresql_url), await Database.open(postgresql_url)
    signals = [Signals(here), Signals(there)]
    boards = [Hours(here), Hours(there)]
    try:
        for board, signal in zip(boards, signals, strict=True):
            board.use(signal)
            await signal.start()
            await board.start()

        async def work(tx: Tx) -> None:
            await hours.store.add_calendar(tx, hours.schemas.HoursCalendarIn.model_validate(TEHRAN))

        async def heard() -> bool:
            await boards[0].changed()
            return boards[1].calendar_of() is not None

        assert boards[1].calendar_of() is None
        await here.write(work)
        await until(heard, 10, "the calendar in the other process")
    finally:
        for board, signal in zip(boards, signals, strict=True):
            await board.stop()
            await signal.stop()
        await asyncio.gather(here.close(), there.close())
