"""Run by the environment that has ``caldav``, an independent client: one line of JSON in, one out."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import caldav  # not of this project's environment
from icalendar import vRecur


def _component(entry: Any) -> Any:
    return entry.icalendar_component


def _plain(value: Any) -> str:
    moment = getattr(value, "dt", None)
    if isinstance(moment, datetime):
        return moment.isoformat()
    return moment.isoformat() if isinstance(moment, date) else str(value)


def _value(name: str, text: str) -> Any:
    if name in {"DUE", "DTSTART", "DTEND"}:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    return vRecur.from_ical(text) if name == "RRULE" else text


class Client:
    """A signed-in telephone."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.principal = caldav.DAVClient(url, username=user, password=password).principal()
        self.calendar: Any = None

    def make(self, name: str, components: list[str]) -> str:
        self.calendar = self.principal.make_calendar(name=name, supported_calendar_component_set=components)
        return str(self.calendar.url)

    def _all(self) -> list[Any]:
        found = list(self.calendar.objects(load_objects=True))
        return [one for one in found if one.data]

    def _find(self, title: str) -> Any:
        return next(one for one in self._all() if str(_component(one)["SUMMARY"]) == title)

    def entries(self) -> list[dict[str, str]]:
        return [
            {name: _plain(value) for name, value in _component(one).items()}
            | {"alarms": str(len(_component(one).subcomponents))}
            for one in self._all()
        ]

    def change(self, title: str, props: dict[str, str | None], late: float) -> None:
        entry = self._find(title)
        component = _component(entry)
        for name, text in props.items():
            component.pop(name, None)
            if text is not None:
                component.add(name, _value(name, text))
        component.pop("LAST-MODIFIED", None)
        component.add("LAST-MODIFIED", datetime.now(UTC) + timedelta(seconds=late))
        entry.save()

    def complete(self, title: str) -> None:
        found = self._find(title)
        caldav.Todo(client=found.client, url=found.url, data=found.data, parent=found.parent).complete()

    def delete(self, title: str) -> None:
        self._find(title).delete()

    def add(self, text: str) -> None:
        self.calendar.add_todo(text)

    def remove(self) -> None:
        self.calendar.delete()


def main() -> None:
    client = Client(*sys.argv[1:])
    for line in sys.stdin:
        words = json.loads(line)
        try:
            answer = {"result": getattr(client, words.pop("verb"))(**words)}
        except Exception as error:  # the test shows it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
