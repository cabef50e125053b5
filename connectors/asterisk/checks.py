"""The check of an account: everything that a person setting it up could get wrong, looked at in order."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Sequence

from connectors.asterisk import rights
from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.found import endpoints_of, queues_of
from connectors.asterisk.probe import Answer, Probe, ProbeFailedError
from connectors.asterisk.records_check import look as look_at_records
from connectors.asterisk.text import clean
from hub.ports import CheckReport, Finding, FoundEndpoint, FoundQueue, Network, Tell, Verdict, quietly

OLDEST = 13  # major version that tells what the connector reads
DATED = 16  # older ones get no security fixes, and lack parts that newer features need
CLOCK_SECONDS = 60
WHOLE_SECONDS = 25.0
_CERTIFIED = re.compile(r"(?:certified[/-])?(\d+)")

# What to tell a terminal; the page translates the codes.
_FAILURES = {
    "unknown_host": "no machine has this name",
    "refused": "nothing answers at this address and port: check both, the firewall, and enabled = yes in manager.conf",
    "timeout": "no answer in time: check the address, the firewall, and whether the PBX is overloaded",
    "tls_untrusted": "the certificate is not trusted: set tls_ca_file, or switch tls_verify off for a self-signed one",
    "tls_failed": "TLS failed: most often this port speaks plain AMI; TLS is usually port 5039",
    "not_a_pbx": "something else than the Asterisk Manager Interface listens here",
    "rejected": "the user name or secret is wrong, or permit does not hold the hub's address",
    "no_challenge": "the PBX gives no MD5 challenge, and the secret is not sent without one: switch challenge off",
    "in_use": "somebody is signed in as this user, and allowmultiplelogin is no",
    "lost": "the PBX closed the connection",
}


async def check(options: AsteriskOptions, network: Network, tell: Tell = quietly) -> CheckReport:
    """Look at everything, change nothing, and ``tell`` of each step. Never raises for the network."""
    examination = _Examination(options, network, tell)
    records = asyncio.create_task(look_at_records(options))
    try:
        async with asyncio.timeout(WHOLE_SECONDS):
            await examination.run()
    except TimeoutError:
        examination.failed(ProbeFailedError("answers", "timeout"))
    except ProbeFailedError as error:
        examination.failed(error)
    except BaseException:
        records.cancel()
        raise
    finally:
        examination.probe.close()
    examination.add(await records)
    return examination.report()


class _Examination:
    """One check under way, and what it found until now."""

    def __init__(self, options: AsteriskOptions, network: Network, tell: Tell) -> None:
        self.probe = Probe(options, network)
        self._options = options
        self._tell = tell
        self._findings: list[Finding] = []
        self._version: str | None = None
        self._queues: list[FoundQueue] = []
        self._phones: list[FoundEndpoint] = []
        self._trunks: list[FoundEndpoint] = []

    async def run(self) -> None:
        """All steps. Raises ``ProbeFailedError`` at the one that ends the check."""
        banner = await self.probe.connect()
        self._well("connect", f"connected to {self._options.host}:{self._options.port}")
        if self._options.tls:
            self._well("tls", "encrypted" + ("" if self._options.tls_verify else ", certificate not checked"))
        self._well("banner", banner)
        await self.probe.sign_in()
        self._signed_in()
        permitted = await self._commands()
        await self._rights(permitted)
        await self._examine_version()
        await self._clock()
        await self._look_around(permitted)

    def failed(self, error: ProbeFailedError) -> None:
        """The check ends here."""
        words = _FAILURES.get(error.code, "the address is refused")
        detail = words + (f" ({error.answer})" if error.answer else "")
        facts: dict[str, str | int] = {"answer": error.answer} if error.answer else {}
        self.add([Finding(error.step, Verdict.PROBLEM, error.code, detail, facts)])

    def add(self, findings: Sequence[Finding]) -> None:
        """Keep what was found, and tell it."""
        for finding in findings:
            self._findings.append(finding)
            self._tell(finding)

    def report(self) -> CheckReport:
        """All that was found."""
        return CheckReport(self._findings, self._version, self._phones, self._trunks, self._queues)

    def _signed_in(self) -> None:
        self._well("sign_in", f"signed in as {self._options.username}")
        if not (self._options.challenge or self._options.tls):
            detail = "the secret crosses the network as it is: switch challenge or tls on"
            self._find("sign_in", Verdict.NOTE, "secret_in_clear", detail)

    async def _commands(self) -> dict[str, str]:
        return (await self.probe.ask({"Action": "ListCommands"}))[0]

    async def _rights(self, permitted: dict[str, str]) -> None:
        lacking = rights.missing(permitted, queues="queuestatus" in permitted, hold=self._options.remote_hold)
        for need in lacking:
            detail = f"{need.action} is not permitted, so {need.detail}: add {need.right} to write"
            facts: dict[str, str | int] = {"action": need.action, "right": need.right, "without": need.without}
            self.add([Finding("rights", need.verdict, "action_missing", detail, facts)])
        if not await self.probe.reads_system():
            detail = "events of the class system do not come: add system to read; without it each connect takes longer"
            self._find("rights", Verdict.WARNING, "class_missing", detail, right="system")
        elif not lacking:
            self._well("rights", "every action that the hub needs is permitted")
        detail = "AMI does not tell whether read holds call and agent: compare with the lines to paste"
        self._find("rights", Verdict.NOTE, "classes_unknown", detail, classes=rights.READ)

    async def _examine_version(self) -> None:
        settings = (await self.probe.ask({"Action": "CoreSettings"}))[0]
        self._version = clean(settings.get("asteriskversion", ""), 80) or None
        major = major_of(self._version or "")
        version: str = self._version or "?"
        if major is None:
            self._find("version", Verdict.NOTE, "unknown_version", f"version {version} is not understood")
        elif major < OLDEST:
            detail = f"Asterisk {version} is too old: {OLDEST} is the oldest that works"
            self._find("version", Verdict.PROBLEM, "too_old", detail, version=version, oldest=OLDEST)
        elif major < DATED:
            detail = f"Asterisk {version} works, but gets no security fixes; {DATED} or later is better"
            self._find("version", Verdict.WARNING, "dated", detail, version=version, better=DATED)
        else:
            self._find("version", Verdict.WELL, "current", f"Asterisk {version}", version=version)

    async def _clock(self) -> None:
        began = time.time()
        pong = (await self.probe.ask({"Action": "Ping"}))[0]
        theirs = _number(pong.get("timestamp", ""))
        if theirs is None:
            self._find("clock", Verdict.NOTE, "no_clock", "the PBX does not tell its time")
            return
        ahead = round(theirs - (began + time.time()) / 2)
        if abs(ahead) > CLOCK_SECONDS:
            way = "ahead" if ahead > 0 else "behind"
            detail = f"the PBX's clock is {abs(ahead)} s {way}: set both by NTP, or calls found later get wrong times"
            self._find("clock", Verdict.WARNING, "clock_off", detail, seconds=abs(ahead), way=way)
        else:
            self._well("clock", "the clocks agree")

    async def _look_around(self, permitted: dict[str, str]) -> None:
        answers: dict[str, Answer] = {}
        for action in ("PJSIPShowEndpoints", "SIPpeers", "ExtensionStateList", "QueueStatus"):
            answers[action] = await self.probe.ask({"Action": action}) if action.lower() in permitted else []
        self._queues = queues_of(answers["QueueStatus"])
        self._phones, self._trunks = endpoints_of(self._options, *answers.values())
        for step, found in (("extensions", self._phones), ("queues", self._queues)):
            self._count(step, found)

    def _count(self, step: str, found: Sequence[object]) -> None:
        if found:
            self._find(step, Verdict.WELL, "found", f"{len(found)} found", count=len(found))
        else:
            detail = "none found with these rights; extensions can be added by hand" if step == "extensions" else "none"
            self._find(step, Verdict.NOTE, "none", detail)

    def _well(self, step: str, detail: str) -> None:
        self._find(step, Verdict.WELL, "well", detail)

    def _find(self, step: str, verdict: Verdict, code: str, detail: str, **facts: str | int) -> None:
        self.add([Finding(step, verdict, code, detail, facts)])


def major_of(version: str) -> int | None:
    """13 of ``13.38.3``, 18 of ``certified/18.9-cert4``; None for what says no number."""
    found = _CERTIFIED.match(version.strip().lower())
    return int(found[1]) if found else None


def _number(text: str) -> float | None:
    try:
        value = float(text[:32])
    except ValueError:
        return None
    return value if 0 < value < 1e11 else None
