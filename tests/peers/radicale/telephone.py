"""Somebody's telephone: the ``caldav`` library in a process of its own, told what to do by lines of JSON."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.peers.radicale.server import Radicale, environment

PROGRAM = Path(__file__).with_name("client.py")


class Telephone:
    """Signed in as one user of the server."""

    def __init__(self, server: Radicale, user: str, password: str) -> None:
        self.user = user
        self._process = subprocess.Popen(
            [server.python, PROGRAM, f"{server.url}/", user, password], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, env=environment(),
        )  # fmt: skip

    def _ask(self, verb: str, **words: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"verb": verb, **words}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer
        return answer["result"]

    def make_calendar(self, name: str, *components: str) -> str:
        """A new calendar; its address."""
        return str(self._ask("make", name=name, components=list(components)))

    def entries(self) -> dict[str, dict[str, str]]:
        """All entries by title: their properties, as the library reads them."""
        found: list[dict[str, str]] = self._ask("entries")
        return {one["SUMMARY"]: one for one in found}

    def change(self, title: str, late: float = 0, **props: str | None) -> None:
        """Set properties of the entry, at this moment by the telephone's clock, or so many seconds later."""
        self._ask("change", title=title, props=props, late=late)

    def complete(self, title: str) -> None:
        """Tick it off."""
        self._ask("complete", title=title)

    def delete(self, title: str) -> None:
        """Swipe it away."""
        self._ask("delete", title=title)

    def add(self, text: str) -> None:
        """Keep an entry of these lines."""
        self._ask("add", text=text)

    def remove_calendar(self) -> None:
        """Delete the calendar itself."""
        self._ask("remove")

    def close(self) -> None:
        """Switch it off."""
        self._process.terminate()
        self._process.wait(10)
