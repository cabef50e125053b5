"""Opening hours of the demo: an Iranian week with Nowruz, and a German one."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from hub.db import Tx
from hub.hours import HoursCalendarIn, SpecialDayIn, add_calendar, add_day
from hub.lines import Line

Day = tuple[str, int, int, str, str]  # calendar, month, day, and its name in each language
IRANIAN: Final[tuple[Day, ...]] = (
    *(("jalali", 1, day, "نوروز", "Nowruz") for day in range(1, 5)),
    ("jalali", 1, 12, "روز جمهوری اسلامی", "Islamic Republic Day"),
    ("jalali", 1, 13, "روز طبیعت", "Nature Day"),
    ("jalali", 3, 14, "درگذشت امام خمینی", "Passing of Imam Khomeini"),
    ("jalali", 3, 15, "قیام ۱۵ خرداد", "15 Khordad uprising"),
    ("jalali", 11, 22, "پیروزی انقلاب", "Revolution Day"),
    ("jalali", 12, 29, "ملی شدن صنعت نفت", "Oil Nationalisation Day"),
)  # fmt: skip
LUNAR: Final = (  # as announced: two years of them
    (date(2026, 8, 4), "اربعین", "Arbaeen"), (date(2027, 3, 10), "عید فطر", "Eid al-Fitr"),
    (date(2027, 3, 11), "تعطیلی عید فطر", "Eid al-Fitr, second day"), (date(2027, 5, 17), "عید قربان", "Eid al-Adha"),
    (date(2027, 5, 25), "عید غدیر", "Eid al-Ghadir"), (date(2027, 6, 15), "تاسوعا", "Tasua"),
    (date(2027, 6, 16), "عاشورا", "Ashura"),
)  # fmt: skip
GERMAN: Final[tuple[Day, ...]] = (
    ("gregorian", 1, 1, "آغاز سال نو میلادی", "New Year's Day"),
    ("gregorian", 5, 1, "روز کارگر", "Labour Day"),
    ("gregorian", 10, 3, "روز وحدت آلمان", "German Unity Day"),
    ("gregorian", 12, 25, "کریسمس", "Christmas Day"),
    ("gregorian", 12, 26, "روز دوم کریسمس", "Second Christmas Day"),
)  # fmt: skip


async def add_openings(tx: Tx, language: str) -> None:
    """The calendars with their days; the second line keeps the German one."""
    lines = (await tx.session.scalars(sa.select(Line.id).order_by(Line.position).limit(2))).all()
    office, short = [_span("08:30", "17:00")], [_span("08:30", "13:00")]
    iran = [office, office, office, short, [], office, office]  # Monday first: Thursday half a day, Friday off
    made = await add_calendar(tx, _calendar("تهران · Tehran", "Asia/Tehran", iran, is_default=True))
    for day in IRANIAN:
        await add_day(tx, made.id, _yearly(day, language))
    yalda = ("jalali", 9, 30, "شب یلدا", "Yalda night")
    await add_day(tx, made.id, _yearly(yalda, language, [_span("08:30", "15:00")]))
    for on, fa, en in LUNAR:
        await add_day(tx, made.id, SpecialDayIn(name=fa if language == "fa" else en, date=on))
    split = [_span("09:00", "12:30"), _span("13:30", "18:00")]
    german = [split, split, split, split, [_span("09:00", "15:00")], [], []]
    made = await add_calendar(tx, _calendar("برلین · Berlin", "Europe/Berlin", german, lines=list(lines[1:])))
    for day in GERMAN:
        await add_day(tx, made.id, _yearly(day, language))
    for number, fa, en in ((24, "شب کریسمس", "Christmas Eve"), (31, "شب سال نو", "New Year's Eve")):
        eve = ("gregorian", 12, number, fa, en)
        await add_day(tx, made.id, _yearly(eve, language, [_span("09:00", "12:00")]))


def _span(start: str, end: str) -> dict[str, str]:
    return {"start": start, "end": end}


def _calendar(name: str, zone: str, week: list[Any], **more: Any) -> HoursCalendarIn:
    return HoursCalendarIn.model_validate({"name": name, "time_zone": zone, "week": week, **more})


def _yearly(day: Day, language: str, hours: list[Any] | None = None) -> SpecialDayIn:
    repeats, month, number, fa, en = day
    name = fa if language == "fa" else en
    return SpecialDayIn.model_validate(
        {"name": name, "repeats": repeats, "month": month, "day": number, "hours": hours or []}
    )
