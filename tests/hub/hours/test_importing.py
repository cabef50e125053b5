"""Special days out of files: what would be done, done, and taken back."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from aiohttp import FormData

from hub.hours.tables import read_hours
from tests.hub.hours.test_routes import ask, board, boss, make, site  # noqa: F401 - fixtures
from tests.support.accounts import Client

CSV = """تاریخ,مناسبت,ساعت کار
۱۴۰۵/۱۲/۱۹,عید فطر,
1406/01/01,نوروز,تعطیل
2027-05-17,Eid al-Adha,9:00 تا 12:00
۱۴۰۶/۱۳/۰۱,چیز دیگر,
1406/03/25,,
1406/03/26,عاشورا,کمی
2027/05/17,دوباره,
"""


async def send(client: Client, path: str, data: bytes, name: str) -> tuple[int, Any]:
    """The answer to a file."""
    form = FormData()
    form.add_field("file", data, filename=name)
    response = await client.post(f"/api/hours{path}/imports", data=form)
    return response.status, await response.json(content_type=None)


async def rows_of(client: Client, path: str, made: Any) -> list[tuple[Any, ...]]:
    """What becomes of each row."""
    status, page = await ask(client, "GET", f"{path}/imports/{made['id']}/rows")
    assert status == 200, page
    return [(one["row"], one["outcome"], one["code"], one["date"]) for one in page["items"]]


async def names(client: Client, path: str) -> dict[str, str]:
    """The single days by their dates."""
    _, listed = await ask(client, "GET", f"{path}/days?first=2027-01-01&last=2027-12-31")
    return {one["date"]: one["day"]["name"] for one in listed["items"]}


async def test_a_table_in_either_calendar_is_looked_at_carried_out_and_taken_back(boss: Client) -> None:  # noqa: F811
    path = f"/{(await make(boss))['id']}"
    await ask(boss, "POST", f"{path}/days", {"name": "Nowruz", "repeats": "jalali", "month": 1, "day": 1})
    _, old = await ask(boss, "POST", f"{path}/days", {"name": "Adha", "date": "2027-05-17"})
    status, made = await send(boss, path, CSV.encode(), "holidays.csv")
    assert (status, made["state"]) == (201, "checked")
    assert await rows_of(boss, path, made) == [
        (2, "add", None, "2027-03-10"), (3, "skip", "yearly", "2027-03-21"), (4, "change", None, "2027-05-17"),
        (5, "error", "date", None), (6, "error", "no_name", None), (7, "error", "hours", None),
        (8, "skip", "twice", "2027-05-17")]  # fmt: skip
    assert made["counts"] == {"add": 1, "change": 1, "skip": 2, "error": 3, "kept": 0}
    before = await names(boss, path)
    status, done = await ask(boss, "POST", f"{path}/imports/{made['id']}/start")
    assert (status, done["state"]) == (200, "done")
    assert await names(boss, path) == before | {"2027-03-10": "عید فطر", "2027-05-17": "Eid al-Adha"}
    assert (await ask(boss, "POST", f"{path}/imports/{made['id']}/start"))[0] == 409
    status, undone = await ask(boss, "POST", f"{path}/imports/{made['id']}/undo")
    assert (status, undone["state"], undone["counts"]["kept"]) == (200, "undone", 0)
    assert await names(boss, path) == before
    assert (await ask(boss, "POST", f"{path}/imports/{made['id']}/undo"))[0] == 409
    assert old["version"] == 1


async def test_undoing_leaves_alone_what_somebody_has_changed_since(boss: Client) -> None:  # noqa: F811
    path = f"/{(await make(boss))['id']}"
    _, made = await send(boss, path, b"2027-03-10;Fitr\n2027-05-17;Adha\n", "x.csv")
    await ask(boss, "POST", f"{path}/imports/{made['id']}/start")
    _, listed = await ask(boss, "GET", f"{path}/days?first=2027-03-10&last=2027-03-10")
    moved = {"name": "Fitr", "date": "2027-03-11"}
    assert (await ask(boss, "PUT", f"{path}/days/{listed['items'][0]['day']['id']}", moved))[0] == 200
    _, undone = await ask(boss, "POST", f"{path}/imports/{made['id']}/undo")
    assert undone["counts"]["kept"] == 1
    assert await names(boss, path) == {"2027-03-11": "Fitr"}


async def test_a_calendar_file_with_parts_of_days(boss: Client) -> None:  # noqa: F811
    path = f"/{(await make(boss))['id']}"
    event = "BEGIN:VEVENT\r\nUID:{0}\r\nSUMMARY:{0}\r\n{1}\r\nEND:VEVENT\r\n"
    zone = ";TZID=Asia/Tehran"
    data = "BEGIN:VCALENDAR\r\n" + "".join((
        event.format("Christmas", "DTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=YEARLY"),
        event.format("Half", f"DTSTART{zone}:20261226T120000\r\nDTEND{zone}:20261226T235900"),
        event.format("Evening", f"DTSTART{zone}:20261227T180000\r\nDTEND{zone}:20261227T200000"),
        event.format("Always", "DTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=DAILY"),
    )) + "END:VCALENDAR\r\n"  # fmt: skip
    status, made = await send(boss, path, data.encode(), "holidays.ics")
    assert status == 201, made
    assert await rows_of(boss, path, made) == [
        (1, "add", None, None), (2, "add", None, "2026-12-26"), (3, "skip", "outside_hours", "2026-12-27"),
        (4, "error", "endless", None)]  # fmt: skip
    await ask(boss, "POST", f"{path}/imports/{made['id']}/start")
    _, listed = await ask(boss, "GET", f"{path}/days?first=2026-12-01&last=2026-12-31")
    assert [(one["date"], one["day"]["repeats"], one["day"]["hours"]) for one in listed["items"]] == [
        ("2026-12-25", "gregorian", []),
        ("2026-12-26", "once", [{"start": "09:00", "end": "12:00", "next_day": False}])]  # fmt: skip


def bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to very much."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_000)
    return found.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "status", "code"),
    [(b"", "x.csv", 422, "empty"), (b"hello, world\n", "x.csv", 422, "no_dates"),
     (b"GIF89a\x00\x01", "x.ics", 422, "not_a_calendar"),
     (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "x.ics", 422, "no_events"), (bomb(), "x.xlsx", 422, "zip_bomb"),
     (b"2027-01-01,x\n" * 100_000, "x.csv", 413, "too_large"),
     (b"2027-01-01,x\n" * 1_002, "x.csv", 422, "too_many_days"),
     (b"\x00\x01\x02", "x.csv", 422, "encoding")],
)  # fmt: skip
async def test_files_that_are_refused(boss: Client, data: bytes, name: str, status: int, code: str) -> None:  # noqa: F811
    path = f"/{(await make(boss))['id']}"
    found, problem = await send(boss, path, data, name)
    told = problem["errors"][0]["code"] if problem["errors"] else problem["code"]
    assert (found, told) == (status, code)
    assert (await ask(boss, "GET", f"{path}/imports"))[1]["items"] == []


@pytest.mark.parametrize(("name", "status"), [(b"\xff\xfe.csv", 201), (b"a\0b.csv", 400)])
async def test_names_that_no_store_takes(boss: Client, name: bytes, status: int) -> None:  # noqa: F811
    path = f"/{(await make(boss))['id']}"
    form = b'--B\r\nContent-Disposition: form-data; name="file"; filename="%b"\r\n\r\n2027-01-01,x\r\n--B--\r\n' % name
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    assert (await boss.post(f"/api/hours{path}/imports", data=form, headers=headers)).status == status


@pytest.mark.parametrize(
    ("text", "spans"),
    [("", ()), ("تعطیل", ()), ("Closed", ()), ("9-13", ((540, 780),)), ("۹:۰۰ تا ۱۳:۳۰", ((540, 810),)),
     ("9:00–12:00, 13-17", ((540, 720), (780, 1020))), ("20-24", ((1200, 1440),)), ("13-9", None), ("9-9", None),
     ("9-12, 11-13", None), ("9-25", None), ("soon", None)],
)  # fmt: skip
def test_hours_as_people_write_them(text: str, spans: Any) -> None:
    assert read_hours(text) == spans
