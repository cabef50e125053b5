"""What the demo's people have to do: follow-ups and promises, late, due today and to come, for one or for a team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from hub import tasks, timeline
from hub.db import Base, Tx
from hub.demo.people import Somebody
from hub.web import Principal

ZONES: Final = {"fa": "Asia/Tehran", "en": "Europe/Berlin"}


@dataclass(frozen=True, slots=True)
class Order:
    """A task: whose, when (days from today, and a clock time), and what else is said; ``{who}`` is its customer."""

    title: str
    by: str
    to: str | None = None
    team: str | None = None
    days: int | None = 0
    at: str | None = None
    customer: int | None = None  # which of those who speak the language
    text: str = ""
    said: Sequence[tuple[str, str]] = ()
    done: bool = False
    more: Mapping[str, Any] | None = None


FA: Final = (
    Order("تماس با {who} برای نتیجهٔ بررسی فاکتور", "narges", "narges", None, 0, "16:30", 4,
          "گفت بعد از ساعت چهار در دسترس است.", more={"promise": True, "priority": "high", "remind_before": 15}),
    Order("فرستادن پیش‌فاکتور تازه برای {who}", "sara", "narges", None, -1, "12:00", 5,
          "با تخفیف ده درصد، طبق صحبت با فروش.", (("sara", "قیمت‌ها از امروز عوض شد؛ از فهرست تازه استفاده کن."),),
          more={"promise": True, "priority": "urgent"}),
    Order("پیگیری مرجوعی {who} از انبار", "narges", "sara", "پشتیبانی", 0, None, 6, more={"promise": True}),
    Order("یادآوری نوبت چکاپ به {who}", "narges", None, "پذیرش کلینیک", 1, "10:00", 7,
          "آزمایش ناشتا را هم یادآوری کنید.", more={"remind_before": 60}),
    Order("بازبینی تماس‌های بی‌پاسخ هفته", "narges", "narges", None, 2, None, None,
          more={"rrule": "FREQ=WEEKLY", "remind_before": 0}),
    Order("گزارش ماهانهٔ پشتیبانی برای مدیریت", "narges", "narges", None, 9, None, None,
          more={"rrule": "RSCALE=PERSIAN;FREQ=MONTHLY;SKIP=BACKWARD"}),
    Order("پیدا کردن نشانی درست {who}", "sara", None, "پشتیبانی", -2, None, 8, "بستهٔ قبلی برگشت خورده است."),
    Order("تماس برای تمدید قرارداد {who}", "narges", "kamran", "فروش", 4, "11:15", 9, more={"priority": "high"}),
    Order("خواندن نظرهای مشتریان دربارهٔ بسته‌بندی", "sara", "sara", None, None, None, None,
          more={"priority": "low"}),
    Order("عذرخواهی از {who} بابت دیرکرد پیک", "narges", "narges", None, -1, "10:00", 10, done=True),
)  # fmt: skip
EN: Final = (
    Order("Call {who} back about the quote", "alex", "alex", None, 0, "15:00", 4,
          "Wants to know whether installation is included.",
          more={"promise": True, "priority": "high", "remind_before": 15}),
    Order("Send {who} the corrected invoice", "alex", "tom", "Sales Europe", -1, None, 5,
          said=(("tom", "Accounting needs the VAT number first, I have asked for it."),), more={"promise": True}),
    Order("Check that {who}'s replacement arrived", "tom", "tom", "Support Europe", 1, "11:00", 6),
    Order("Find out which model {who} has", "alex", None, "Sales Europe", 3, None, 7,
          "The serial number was unreadable."),
    Order("Go through open quotes", "alex", "alex", None, 1, None, None, more={"rrule": "FREQ=WEEKLY;BYDAY=MO"}),
    Order("Thank {who} for the referral", "alex", "alex", None, -2, None, 8, done=True),
)  # fmt: skip


async def add_followups(tx: Tx, people: Sequence[Somebody], users: Mapping[str, Principal]) -> None:
    """Add them to the store that holds ``people``; ``users`` by email."""
    team = Base.metadata.tables["team"]
    teams = {row.name: row.id for row in await tx.session.execute(sa.select(team.c.id, team.c.name))}
    for language, orders in (("fa", FA), ("en", EN)):
        known = [one for one in people if one.language == language and one.kind == "person"]
        for order in orders:
            who = None if order.customer is None else known[order.customer]
            await _add(tx, order, who, {name.partition("@")[0]: one for name, one in users.items()}, teams, language)


async def _add(tx: Tx, order: Order, who: Somebody | None, users: Mapping[str, Principal], teams: Mapping[str, Any],
               language: str) -> None:  # fmt: skip
    zone = ZONES[language]
    wanted = tasks.NewTask.model_validate({
        "title": order.title.format(who=who.called if who else ""), "text": order.text,
        "customer_id": who.id if who else None, "team_id": teams[order.team] if order.team else None,
        "assignee_id": users[order.to].id if order.to else None, "zone": zone,
        "due_on": _day(tx.now, zone, order.days) if order.days is not None else None,
        "due_time": time.fromisoformat(order.at) if order.at else None, **(order.more or {}),
    })  # fmt: skip
    made = await tasks.add_task(tx, users[order.by], wanted)
    for name, words in order.said:
        await tasks.add_comment(tx, users[name], made.id, timeline.NewNote(text=words))
    if order.done:
        await tasks.change_task(tx, users[order.to or order.by], made.id, {"state": "done"}, None)


def _day(now: datetime, zone: str, days: int) -> Any:
    return now.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
