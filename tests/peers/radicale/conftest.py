"""A Radicale for all tests here, and for each a user with a telephone and a desk."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hub.db import Database
from hub.tasks import HOOKS
from hub.web import Principal
from tests.hub.caldav.desk import Desk, settings_for
from tests.peers.radicale.server import CannotInstallError, Radicale, ensure_installed, running
from tests.peers.radicale.telephone import Telephone

PASSWORD = "abcd-efgh-ijkl"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    """The server."""
    try:
        python = ensure_installed()
    except CannotInstallError as error:
        pytest.skip(str(error))
    with running(python, tmp_path_factory.mktemp("radicale")) as server:
        yield server


@dataclass
class Both:
    """Both sides: the desk with its user, and the user's telephone."""

    desk: Desk
    user: Principal
    phone: Telephone
    server: Radicale

    async def connect(self, component: str = "VTODO", *, take_new: bool = False) -> None:
        """Make a calendar of this kind on the telephone, and connect it."""
        url = self.phone.make_calendar("Work", component)
        name, word = self.phone.user, PASSWORD
        await self.desk.connect(self.user, url, component, name=name, password=word, take_new=take_new)


@pytest.fixture
async def both(radicale: Radicale, database: Database, tmp_path: Path) -> Iterator[Both]:  # type: ignore[misc]
    """A user of the hub who is a user of the server, too."""
    name = f"mina{next(_numbers)}"
    radicale.user(name, PASSWORD)
    desk = Desk(database, settings=settings_for(tmp_path))
    phone = Telephone(radicale, name, PASSWORD)
    before = HOOKS.changed, HOOKS.deleted
    yield Both(desk, await desk.agent("Mina"), phone, radicale)
    HOOKS.changed, HOOKS.deleted = before
    phone.close()


Make = Callable[[], Both]
