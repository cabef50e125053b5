"""Who may have a call held from the page: whoever talks in it, where the account's phones can be asked."""

from __future__ import annotations

from hub.calls import commands, seat_of
from hub.channels import Configured
from hub.channels.states import lay
from hub.db import Tx
from hub.ports import Options
from hub.settings import ConnectorAccount
from hub.web import Conflict
from tests.hub.calls.conftest import Office
from tests.hub.calls.recordings import facts_of
from tests.hub.channels.toy import ToyConnector, ToyOptions

TALKS = 10  # facts of the recording: both are connected


class Holding(ToyConnector):
    """A connector whose phones hold calls on the host ``holds``."""

    def can_hold(self, options: Options) -> bool:
        assert isinstance(options, ToyOptions)
        return options.host == "holds"


async def set_up(office: Office, host: str) -> list[str]:
    """Lay the account; who was told that it can do more or less."""
    told: list[str] = []

    async def able(_tx: Tx, account: str) -> None:
        told.append(account)

    item = Configured("pbx", ConnectorAccount(connector="toy"), Holding(), ToyOptions(host=host))
    await office.db.write(lambda tx: lay(tx, [item], able))
    return told


async def refusal(office: Office, agent: str = "A", *rights: str) -> str:
    """Why hold is refused; "" where it is not."""
    call = await office.one("call")
    try:
        async with office.db.read() as session:
            leg = await commands.own_phone(session, office.reader(*rights, agent=agent), call)
        assert leg.user_id == office.agents[agent]
    except Conflict as error:
        return error.code
    return ""


async def test_only_whoever_talks_where_the_phones_can(office: Office) -> None:
    facts = facts_of("queue_answered")
    await set_up(office, "holds")
    await office.hear(facts[:5])
    assert await refusal(office) == "not_answered"
    await office.hear(facts[5:TALKS])
    assert await refusal(office) == ""
    assert await refusal(office, "B") == "not_on_call"
    assert await refusal(office, "B", "calls:read_all") == "not_on_call", "nobody holds another's call"
    await set_up(office, "other")
    assert await refusal(office) == "hold_off"


async def test_who_sits_there_is_told_when_the_account_can_do_it(office: Office) -> None:
    shown = []
    for host in ("other", "holds", "holds", "other"):
        told = await set_up(office, host)
        async with office.db.read() as session:
            seat = await seat_of(session, office.agents["A"])
        assert seat is not None
        shown.append((told, seat.can_hold))
    assert shown == [([], False), (["pbx"], True), ([], True), (["pbx"], False)]
