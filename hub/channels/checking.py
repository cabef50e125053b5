"""Runs a connector's check, and guesses whose each phone is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Any
from uuid import UUID

import structlog

from hub.accounts import UserRef, active_users, user_refs
from hub.channels.addresses import guard_address
from hub.channels.schemas_setup import CheckFinding, ConnectorCheck, FoundExtension, FoundQueue
from hub.db import Reader
from hub.network import GuardedNetwork
from hub.ports import AddressRefusedError, CheckReport, Checks, Connector, Finding, Options, Tell, Verdict, quietly
from hub.settings import Settings
from hub.text import fold

log = structlog.get_logger(__name__)
AT_ONCE = 4
_running = asyncio.Semaphore(AT_ONCE)


async def examine(connector: Connector, options: Options, settings: Settings, tell: Tell = quietly) -> CheckReport:
    """The connector's check; an address that is refused is a finding, and so is a defect. Never raises."""
    host, _, port = connector.address(options).rpartition(":")
    try:
        await guard_address(host.strip("[]"), int(port) if port.isdigit() else 0, settings)
    except AddressRefusedError as error:
        return _told(tell, Finding("address", Verdict.PROBLEM, error.code, str(error)))
    if not isinstance(connector, Checks):
        return _told(tell, Finding("connect", Verdict.NOTE, "no_check", "this connector cannot be checked"))
    found: list[Finding] = []

    def told(finding: Finding) -> None:
        found.append(finding)
        tell(finding)

    async with _running:
        try:
            return await connector.check(options, GuardedNetwork(settings.http.port), told)
        except Exception as error:  # a defect; whoever waits for the next step must learn that none comes
            log.exception("connector_check_failed", connector=connector.name)
            detail = f"the check itself failed ({type(error).__name__}); the log says more"
            told(Finding("check", Verdict.PROBLEM, "check_failed", detail))
            return CheckReport(found)


async def step_by_step(
    connector: Connector, options: Options, settings: Settings
) -> AsyncGenerator[Finding | CheckReport]:
    """Each finding as it is made, then the whole report. Closing it ends the check."""
    found: asyncio.Queue[Finding | None] = asyncio.Queue()
    running = asyncio.create_task(examine(connector, options, settings, found.put_nowait))
    running.add_done_callback(lambda _: found.put_nowait(None))
    try:
        while (finding := await found.get()) is not None:
            yield finding
        yield running.result()
    finally:
        running.cancel()


def _told(tell: Tell, finding: Finding) -> CheckReport:
    tell(finding)
    return CheckReport([finding])


async def describe_check(reader: Reader, report: CheckReport) -> ConnectorCheck:
    """The report for the page, with a user suggested for each phone where the name fits one person only."""
    people = await active_users(reader)
    owners = {found.endpoint: _owner(found.name, people) for found in report.extensions}
    refs = await user_refs(reader, {owner for owner in owners.values() if owner})
    return ConnectorCheck(
        works=report.works,
        version=report.version,
        findings=[CheckFinding.model_validate(finding) for finding in report.findings],
        extensions=[
            FoundExtension(
                endpoint=found.endpoint, number=found.number, name=found.name, user=_ref(refs, owners[found.endpoint])
            )
            for found in report.extensions
        ],
        trunks=[found.endpoint for found in report.trunks],
        queues=[FoundQueue(name=queue.name, members=list(queue.members)) for queue in report.queues],
    )


def _owner(name: str | None, people: Sequence[Any]) -> UUID | None:
    """The one person of this name; a first or last name does when nobody else has it."""
    if not name or not (wanted := fold(name)):
        return None
    whole = [person.id for person in people if fold(person.name) == wanted]
    parts = whole or [person.id for person in people if wanted in fold(person.name).split()]
    return parts[0] if len(parts) == 1 else None


def _ref(refs: dict[UUID, UserRef], owner: UUID | None) -> UserRef | None:
    return refs.get(owner) if owner else None
